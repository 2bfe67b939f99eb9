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
import io.atomix.mcast.status.NodeStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how a node and its groups are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Shows the state of a node: its groups, what they hold, what waits there, and why.",
    description = {
      "",
      "Asks an agent that was started with --http. For each message that waits it shows"
          + " the causes, down to the first one. Where the node does not know the cause, it"
          + " names the node to ask.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the node is ready",
      "1:the node could not be asked",
      "2:the options are wrong",
      "3:the node is not ready"
    })
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_READY = 3;
  private static final String CLEAR = "\033[H\033[2J";

  @Option(
      names = "--http",
      required = true,
      paramLabel = "HOST:PORT",
      converter = HttpAddress.Converter.class,
      description = "Address of the agent; a port alone means 127.0.0.1.")
  private HttpAddress address;

  @Option(names = "--json", description = "Print the agent's answer, which is JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Ask again every 2 seconds, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--wide",
      description =
          "Print all causes of each message that waits, however many, and the messages' ids.")
  private boolean wide;

  @Spec private CommandSpec spec;

  private final StatusPage page = new StatusPage();

  @Override
  public Integer call() throws InterruptedException {
    int status = once();
    while (watch) {
      Thread.sleep(Duration.ofSeconds(2).toMillis());
      status = again(status);
    }
    return status;
  }

  private int again(int before) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (System.console() != null && !json) {
      out.print(CLEAR);
    }
    try {
      return once();
    } catch (CommandException e) {
      // It may be about to come back.
      spec.commandLine().getErr().println("mcast: " + e.getMessage());
      return before;
    }
  }

  private int once() throws InterruptedException {
    String body = page.fetch(address);
    NodeStatus status = StatusPage.parse(address, body);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? body : new StatusText(wide).of(status));
    out.flush();
    return status.ready() ? 0 : NOT_READY;
  }
}
