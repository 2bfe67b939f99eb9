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

import io.atomix.mcast.agent.backup.BackupCommand;
import io.atomix.mcast.agent.backup.RestoreCommand;
import io.atomix.mcast.agent.doctor.DoctorCommand;
import io.atomix.mcast.agent.log.LogCommand;
import io.atomix.mcast.agent.migrate.MigrateCommand;
import io.atomix.mcast.agent.primitive.BatchCommand;
import io.atomix.mcast.agent.primitive.ChannelCommand;
import io.atomix.mcast.agent.primitive.CompletionCommand;
import io.atomix.mcast.agent.primitive.CounterCommand;
import io.atomix.mcast.agent.primitive.CounterMapCommand;
import io.atomix.mcast.agent.primitive.LockCommand;
import io.atomix.mcast.agent.primitive.MapCommand;
import io.atomix.mcast.agent.primitive.PrimitivesCommand;
import io.atomix.mcast.agent.primitive.SetCommand;
import io.atomix.mcast.agent.primitive.ValueCommand;
import io.atomix.mcast.agent.status.CompareCommand;
import io.atomix.mcast.agent.status.StatusCommand;
import io.atomix.mcast.agent.trace.TraceCommand;
import io.atomix.mcast.status.NodeInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of atomix-mcast: {@code mcast agent}, {@code mcast status}, {@code mcast demo},
 * {@code mcast bench}, {@code mcast torture} and so on.
 */
@Command(
    name = "mcast",
    subcommands = {
      AgentCommand.class,
      StatusCommand.class,
      CompareCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      TraceCommand.class,
      DoctorCommand.class,
      LogCommand.class,
      MigrateCommand.class,
      PrimitivesCommand.class,
      BatchCommand.class,
      MapCommand.class,
      CounterMapCommand.class,
      CounterCommand.class,
      ValueCommand.class,
      SetCommand.class,
      LockCommand.class,
      ChannelCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Generic multicast for Atomix: operations over several partitions, atomic and in one"
            + " order.",
    footer = {
      "",
      "Start here:",
      Main.EXAMPLES,
      "",
      "Environment:",
      "  MCAST_LOG          log level of the nodes, on standard error (default ERROR; INFO shows"
          + " all)",
      "  JAVA_HOME          the Java 17 to use (default: java on the PATH)"
    })
public final class Main implements Runnable {
  private static final int WIDTH = 100;

  /** Placeholder in the footer, for the lines of all modules. */
  static final String EXAMPLES = "EXAMPLES";

  private static final List<String> AGENT_EXAMPLES =
      List.of(
          "  mcast agent --config conf/single-node.conf     a node by itself",
          "  MCAST_NODE=1 mcast agent --config conf/three-nodes.conf",
          "                                                 one of three (start 2 and 3 likewise)",
          "  mcast primitives --config FILE                 what there is in a cluster",
          "  mcast map accounts get alice --config FILE     look into it (help: mcast map --help)",
          "  mcast status --http 8080                       the state of an agent with"
              + " --http 8080",
          "  mcast backup --config client.conf --group data -o data.backup",
          "                                                 a backup of a running cluster",
          "  mcast doctor --config conf/single-node.conf    why a node does not come up",
          "  mcast trace --http 8080 -o trace.html          draw the events there (agent"
              + " --trace)");

  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs a command and exits: 0 for success, 1 if it failed or found what must not be, 2 for a
   * wrong command line.
   */
  public static void main(String[] arguments) {
    for (String flag : NodeInfo.missingFlagsHere()) {
      // Without it no node can be made, nor what some commands are made of.
      System.err.println(
          "mcast: this JVM was started without " + flag + "; give it the flag, or use bin/mcast");
      System.exit(ExitCode.SOFTWARE);
    }
    System.exit(commandLine().execute(arguments));
  }

  /**
   * Returns the command line, with the commands of every {@link CommandProvider} on the class path.
   * It prints errors as one message, without a stack trace.
   */
  public static CommandLine commandLine() {
    return commandLine(CommandLine.defaultFactory());
  }

  /**
   * As {@link #commandLine()}.
   *
   * @param factory makes commands and groups of options
   */
  public static CommandLine commandLine(IFactory factory) {
    CommandLine commandLine = new CommandLine(new Main(), factory);
    List<String> examples = new ArrayList<>();
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      provider.commands().forEach(commandLine::addSubcommand);
      examples.addAll(provider.examples());
    }
    commandLine.addSubcommand(new HelpCommand());
    examples.addAll(AGENT_EXAMPLES);
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    usage.footer(
        Arrays.stream(usage.footer())
            .flatMap(line -> line.equals(EXAMPLES) ? examples.stream() : Stream.of(line))
            .toArray(String[]::new));
    return commandLine
        .setUsageHelpWidth(WIDTH)
        .setExecutionExceptionHandler(
            (exception, failed, parsed) -> {
              failed.getErr().println("mcast: " + CommandException.describe(exception));
              return ExitCode.SOFTWARE;
            });
  }

  @Override
  public void run() {
    String commands =
        spec.subcommands().entrySet().stream()
            .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .filter(name -> !name.equals("help"))
            .collect(Collectors.joining(", "));
    throw new ParameterException(spec.commandLine(), "Name a command: " + commands + ".");
  }
}
