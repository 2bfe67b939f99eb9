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
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.mcast.lab.torture.EntryWrites.EntryWrite;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks what listeners of an {@code AtomicMap} have been told against the operations on it:
 *
 * <ul>
 *   <li>each event is the change that an operation makes, of what the operation found; none that
 *       nobody did, or that was said not to be done;
 *   <li>each once; the versions of an entry grow, and are those that callers were told;
 *   <li>each goes on from what the one before has told of the entry, and what comes right behind an
 *       event in its partition does so for every listener;
 *   <li>what is read in the session has been told, and so is every acknowledged change of the
 *       partition that ended before the read and began when the listener was listening.
 * </ul>
 *
 * <p>Where the primitive told another state than that it is connected, a session may have been
 * lost: nothing goes on from what was told before. In a partition the listener is listening again
 * when it is told an event or a read is answered that began behind that.
 */
final class MapEventCheck {
  private final String object;
  private final EntryWrites writes;
  private final List<Event> clears;
  private final List<String> violations = new ArrayList<>();
  private final List<Event> reads = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<MapEventName, MapEventName> next = new HashMap<>();
  private final Map<MapEventName, MapEventName> previous = new HashMap<>();
  private final Map<Integer, List<EntryWrite>> sure = new TreeMap<>();

  /**
   * Result of the check.
   *
   * @param violations what must not be, with reasons
   * @param reads what listeners have read
   */
  record MapEventVerdict(List<String> violations, List<Event> reads) {}

  /**
   * Name of an event, which no two have: a version is given once.
   *
   * @param removal whether the entry with the version was removed, or made
   */
  private record MapEventName(String key, boolean removal, long version) {}

