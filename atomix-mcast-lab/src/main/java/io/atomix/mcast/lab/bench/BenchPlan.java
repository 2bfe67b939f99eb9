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

import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Plan of a measurement: what is measured, and for how long.
 *
 * @param cells what is measured in each round
 * @param rounds how often each is measured
 * @param time how long it is measured each time
 * @param budget how much time there is for everything; each measurement takes its share of what is
 *     left, if that is less than {@code time}, and what has no time left is not measured again
 */
public record BenchPlan(List<Cell> cells, int rounds, Duration time, Duration budget) {

  /**
   * One workload, by these contenders in turn.
   *
   * @param outstanding how many operations are under way at once, if they do not begin at a rate
   * @param rate how many operations begin in a second; 0 if one begins when another ends
   */
  public record Cell(Workload workload, int outstanding, int rate, List<Contender> contenders) {

    /** Returns the name of this cell's rows. */
    String name() {
      return rate == 0 ? workload.name() : workload.name() + "-open";
    }

    /** The cell in words, for people. */
    String title() {
      return name() + " at " + (rate == 0 ? outstanding : rate + "/s");
    }
  }

  /**
   * Returns the cells that are left of workloads.
   *
   * @param contenders only these; all if empty
   * @param outstanding with so many operations at once, instead of what each workload has by
   *     itself; what it has if empty
   */
  public static List<Cell> closed(
      List<Workload> workloads, Set<Contender> contenders, List<Integer> outstanding) {
    List<Cell> cells = new ArrayList<>();
    for (Workload workload : workloads) {
      for (int at : outstanding.isEmpty() ? workload.outstanding() : outstanding) {
        List<Contender> those = those(workload.contendersAt(at), contenders);
        if (!those.isEmpty()) {
          cells.add(new Cell(workload, at, 0, those));
        }
      }
    }
    return cells;
  }

  /** As {@link #closed}, with operations that begin at these rates; not of those that block. */
  public static List<Cell> open(
      List<Workload> workloads, Set<Contender> contenders, List<Integer> rates) {
    List<Cell> cells = new ArrayList<>();
    for (Workload workload : workloads) {
      List<Contender> those = those(workload.contendersAt(0), contenders);
      if (!those.isEmpty() && workload.threads() == 0) {
        rates.forEach(rate -> cells.add(new Cell(workload, 0, rate, those)));
      }
    }
    return cells;
  }

  private static List<Contender> those(List<Contender> able, Set<Contender> contenders) {
    return able.stream()
        .filter(contender -> contenders.isEmpty() || contenders.contains(contender))
        .toList();
  }

  /** Returns the same with another budget. */
  public BenchPlan within(Duration budget) {
    return new BenchPlan(cells, rounds, time, budget);
  }

  /** Returns the number of measurements in all. */
  public int measurements() {
    return rounds * cells.stream().mapToInt(cell -> cell.contenders().size()).sum();
  }
}
