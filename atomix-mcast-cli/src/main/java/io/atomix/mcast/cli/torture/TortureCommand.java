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
package io.atomix.mcast.cli.torture;

import io.atomix.mcast.cli.CommandException;
import io.atomix.mcast.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries to break a cluster, and checks whether that succeeded. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    header = "Tries to break strict serializability, or to lose data, on a cluster under faults.")
public final class TortureCommand implements Callable<Integer> {
  private static final int NODES = 3;

  @Option(names = "--minutes", defaultValue = "5")
  private double minutes;

  @Option(names = "--seed")
  private Long seed;

  @Option(names = "--faults", split = ",")
  private List<String> faults;

  @Option(names = "--rate", defaultValue = "150")
  private double rate;

  @Option(names = "--clients", defaultValue = "3")
  private int clientCount;

  @Option(names = "--management", defaultValue = "generic-multicast")
  private String management;

  @Option(names = "--keep")
  private boolean keep;

  @Spec private CommandSpec spec;

  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

  @Override
  public Integer call() throws IOException {
    if (seed == null) {
      seed = new java.util.Random().nextLong(1_000_000);
    }
    Set<FaultKind> kinds =
        faults == null
            ? EnumSet.allOf(FaultKind.class)
            : EnumSet.copyOf(faults.stream().map(FaultKind::named).toList());
    kinds.retainAll(EnumSet.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.PARTITION, FaultKind.RESTART, FaultKind.CLIENT));
    Path folder = Files.createTempDirectory("mcast-torture-");
    PrintWriter out = spec.commandLine().getOut();
    Summary summary = new Summary();
    Thread hook = new Thread(this::closeAll, "torture-cleanup");
    Runtime.getRuntime().addShutdownHook(hook);
    Trace trace = opened(new Trace(out, folder));
    trace.say("torture: seed %d, %s minutes, faults %s", seed, minutes, kinds);
    trace.say("histories and logs are in %s", folder);
    try {
      Disks disks = opened(new Folders(folder.resolve("data")));
      Network network = opened(new NamespaceNetwork(NODES));
      trace.say("links: %s", network.description());
      trace.say("disks: %s", disks.description());
      Configurations configurations = new Configurations(folder, management, NODES, network);
      Members members =
          opened(new Members(NODES, folder, configurations, network, disks, trace));
      Clients clients =
          opened(new Clients(clientCount, folder, configurations, network, seed, rate, trace));
      Schedule schedule =
          new Schedule(seed, kinds, EnumSet.allOf(Fault.Form.class), NODES, clientCount);
      Injector injector = new Injector(members, clients, network, disks, trace);
      new Conductor(folder, schedule, members, clients, injector, summary, trace)
          .run(Duration.ofMillis((long) (minutes * 60_000)));
    } catch (CommandException e) {
      trace.say("%s", e.getMessage());
      summary.trouble(e.getMessage());
    }
    if (!summary.isGood() || keep) {
      trace.say("kept: %s", folder);
    }
    summary.lines(trace.begun()).forEach(trace::plain);
    closeAll();
    if (summary.isGood() && !keep) {
      delete(folder);
    }
    return summary.isGood() ? 0 : 1;
  }

  private synchronized <T extends AutoCloseable> T opened(T resource) {
    toClose.push(resource);
    return resource;
  }

  private synchronized void closeAll() {
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        System.err.println("mcast: cannot clean up: " + e);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
