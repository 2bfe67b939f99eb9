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
package io.atomix.mcast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.atomix.mcast.agent.Main;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line finds what this module adds. */
class LabCommandsTest {
  private static final String[] IN_ORDER = {
    "agent",
    "status",
    "compare",
    "backup",
    "restore",
    "trace",
    "doctor",
    "log",
    "migrate",
    "primitives",
    "batch",
    "map",
    "counter-map",
    "counter",
    "value",
    "set",
    "lock",
    "channel",
    "completion",
    "demo",
    "bank",
    "bench",
    "soak",
    "torture",
    "sabotage",
    "help"
  };

  /** The library formats each text; a lone percent sign makes it print a warning. */
  @Test
  void everyHelpCanBeFormatted() {
    assertThat(Main.commandLine().getSubcommands().values())
        .hasSizeGreaterThan(8)
        .allSatisfy(
            command -> {
              CommandSpec spec = command.getCommandSpec();
              texts(spec)
                  .forEach(
                      text -> assertThatCode(() -> text.formatted()).doesNotThrowAnyException());
            });
  }

  private static Stream<String> texts(CommandSpec spec) {
    return Stream.concat(
        Stream.of(spec.usageMessage().header(), spec.usageMessage().description())
            .flatMap(Arrays::stream),
        spec.options().stream().flatMap(option -> Arrays.stream(option.description())));
  }

  @Test
  void oneHelpNamesTheCommandsOfBothModules() {
    CommandLine commandLine = Main.commandLine();
    assertThat(commandLine.getSubcommands().values())
        .filteredOn(command -> !command.getCommandSpec().usageMessage().hidden())
        .extracting(CommandLine::getCommandName)
        .containsExactly(IN_ORDER);
    assertThat(commandLine.getUsageMessage())
        .containsSubsequence(
            "Start here:", "  mcast demo", "  mcast torture", "  mcast agent", "Environment:");
  }
}
