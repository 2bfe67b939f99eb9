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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.lab.measure.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results have the shape that programs rely on, and say what was measured. */
class RowsTest {
  private static final String OURS = "generic-multicast";

  /** Each operation takes a millisecond, and a second has passed. */
  private static Sample sample(int operations) {
    Histogram latencies = new Histogram(3);
    for (int i = 0; i < operations; i++) {
      latencies.recordValue(1_000_000);
    }
    return new Sample(1_000_000_000, latencies, 2, 3, 0, 5_000_000);
  }

  private static final Map<String, List<Sample>> PEERS =
      Map.of("multi-raft", List.of(sample(100), sample(100), sample(50)));

  private static Row ours(Map<String, List<Sample>> peers) {
    return Rows.of(
        "local-put", OURS, 16, List.of(sample(100), sample(400), sample(200)), peers, "here");
  }

  private static List<Row> rows() {
    return List.of(
        ours(PEERS), Rows.of("local-put", "multi-raft", 16, PEERS.get("multi-raft"), null, "here"));
  }

  @Test
  void aRowIsTheMedianOfTheRounds() {
    Row row = rows().get(0);
    assertThat(row.opsPerSecond()).isEqualTo(200);
    assertThat(row.opsPerSecondLow()).isEqualTo(100);
    assertThat(row.opsPerSecondHigh()).isEqualTo(400);
    assertThat(row.p50Micros()).isCloseTo(1000, within(1.0));
    assertThat(row.cpuMicrosPerOperation()).isEqualTo(25);
    assertThat(row.overOneSecond()).isEqualTo(6);
    assertThat(row.aborts()).isEqualTo(9);
    assertThat(row.rounds()).isEqualTo(3);
  }

  @Test
  void theRatioIsTheMedianOfTheRoundsRatiosNotTheRatioOfTheMedians() {
    assertThat(rows().get(0).ratio()).containsExactly(Map.entry("multi-raft", 4.0));
    assertThat(rows().get(1).ratio()).isNull();
  }

  @Test
  void aPeerThatDidNothingHasNoRatio() {
    Row row = ours(Map.of("multi-raft", List.of(sample(0), sample(0), sample(0))));
    assertThat(row.ratio()).isEmpty();
  }

  @Test
  void whatWasNotMeasuredIsLeftOut(@TempDir Path folder) throws IOException {
    File file = folder.resolve("rows.json").toFile();
    SortedMap<Integer, Counts.OfGroup> groups = new TreeMap<>();
    groups.put(1, new Counts.OfGroup(1, 4));
    Row counted = ours(null).counted(new Counts(3, 10, 1, 4, groups));
    List<Row> rows = List.of(ours(null).offered(500), ours(null).delayed(500), counted);
    Rows.write(rows, file);
    JsonNode json = new ObjectMapper().readTree(file);
    assertThat(json.get(0).get("offeredPerSecond").intValue()).isEqualTo(500);
    assertThat(json.get(0).has("delays")).isFalse();
    assertThat(json.get(1).get("delays").doubleValue()).isCloseTo(2, within(0.01));
    assertThat(json.get(1).has("ratio")).isFalse();
    assertThat(json.get(2).get("counts").get("groups").get("1").get("requests").intValue())
        .isEqualTo(4);
    assertThat(Rows.read(file)).isEqualTo(rows);
  }

  @Test
  void theFileIsAnArrayOfRows(@TempDir Path folder) throws IOException {
    File file = folder.resolve("rows.json").toFile();
    Rows.write(rows(), file);
    JsonNode json = new ObjectMapper().readTree(file);
    assertThat(json.isArray()).isTrue();
    assertThat(json).hasSize(2);
    JsonNode ours = json.get(0);
    assertThat(ours.get("workload").textValue()).isEqualTo("local-put");
    assertThat(ours.get("contender").textValue()).isEqualTo(OURS);
    assertThat(ours.get("outstanding").intValue()).isEqualTo(16);
    for (String number : List.of("opsPerSecond", "p50Micros", "p99Micros", "overOneSecond")) {
      assertThat(ours.get(number).isNumber()).as(number).isTrue();
    }
    assertThat(ours.get("ratio").get("multi-raft").doubleValue()).isEqualTo(4);
    assertThat(json.get(1).has("ratio")).isFalse();
    assertThat(Rows.read(file)).isEqualTo(rows());
  }
}
