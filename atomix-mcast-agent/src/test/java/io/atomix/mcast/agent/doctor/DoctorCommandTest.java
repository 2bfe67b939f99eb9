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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import io.atomix.mcast.status.NodeInfo;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();

  private int run(String... options) {
    String[] command = new String[options.length + 1];
    command[0] = "doctor";
    System.arraycopy(options, 0, command, 1, options.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(error, true))
        .execute(command);
  }

  @Test
  void aNodeOfWhichNothingIsWrong() throws IOException {
    int port = FreePorts.find(1).get(0);
    String text = Files.readString(Path.of("..", "conf", "single-node.conf"));
    Path file = Files.writeString(folder.resolve("node.conf"), text.replace("20101", "" + port));
    assertThat(run("--config", file.toString(), "--data", folder.resolve("data").toString()))
        .as(out::toString)
        .isZero();
    assertThat(out)
        .hasToString(
            "Nothing wrong was found. Looked at: the configuration %s, port, folders and disk of m1.%n"
                .formatted(file));
    assertThat(folder.resolve("data")).as("it changes nothing").doesNotExist();
  }

  @Test
  void aNodeWhoseOtherMemberIsDown() {
    Path file = ConfigOfTest.good(folder.resolve("data"), FreePorts.find(1).get(0)).file(folder);
    assertThat(run("--config", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("Found 1. Looked at: the configuration " + file)
        .contains("* cannot reach m2 at 127.0.0.1:1: nothing listens there\n  -> start it");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThat(run("--config", folder.resolve("no.conf").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("* No configuration file ");
  }

  @Test
  void aLogThatTellsAndOneThatIsNotThere() throws IOException {
    Path log = Files.writeString(folder.resolve("m1.log"), "java.net.BindException: in use\n");
    assertThat(run("--log", log.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("* the log says, once: java.net.BindException: in use\n  -> end who has");
    assertThat(run("--log", folder.resolve("no.log").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("no.log cannot be read");
  }

  @Test
  void anAgentThatDoesNotAnswer() {
    int port = FreePorts.find(1).get(0);
    assertThat(run("--http", "" + port)).isEqualTo(1);
    assertThat(out.toString()).contains("* no word of 127.0.0.1:" + port);
  }

  @Test
  void aJvmWithoutTheFlagThatAtomixNeeds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "doctor",
                "--log",
                "-")
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      assertThat(process.inputReader().lines())
          .containsExactly(
              "mcast: this JVM was started without "
                  + NodeInfo.OPENS
                  + "; give it the flag, or use bin/mcast");
      assertThat(process.waitFor()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nothingToLookAt() {
    assertThat(run()).isEqualTo(2);
    assertThat(error.toString()).startsWith("Name what to look at: --config, --http or --log");
  }
}
