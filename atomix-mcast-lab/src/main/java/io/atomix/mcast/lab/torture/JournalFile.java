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
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contents of a {@link Journal}. Each of its lines is one of
 *
 * <pre>
 * +ID EVENT    an operation begins; the event has no end
 * =ID EVENT    it was answered
 * -ID TIME     it failed at that time, and was and will not be applied
 * ?ID TIME     it failed at that time, and may have been applied
 * </pre>
 *
 * <p>An operation that was begun and of which nothing more is told has an unknown outcome, too. So
 * has one whose last line is incomplete, since the process died in the middle of it. Older files do
 * not tell when operations failed.
 *
 * @param events what the checker is to explain: answered operations and those of unknown outcome
 * @param notApplied operations that took no effect, as if their callers had not waited
 * @param times when the operations were under way of which the end is known
 */
record JournalFile(List<Event> events, List<Event> notApplied, List<CallTime> times) {

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a complete line is none of the above; tells which
   */
  static JournalFile read(Path file) throws IOException {
    Map<String, Event> begun = new LinkedHashMap<>();
    List<Event> notApplied = new ArrayList<>();
    List<CallTime> times = new ArrayList<>();
    for (String line : LineFile.lines(file)) {
      int blank = line.indexOf(' ');
      String id = line.substring(1, blank < 0 ? line.length() : blank);
      switch (line.charAt(0)) {
        case '+' -> begun.put(id, event(line.substring(blank + 1), file));
        case '=' -> {
          Event event = event(line.substring(blank + 1), file);
          begun.put(id, event);
          times.add(new CallTime(event.invoked(), event.returned()));
        }
        case '-', '?' -> {
          if (blank > 0) {
            long ended = Long.parseLong(line.substring(blank + 1));
            times.add(new CallTime(begun.get(id).invoked(), ended));
          }
          if (line.charAt(0) == '-') {
            notApplied.add(begun.remove(id));
          }
        }
        default -> throw new IllegalArgumentException(file + " has the line '" + line + "'");
      }
    }
    return new JournalFile(List.copyOf(begun.values()), notApplied, times);
  }

  private static Event event(String json, Path file) throws IOException {
    return HistoryFile.read(new StringReader(json), file.toString()).get(0);
  }
}
