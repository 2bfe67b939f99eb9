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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries to break a cluster of processes with faults, and checks whether that succeeded. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Tries to break a cluster with faults, and checks whether that succeeded.",
    description = {
      "",
      "Starts three nodes and some clients, each a process of its own. The clients work on an"
          + " AtomicMap, MulticastMaps, a MulticastCounterMap and a lock, send to a channel, listen"
          + " to it and watch a map, and record their calls and the answers. The seed decides which"
          + " faults come when. About once a minute all faults end, everything is read, and the"
          + " histories are checked for strict serializability, for acknowledged writes that are"
          + " gone, and for what listeners should have heard or should not; then a new round begins"
          + " with new primitives. The first round has every kind of fault once.",
      "",
      "Faults: kill (kill -9 of a node), pause (SIGSTOP), partition (links between nodes cut),"
          + " restart (of one, of all in turn, of all at once), client (kill -9 of a client),"
          + " slow-disk and full-disk (need root), snapshot (a node comes back when its part of the"
          + " log is gone), power (what was not forced to the disk is gone; needs root), damage (a"
          + " file of a node is damaged, or older, at its start), and with --from upgrade and"
          + " downgrade.",
      "",
      "Ends with 0 if there was no violation and nothing was lost. Otherwise with 1, or if the run"
          + " could not do its work, and keeps logs and histories.",
      ""
    })
public final class TortureCommand implements Callable<Integer> {

  @Option(
      names = {"-m", "--minutes"},
      paramLabel = "M",
      defaultValue = "5",
      description =
          "Minutes to run; a round that has begun is finished, the first one in any case"
              + " (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = {"-s", "--seed"},
      paramLabel = "S",
      description = "Seed of the faults and of the operations (default: a random one).")
  private Long seed;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "KIND",
      description = "Kinds of faults, separated by commas (default: all that this machine can do).")
  private List<String> faults = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "150",
      description = "Operations per second of all clients, at most (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "3",
      description = "Number of client processes (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--management",
      paramLabel = "TYPE",
      defaultValue = "generic-multicast",
      description = "Type of the management group, or raft (default: ${DEFAULT-VALUE}).")
  private String management;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "mapped",
      description = "Storage level of the nodes: mapped or disk (default: ${DEFAULT-VALUE}).")
  private String level;

  @Option(
      names = "--no-flush",
      description =
          "Nodes do not force entries to the disk (flushOnCommit: false). They lose their power one"
              + " at a time only, since all at once may lose the end of what was acknowledged.")
  private boolean noFlush;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description =
          "An earlier build, an unpacked archive or a checkout that was built: all begin with it,"
              + " and there are two more faults, upgrade (of the nodes to this one, one after the"
              + " other) and downgrade (of one or all). Clients stay with it.")
  private Path from;

  @Option(
      names = "--one-java",
      description =
          "All nodes on one Java. Otherwise one node is on Java 25, or on 17 if this is 25, where"
              + " JAVA_25_HOME or JAVA_17_HOME names its home, or it is installed beside this one.")
  private boolean oneJava;

  @Option(
      names = "--no-trace",
      description =
          "Nodes and clients do not record what happens to messages. Otherwise they do, but for"
              + " --from, and after each round mcast trace --check judges it by the rules of the"
              + " protocol.")
  private boolean noTrace;

  @Option(names = "--proxy", description = "Use no network namespaces, even where they can be had.")
  private boolean proxy;

  @Option(names = "--keep", description = "Keep logs and histories in any case.")
  private boolean keep;

  @Option(
      names = "--check",
      paramLabel = "FOLDER",
      description = "Run nothing; check the histories of an earlier run, which were kept.")
  private Path check;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (check != null) {
      return Recheck.run(check, spec.commandLine().getOut()) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
    if (minutes < 0 || rate <= 0 || clients < 1) {
      throw new ParameterException(
          spec.commandLine(), "Minutes, rate and clients have to be more than 0.");
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new CommandException("The torture uses signals and mounts of Linux; this is another");
    }
    Torture torture =
        new Torture(
            new Torture.Options(
                Duration.ofMillis((long) (minutes * 60_000)),
                seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed,
                kinds(),
                rate,
                clients,
                management,
                level,
                !noFlush,
                from,
                oneJava,
                !noTrace && from == null,
                proxy,
                keep),
            spec.commandLine().getOut());
    return torture.run() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Set<FaultKind> kinds() {
    try {
      Set<FaultKind> kinds =
          faults.isEmpty()
              ? EnumSet.allOf(FaultKind.class)
              : EnumSet.copyOf(faults.stream().map(FaultKind::named).toList());
      if (from == null) {
        if (!faults.isEmpty() && kinds.stream().anyMatch(FaultKind::needsEarlierBuild)) {
          throw new IllegalArgumentException(
              "Upgrade and downgrade need an earlier build: name its folder with --from");
        }
        kinds.removeIf(FaultKind::needsEarlierBuild);
      } else if (faults.isEmpty()) {
        // An earlier build may find less, and loses its seals when it comes back.
        kinds.remove(FaultKind.DAMAGE);
      }
      return kinds;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
