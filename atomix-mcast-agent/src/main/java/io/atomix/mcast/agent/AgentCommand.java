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
package io.atomix.mcast.agent;

import io.atomix.cluster.Member;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.doctor.LogMemory;
import io.atomix.mcast.agent.doctor.SharedSettings;
import io.atomix.mcast.agent.http.AgentHttp;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.agent.http.NodePages;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.time.LocalTime;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one node until it is told to stop. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Runs one node until it is told to stop.",
    description = {
      "",
      "Starts one node from a configuration file, says when it is ready, and stops it cleanly on"
          + " SIGTERM or SIGINT (Ctrl-C). A node is ready once its partition groups have a quorum,"
          + " so of three nodes the first one waits for the second.",
      ""
    })
final class AgentCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Number of looks after which the same is said again. */
  private static final int REMIND = 5;

  private static final Duration STOP = Duration.ofSeconds(30);

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = {
        "Configuration file in HOCON, as in the folder conf. A variable $${NAME} in it is"
            + " taken from the environment."
      })
  private File config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the relative storage directories of the configuration (default: the"
              + " working directory).")
  private File data;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = HttpAddress.Converter.class,
      description =
          "Serve /health/live, /health/ready, /metrics (Prometheus) and /status (JSON); a port"
              + " alone means 127.0.0.1. Without this option: nothing. With --trace, /trace as"
              + " well.")
  private HttpAddress httpAddress;

  @Option(
      names = "--trace",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "1",
      description =
          "Record the events of one in N messages (default: all), and serve the latest as"
              + " /trace (JSON), with the keys that they touch; needs --http.")
  private Integer trace;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (trace != null && (trace < 1 || httpAddress == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--trace needs " + (trace < 1 ? "a number of messages, not " + trace : "--http"));
    }
    AtomixConfig read = NodeFactory.configuration(config, data);
    Atomix node = NodeFactory.fromConfiguration(config, read);
    NodePages pages =
        httpAddress == null
            ? null
            : new NodePages(
                node,
                trace == null ? null : new Sampling(trace),
                SharedSettings.of(read),
                LogMemory.ofThisProcess()::lines);
    AgentHttp http = pages == null ? null : AgentHttp.start(httpAddress, pages.byPath());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(node, pages, http, out), "mcast-stop"));
    if (http != null) {
      out.printf("mcast: http on %s%n", http.address());
      Member local = node.getMembershipService().getLocalMember();
      // Before the start, after which the others know of it.
      local
          .properties()
          .setProperty(
              NodeStatus.HTTP_PROPERTY,
              http.address().asSeenFromOthers(local.address().host()).toString());
    }
    start(node, new StartProgress(node, read), pages, out);
    new CountDownLatch(1).await();
    return 0;
  }

  private void start(Atomix node, StartProgress progress, NodePages pages, PrintWriter out)
      throws InterruptedException {
    String name = name(node);
    out.printf("mcast: starting %s from %s%n", name, config);
    out.flush();
    long begin = LocalTime.nanos();
    CompletableFuture<Void> started = node.start();
    String said = "";
    int looks = 0;
    while (!started.isDone()) {
      try {
        started.get(LOOK.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        String now = progress.text();
        if (!now.equals(said) || ++looks == REMIND) {
          out.printf(
              "mcast: %s has been starting for %d s: %s%n",
              name, TimeUnit.NANOSECONDS.toSeconds(LocalTime.nanos() - begin), now);
          said = now;
          looks = 0;
        }
      } catch (ExecutionException e) {
        String what = "Cannot start " + name + " from " + config;
        throw new CommandException(
            NodeFactory.isOthersLeaving(e)
                ? what + ", because another node has just gone: start it again"
                : what,
            e.getCause());
      }
      out.flush();
    }
    if (pages != null) {
      pages.started();
    }
    awaitRestore(progress, name, out);
    String groups =
        node.getPartitionService().getPartitionGroups().stream()
            .map(group -> group.name() + " (" + group.type().name() + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    out.printf(
        "mcast: %s ready after %.1f s, partition groups: %s%n",
        name, (LocalTime.nanos() - begin) / 1e9, groups);
    out.flush();
  }

  /** Waits until what a restore has given the node is in its logs: before, nobody is served. */
  private static void awaitRestore(StartProgress progress, String name, PrintWriter out)
      throws InterruptedException {
    for (String left = progress.restore(); !left.isEmpty(); left = progress.restore()) {
      out.printf("mcast: %s is being restored: %s%n", name, left);
      out.flush();
      Thread.sleep(LOOK.toMillis());
    }
  }

  private static void stop(Atomix node, NodePages pages, AgentHttp http, PrintWriter out) {
    if (pages != null) {
      pages.stopping();
    }
    stop(node, out);
    if (http != null) {
      // Last: whoever asks meanwhile is told that it stops.
      http.close();
    }
  }

  private static void stop(Atomix node, PrintWriter out) {
    if (!node.isRunning()) {
      return;
    }
    out.printf("mcast: stopping %s%n", name(node));
    out.flush();
    try {
      node.stop().get(STOP.toSeconds(), TimeUnit.SECONDS);
      out.println("mcast: stopped");
    } catch (Exception e) {
      out.println("mcast: did not stop cleanly: " + CommandException.describe(e));
    }
    out.flush();
  }

  private static String name(Atomix node) {
    return node.getMembershipService().getLocalMember().id()
        + " at "
        + node.getMembershipService().getLocalMember().address();
  }
}
