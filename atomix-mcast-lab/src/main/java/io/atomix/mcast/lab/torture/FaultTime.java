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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Time for which a fault was there, on the histories' clock.
 *
 * @param kind what it was
 * @param begun when it was made
 * @param healed when it was undone; a node that was down has been started then, and need not be
 *     ready
 */
record FaultTime(FaultKind kind, long begun, long healed) {
  private static final String FILE = "faults";
  private static final int PARTS = 3;

  /** Returns whether it was there at any time from {@code from} to {@code to}. */
  boolean meets(long from, long to) {
    return begun <= to && from <= healed;
  }

  /** Adds a line for it to the list in the folder of a round. Any thread, one at a time. */
  void keep(Path folder) {
    try {
      Files.writeString(
          folder.resolve(FILE),
          kind + " " + begun + " " + healed + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new CommandException("Cannot keep the time of a fault in " + folder, e);
    }
  }

  /**
   * Reads the list in the folder of a round, which is empty if there is none.
   *
   * @throws IllegalArgumentException if there is a line that is none; tells which
   */
  static List<FaultTime> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    List<FaultTime> times = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] parts = line.split(" ");
        if (parts.length != PARTS) {
          throw new IllegalArgumentException(file + " has the line '" + line + "'");
        }
        times.add(
            new FaultTime(
                FaultKind.named(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
      }
    }
    return times;
  }
}
