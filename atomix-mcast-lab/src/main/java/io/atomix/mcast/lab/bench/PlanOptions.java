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
import io.atomix.mcast.lab.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what is measured, and for how long. */
final class PlanOptions {
  private static final int QUICK_ROUNDS = 3;
  private static final List<Integer> RATES = List.of(500, 2000);

  @Option(
      names = "--quick",
      description = "Only the workloads that tell most, in less than two minutes in all.")
  private boolean quick;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description = "Only these workloads; --list names all.")
  private List<String> workloads = List.of();

  @Option(
      names = "--contender",
      paramLabel = "NAME",
      split = ",",
      description = "Only these contenders.")
  private List<String> contenders = List.of();

  @Option(
      names = "--outstanding",
      paramLabel = "N",
      split = ",",
      description =
          "Number of operations under way at once, instead of the usual numbers"
              + " of each workload.")
  private List<Integer> outstanding = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      split = ",",
      description = {
        "Operations begin at this rate a second, however many are under way; latencies"
            + " count from the time at which an operation should have begun."
      })
  private List<Integer> rates = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Number of times that each is measured (default: ${DEFAULT-VALUE}; at most 3"
              + " with --quick).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Seconds for which each is measured in a round, after a warm-up of a third of"
              + " that (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Returns whether little time is wanted. */
  boolean quick() {
    return quick;
  }

  /** Returns the first rate that is asked for, or this one. */
  int rate(int otherwise) {
    return rates.isEmpty() ? otherwise : rates.get(0);
  }

  /**
   * Returns what the options ask for.
   *
   * @throws ParameterException if they name what there is not
   */
  BenchPlan plan() {
    List<Workload> chosen = chosenWorkloads();
    List<BenchPlan.Cell> cells = new ArrayList<>();
    if (rates.isEmpty() || !outstanding.isEmpty()) {
      cells.addAll(BenchPlan.closed(chosen, chosenContenders(), outstanding));
    }
    boolean everything = !quick && workloads.isEmpty() && outstanding.isEmpty();
    cells.addAll(
        BenchPlan.open(
            rates.isEmpty() ? Workloads.atRates() : chosen,
            chosenContenders(),
            rates.isEmpty() && everything ? RATES : rates));
    if (cells.isEmpty()) {
      throw wrong(
          "Nothing to measure: none of the contenders " + contenders + " does any of " + workloads);
    }
    return new BenchPlan(
        cells,
        quick ? Math.min(rounds, QUICK_ROUNDS) : rounds,
        Duration.ofMillis(Math.round(seconds * 1000)),
        Duration.ofDays(1));
  }

  private List<Workload> chosenWorkloads() {
    if (workloads.isEmpty()) {
      return quick ? Workloads.quick() : Workloads.all();
    }
    for (String name : workloads) {
      if (Workloads.all().stream().noneMatch(workload -> workload.name().equals(name))) {
        throw wrong("No workload is called " + name + "; --list tells which there are");
      }
    }
    return Workloads.all().stream()
        .filter(workload -> workloads.contains(workload.name()))
        .toList();
  }

  private Set<Contender> chosenContenders() {
    for (String name : contenders) {
      if (Arrays.stream(Contender.values()).noneMatch(each -> each.text().equals(name))) {
        throw wrong(
            "No contender is called " + name + ", only " + Arrays.toString(Contender.values()));
      }
    }
    return Arrays.stream(Contender.values())
        .filter(contender -> contenders.contains(contender.text()))
        .collect(Collectors.toSet());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
