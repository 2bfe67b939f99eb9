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
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.lab.workload.Workload;
import io.atomix.mcast.lab.workload.Workloads;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures the effect of the storage level and of the size of segments on the slowest operations:
 * puts of 4 KB, so that logs get a new segment every few seconds, or several times a second.
 */
public final class Storages {
  private static final int PARTITIONS = 3;
  private static final String WORKLOAD = "local-put-4k";
  private static final int OUTSTANDING = 16;

  private record Storage(String level, String segment) {}

  private static final List<Storage> STORAGES =
      List.of(
          new Storage("mapped", "4M"),
          new Storage("mapped", "8M"),
          new Storage("mapped", "32M"),
          new Storage("mapped", "128M"),
          new Storage("disk", "8M"),
          new Storage("disk", "32M"));

  private Storages() {}

  /**
   * Measures each storage on a cluster of its own, both contenders in turn.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param rounds how often each is measured
   * @param time how long each time
   * @param progress gets a line for each measurement
   * @return two rows for each storage, named by it
   */
  public static List<Row> run(File config, int rounds, Duration time, PrintWriter progress)
      throws InterruptedException {
    Workload workload =
        Workloads.all().stream()
            .filter(each -> each.name().equals(WORKLOAD))
            .findFirst()
            .orElseThrow();
    List<BenchPlan.Cell> cells =
        BenchPlan.closed(List.of(workload), Set.of(), List.of(OUTSTANDING));
    BenchPlan plan = new BenchPlan(cells, rounds, time, Duration.ofDays(1));
    List<Row> rows = new ArrayList<>();
    for (Storage storage : STORAGES) {
      String name = "storage-" + storage.level + "-" + storage.segment;
      progress.println(name);
      Map<String, Object> variables =
          Map.of(
              "MCAST_PARTITIONS",
              PARTITIONS,
              "MCAST_PEER_PARTITIONS",
              PARTITIONS,
              "MCAST_LEVEL",
              storage.level,
              "MCAST_SEGMENT",
              storage.segment);
      try (LocalCluster cluster = LocalCluster.start(config, variables)) {
        Campaign.run(
                plan,
                new Stage(cluster.addClient()),
                cluster::processorNanos,
                Environment.describe("three nodes and a client in one JVM"),
                progress)
            .forEach(row -> rows.add(row.named(name)));
      }
    }
    return rows;
  }
}
