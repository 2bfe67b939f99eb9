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
package io.atomix.mcast.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.bench.BenchPlan;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

  private static List<BenchPlan.Cell> cells(String name, List<Integer> atOnce) {
    return BenchPlan.closed(List.of(workload(name)), Set.of(), atOnce);
  }

  private static Workload workload(String name) {
    return Workloads.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onHotKeysWhatBlocksTakesPartWhereOperationsHaveThreads() {
    List<BenchPlan.Cell> cells = cells("two-key-write-hot", List.of());
    assertThat(cells).extracting(BenchPlan.Cell::outstanding).containsExactly(8, 128, 1024);
    assertThat(cells)
        .extracting(BenchPlan.Cell::contenders)
        .containsExactly(
            List.of(Contender.GENERIC_MULTICAST, Contender.TRANSACTION, Contender.SINGLE_LOG),
            List.of(Contender.GENERIC_MULTICAST, Contender.SINGLE_LOG),
            List.of(Contender.GENERIC_MULTICAST, Contender.SINGLE_LOG));
    assertThat(cells)
        .extracting(cell -> cell.workload().hasThreads(cell.outstanding()))
        .containsExactly(true, false, false);
    for (String name : List.of("two-key-conditional-hot", "two-key-add-hot")) {
      assertThat(cells(name, List.of()))
          .extracting(BenchPlan.Cell::outstanding)
          .containsExactly(8, 128);
    }
  }

  @Test
  void whoAsksForSoManyAtOnceGetsThem() {
    assertThat(cells("two-key-write-hot", List.of(2, 64)))
        .extracting(cell -> cell.contenders().contains(Contender.TRANSACTION))
        .containsExactly(true, false);
    assertThat(cells("two-key-write", List.of(64)))
        .as("which has threads in any case")
        .extracting(cell -> cell.contenders().contains(Contender.TRANSACTION))
        .containsExactly(true);
  }

  @Test
  void onlyWhatHasNoThreadsIsMeasuredAtRates() {
    assertThat(BenchPlan.open(Workloads.all(), Set.of(), List.of(500)))
        .extracting(cell -> cell.workload().name())
        .contains("two-key-write-many", "local-put", "stream-10-hot-1")
        .doesNotContain("two-key-write", "two-key-write-hot");
  }

  @Test
  void theQuickOnesAreTheSameWithoutWhatMayStandStill() {
    List<Workload> quick = Workloads.quick();
    assertThat(quick).extracting(Workload::name).contains("local-put", "two-key-write-hot");
    assertThat(quick)
        .filteredOn(each -> each.name().equals("two-key-write-hot"))
        .extracting(Workload::outstanding)
        .containsExactly(List.of(8));
    assertThat(quick)
        .filteredOn(each -> each.name().equals("local-put"))
        .extracting(Workload::outstanding)
        .containsExactly(workload("local-put").outstanding());
  }

  @Test
  void workloadsAreComparedWithTheirBaselines() {
    assertThat(workload("stream-0").baseline()).isNull();
    assertThat(workload("stream-10").baseline()).isEqualTo("stream-0");
    assertThat(workload("stream-10-hot-1").baseline()).isEqualTo("stream-10");
    assertThat(workload("channel-ordered").baseline()).isEqualTo("channel-per-partition");
  }
}
