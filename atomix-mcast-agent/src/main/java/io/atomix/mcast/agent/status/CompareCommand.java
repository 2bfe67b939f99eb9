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
import io.atomix.mcast.status.ReplicaComparison;
import io.atomix.mcast.status.ReplicaComparison.ComparisonOutcome;
import io.atomix.mcast.status.ReplicaComparison.GroupComparison;
import io.atomix.mcast.time.LocalTime;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says whether the replicas of each group are the same. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Compares the replicas of each group, which should hold the same state.",
    description = {
      "",
      "Asks agents that were started with --http, again and again, until it has seen all"
          + " replicas of each group at one position of the log, or the time is over. It ends"
          + " sooner if little is written meanwhile. It compares the ordering state, the"
          + " clients, and the number of sessions and entries of each primitive; not the"
          + " entries' values.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all replicas are the same",
      "1:two replicas differ, or a node could not be asked",
      "2:the options are wrong",
      "3:a group's replicas were not seen at one position in time"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int NOT_SEEN = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);

  @Option(
      names = "--http",
      required = true,
      split = ",",
      paramLabel = "HOST:PORT",
      converter = HttpAddress.Converter.class,
      description = "Addresses of the agents, all of them, separated by commas.")
  private List<HttpAddress> addresses;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Time to try, in seconds (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Spec private CommandSpec spec;

  private final StatusPage page = new StatusPage();

  @Override
  public Integer call() throws InterruptedException {
    if (new HashSet<>(addresses).size() < 2 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          seconds >= 1
              ? "--http needs two agents at least to compare, such as --http m1:8080,m2:8080"
              : "--within needs a number of seconds from 1 on, not " + seconds);
    }
    long end = LocalTime.nanos() + Duration.ofSeconds(seconds).toNanos();
    ReplicaComparison comparison = new ReplicaComparison();
    Map<String, HttpAddress> nodes = new HashMap<>();
    do {
      for (HttpAddress address : addresses) {
        NodeStatus status = StatusPage.parse(address, page.fetch(address));
        HttpAddress known = nodes.putIfAbsent(status.node(), address);
        if (known != null && !known.equals(address)) {
          throw new CommandException(
              known + " and " + address + " are both " + status.node() + "; name each agent once");
        }
        comparison.add(status);
      }
      Thread.sleep(PAUSE.toMillis());
    } while (!comparison.isDone() && LocalTime.nanos() - end < 0);
    return told(comparison.findings());
  }

  private int told(List<GroupComparison> findings) {
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(finding -> out.println(words(finding)));
    if (findings.isEmpty()) {
      out.println("None of these nodes has a replica of a generic-multicast group.");
    }
    out.flush();
    if (has(findings, ComparisonOutcome.DIFFERENT)) {
      return 1;
    }
    return findings.isEmpty() || has(findings, ComparisonOutcome.UNKNOWN) ? NOT_SEEN : 0;
  }

  private static boolean has(List<GroupComparison> findings, ComparisonOutcome outcome) {
    return findings.stream().anyMatch(finding -> finding.outcome() == outcome);
  }

  private static String words(GroupComparison finding) {
    Map<String, String> sums = finding.checksums();
    return switch (finding.outcome()) {
      case SAME ->
          "%s: the same on %s at %d (%s)"
              .formatted(
                  finding.group(),
                  String.join(", ", sums.keySet()),
                  finding.index(),
                  sums.values().iterator().next());
      case DIFFERENT ->
          ("%s: DIFFERENT at %d: %s. Copy the nodes' folders before anything else. Which replica is"
                  + " wrong is not told by how many agree: one that was wrong may have handed its"
                  + " state on. Tell the project")
              .formatted(finding.group(), finding.index(), list(sums));
      case UNKNOWN ->
          ("%s: not seen at one position, last: %s. Is a node behind (status)? Else try when less"
                  + " is written, or with a larger --within")
              .formatted(finding.group(), list(sums));
    };
  }

  private static String list(Map<String, String> sums) {
    return sums.entrySet().stream()
        .map(each -> each.getKey() + " has " + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
