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
package io.atomix.mcast.cli;

import io.atomix.mcast.LocalTime;
import io.atomix.mcast.benchmarks.Campaign;
import io.atomix.mcast.benchmarks.Plan;
import io.atomix.mcast.benchmarks.cluster.LocalCluster;
import io.atomix.mcast.benchmarks.cluster.ProcessorTime;
import io.atomix.mcast.benchmarks.report.Row;
import io.atomix.mcast.benchmarks.report.Rows;
import io.atomix.mcast.benchmarks.report.Table;
import io.atomix.mcast.benchmarks.workload.Contender;
import io.atomix.mcast.benchmarks.workload.Stage;
import io.atomix.mcast.benchmarks.workload.Workload;
import io.atomix.mcast.benchmarks.workload.Workloads;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures generic multicast beside what a user would take instead. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    header = "Measures generic multicast beside Atomix's own protocol and transactions.",
    description = {
      "",
      "Starts three nodes and a client in this JVM, storage mapped and not flushed, and measures"
          + " the contenders in turn, round after round, so that what else the machine does hits"
          + " all alike. Progress goes to standard error, a table to standard output.",
      ""
    })
final class BenchCommand implements Callable<Integer> {
  private static final int PARTITIONS = 3;
  private static final Duration QUICK = Duration.ofSeconds(100);
  private static final Duration LEAST = Duration.ofSeconds(20);
  private static final int QUICK_ROUNDS = 3;

  @Option(
      names = "--quick",
      description = "Takes less than two minutes in all, however much it is.")
  private boolean quick;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description = "Only these workloads, by name or beginning of it; --list tells them.")
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
      description = "With so many operations under way at once, instead of what is usual for each.")
  private List<Integer> outstanding = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured (default: ${DEFAULT-VALUE}; 3 with --quick).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How long each is measured in a round, after a warm-up of a third of that (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there.")
  private File json;

  @Option(names = "--list", description = "Tells the workloads and contenders, and ends.")
  private boolean list;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration of the nodes (default: conf/bench.conf of the project).")
  private File config = new File(System.getProperty("mcast.home", "."), "conf/bench.conf");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    if (list) {
      Workloads.all().forEach(workload -> describe(workload, out));
      out.flush();
      return ExitCode.OK;
    }
    long begin = LocalTime.nanos();
    Plan plan = plan();
    progress.println("starting three nodes and a client in this JVM");
    progress.flush();
    List<Row> rows;
    try (LocalCluster cluster =
        LocalCluster.start(config, Map.of("MCAST_PARTITIONS", PARTITIONS))) {
      Stage stage = new Stage(cluster.addClient(), PARTITIONS);
      rows =
          Campaign.run(
              quick ? plan.within(left(begin)) : plan, stage, ProcessorTime::ofThisJvm, progress);
    }
    Table.print(rows, out);
    if (json != null) {
      Rows.write(rows, json);
      out.println("written to " + json);
    }
    out.flush();
    return ExitCode.OK;
  }

  private Plan plan() {
    List<Plan.Cell> cells = Plan.cells(chosenWorkloads(), chosenContenders(), outstanding);
    if (cells.isEmpty()) {
      throw wrong("None of the contenders " + contenders + " does any of " + workloads);
    }
    return new Plan(
        cells,
        quick ? Math.min(rounds, QUICK_ROUNDS) : rounds,
        Duration.ofMillis(Math.round(seconds * 1000)),
        Duration.ofDays(1));
  }

  private static Duration left(long begin) {
    Duration left = QUICK.minusNanos(LocalTime.nanos() - begin);
    return left.compareTo(LEAST) > 0 ? left : LEAST;
  }

  private List<Workload> chosenWorkloads() {
    for (String name : workloads) {
      if (Workloads.all().stream().noneMatch(workload -> workload.name().startsWith(name))) {
        throw wrong("No workload is called " + name + "; --list tells which there are");
      }
    }
    return Workloads.all().stream()
        .filter(
            workload ->
                workloads.isEmpty()
                    || workloads.contains(workload.name())
                    || workloads.stream()
                        .anyMatch(
                            name ->
                                workload.name().startsWith(name)
                                    && Workloads.all().stream()
                                        .noneMatch(other -> other.name().equals(name))))
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

  private static void describe(Workload workload, PrintWriter out) {
    out.printf("%-26s %s%n", workload.name(), workload.about());
    out.printf(
        "%-26s at %s, by %s%n",
        "", workload.outstanding(), workload.contenders().keySet().stream().sorted().toList());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
