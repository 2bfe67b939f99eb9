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

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.lab.cluster.Cluster;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.cluster.ProcessCluster;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.KillTables;
import io.atomix.mcast.lab.report.PerformancePage;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.Rows;
import io.atomix.mcast.lab.report.ScaleTables;
import io.atomix.mcast.lab.report.Table;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.lab.workload.Workload;
import io.atomix.mcast.lab.workload.Workloads;
import io.atomix.mcast.time.LocalTime;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures generic multicast beside what a user would take instead. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Measures generic multicast beside Atomix's own protocol and transactions.",
    description = {
      "",
      "Starts three nodes and a client in this JVM, storage mapped and not flushed, and"
          + " measures the contenders in turn, round after round, so that other load on the"
          + " machine disturbs all alike. Progress goes to standard error, a table to standard"
          + " output.",
      ""
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int PARTITIONS = 3;
  private static final Duration QUICK = Duration.ofSeconds(85);
  private static final Duration LEAST = Duration.ofSeconds(20);
  private static final int COUNTED_OPERATIONS = 100;
  private static final int DELAYED_OPERATIONS = 12;
  private static final List<Integer> GROUP_COUNTS = List.of(3, 9, 27);
  private static final List<Integer> PRIMITIVE_COUNTS = List.of(0, 1_000, 10_000);
  private static final int CLIENT_COUNT = 1_000;
  private static final int STARTS = 5;
  private static final int KILL_RATE = 600;

  @Mixin private PlanOptions options;

  @Option(names = "--processes", description = "Each of the three nodes is a process of its own.")
  private boolean processes;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = Durations.class,
      description = {
        "Delays each message between two nodes by this time (20ms, for example), and"
            + " reports the latency of operations in such delays. Nothing else is measured."
      })
  private Duration delay;

  @Option(
      names = "--groups",
      description = {
        "Counts log entries and messages of operations on two partitions of 3, 9 and 27. Nothing"
            + " else is measured."
      })
  private boolean groups;

  @Option(
      names = "--memory",
      description = {
        "Measures the heap that each entry of a large map takes. Nothing else is measured."
      })
  private boolean memory;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Number of entries, with --memory (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--storage",
      description = {
        "Measures the slowest operations while logs get new segments, for levels and segment sizes."
            + " Nothing else is measured."
      })
  private boolean storage;

  @Option(
      names = "--primitives",
      description = {
        "Measures puts beside many other primitives in the same partition, and what it takes to"
            + " open one, to write snapshots and to restore them. Nothing else is measured."
      })
  private boolean primitives;

  @Option(
      names = "--start",
      description = {
        "Measures where the time goes until nodes and a client are ready, in five starts one after"
            + " the other. Nothing else is measured."
      })
  private boolean start;

  @Option(
      names = "--scale",
      description = {
        "Measures the processor's work of leaders, followers and clients, each node a process, and"
            + " projects from it what larger clusters can do. Nothing else is measured."
      })
  private boolean scale;

  @Option(
      names = "--mirror",
      description = {
        "Measures how far a mirror of a map of 100,000 entries is behind 10,000 changes a second."
            + " Nothing else is measured."
      })
  private boolean mirror;

  @Option(
      names = "--kill",
      description = {
        "Kills the node that leads most partitions while there is a load of writes, and reports"
            + " throughput and latency second by second, for partitions whose leader lived and"
            + " whose leader died. Nothing else is measured."
      })
  private boolean kill;

  @Option(names = "--json", paramLabel = "FILE", description = "File for the results.")
  private File json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      split = ",",
      description = "Measures nothing; makes a page with tables and plots from files with results.")
  private List<File> report = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Folder for performance.md and its plots, with --report (default: docs).")
  private File out = new File(System.getProperty("mcast.home", "."), "docs");

  @Option(names = "--list", description = "Lists the workloads and contenders.")
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
    } else if (start) {
      StartTimes.run(config, STARTS, output);
    } else if (mirror) {
      MirrorLag.run(config, output);
    } else {
      List<Row> rows = measure(spec.commandLine().getErr());
      Table.print(rows, output);
      ScaleTables.print(rows, output);
      KillTables.print(rows, output);
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
    if (memory) {
      return Memory.run(config, keys, progress);
    }
    BenchPlan plan = options.plan();
    if (storage) {
      return Storages.run(config, plan.rounds(), plan.time(), progress);
    }
    if (primitives) {
      List<Row> rows = new ArrayList<>(HostedReplica.run(PRIMITIVE_COUNTS, CLIENT_COUNT, progress));
      rows.addAll(Hosting.run(config, PRIMITIVE_COUNTS, plan.rounds(), plan.time(), progress));
      return rows;
    }
    if (kill) {
      return LeaderKill.run(config, plan.rounds(), options.rate(KILL_RATE), progress);
    }
    if (scale) {
      return RoleTimes.run(config, plan.rounds(), plan.time(), progress);
    }
    String where = processes ? "three nodes as processes, a client" : "three nodes and a client";
    progress.println("starting " + where + " in this JVM");
    progress.flush();
    try (Cluster cluster = start()) {
      return Campaign.run(
          options.quick() ? plan.within(left(begin)) : plan,
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

  private static Duration left(long begin) {
    Duration left = QUICK.minusNanos(LocalTime.nanos() - begin);
    return left.compareTo(LEAST) > 0 ? left : LEAST;
  }

  private static void describe(Workload workload, PrintWriter out) {
    out.printf("%-26s %s%n", workload.name(), workload.about());
    out.printf(
        "%-26s at %s, by %s%n",
        "", workload.outstanding(), workload.contenders().keySet().stream().sorted().toList());
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
