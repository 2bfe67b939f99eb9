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
package io.atomix.mcast.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.status.ReplicaComparison.ComparisonOutcome;
import io.atomix.mcast.status.ReplicaComparison.GroupComparison;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicaComparisonTest {
  private final ReplicaComparison comparison = new ReplicaComparison();

  private static GroupStatus group(String name, boolean hosted, long index, String checksum) {
    return new GroupStatus(
        name, List.of(), hosted, null, null, null, true, false, 1, index, index, 0, 0, 0, 0, 0, 0,
        0, index, checksum, List.of(), List.of(), List.of(), 0, null);
  }

  private void see(String node, long index, String checksum) {
    comparison.add(
        new NodeStatus(node, true, null, null, List.of(group("data-1", true, index, checksum))));
  }

  private GroupComparison finding() {
    assertThat(comparison.findings()).hasSize(1);
    return comparison.findings().get(0);
  }

  @Test
  void replicasThatRestAtOneIndexAreCompared() {
    for (String node : List.of("m1", "m2", "m1", "m2")) {
      see(node, 7, "aa");
    }
    assertThat(finding())
        .isEqualTo(
            new GroupComparison(
                "data-1",
                ComparisonOutcome.SAME,
                7,
                new TreeMap<>(Map.of("m1", "aa", "m2", "aa"))));
    assertThat(comparison.isDone()).isTrue();
  }

  @Test
  void theyNeedNotBeThereAtTheSameTime() {
    see("m1", 7, "aa");
    see("m1", 7, "aa");
    see("m2", 6, "99");
    see("m1", 8, "bb");
    see("m1", 8, "bb");
    see("m2", 7, "aa");
    assertThat(comparison.isDone()).isFalse();
    see("m2", 7, "aa");
    assertThat(finding().outcome()).isEqualTo(ComparisonOutcome.SAME);
    assertThat(finding().index()).isEqualTo(7);
  }

  @Test
  void whatIsSeenOnceMayBeOfAnEntryThatIsBeingApplied() {
    see("m1", 7, "aa");
    see("m1", 7, "aa");
    see("m2", 7, "half");
    see("m2", 7, "aa");
    assertThat(finding().outcome()).isEqualTo(ComparisonOutcome.UNKNOWN);
    see("m2", 7, "aa");
    assertThat(finding().outcome()).isEqualTo(ComparisonOutcome.SAME);
  }

  @Test
  void twoOfThreeAreEnoughToDiffer() {
    see("m3", 5, "55");
    for (String node : List.of("m1", "m2", "m1", "m2")) {
      see(node, 7, "of " + node);
    }
    assertThat(finding())
        .isEqualTo(
            new GroupComparison(
                "data-1",
                ComparisonOutcome.DIFFERENT,
                7,
                new TreeMap<>(Map.of("m1", "of m1", "m2", "of m2"))));
    assertThat(comparison.isDone()).isTrue();
  }

  @Test
  void whoIsNeverSeenWhereTheOthersAreLeavesItOpen() {
    for (int look = 0; look < 9; look++) {
      see("m1", 7, "aa");
      see("m2", 6, "99");
      comparison.add(
          new NodeStatus("m3", true, null, null, List.of(group("data-1", false, 0, null))));
    }
    assertThat(finding())
        .isEqualTo(
            new GroupComparison(
                "data-1",
                ComparisonOutcome.UNKNOWN,
                0,
                new TreeMap<>(Map.of("m1", "aa at 7", "m2", "99 at 6"))));
  }

  @Test
  void aReplicaWithoutAChecksumIsNotTheSame() {
    for (int look = 0; look < 2; look++) {
      see("m1", 0, null);
      see("m2", 0, null);
    }
    assertThat(finding().outcome()).isEqualTo(ComparisonOutcome.UNKNOWN);
  }
}
