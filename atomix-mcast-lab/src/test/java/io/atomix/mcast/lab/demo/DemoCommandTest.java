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
package io.atomix.mcast.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration runs, and finds nothing torn on generic multicast. */
class DemoCommandTest {

  @TempDir private Path folder;

  @Test
  void howLongHasToBePossible() {
    for (String command : List.of("demo", "bank")) {
      StringWriter error = new StringWriter();
      int status =
          Main.commandLine()
              .setErr(new PrintWriter(error, true))
              .execute(command, "--config", "../conf/demo.conf", "--seconds", "0");
      assertThat(status).isEqualTo(2);
      assertThat(error.toString()).startsWith("--seconds is 0.0; it has to be 0.1 at least");
    }
  }

  @Test
  @Timeout(300)
  void nothingIsTornOnGenericMulticast() throws IOException {
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute(
                "demo",
                "--config",
                "../conf/demo.conf",
                "--seconds",
                "0.5",
                "--trace",
                folder.resolve("trace.json").toString());
    String text = out.toString();
    assertThat(status).as(text).isZero();
    assertThat(text).contains("multi-raft", "p99", "torn");
    assertThat(text.lines().reduce((first, last) -> last).orElseThrow())
        .matches("demo: torn=0 operations=[1-9][0-9]*");
    assertThat(text.lines().filter(line -> line.startsWith("bank: ")))
        .singleElement()
        .asString()
        .matches("bank: torn=0 aborts=0 transfers=[1-9][0-9]*");
    assertThat(folder.resolve("trace.json"))
        .content()
        .contains("addAll", "clear", "\"waitsFor\"", "\"RAISED\"", "savings-0");
    assertThat(Files.readAllLines(folder.resolve("trace.json")))
        // A barrier, with which a client waits for what it called, is sent without arguments.
        .filteredOn(line -> !line.contains("\"operation\":\"barrier\""))
        .noneMatch(line -> line.contains("\"name\":\"#"));
  }
}
