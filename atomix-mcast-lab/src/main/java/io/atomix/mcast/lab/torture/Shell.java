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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the system. */
final class Shell {
  private static final int SECONDS = 30;

  private Shell() {}

  /**
   * Runs a command to its end and returns what it printed.
   *
   * @throws CommandException if it cannot be run, fails, or takes longer than 30 s
   */
  static String run(String... command) {
    return run(List.of(command));
  }

  /** The same with a list. */
  static String run(List<String> command) {
    String text = String.join(" ", command);
    Process process = null;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new CommandException("'" + text + "' has not ended after " + SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new CommandException(
            "'" + text + "' failed with " + process.exitValue() + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new CommandException("Cannot run '" + text + "'", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted while running '" + text + "'");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  /** Returns whether a command can be run and succeeds. */
  static boolean succeeds(String... command) {
    try {
      run(command);
      return true;
    } catch (CommandException e) {
      return false;
    }
  }
}
