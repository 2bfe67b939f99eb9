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

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.HistoryFile;
import io.atomix.mcast.checker.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the folder of a run, of one client and one round, operation by operation. */
final class RecordedRun {
  private final Path round;
  private long time;

  RecordedRun(Path folder) throws IOException {
    round = Files.createDirectories(folder.resolve("rounds").resolve("1"));
  }

  /** While there were faults. */
  RecordedRun load(String object, Operation operation, Object result) throws IOException {
    return add("load", object, operation, result);
  }

  /** When all was well again. */
  RecordedRun last(String object, Operation operation, Object result) throws IOException {
    return add("last", object, operation, result);
  }

  private RecordedRun add(String tag, String object, Operation operation, Object result)
      throws IOException {
    time += 2;
    Event event =
        Event.completed("c1", operation, time, time + 1, result).on(Objects.name(object, 1));
    Files.writeString(
        round.resolve(tag + "-c1.1.journal"),
        "=" + time + " " + HistoryFile.line(event) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return this;
  }
}
