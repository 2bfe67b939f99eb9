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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Histories recorded in a round.
 *
 * @param load what clients did while there were faults
 * @param last what was read when all was well again, right after the round and after the next one
 * @param notApplied operations that failed and took no effect
 * @param faults when there were which faults
 * @param times when the operations of the load were under way of which the end is known
 * @param channel what was sent to the channel and heard of it
 * @param watched what watches of the entries were told, by their names
 * @param listened what listeners of Atomix's own primitives were told
 */
record Histories(
    List<Event> load,
    List<Event> last,
    List<Event> notApplied,
    List<FaultTime> faults,
    List<CallTime> times,
    ChannelRecord channel,
    Map<String, List<WatchLine>> watched,
    ListenerRecord listened) {

  /** Histories of which nobody has heard. */
  Histories(List<Event> load, List<Event> last, List<Event> notApplied) {
    this(
        load,
        last,
        notApplied,
        List.of(),
        List.of(),
        new ChannelRecord(Map.of(), Map.of()),
        Map.of(),
        ListenerRecord.none());
  }

  private static final String EVENTS = ".events";

  /** Reads the journals in a folder, and the files of events, which older runs have not. */
  static Histories read(Path folder) {
    List<Event> load = new ArrayList<>();
    List<Event> last = new ArrayList<>();
    List<Event> notApplied = new ArrayList<>();
    List<CallTime> times = new ArrayList<>();
    ChannelRecord channel = new ChannelRecord(new TreeMap<>(), new TreeMap<>());
    Map<String, List<WatchLine>> watched = new TreeMap<>();
    ListenerRecord listened = new ListenerRecord(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(EVENTS)) {
          readEvents(file, channel, watched, listened);
        }
        if (!file.toString().endsWith(".journal")) {
          continue;
        }
        JournalFile journal = JournalFile.read(file);
        boolean isLoad = file.getFileName().toString().startsWith("load-");
        (isLoad ? load : last).addAll(journal.events());
        notApplied.addAll(journal.notApplied());
        times.addAll(isLoad ? journal.times() : List.of());
      }
      return new Histories(
          load, last, notApplied, FaultTime.read(folder), times, channel, watched, listened);
    } catch (IOException e) {
      throw new CommandException("Cannot read the histories in " + folder, e);
    }
  }

  private static void readEvents(
      Path file,
      ChannelRecord channel,
      Map<String, List<WatchLine>> watched,
      ListenerRecord listened)
      throws IOException {
    String name = file.getFileName().toString();
    String who = name.substring(name.indexOf('-') + 1, name.length() - EVENTS.length());
    switch (name.substring(0, name.indexOf('-'))) {
      case "sent" -> SentMessage.read(EventLog.read(file, ChannelLine.class), channel.sent());
      case "heard" -> channel.heard().put(who, EventLog.read(file, ChannelLine.class));
      case "watched" -> watched.put(who, EventLog.read(file, WatchLine.class));
      case "listened" -> listened.maps().put(who, EventLog.read(file, MapEventLine.class));
      case "elected" -> listened.elections().put(who, EventLog.read(file, ElectionLine.class));
      case "called" ->
          listened.calls().put(who, ElectionCall.last(EventLog.read(file, ElectionCall.class)));
      default -> throw new IllegalArgumentException("A file of events of no kind: " + file);
    }
  }

  /** Everything that has to be explained. */
  List<Event> all() {
    List<Event> all = new ArrayList<>(load);
    all.addAll(last);
    return all;
  }
}
