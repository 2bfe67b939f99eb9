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
package io.atomix.mcast.agent.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.client.ClientNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs commands as an operator does, but as one client. */
final class Terminal {
  private final ClientNode client;
  private final CommandLine commands;

  Terminal(ClientNode client) {
    this.client = client;
    this.commands = Main.commandLine(client.factory());
  }

  ClientNode client() {
    return client;
  }

  /**
   * What a command did.
   *
   * @param status its exit status
   * @param out the lines of its output
   * @param error what it says besides
   */
  record Ran(int status, List<String> out, String error) {
    /** Checks that all went well. */
    List<String> lines() {
      assertThat(status).as("%s %s", out, error).isZero();
      return out;
    }

    /** Checks that it failed, and said so in one line. */
    String failure() {
      assertThat(status).as("%s %s", out, error).isEqualTo(1);
      assertThat(out).isEmpty();
      assertThat(error.lines()).as(error).hasSize(1);
      return error.strip();
    }
  }

  Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    int status =
        commands
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(error, true))
            .execute(words);
    return new Ran(status, out.toString().lines().toList(), error.toString());
  }

  List<String> lines(String... words) {
    return run(words).lines();
  }
}
