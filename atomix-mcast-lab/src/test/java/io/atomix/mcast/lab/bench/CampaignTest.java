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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.cluster.Cluster;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.cluster.ProcessCluster;
import io.atomix.mcast.lab.measure.MeasurementException;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.lab.workload.Workload;
import io.atomix.mcast.lab.workload.Workloads;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small measurements of real clusters. How fast anything is, is not judged. */
@Timeout(300)
class CampaignTest {
  private static final File CONFIG = new File("../conf/bench.conf");
  private static final Map<String, Object> VARIABLES =
      Map.of("MCAST_PARTITIONS", 3, "MCAST_PEER_PARTITIONS", 3);
  private static final Map<String, Object> FEW_PARTITIONS =
      Map.of("MCAST_PARTITIONS", 1, "MCAST_PEER_PARTITIONS", 1);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int ATTEMPTS = 3;

  private final StringWriter progress = new StringWriter();

  private static List<Workload> workloads(String... names) {
    List<Workload> found =
        Workloads.all().stream().filter(each -> List.of(names).contains(each.name())).toList();
    assertThat(found).hasSize(names.length);
    return found;
  }

  private List<Row> run(List<BenchPlan.Cell> cells, int rounds, Cluster cluster)
      throws InterruptedException {
    return Campaign.run(
        new BenchPlan(cells, rounds, SHORT, Duration.ofMinutes(10)),
        new Stage(cluster.addClient()),
        cluster::processorNanos,
        "a test",
        new PrintWriter(progress));
  }

  @Test
  void measuresEveryContenderInEveryRoundAndHotKeysWithManyOperationsAtOnce()
      throws InterruptedException {
    List<BenchPlan.Cell> cells =
        new ArrayList<>(
            BenchPlan.closed(
                workloads("local-put", "stream-0", "stream-10"), Set.of(), List.of(16)));
    cells.addAll(
        BenchPlan.closed(
            workloads("two-key-write", "two-key-conditional-hot"), Set.of(), List.of(2)));
    cells.addAll(BenchPlan.open(workloads("local-get"), Set.of(), List.of(100)));
    try (LocalCluster cluster = LocalCluster.start(CONFIG, VARIABLES)) {
      checkEveryContender(run(cells, 2, cluster));
      hotKeysAreMeasuredWithManyOperationsAtOnce(cluster);
    }
  }

  private void checkEveryContender(List<Row> rows) {
    assertThat(rows).hasSize(2 + 2 + 2 + 3 + 3 + 2);
    assertThat(rows)
        .allSatisfy(
            row -> {
              // A transaction takes longer than the whole round where the machine is busy.
              assertThat(row.opsPerSecondHigh() > 0 || row.contender().equals("transaction"))
                  .as("%s by %s was measured", row.workload(), row.contender())
                  .isTrue();
              assertThat(row.maxMicros()).isGreaterThanOrEqualTo(row.p50Micros());
              assertThat(row.rounds()).isEqualTo(2);
              assertThat(row.errors()).isZero();
              assertThat(row.environment()).isEqualTo("a test");
              assertThat(row.ratio() != null)
                  .isEqualTo(row.contender().equals("generic-multicast"));
            });
    assertThat(row(rows, "local-put").ratio()).containsOnlyKeys("multi-raft");
    assertThat(row(rows, "stream-10").ratio()).containsOnlyKeys("single-log", "stream-0");
    assertThat(row(rows, "two-key-write").ratio()).containsKey("single-log");
    assertThat(row(rows, "two-key-write").outstanding()).isEqualTo(2);
    assertThat(row(rows, "local-get-open").offeredPerSecond()).isEqualTo(100);
    assertThat(progress.toString().lines()).hasSize(2 * rows.size());
    assertThat(progress.toString()).contains("round 2 of 2, 28 of 28");
  }

  private void hotKeysAreMeasuredWithManyOperationsAtOnce(Cluster cluster)
      throws InterruptedException {
    List<Row> rows =
        run(
            BenchPlan.closed(
                workloads("two-key-write-hot", "two-key-conditional-hot", "two-key-add-hot"),
                Set.of(Contender.GENERIC_MULTICAST),
                List.of(64)),
            1,
            cluster);
    assertThat(rows).hasSize(3);
    assertThat(rows)
        .allSatisfy(
            row -> {
              // On a busy machine none may have ended within so short a round, but all end.
              assertThat(row.opsPerSecond() > 0 || row.overOneSecond() > 0)
                  .as("%s was measured", row.workload())
                  .isTrue();
              assertThat(row.errors()).isZero();
            });
  }

  @Test
  void chainsAreMeasuredInDelaysWithVotesThatAreEqualAndThatDiffer() throws InterruptedException {
    List<String> chosen =
        List.of(
            "chain-of-3",
            "chain-of-1-votes-differ",
            "blind-chain-of-2",
            "blind-chain-of-3-votes-differ",
            "conditional-chain-of-3");
    List<Row> rows =
        Delays.run(
            CONFIG,
            Duration.ofMillis(20),
            2,
            new PrintWriter(progress),
            List.of(1, 2, 3),
            chosen::contains);
    assertThat(rows)
        .extracting(Row::workload)
        .containsExactlyInAnyOrderElementsOf(chosen.stream().map(name -> "delay-" + name).toList());
    assertThat(rows).allSatisfy(row -> assertThat(row.delays()).isPositive());
    for (boolean differ : List.of(false, true)) {
      assertThat(progress.toString().lines())
          .filteredOn(line -> line.contains("votes-differ") == differ)
          .as("on a busy machine some may come late, not all")
          .anyMatch(line -> line.endsWith("votes as meant in 2 of 2"));
    }
  }

  @Test
  void nodesMayBeProcesses() throws InterruptedException {
    List<BenchPlan.Cell> cells =
        BenchPlan.closed(workloads("local-put"), Set.of(Contender.GENERIC_MULTICAST), List.of(16));
    List<Row> rows = null;
    try (ProcessCluster cluster = ProcessCluster.start(CONFIG, FEW_PARTITIONS)) {
      for (int attempt = 1; rows == null; attempt++) {
        try {
          rows = run(cells, 1, cluster);
        } catch (MeasurementException e) {
          // A machine that stands still for long loses sessions: measured again, a few times.
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    }
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).opsPerSecond()).isPositive();
    assertThat(rows.get(0).ratio()).isEmpty();
  }

  private static Row row(List<Row> rows, String workload) {
    return rows.stream()
        .filter(row -> row.workload().equals(workload))
        .filter(row -> row.contender().equals("generic-multicast"))
        .findFirst()
        .orElseThrow();
  }
}