  private MapEventCheck(String object, Histories histories) {
    this.object = object;
    List<Event> load = on(histories.load());
    this.writes = new EntryWrites(load, on(histories.notApplied()));
    this.clears =
        load.stream().filter(each -> each.operation() instanceof Operation.Clear).toList();
    for (Event event : on(histories.all())) {
      event
          .versions()
          .found()
          .forEach((key, version) -> versions.put((String) found(event).get(key), version));
    }
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      sure.put(partition, new ArrayList<>());
    }
    for (EntryWrite write : writes.all()) {
      if (write.isSure() && !write.refused()) {
        sure.get(KeyPlacement.partitionOf(keyOf(write))).add(write);
      }
    }
    sure.values()
        .forEach(
            all -> all.sort((a, b) -> Long.compare(a.event().returned(), b.event().returned())));
  }

  private List<Event> on(List<Event> events) {
    return events.stream().filter(each -> each.object().equals(object)).toList();
  }

  private static Map<?, ?> found(Event event) {
    return event.result() instanceof Operation.Outcome outcome
        ? outcome.values()
        : (Map<?, ?>) event.result();
  }

  /** Operations on such a map change one key, or all. */
  private static String keyOf(EntryWrite write) {
    return write.event().operation().keys().first();
  }

  /**
   * Checks the listeners of a map.
   *
   * @param object the map
   */
  static MapEventVerdict of(String object, Histories histories) {
    MapEventCheck check = new MapEventCheck(object, histories);
    histories.listened().maps().forEach((name, lines) -> check.new MapEventWalk(name).walk(lines));
    return new MapEventVerdict(check.violations, check.reads);
  }

  /** Goes through what one listener has recorded. */
  private final class MapEventWalk {
    private final String name;
    private final Set<MapEventName> told = new HashSet<>();
    private final Set<EntryWrite> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Long> highest = new HashMap<>();

    /** Number of the sure writes of a partition that have been looked at. */
    private final Map<Integer, Integer> looked = new HashMap<>();

    /** Since when what is told goes on without a gap, by partition. */
    private final Map<Integer, Long> since = new HashMap<>();

    /** The latest event of a partition. */
    private final Map<Integer, MapEventName> latest = new HashMap<>();

    /** States of an entry as they were told, in their order; empty for none. */
    private final Map<String, List<Optional<WatchedEntry>>> known = new HashMap<>();

    private long broken;

    MapEventWalk(String name) {
      this.name = name;
    }

    private void violation(String format, Object... arguments) {
      violations.add("listener " + name + " of " + object + " " + String.format(format, arguments));
    }

    void walk(List<MapEventLine> lines) {
      for (MapEventLine line : lines) {
        switch (line.kind()) {
          case BEGIN -> lost(line);
          case STATE -> {
            if (!line.text().equals("CONNECTED")) {
              lost(line);
            }
          }
          case LISTENING -> {
            for (int partition : sure.keySet()) {
              since.putIfAbsent(partition, line.time());
            }
          }
          case EVENT -> event(line);
          case READ -> read(line);
          case DRAINED -> {}
        }
      }
    }

    private void lost(MapEventLine line) {
      broken = line.time();
      since.clear();
      latest.clear();
      known.clear();
    }

    private void event(MapEventLine line) {
      MapEventName event =
          line.after() == null
              ? new MapEventName(line.key(), true, line.before().version())
              : new MapEventName(line.key(), false, line.after().version());
      if (!told.add(event)) {
        violation("was told twice of %s", text(line));
      }
      if (line.after() == null) {
        removed(line);
      } else {
        written(line);
      }
      goesOn(line);
      int partition = KeyPlacement.partitionOf(line.key());
      MapEventName before = latest.put(partition, event);
      if (before != null) {
        adjacent(before, event);
      }
      since.putIfAbsent(partition, line.time());
    }

    private void adjacent(MapEventName before, MapEventName event) {
      MapEventName others = next.putIfAbsent(before, event);
      if (others != null && !others.equals(event)) {
        violation("was told of %s right behind %s, but another one of %s", event, before, others);
      }
      others = previous.putIfAbsent(event, before);
      if (others != null && !others.equals(before)) {
        violation("was told of %s right before %s, but another one of %s", before, event, others);
      }
    }

    private static String text(MapEventLine line) {
      return line.key() + " from " + line.before() + " to " + line.after();
    }

    private void written(MapEventLine line) {
      version(line.after());
      EntryWrite write = writes.of(line.after().value());
      if (write == null
          || write.event().invoked() > line.time()
          || !line.after().value().equals(write.puts().get(line.key()))) {
        violation("was told of %s, which nobody did", text(line));
      } else if (write.refused()) {
        violation("was told of %s, which was said not to be done: %s", text(line), write.event());
      } else {
        done.add(write);
        agrees(line, write.event());
      }
    }

    /** The entry before is the one that the operation told, or that its condition names. */
    private void agrees(MapEventLine line, Event event) {
      String before = line.before() == null ? null : line.before().value();
      boolean same = true;
      if (event.operation() instanceof Operation.Transact transact) {
        for (WriteCondition condition : transact.conditions()) {
          same &=
              !(condition instanceof WriteCondition.Is is) || Objects.equals(is.value(), before);
        }
      } else if (!event.isUnknown() && event.operation() instanceof Operation.Swap) {
        same = Objects.equals(found(event).get(line.key()), before);
      }
      if (!same) {
        violation("was told of %s, but what was done is %s", text(line), event);
      }
    }

    /** Those that tell what they have removed go first. */
    private void removed(MapEventLine line) {
      boolean refused = false;
      boolean silent = clears.stream().anyMatch(each -> each.invoked() <= line.time());
      for (EntryWrite each : writes.onlyRemovals()) {
        if (each.removals().contains(line.key()) && each.event().invoked() <= line.time()) {
          if (each.refused()) {
            refused = true;
          } else if (!each.tellsRemovals()) {
            silent = true;
          } else if (line.before().value().equals(each.found().get(line.key()))) {
            done.add(each);
            return;
          }
        }
      }
      if (!silent) {
        violation(
            "was told of %s, which %s",
            text(line), refused ? "was said not to be done" : "nobody did");
      }
    }

    private void version(WatchedEntry entry) {
      Long others = versions.putIfAbsent(entry.value(), entry.version());
      if (others != null && others != entry.version()) {
        violation("was told %s, but others its version %d", entry, others);
      }
    }

    private void goesOn(MapEventLine line) {
      version(line);
      Optional<WatchedEntry> before = Optional.ofNullable(line.before());
      List<Optional<WatchedEntry>> all =
          known.computeIfAbsent(line.key(), any -> new ArrayList<>(List.of(before)));
      Optional<WatchedEntry> last = all.get(all.size() - 1);
      if (!last.equals(before)) {
        violation("was told of %s, but had heard of %s", text(line), last);
      }
      all.add(Optional.ofNullable(line.after()));
    }

    private void version(MapEventLine line) {
      long known = highest.getOrDefault(line.key(), 0L);
      long before = known;
      if (line.before() != null) {
        version(line.before());
        before = line.before().version();
      }
      long after = line.after() == null ? before : line.after().version();
      if (before < known || line.after() != null && after <= before) {
        violation("was told of %s, behind version %d", text(line), Math.max(known, before));
      }
      highest.put(line.key(), Math.max(known, after));
    }

    private void read(MapEventLine line) {
      reads.add(asRead(line));
      int partition = KeyPlacement.partitionOf(line.key());
      if (line.since() <= broken) {
        // It may be answered in a session that is lost.
        return;
      }
      since.putIfAbsent(partition, line.time());
      Optional<WatchedEntry> found = Optional.ofNullable(line.after());
      List<Optional<WatchedEntry>> all = known.get(line.key());
      if (all != null) {
        seen(line, found, all);
      } else if (line.since() > since.get(partition)) {
        found.ifPresent(entry -> wasThere(line, entry));
        known.put(line.key(), new ArrayList<>(List.of(found)));
      }
      behind(line, partition);
    }

    private void seen(
        MapEventLine line, Optional<WatchedEntry> found, List<Optional<WatchedEntry>> all) {
      Optional<WatchedEntry> last = all.get(all.size() - 1);
      EntryWrite write = last.map(entry -> writes.of(entry.value())).orElse(null);
      boolean gone =
          found.isEmpty()
              && write != null
              && write.isSure()
              && write.event().returned() < line.since();
      if (!all.contains(found) || gone) {
        violation("reads %s of %s, but had heard of %s before the answer", found, line.key(), last);
      }
    }

    /** Demands that an entry which was never told of was there before. */
    private void wasThere(MapEventLine line, WatchedEntry entry) {
      EntryWrite write = writes.of(entry.value());
      long listening = since.get(KeyPlacement.partitionOf(line.key()));
      if (write != null && write.event().invoked() > listening) {
        violation("reads %s of %s, and had not heard of it before the answer", entry, line.key());
      }
    }

    /** Demands that all that was done before a read began had been told when it was answered. */
    private void behind(MapEventLine line, int partition) {
      List<EntryWrite> all = sure.get(partition);
      int from = looked.getOrDefault(partition, 0);
      while (from < all.size() && all.get(from).event().returned() < line.since()) {
        EntryWrite write = all.get(from);
        if (write.event().invoked() > since.get(partition) && !done.contains(write)) {
          violation("was not told of %s before the answer to a read behind it", write.event());
        }
        from++;
      }
      looked.put(partition, from);
    }

    private Event asRead(MapEventLine line) {
      TreeMap<String, String> values = new TreeMap<>();
      TreeMap<String, Long> found = new TreeMap<>();
      if (line.after() != null) {
        values.put(line.key(), line.after().value());
        found.put(line.key(), line.after().version());
      }
      return Event.completed(
              "listener " + name,
              Operation.read(line.key()),
              line.since(),
              line.time(),
              new VersionedAnswer(values, VersionClaims.found(found)))
          .on(object);
    }
  }
}
