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

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.atomix.mcast.LocalTime;
import io.atomix.mcast.benchmarks.Campaign;
import io.atomix.mcast.benchmarks.Delays;
import io.atomix.mcast.benchmarks.Genuineness;
import io.atomix.mcast.benchmarks.Plan;
import io.atomix.mcast.benchmarks.cluster.Cluster;
import io.atomix.mcast.benchmarks.cluster.LocalCluster;
import io.atomix.mcast.benchmarks.cluster.ProcessCluster;
import io.atomix.mcast.benchmarks.report.Environment;
import io.atomix.mcast.benchmarks.report.PerformancePage;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
  private static final List<Integer> RATES = List.of(500, 2000);
  private static final int COUNTED_OPERATIONS = 100;
  private static final int DELAYED_OPERATIONS = 20;
  private static final List<Integer> GROUP_COUNTS = List.of(3, 9, 27);

  @Option(
      names = "--quick",
      description = "The workloads that tell most, and in less than two minutes in all.")
  private boolean quick;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description = "Only these workloads; --list tells which there are.")
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
      names = "--rate",
      paramLabel = "N",
      split = ",",
      description = {
        "Operations begin at this rate a second, however many are under way, and count from when"
            + " they should have begun."
      })
  private List<Integer> rates = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often each is measured (default: ${DEFAULT-VALUE}; at most 3 with --quick).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How long each is measured in a round, after a warm-up of a third of that (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--processes", description = "Each of the three nodes is a process of its own.")
  private boolean processes;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = Durations.class,
      description = {
        "Delays each message between two nodes by so much (20ms, for example), and tells how many"
            + " such delays operations take. Nothing else is measured."
      })
  private Duration delay;

  @Option(
      names = "--groups",
      description = {
        "Counts log entries and messages of operations on two partitions of 3, 9 and 27. Nothing"
            + " else is measured."
      })
  private boolean groups;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there.")
  private File json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      split = ",",
      description = "Measures nothing, but makes a page with tables and plots of such results.")
  private List<File> report = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where --report puts performance.md and its plots (default: docs).")
  private File out = new File(System.getProperty("mcast.home", "."), "docs");

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
    PrintWriter output = spec.commandLine().getOut();
    if (list) {
      Workloads.all().forEach(workload -> describe(workload, output));
    } else if (!report.isEmpty()) {
      List<Row> rows = report.stream().flatMap(file -> Rows.read(file).stream()).toList();
      output.println("written to " + PerformancePage.write(rows, out));
    } else {
      List<Row> rows = measure(spec.commandLine().getErr());
      Table.print(rows, output);
      if (json != null) {
        Rows.write(rows, json);
        output.println("written to " + json);
      }
    }
    output.flush();
    return ExitCode.OK;
  }

  private List<Row> measure(PrintWriter progress) throws InterruptedException {
    long begin = LocalTime.nanos();
    if (groups) {
      List<Row> rows = new ArrayList<>();
      for (int count : GROUP_COUNTS) {
        rows.addAll(Genuineness.run(config, count, COUNTED_OPERATIONS, progress));
      }
      return rows;
    }
    if (delay != null) {
      return Delays.run(config, delay, DELAYED_OPERATIONS, progress);
    }
    Plan plan = plan();
    String where = processes ? "three nodes as processes, a client" : "three nodes and a client";
    progress.println("starting " + where + " in this JVM");
    progress.flush();
    try (Cluster cluster = start()) {
      return Campaign.run(
          quick ? plan.within(left(begin)) : plan,
          new Stage(cluster.addClient()),
          cluster::processorNanos,
          Environment.describe(
              processes ? "three nodes as processes of their own" : where + " in one JVM"),
          progress);
    }
  }

  private Cluster start() throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", PARTITIONS, "MCAST_PEER_PARTITIONS", PARTITIONS);
    return processes
        ? ProcessCluster.start(config, variables)
        : LocalCluster.start(config, variables);
  }

  private Plan plan() {
    List<Workload> chosen = chosenWorkloads();
    List<Plan.Cell> cells = new ArrayList<>();
    if (rates.isEmpty() || !outstanding.isEmpty()) {
      cells.addAll(Plan.closed(chosen, chosenContenders(), outstanding));
    }
    boolean everything = !quick && workloads.isEmpty() && outstanding.isEmpty();
    cells.addAll(
        Plan.open(
            rates.isEmpty() ? Workloads.atRates() : chosen,
            chosenContenders(),
            rates.isEmpty() && everything ? RATES : rates));
    if (cells.isEmpty()) {
      throw wrong(
          "Nothing to measure: none of the contenders " + contenders + " does any of " + workloads);
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

  private static void describe(Workload workload, PrintWriter out) {
    out.printf("%-26s %s%n", workload.name(), workload.about());
    out.printf(
        "%-26s at %s, by %s%n",
        "", workload.outstanding(), workload.contenders().keySet().stream().sorted().toList());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Understands durations as configuration files have them: 20ms, 1.5s, and numbers alone as ms.
   */
  static final class Durations implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      try {
        return ConfigFactory.parseMap(Map.of("delay", text)).getDuration("delay");
      } catch (ConfigException e) {
        throw new TypeConversionException("'" + text + "' is not a time such as 20ms");
      }
    }
  }
}
