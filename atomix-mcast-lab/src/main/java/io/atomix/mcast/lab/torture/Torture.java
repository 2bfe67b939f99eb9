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
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A run of the torture: makes folders, disks, network and processes, and takes them away again,
 * however it ends (but for {@code kill -9}).
 */
final class Torture {
  private static final int NODES = 3;

  /**
   * Options of a run.
   *
   * @param time how long
   * @param kinds of faults
   * @param rate operations per second of all clients
   * @param management the type of the management group
   * @param level the storage level of the nodes
   * @param flush whether nodes force entries to the disk before they acknowledge them
   * @param from the folder of the build that all begin with; null for the present one
   * @param oneJava whether all nodes are to be on one Java even if there is another
   * @param trace whether what happens to messages is recorded and judged after each round
   * @param proxy whether a proxy is to be used even if namespaces can be had
   * @param keep whether the folder is to stay in any case
   */
  record Options(
      Duration time,
      long seed,
      Set<FaultKind> kinds,
      double rate,
      int clients,
      String management,
      String level,
      boolean flush,
      Path from,
      boolean oneJava,
      boolean trace,
      boolean proxy,
      boolean keep) {}

  private final Options options;
  private final PrintWriter out;
  private final Summary summary = new Summary();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Path folder;
  private volatile boolean interrupted;

  Torture(Options options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /** Runs it; whether all is well and the run did its work. */
  boolean run() {
    Thread hook = new Thread(this::interrupted, "torture-cleanup");
    Runtime.getRuntime().addShutdownHook(hook);
    boolean good = false;
    try {
      folder = Files.createTempDirectory("mcast-torture-");
      RunLog log = opened(new RunLog(out, folder));
      try {
        run(log);
      } catch (CommandException e) {
        log.say("%s", e.getMessage());
        summary.trouble(e.getMessage());
      }
      good = summary.isGood();
      if (options.keep || !good) {
        log.say("logs and histories are kept in %s", folder);
      }
      summary.lines(log.begun()).forEach(log::plain);
    } catch (IOException e) {
      throw new CommandException("Cannot make a temporary folder", e);
    } finally {
      close(good);
      if (!interrupted) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
    return good;
  }

  private void run(RunLog log) throws IOException {
    log.say(
        "torture: seed %d, %.1f minutes, %d nodes, %d clients, faults %s",
        options.seed, options.time.toMillis() / 60_000.0, NODES, options.clients, options.kinds);
    log.say("logs and histories: %s", folder);
    Disks disks = opened(disks());
    Network network = opened(network());
    log.say("links: %s", network.description());
    log.say("disks: %s", disks.description());
    NodeJavas javas = options.oneJava ? NodeJavas.one() : NodeJavas.two(options.seed, NODES);
    log.say("Java: %s", javas.description());
    Build present = Build.present();
    Software software =
        new Software(javas, present, options.from == null ? present : Build.in(options.from));
    log.say("nodes and clients begin with: %s", software.ofClients().name());
    Set<FaultKind> kinds = possible(disks, log);
    Configurations configurations =
        new Configurations(
            folder, options.management, options.level, options.flush, NODES, network);
    Members members =
        opened(
            new Members(
                NODES,
                folder,
                configurations,
                software,
                network,
                disks,
                options.trace,
                summary,
                log));
    ClientProcesses clients =
        opened(
            new ClientProcesses(
                options.clients,
                folder,
                configurations,
                software,
                network,
                options.seed,
                options.rate,
                options.trace,
                summary,
                log));
    Schedule schedule = new Schedule(options.seed, kinds, unpromised(), NODES, options.clients);
    DamagedNode damagedNode = new DamagedNode(members, disks, folder, summary, log);
    Injector injector = new Injector(members, clients, software, network, disks, damagedNode, log);
    Replicas replicas = new Replicas(members, network, folder, summary, log);
    Optional<RoundTraces> traces =
        options.trace
            ? Optional.of(new RoundTraces(members, network, folder, options.keep, summary, log))
            : Optional.empty();
    new Conductor(folder, schedule, members, clients, injector, replicas, traces, summary, log)
        .run(options.time);
  }

  private Disks disks() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    return LoopDisks.isPossible(folder.resolve("probe"))
        ? new LoopDisks(data, NODES)
        : new Folders(data);
  }

  private Network network() {
    return !options.proxy && NamespaceNetwork.isPossible()
        ? new NamespaceNetwork(NODES)
        : new ProxyNetwork(NODES);
  }

  /** Forms that may lose what was acknowledged: all lose their power, and nobody has forced it. */
  private Set<Fault.Form> unpromised() {
    return options.flush ? Set.of() : Set.of(Fault.Form.CUT_ALL_POWER);
  }

  private Set<FaultKind> possible(Disks disks, RunLog log) {
    Set<FaultKind> kinds = EnumSet.copyOf(options.kinds);
    Set<FaultKind> impossible = EnumSet.noneOf(FaultKind.class);
    if (!disks.canFail()) {
      impossible.addAll(EnumSet.of(FaultKind.SLOW_DISK, FaultKind.FULL_DISK));
    }
    if (!disks.canLosePower()) {
      impossible.add(FaultKind.POWER);
    }
    for (FaultKind kind : impossible) {
      if (kinds.remove(kind)) {
        log.say("not done: %s: %s", kind, disks.description());
        summary.skipped(kind, disks.description());
      }
    }
    if (kinds.isEmpty()) {
      throw new CommandException("This machine can do none of the faults " + options.kinds);
    }
    return kinds;
  }

  private synchronized <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  private void interrupted() {
    interrupted = true;
    System.err.println("mcast: interrupted, cleaning up");
    close(true);
  }

  /** Ends processes before networks and disks go: the other way round than they came. */
  private synchronized void close(boolean good) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("mcast: cannot clean up: " + CommandException.describe(e));
      }
    }
    if (good && !options.keep && folder != null && Files.exists(folder)) {
      try {
        FolderTree.delete(folder);
      } catch (IOException e) {
        System.err.println("mcast: cannot delete " + folder + ": " + CommandException.describe(e));
      }
    }
  }
}
