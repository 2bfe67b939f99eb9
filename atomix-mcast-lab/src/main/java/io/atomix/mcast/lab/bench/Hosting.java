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

import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.measure.ClosedLoop;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.Rows;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.ManyPrimitives;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.lab.workload.Workloads;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures puts to a map beside many other primitives in the same partition, and what opening one
 * of these takes.
 */
public final class Hosting {
  private static final String WORKLOAD = "local-put";
  private static final int OUTSTANDING = 16;
  private static final int WARM_UP_PART = 3;
  private static final String NAME = "primitives-%d-%s";

  private Hosting() {}

  /**
   * Starts three nodes and a client in this JVM and measures.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param counts how many other primitives there are, in one measurement after the other
   * @param rounds how often puts are measured beside so many
   * @param time how long each time
   * @param progress gets a line for each row
   * @return rows of puts, the ratio of each to that beside the fewest, and of openings
   */
  public static List<Row> run(
      File config, List<Integer> counts, int rounds, Duration time, PrintWriter progress)
      throws InterruptedException {
    Map<String, Object> variables = Map.of("MCAST_PARTITIONS", 1, "MCAST_PEER_PARTITIONS", 1);
    String environment = Environment.describe("three nodes and a client in one JVM");
    List<Row> rows = new ArrayList<>();
    try (LocalCluster cluster = LocalCluster.start(config, variables)) {
      Stage stage = new Stage(cluster.addClient());
      MeasuredOperation put = puts(stage);
      ManyPrimitives others = ManyPrimitives.on(stage);
      // Classes are loaded and compiled.
      ClosedLoop.run(
          put, OUTSTANDING, false, 0, time, time.multipliedBy(2), cluster::processorNanos);
      List<Sample> fewest = null;
      for (int count : counts) {
        int more = count - others.count();
        if (more > 0) {
          Sample opened = ClosedLoop.times(others.opening(), more, cluster::processorNanos);
          rows.add(row(NAME.formatted(count, "openings"), 1, List.of(opened), null, environment));
          tell(rows, progress);
        }
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
          samples.add(
              ClosedLoop.run(
                  put,
                  OUTSTANDING,
                  false,
                  round,
                  time.dividedBy(WARM_UP_PART),
                  time,
                  cluster::processorNanos));
        }
        Map<String, List<Sample>> peers =
            fewest == null ? null : Map.of(NAME.formatted(counts.get(0), "puts"), fewest);
        rows.add(row(NAME.formatted(count, "puts"), OUTSTANDING, samples, peers, environment));
        tell(rows, progress);
        fewest = fewest == null ? samples : fewest;
      }
    }
    return rows;
  }

  private static MeasuredOperation puts(Stage stage) {
    return Workloads.all().stream()
        .filter(workload -> workload.name().equals(WORKLOAD))
        .findFirst()
        .orElseThrow()
        .contenders()
        .get(Contender.GENERIC_MULTICAST)
        .open(stage);
  }

  private static Row row(
      String name,
      int outstanding,
      List<Sample> samples,
      Map<String, List<Sample>> peers,
      String environment) {
    return Rows.of(
        name, Contender.GENERIC_MULTICAST.text(), outstanding, samples, peers, environment);
  }

  private static void tell(List<Row> rows, PrintWriter progress) {
    Row row = rows.get(rows.size() - 1);
    progress.printf("%s: %,.0f a second%n", row.workload(), row.opsPerSecond());
    progress.flush();
  }
}
