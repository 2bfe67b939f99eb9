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
package io.atomix.mcast.lab.demo;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.time.LocalTime;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what generic multicast is for. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Shows what generic multicast is for, in under a minute.",
    description = {
      "",
      "Starts three nodes in this JVM and runs the same three programs on multi-raft and on"
          + " generic-multicast, counting torn observations: answers that no serial order of the"
          + " operations can explain. Exits with 1 if there is one on generic-multicast, or if it"
          + " aborts a transfer.",
      "",
      "tokens: threads move tokens between keys of a map (add, then remove) while others"
          + " ask for its size, which is the number of tokens plus that of those that are being"
          + " moved.",
      "counters: one thread clears a map of counters and counts them up one by one, while others"
          + " ask for its size, which is that of one of the states between asking and being"
          + " answered.",
      "bank: threads move money between accounts, on multi-raft by Atomix's transactions, while"
          + " others ask for the sum, which never changes, and for the balances, of which some"
          + " never fall below zero.",
      ""
    })
public final class DemoCommand implements Callable<Integer> {
  /**
   * Above Atomix's 5 s, because a busy machine may keep three nodes of one JVM waiting for its
   * disk.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** No longer than what counts. */
  private static final Duration LONGEST_WARM_UP = Duration.ofMillis(700);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration of the nodes (default: conf/demo.conf of the project).")
  private File config = new File(System.getProperty("mcast.home", "."), "conf/demo.conf");

  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Seconds for which each program runs on each protocol, 0.1 at least (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  private Duration time;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = {
        "Write a trace of the last moments of each program on generic-multicast, for"
            + " mcast trace --file FILE. It costs some speed."
      })
  private File traceFile;

  @Spec private CommandSpec spec;

  private DemoTrace trace;

  @Override
  public Integer call() throws InterruptedException {
    time = Seconds.measured(seconds, spec);
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    out.println("Starting three nodes in this JVM, each with three partitions of either protocol.");
    long begin = LocalTime.nanos();
    try (LocalCluster cluster = LocalCluster.start(config, Map.of())) {
      out.printf("Ready after %.0f s.%n", (LocalTime.nanos() - begin) / 1e9);
      Report report = new Report(out);
      Findings before = run(Protocol.MULTI_RAFT, cluster.nodes(), out);
      Findings after = traced(cluster.nodes(), out);
      report.print(before, after);
      return after.torn() == 0 && after.bank().aborts() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private Findings traced(List<Atomix> nodes, PrintWriter out) throws InterruptedException {
    if (traceFile == null) {
      return run(Protocol.GENERIC_MULTICAST, nodes, out);
    }
    try (DemoTrace begun = DemoTrace.start(nodes)) {
      trace = begun;
      Findings findings = run(Protocol.GENERIC_MULTICAST, nodes, out);
      begun.write(traceFile);
      out.printf(
          "A trace was written; draw it: bin/mcast trace --file %s -o trace.html%n", traceFile);
      return findings;
    }
  }

  private Findings run(Protocol protocol, List<Atomix> nodes, PrintWriter out)
      throws InterruptedException {
    out.printf("Running on %s: tokens ...%n", protocol.text());
    DemoProgram tokens = new TokenLoad(each(nodes, node -> tokens(node, protocol)));
    Tally ofTokens = run(tokens);
    out.printf("Running on %s: counters ...%n", protocol.text());
    DemoProgram counters = new CounterLoad(each(nodes, node -> counters(node, protocol)));
    Tally ofCounters = run(counters);
    out.printf("Running on %s: bank ...%n", protocol.text());
    DemoProgram bank =
        new BankLoad(
            each(
                nodes,
                node -> Banks.open(protocol, node, BankLoad.openingBalances().keySet(), PATIENCE)));
    return new Findings(protocol, ofTokens, ofCounters, run(bank), seconds);
  }

  private static AtomicMap<String, String> tokens(Atomix node, Protocol protocol) {
    return node.<String, String>getAtomicMap(protocol.tokens()).async().sync(PATIENCE);
  }

  private static AtomicCounterMap<String> counters(Atomix node, Protocol protocol) {
    return node.<String>getAtomicCounterMap(protocol.counters()).async().sync(PATIENCE);
  }

  private Tally run(DemoProgram load) throws InterruptedException {
    Duration warmUp = time.compareTo(LONGEST_WARM_UP) < 0 ? time : LONGEST_WARM_UP;
    Tally tally = LoadRunner.run(load, warmUp, time);
    if (trace != null) {
      trace.take();
    }
    return tally;
  }

  private static <T> List<T> each(List<Atomix> nodes, Function<Atomix, T> primitive) {
    return nodes.stream().map(primitive).toList();
  }
}
