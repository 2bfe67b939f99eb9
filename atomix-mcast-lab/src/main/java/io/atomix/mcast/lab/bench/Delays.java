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
package io.atomix.mcast.lab.bench;

import io.atomix.core.Atomix;
import io.atomix.mcast.lab.cluster.DelayedWire;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.Rows;
import io.atomix.mcast.lab.workload.DelayedOperations;
import io.atomix.mcast.lab.workload.DelayedOperations.DelayedOperationKind;
import io.atomix.mcast.time.LocalTime;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * Delays each message between two nodes, and tells how many such delays operations take. The time
 * to compute and to write is small beside a delay, so that the result is that of the protocol.
 */
public final class Delays {
  private static final List<Integer> PREDECESSORS = List.of(1, 2, 3, 10);
  private static final int WARM_UP = 2;
  private static final int DIGITS = 3;

  /** Number of delays after which an operation that has been answered leaves nothing to be done. */
  private static final int REST = 10;

  /** Predecessors begin this part of a delay apart. */
  private static final int PART = 4;

  private Delays() {}

  /**
   * Starts three nodes and clients in this JVM and measures.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param delay how long a message takes from one node to another
   * @param times how often each kind of operation is made
   * @param progress gets a line for each kind
   * @return a row for each kind of operation
   */
  public static List<Row> run(File config, Duration delay, int times, PrintWriter progress)
      throws InterruptedException {
    return run(config, delay, times, progress, PREDECESSORS, name -> true);
  }

  /**
   * As {@link #run(File, Duration, int, PrintWriter)}, of those kinds that are wanted by name.
   *
   * @param predecessors how many messages come before the last one in chains, the most last
   */
  static List<Row> run(
      File config,
      Duration delay,
      int times,
      PrintWriter progress,
      List<Integer> predecessors,
      Predicate<String> wanted)
      throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", DelayedOperations.partitions(), "MCAST_PEER_PARTITIONS", 3);
    List<Row> rows = new ArrayList<>();
    try (DelayedWire wire = new DelayedWire(delay);
        LocalCluster cluster = LocalCluster.start(config, variables, wire)) {
      List<Atomix> clients = cluster.addClients(DelayedOperations.clients(predecessors));
      for (DelayedOperationKind kind :
          DelayedOperations.open(cluster.nodes(), clients, delay.dividedBy(PART), predecessors)) {
        if (!wanted.test(kind.name())) {
          continue;
        }
        Sample sample = sample(kind, delay, times, cluster);
        String note = kind.note().get();
        Row row =
            Rows.of(
                    "delay-" + kind.name(),
                    kind.contender().text(),
                    1,
                    List.of(sample),
                    null,
                    Environment.describe(
                        "three nodes and clients in one JVM, each message delayed by "
                            + delay.toMillis()
                            + " ms"))
                .delayed(delay.toNanos() / 1e3);
        rows.add(row);
        progress.printf(
            "%s, %s: %.2f delays%s%n",
            kind.name(), kind.contender(), row.delays(), note.isEmpty() ? "" : ", " + note);
        progress.flush();
      }
    }
    return rows;
  }

  private static Sample sample(
      DelayedOperationKind kind, Duration delay, int times, LocalCluster cluster)
      throws InterruptedException {
    Histogram latencies = new Histogram(DIGITS);
    long overOneSecond = 0;
    long cpu = cluster.processorNanos();
    long begin = LocalTime.nanos();
    for (int i = -WARM_UP; i < times; i++) {
      if (i == 0) {
        // Says something of the times that do not count.
        kind.note().get();
      }
      TimeUnit.NANOSECONDS.sleep(delay.multipliedBy(REST).toNanos());
      long nanos = kind.timed().nanos();
      if (i >= 0) {
        latencies.recordValue(nanos);
        overOneSecond += nanos > TimeUnit.SECONDS.toNanos(1) ? 1 : 0;
      }
    }
    return new Sample(
        LocalTime.nanos() - begin, latencies, overOneSecond, 0, 0, cluster.processorNanos() - cpu);
  }
}
