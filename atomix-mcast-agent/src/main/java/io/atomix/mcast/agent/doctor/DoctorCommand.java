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
package io.atomix.mcast.agent.doctor;

import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.doctor.AgentChecks.ClockRange;
import io.atomix.mcast.agent.http.AgentClient;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.agent.http.StatusJson;
import io.atomix.mcast.agent.status.ClusterStatus;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.time.LocalTime;
import io.atomix.utils.net.Address;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds out why a node does not come up, or not fully. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Finds out why a node does not come up, or not fully, and says what to do.",
    description = {
      "",
      "Reads a configuration (--config) without starting the node, and looks at the names in it, at"
          + " the port, the folders and the disk of this machine, and at whether the other members"
          + " can be reached. Asks running agents (--http), and through them all of which they"
          + " know: which members are missing, and whether configurations, versions and clocks"
          + " differ. Reads a log (--log) for messages that are known. Changes nothing.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:nothing was found", "1:something was found", "2:the options are wrong"})
public final class DoctorCommand implements Callable<Integer> {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file of the node; run it on the node's machine.")
  private File config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the relative storage directories, as of the agent.")
  private File data;

  @Option(
      names = "--http",
      split = ",",
      paramLabel = "HOST:PORT",
      converter = HttpAddress.Converter.class,
      description = "Addresses of agents, one or more; a port alone means 127.0.0.1.")
  private List<HttpAddress> agents = List.of();

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "What the node has printed; - for standard input.")
  private String log;

  @Spec private CommandSpec spec;

  private final AgentClient client = new AgentClient(PATIENCE);
  private final Map<String, ClockRange> clocks = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();
  private final List<String> lookedAt = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    if (config == null && agents.isEmpty() && log == null) {
      throw new ParameterException(
          spec.commandLine(), "Name what to look at: --config, --http or --log, or several");
    }
    List<NodeStatus> statuses = askAgents();
    AtomixConfig read = readConfig();
    if (read != null) {
      lookAt(read, statuses);
    }
    if (!statuses.isEmpty()) {
      lookAt(statuses, read);
    }
    unanswered.stream().filter(problem -> !isMissing(problem)).forEach(this::noWord);
    if (log != null) {
      readLog();
    }
    print();
    return findings.isEmpty() ? 0 : 1;
  }

  /** Of a member that is missing, it is told already. */
  private boolean isMissing(String problem) {
    return findings.stream()
        .map(Finding::what)
        .filter(what -> what.contains(" is missing: "))
        .anyMatch(what -> problem.startsWith(what.substring(0, what.indexOf(' ')) + ": "));
  }

  private void noWord(String problem) {
    findings.add(
        new Finding(
            "no word of " + problem,
            "start that agent, with --http, or ask it where it can be reached"));
  }

  private AtomixConfig readConfig() {
    if (config == null) {
      return null;
    }
    lookedAt.add("the configuration " + config);
    try {
      return NodeFactory.configuration(config, data);
    } catch (CommandException e) {
      findings.add(ConfigurationErrors.of(e.getMessage()));
      return null;
    }
  }

  private void lookAt(AtomixConfig read, List<NodeStatus> statuses) throws InterruptedException {
    String local = ConfigurationChecks.local(read);
    boolean runs = statuses.stream().anyMatch(status -> status.node().equals(local));
    findings.addAll(ConfigurationChecks.of(read));
    findings.addAll(
        MachineChecks.of(read, new ProcessTable(Path.of("/proc")), runs, MachineChecks::freeBytes));
    if (!ConfigurationChecks.others(read).isEmpty()) {
      try (AddressProbe probe = AddressProbe.of(read.getClusterConfig(), CONNECT)) {
        findings.addAll(MemberChecks.of(read, probe));
      }
    }
    lookedAt.add("port, folders and disk of " + local);
    ConfigurationChecks.others(read)
        .forEach(node -> lookedAt.add("%s at %s".formatted(node.getId().id(), node.getAddress())));
  }

  private List<NodeStatus> askAgents() throws InterruptedException {
    if (agents.isEmpty()) {
      return List.of();
    }
    ClusterStatus cluster = new ClusterStatus(this::ask);
    cluster.ask(agents);
    unanswered.addAll(cluster.problems());
    cluster.answers().forEach(status -> lookedAt.add("what " + status.node() + " says"));
    return cluster.answers();
  }

  private NodeStatus ask(HttpAddress address) throws InterruptedException {
    long before = LocalTime.millis();
    String page = client.page(address, "/status", "--http " + address);
    long after = LocalTime.millis();
    NodeStatus status;
    try {
      status = StatusJson.read(page);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "The server at " + address + " is not an agent of this version", e);
    }
    long time = status.info().timeMillis();
    if (time > 0) {
      clocks.put(status.node(), new ClockRange(time - after, time - before));
    }
    return status;
  }

  private void lookAt(List<NodeStatus> statuses, AtomixConfig read) throws InterruptedException {
    SortedMap<String, String> settings = read == null ? null : SharedSettings.of(read);
    try (AddressProbe probe = AddressProbe.plain(CONNECT)) {
      findings.addAll(
          AgentChecks.of(
              statuses,
              address -> probe.attempt(Address.from(address)).words(),
              clocks,
              settings == null ? Map.of() : Map.of(config.toString(), settings)));
    }
  }

  private void readLog() {
    lookedAt.add("the log " + log);
    try (BufferedReader in =
        log.equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(Path.of(log), StandardCharsets.ISO_8859_1)) {
      findings.addAll(LogChecks.of(in.lines()));
    } catch (IOException e) {
      findings.add(
          new Finding("the log " + log + " cannot be read: " + e, "name the file of the log"));
    }
  }

  private void print() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s. Looked at: %s.%n",
        findings.isEmpty() ? "Nothing wrong was found" : "Found " + findings.size(),
        String.join(", ", lookedAt));
    for (Finding finding : findings) {
      out.printf("%n* %s%n  -> %s%n", finding.what(), finding.remedy());
    }
    out.flush();
  }
}
