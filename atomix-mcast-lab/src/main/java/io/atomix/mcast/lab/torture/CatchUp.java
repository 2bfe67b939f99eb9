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
package io.atomix.mcast.lab.torture;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps a node down until the others have dropped, in all partitions, the part of the log that it
 * lacks, so that only a snapshot can bring it back.
 */
final class CatchUp {
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private final Members members;
  private final ClientProcesses clients;
  private final Logs logs;
  private final RunLog log;

  CatchUp(Members members, ClientProcesses clients, Logs logs, RunLog log) {
    this.members = members;
    this.clients = clients;
    this.logs = logs;
    this.log = log;
  }

  /**
   * Does it; returns when the node has the snapshots.
   *
   * @return whether it got that far, within 150 s for each half of it
   */
  boolean run(int node, int round) {
    members.program(node).kill();
    List<Integer> others = members.numbers().stream().filter(each -> each != node).toList();
    Map<Integer, Long> ends = new TreeMap<>();
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      for (int other : others) {
        ends.merge(partition, logs.last(other, partition), Math::max);
      }
    }
    clients.tellSome("fill " + round);
    boolean dropped =
        ProcessWait.until(LIMIT, () -> others.stream().allMatch(each -> beginsAfter(each, ends)));
    log.say(
        dropped
            ? "the others have dropped what m%d lacks; it is started"
            : "the others have not dropped what m%d lacks within 150 s; it is started",
        node);
    members.startIfDead(node);
    if (!dropped) {
      return false;
    }
    boolean installed =
        ProcessWait.until(LIMIT, () -> !members.upgradeIfRefused(node) && beginsAfter(node, ends));
    log.say(
        installed
            ? "m%d has the snapshots: its log begins after what it had"
            : "m%d has not got the snapshots within 150 s",
        node);
    return installed;
  }

  private boolean beginsAfter(int node, Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> logs.first(node, end.getKey()) > end.getValue());
  }
}
