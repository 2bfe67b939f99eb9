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

import io.atomix.mcast.lab.cluster.Heap;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.lab.workload.StoredMap;
import io.atomix.mcast.time.LocalTime;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures the heap that an entry of a map takes on three replicas, on generic multicast and on
 * multi-raft, at rest, each on a cluster of its own. Logs and snapshots are not on the heap.
 */
public final class Memory {
  private static final int PARTITIONS = 3;

  /**
   * Number of entries after which all is there that both need however many entries there are, such
   * as compiled code.
   */
  private static final int WARM_UP = 2_000;

  /** Longer than Atomix takes to compact a log that is not written. */
  private static final Duration STILLNESS = Duration.ofSeconds(25);

  private Memory() {}

  /**
   * Fills a map on each, one after the other.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param keys how many entries are stored
   * @param progress gets a line for each
   * @return a row for each; that of generic multicast comes first, with its memory divided by the
   *     other's as ratio
   */
  public static List<Row> run(File config, int keys, PrintWriter progress)
      throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", PARTITIONS, "MCAST_PEER_PARTITIONS", PARTITIONS);
    List<Filled> filled = new ArrayList<>();
    for (Contender contender : List.of(Contender.GENERIC_MULTICAST, Contender.MULTI_RAFT)) {
      try (LocalCluster cluster = LocalCluster.start(config, variables)) {
        Filled one = fill(new Stage(cluster.addClient()), contender, keys);
        filled.add(one);
        progress.printf(
            "memory, %s: %.0f bytes for each of %,d entries, in three replicas together%n",
            contender.text(), one.bytesPerKey(), keys);
        progress.flush();
      }
    }
    double ratio = filled.get(0).bytesPerKey() / filled.get(1).bytesPerKey();
    return List.of(
        row(filled.get(0), Map.of(Contender.MULTI_RAFT.text(), Math.round(ratio * 100) / 100.0)),
        row(filled.get(1), null));
  }

  private record Filled(Contender contender, double bytesPerKey, double perSecond) {}

  private static Filled fill(Stage stage, Contender contender, int keys)
      throws InterruptedException {
    StoredMap map = StoredMap.open(stage, contender);
    map.fill(WARM_UP);
    map.clear();
    long before = Heap.atRest(STILLNESS);
    long begin = LocalTime.nanos();
    map.fill(keys);
    double seconds = (LocalTime.nanos() - begin) / 1e9;
    double bytes = (double) (Heap.atRest(STILLNESS) - before) / keys;
    return new Filled(contender, bytes, keys / seconds);
  }

  private static Row row(Filled filled, Map<String, Double> ratio) {
    return Row.ofMemory(
        filled.contender().text(),
        filled.perSecond(),
        filled.bytesPerKey(),
        ratio,
        Environment.describe("three nodes and a client in one JVM"));
  }
}
