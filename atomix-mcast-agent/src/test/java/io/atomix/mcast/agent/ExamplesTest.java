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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.testing.JvmFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each example as its page says, as a program of one file. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  /** What each prints at last. */
  private static final Map<String, String> LAST =
      Map.of(
          "Transfers.java",
          "alice to bob, 70: true\nalice to carol, 70: false\nsum: 120\n",
          "Bookings.java",
          "alice: true\nbob: false\n{flight 7 seat 1=alice, hotel room 12=alice}\n");

  @TempDir private Path folder;

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  @Timeout(300)
  void itRunsAndPrintsWhatItShould(Path program) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.ofThisJava());
    command.addAll(JvmFlags.SHORT_LIVED);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program.toString(), SampleConf.singleNode(folder).toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(230, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output, StandardCharsets.UTF_8))
        .endsWith(LAST.get(program.getFileName().toString()));
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void thePageNamesThemAll() throws IOException {
    String page = Files.readString(EXAMPLES.resolve("README.md"));
    assertThat(programs())
        .hasSameSizeAs(LAST.keySet())
        .allMatch(program -> page.contains("`" + program.getFileName() + "`"));
  }
}
