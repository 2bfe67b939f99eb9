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
import io.atomix.mcast.checker.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Histories recorded in a round.
 *
 * @param load what clients did while there were faults
 * @param last what was read when all was well again, right after the round and after the next one
 * @param notApplied operations that failed and took no effect
 * @param faults when there were which faults
 * @param times when the operations of the load were under way of which the end is known
 */
record Histories(
    List<Event> load,
    List<Event> last,
    List<Event> notApplied,
    List<FaultTime> faults,
    List<CallTime> times) {

  /** Reads the journals in a folder. */
  static Histories read(Path folder) {
    List<Event> load = new ArrayList<>();
    List<Event> last = new ArrayList<>();
    List<Event> notApplied = new ArrayList<>();
    List<CallTime> times = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".journal")).toList()) {
        JournalFile journal = JournalFile.read(file);
        boolean isLoad = file.getFileName().toString().startsWith("load-");
        (isLoad ? load : last).addAll(journal.events());
        notApplied.addAll(journal.notApplied());
        times.addAll(isLoad ? journal.times() : List.of());
      }
      return new Histories(load, last, notApplied, FaultTime.read(folder), times);
    } catch (IOException e) {
      throw new CommandException("Cannot read the histories in " + folder, e);
    }
  }

  /** Everything that has to be explained. */
  List<Event> all() {
    List<Event> all = new ArrayList<>(load);
    all.addAll(last);
    return all;
  }
}
