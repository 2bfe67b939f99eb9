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

import io.atomix.mcast.testing.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Agents as processes of their own, of the classes that the test has. */
public final class AgentProcess {
  private AgentProcess() {}

  /**
   * Starts an agent, whose errors go where those of the test go.
   *
   * @param config its configuration file
   * @param options further options of {@code bin/mcast agent}
   */
  public static Process start(Path config, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.SHORT_LIVED);
    command.addAll(JvmFlags.ofThisJava());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "agent"));
    command.addAll(List.of("--config", config.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /**
   * Reads what an agent prints until it says that its node is ready. It is not closed: what the
   * agent says later fits into the pipe.
   */
  public static void awaitReady(Process agent) throws IOException {
    readUntil(agent.inputReader(), " ready after ");
  }

  /** Returns the first line that has a text; fails at the end with all that came before. */
  static String readUntil(BufferedReader out, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("no line with '" + text + "', but:\n" + seen);
  }
}
