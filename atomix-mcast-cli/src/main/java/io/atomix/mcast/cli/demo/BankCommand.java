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
package io.atomix.mcast.cli.demo;

import io.atomix.mcast.cli.Main;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures writes of two keys in two partitions, beside Atomix's transactions. */
@Command(
    name = "bank",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    header = "Measures transfers between two partitions beside Atomix's transactions.",
    description = {
      "",
      "Starts three nodes in this JVM, storage mapped. Threads move money between two accounts in"
          + " two partitions: with Atomix's transactions on multi-raft, and on a"
          + " MulticastCounterMap with addAll() and with a conditional transaction (the account"
          + " must have the money). Reports commits per second, how often a transfer was aborted"
          + " and tried again, and the ratio.",
      ""
    })
public final class BankCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final String ROW = "%-38s %-26s %10s %8s %9s %9s %7s %7s%n";

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
          "How long each is measured, after a warm-up of half of that (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    try (DemoCluster cluster = DemoCluster.start(config)) {
      List<Bank> theirs = banks(cluster, Protocol.MULTI_RAFT);
      List<Bank> ours = banks(cluster, Protocol.GENERIC_MULTICAST);
      out.printf(ROW, "", "", "commits/s", "aborts", "p50 ms", "p99 ms", "ratio", "target");
      for (Scene scene : Scene.values()) {
        double baseline = measure(out, scene, "Atomix's transactions", theirs, false, 0);
        measure(out, scene, "addAll", ours, false, baseline);
        measure(out, scene, "conditional transaction", ours, true, baseline);
      }
    }
    return ExitCode.OK;
  }

  private double measure(
      PrintWriter out, Scene scene, String how, List<Bank> banks, boolean covered, double baseline)
      throws InterruptedException {
    Tally tally =
        LoadRunner.run(
            new TransferLoad(banks, scene, covered),
            Duration.ofMillis(500L * seconds),
            Duration.ofSeconds(seconds));
    double rate = tally.moved() / (double) seconds;
    out.printf(
        ROW,
        scene.text(),
        how,
        text("%,.0f", rate),
        tally.aborts(),
        text("%.2f", tally.writeMillis(50)),
        text("%.2f", tally.writeMillis(99)),
        baseline == 0 ? "" : text("%.1f", rate / baseline),
        baseline == 0 ? "" : scene.target());
    return rate;
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }

  private static List<Bank> banks(DemoCluster cluster, Protocol protocol) {
    Set<String> accounts = new HashSet<>();
    for (Scene scene : Scene.values()) {
      accounts.addAll(scene.accounts());
    }
    return cluster.nodes().stream()
        .map(node -> Banks.open(protocol, node, accounts, PATIENCE))
        .toList();
  }
}
