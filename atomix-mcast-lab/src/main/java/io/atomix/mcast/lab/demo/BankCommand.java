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
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.lab.bank.Bank;
import io.atomix.mcast.lab.cluster.LocalCluster;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures writes of two keys in two partitions, beside Atomix's transactions. */
@Command(
    name = "bank",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Measures transfers between two partitions beside Atomix's transactions.",
    description = {
      "",
      "Starts three nodes in this JVM, storage mapped. Threads move money between two"
          + " accounts in two partitions, and repeat transfers that were aborted:",
      "",
      "A  with Atomix's transactions on multi-raft, each opening its map, as Atomix documents it",
      "B  the same, with a map that the transactions of a node share, which is faster",
      "C  on a MulticastCounterMap, with addAll()",
      "D  on the same, with a conditional transaction: the account must have the money",
      "",
      "Reports commits per second, the aborts and the time of a transfer, and the ratio"
          + " of the commits to those of A and of B. The target is one for the ratio to A.",
      ""
    })
public final class BankCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Set<String> ACCOUNTS =
      Stream.of(Scene.values())
          .flatMap(scene -> scene.accounts().stream())
          .collect(Collectors.toSet());
  private static final String ROW = "%-38s %-3s %9s %8s %9s %9s %7s %7s %7s%n";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration of the nodes (default: conf/demo.conf of the project).")
  private File config = new File(System.getProperty("mcast.home", "."), "conf/demo.conf");

  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Seconds for which each is measured, 0.1 at least, after a warm-up of half of that"
              + " (default: ${DEFAULT-VALUE}).")
  private double seconds;

  private Duration time;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    time = Seconds.measured(seconds, spec);
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    try (LocalCluster cluster = LocalCluster.start(config, Map.of())) {
      List<Bank> opening = banks(cluster, node -> transactions(node, false));
      List<Bank> sharing = banks(cluster, node -> transactions(node, true));
      List<Bank> ours =
          banks(cluster, node -> Banks.open(Protocol.GENERIC_MULTICAST, node, ACCOUNTS, PATIENCE));
      out.printf(ROW, "", "", "commits/s", "aborts", "p50 ms", "p99 ms", "to A", "to B", "target");
      for (Scene scene : Scene.values()) {
        double a = measure(out, scene, "A", opening, false);
        double b = measure(out, scene, "B", sharing, false);
        measure(out, scene, "C", ours, false, a, b);
        measure(out, scene, "D", ours, true, a, b);
      }
    }
    return ExitCode.OK;
  }

  private static Bank transactions(Atomix node, boolean shared) {
    return Banks.withTransactions(node, ACCOUNTS, PATIENCE, shared);
  }

  private static List<Bank> banks(LocalCluster cluster, Function<Atomix, Bank> open) {
    return cluster.nodes().stream().map(open).toList();
  }

  private double measure(
      PrintWriter out,
      Scene scene,
      String how,
      List<Bank> banks,
      boolean covered,
      double... baselines)
      throws InterruptedException {
    Tally tally = LoadRunner.run(new TransferLoad(banks, scene, covered), time.dividedBy(2), time);
    double rate = tally.moved() / seconds;
    out.printf(
        ROW,
        scene.text(),
        how,
        text("%,.0f", rate),
        tally.aborts(),
        text("%.2f", tally.writeMillis(50)),
        text("%.2f", tally.writeMillis(99)),
        baselines.length == 0 ? "" : text("%.1f", rate / baselines[0]),
        baselines.length == 0 ? "" : text("%.1f", rate / baselines[1]),
        baselines.length == 0 ? "" : scene.target());
    return rate;
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
