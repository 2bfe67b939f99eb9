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
package io.atomix.mcast.benchmarks;

import io.atomix.mcast.benchmarks.workload.Contender;
import io.atomix.mcast.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is measured, and for how long.
 *
 * @param cells what is measured in each round
 * @param rounds how often each is measured
 * @param time how long it is measured each time
 * @param budget how much time there is for everything; each measurement takes its share of what is
 *     left, if that is less than {@code time}, and what has no time left is not measured again
 */
public record Plan(List<Cell> cells, int rounds, Duration time, Duration budget) {

  /** One workload at one number of outstanding operations, by these contenders in turn. */
  public record Cell(Workload workload, int outstanding, List<Contender> contenders) {}

  /**
   * Returns the cells that are left of workloads.
   *
   * @param contenders only these; all if empty
   * @param outstanding only these numbers; all if empty. A number that a workload does not have by
   *     itself is taken all the same
   */
  public static List<Cell> cells(
      List<Workload> workloads, Set<Contender> contenders, List<Integer> outstanding) {
    List<Cell> cells = new ArrayList<>();
    for (Workload workload : workloads) {
      List<Contender> those =
          workload.contenders().keySet().stream()
              .filter(contender -> contenders.isEmpty() || contenders.contains(contender))
              .sorted()
              .toList();
      for (int at : outstanding.isEmpty() ? workload.outstanding() : outstanding) {
        if (!those.isEmpty()) {
          cells.add(new Cell(workload, at, those));
        }
      }
    }
    return cells;
  }

  /** Returns the same with another budget. */
  public Plan within(Duration budget) {
    return new Plan(cells, rounds, time, budget);
  }

  /** How many measurements there are in all. */
  public int measurements() {
    return rounds * cells.stream().mapToInt(cell -> cell.contenders().size()).sum();
  }
}
