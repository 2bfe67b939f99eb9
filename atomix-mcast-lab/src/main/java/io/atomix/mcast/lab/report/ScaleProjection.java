/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.lab.report;

import java.util.List;
import java.util.Optional;

/**
 * Projection of what larger clusters can do, from the processor's work in each role: nodes have a
 * number of cores, each leads as many partitions as any other, each partition has three replicas,
 * clients are on machines of their own, and nothing but the processors limits it. The single log
 * has one leader, which limits it, on however many nodes.
 */
public final class ScaleProjection {
  /** Numbers of nodes to project for. */
  public static final List<Integer> NODES = List.of(3, 9, 27, 81);

  /** Percents of the operations that are on two partitions. */
  public static final List<Integer> PERCENTS = List.of(0, 1, 10, 50);

  /** Number of cores of each node. */
  public static final int CORES = 2;

  private static final double MICROS_PER_SECOND = 1e6;

  private final RoleWork oneKey;
  private final RoleWork twoKeys;
  private final RoleWork oneKeyInLog;
  private final RoleWork twoKeysInLog;

  /**
   * Creates a projection.
   *
   * @param oneKey work of an operation on one partition
   * @param twoKeys work of an operation on two
   * @param oneKeyInLog work of the same as the first in the single log
   * @param twoKeysInLog work of the same as the second
   */
  ScaleProjection(RoleWork oneKey, RoleWork twoKeys, RoleWork oneKeyInLog, RoleWork twoKeysInLog) {
    this.oneKey = oneKey;
    this.twoKeys = twoKeys;
    this.oneKeyInLog = oneKeyInLog;
    this.twoKeysInLog = twoKeysInLog;
  }

  /** Returns the name of the row with the work of a kind of operation in a role. */
  public static String rowName(String kind, String role) {
    return "work-" + kind + "-" + role;
  }

  /** Returns the projection of writes; empty if the rows do not have all that it takes. */
  public static Optional<ScaleProjection> ofWrites(List<Row> rows) {
    return of(rows, "put", "two-key-write");
  }

  /** Returns the projection of reads; empty if the rows do not have all that it takes. */
  public static Optional<ScaleProjection> ofReads(List<Row> rows) {
    return of(rows, "get", "two-key-read");
  }

  private static Optional<ScaleProjection> of(List<Row> rows, String oneKey, String twoKeys) {
    Optional<RoleWork> one = work(rows, oneKey, "generic-multicast");
    Optional<RoleWork> two = work(rows, twoKeys, "generic-multicast");
    Optional<RoleWork> oneInLog = work(rows, oneKey, "single-log");
    Optional<RoleWork> twoInLog = work(rows, twoKeys, "single-log");
    return one.isPresent() && two.isPresent() && oneInLog.isPresent() && twoInLog.isPresent()
        ? Optional.of(
            new ScaleProjection(
                one.orElseThrow(),
                two.orElseThrow(),
                oneInLog.orElseThrow(),
                twoInLog.orElseThrow()))
        : Optional.empty();
  }

  private static Optional<RoleWork> work(List<Row> rows, String kind, String contender) {
    Optional<Double> leader = micros(rows, rowName(kind, "leader"), contender);
    Optional<Double> follower = micros(rows, rowName(kind, "follower"), contender);
    Optional<Double> client = micros(rows, rowName(kind, "client"), contender);
    return leader.isPresent() && follower.isPresent() && client.isPresent()
        ? Optional.of(
            new RoleWork(leader.orElseThrow(), follower.orElseThrow(), client.orElseThrow()))
        : Optional.empty();
  }

  private static Optional<Double> micros(List<Row> rows, String workload, String contender) {
    return rows.stream()
        .filter(row -> row.workload().equals(workload) && row.contender().equals(contender))
        .map(Row::cpuMicrosPerOperation)
        .findFirst();
  }

  private static double mixed(double one, double two, int percent) {
    return (one * (100 - percent) + two * percent) / 100;
  }

  /** Returns the work of all replicas for one operation of generic multicast, in microseconds. */
  public double ofReplicas(int percent) {
    return mixed(oneKey.ofReplicas(1), twoKeys.ofReplicas(2), percent);
  }

  /** Returns operations a second of generic multicast, of which some percent address two. */
  public double multicast(int nodes, int percent) {
    return nodes * CORES * MICROS_PER_SECOND / ofReplicas(percent);
  }

  /** Returns operations a second of the single log. */
  public double singleLog(int percent) {
    return CORES * MICROS_PER_SECOND / mixed(oneKeyInLog.leader(), twoKeysInLog.leader(), percent);
  }

  /** Returns the number of nodes from which on generic multicast does more than the single log. */
  public int winsFrom(int percent) {
    double even = ofReplicas(percent) / mixed(oneKeyInLog.leader(), twoKeysInLog.leader(), percent);
    return Math.max(RoleWork.FOLLOWERS + 1, (int) Math.floor(even) + 1);
  }

  /** Returns the work of client and replicas together for one operation of generic multicast. */
  public double wholeWork(int percent) {
    return wholeWork(oneKey, twoKeys, percent);
  }

  /**
   * Returns the work of client and replicas together for one operation, in microseconds.
   *
   * @param oneKey work of an operation on one partition
   * @param twoKeys work of an operation on two
   * @param percent how many of a hundred operations are on two
   */
  public static double wholeWork(RoleWork oneKey, RoleWork twoKeys, int percent) {
    return mixed(
        oneKey.ofReplicas(1) + oneKey.client(), twoKeys.ofReplicas(2) + twoKeys.client(), percent);
  }
}
