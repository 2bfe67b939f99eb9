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
package io.atomix.mcast.agent.status;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.agent.http.StatusJson;
import io.atomix.mcast.status.NodeHealth;
import io.atomix.mcast.status.NodeStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how a node and its groups are, or all of them. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Shows the state of a node: its groups, what they hold, what waits there, and why.",
    description = {
      "",
      "Asks an agent that was started with --http. The first line says what is wrong. For each"
          + " message that waits it shows the causes, down to the first one. Where the node does"
          + " not know the cause, it names the node to ask.",
      ""
    },
    exitCodeOnInvalidInput = StatusCommand.UNKNOWN,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the node is ready, and all members of its groups are there; with --all: this of all",
      "1:it is ready, but something is wrong; with --all: every group is served, but something is"
          + " wrong",
      "2:it is not ready, or its agent does not answer; with --all: a group is not served, or no"
          + " agent answers",
      "3:the options are wrong"
    })
public final class StatusCommand implements Callable<Integer> {
  static final int UNKNOWN = 3;
  private static final int NOT_SERVING = 2;
  private static final String CLEAR = "\033[H\033[2J";

  @Option(
      names = "--http",
      required = true,
      split = ",",
      paramLabel = "HOST:PORT",
      converter = HttpAddress.Converter.class,
      description =
          "Address of the agent; a port alone means 127.0.0.1. Several, separated by commas, with"
              + " --all.")
  private List<HttpAddress> addresses;

  @Option(
      names = "--all",
      description =
          "Ask the agents of all members and show one table. Their addresses come from the first"
              + " agents that answer, to whom each agent with --http has told its own.")
  private boolean all;

  @Option(
      names = "--json",
      description = "Print the agent's answer, which is JSON; with --all an array of the answers.")
  private boolean json;

  @Option(names = "--watch", description = "Ask again every 2 seconds, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--wide",
      description =
          "Print all causes of each message that waits, however many, the messages' ids, and the"
              + " replicas of all groups.")
  private boolean wide;

  @Spec private CommandSpec spec;

  private final StatusPage page = new StatusPage();

  @Override
  public Integer call() throws InterruptedException {
    if (addresses.size() > 1 && !all) {
      throw new ParameterException(
          spec.commandLine(), "--http has several agents; that needs --all, or name one");
    }
    int status = once();
    while (watch) {
      Thread.sleep(Duration.ofSeconds(2).toMillis());
      if (System.console() != null && !json) {
        spec.commandLine().getOut().print(CLEAR);
      }
      status = once();
    }
    return status;
  }

  private int once() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return all ? cluster(out) : node(out);
    } catch (CommandException e) {
      spec.commandLine().getErr().println("mcast: " + e.getMessage());
      return NOT_SERVING;
    } finally {
      out.flush();
    }
  }

  private int node(PrintWriter out) throws InterruptedException {
    HttpAddress address = addresses.get(0);
    String body = page.fetch(address);
    NodeStatus status = StatusPage.parse(address, body);
    out.print(json ? body : new StatusText(wide).of(status));
    return code(NodeHealth.of(status).grade());
  }

  private int cluster(PrintWriter out) throws InterruptedException {
    ClusterStatus cluster =
        new ClusterStatus(address -> StatusPage.parse(address, page.fetch(address)));
    cluster.ask(addresses);
    if (json) {
      cluster
          .problems()
          .forEach(problem -> spec.commandLine().getErr().println("mcast: " + problem));
      out.print(StatusJson.write(cluster.answers()));
    } else {
      out.print(cluster.text());
    }
    return code(cluster.grade());
  }

  private static int code(NodeHealth.HealthGrade grade) {
    return switch (grade) {
      case WELL -> 0;
      case DEGRADED -> 1;
      case NOT_SERVING -> NOT_SERVING;
    };
  }
}
