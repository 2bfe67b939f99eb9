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
package io.atomix.mcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent is a process: it is started, says that it is ready, and is stopped by a signal. */
class AgentCommandTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void saysWhenItIsReadyAndStopsOnSigterm() throws Exception {
    Process agent = start(SampleConf.singleNode(folder));
    try (BufferedReader out = agent.inputReader()) {
      assertThat(readUntil(out, "ready")).contains("m1").contains("data (generic-multicast)");
      // Not agent.destroy(), which closes the stream that is read here.
      agent.toHandle().destroy();
      readUntil(out, "stopped");
      assertThat(agent.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(agent.exitValue()).isEqualTo(TERMINATED);
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void aWrongFileIsToldInOneLine() {
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(error, true))
            .execute("agent", "--config", "no-such.conf");
    assertThat(status).isEqualTo(1);
    assertThat(error.toString().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("mcast: No configuration file"));
  }

  @Test
  void withoutACommandTheUsageIsPrinted() {
    StringWriter error = new StringWriter();
    int status = Main.commandLine().setErr(new PrintWriter(error, true)).execute();
    assertThat(status).isEqualTo(2);
    assertThat(error.toString()).contains("agent").contains("demo").contains("Usage: mcast");
  }

  private static Process start(Path config) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "agent",
            "--config",
            config.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String readUntil(BufferedReader out, String word) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(word)) {
        return line;
      }
    }
    throw new AssertionError("no line with '" + word + "', but:\n" + seen);
  }
}
