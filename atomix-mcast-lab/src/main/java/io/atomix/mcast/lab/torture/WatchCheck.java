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
import io.atomix.mcast.lab.torture.EntryWrites.EntryWrite;
import io.atomix.mcast.lab.torture.WatchLine.WatchedChange;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import io.atomix.mcast.primitives.map.MapPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks what watches of a map have been told against the operations on it:
 *
 * <ul>
 *   <li>each change is that of an operation, as a whole: what it writes, what it removes of what it
 *       found, in its partitions; nothing that nobody did, or that was said not to be done;
 *   <li>each once, and the same to every watch, with the same name;
 *   <li>between two positions there are as many changes in each partition as the positions say; a
 *       watch goes on where its position says;
 *   <li>the versions of an entry grow, and each value has the version that callers were told;
 *   <li>whoever was told all that there is was told each acknowledged change that began behind the
 *       latest snapshot; what was changed before is in the snapshot or overwritten;
 *   <li>a snapshot in the midst of a watch names the partitions of which changes are lost, and
 *       takes no entry back;
 *   <li>in the end, and at positions that two watches share, the entries are the same.
 * </ul>
 *
 * <p>The entries that a watch has at some of its positions are reads of the whole map besides, for
 * the checker of strict serializability: {@link WatchVerdict#reads}.
 */
final class WatchCheck {
  /** Of so many calls of a listener one counts as a read. */
  private static final int READS = 40;

  private final String object;
  private final EntryWrites writes;
  private final List<Event> last;
  private final List<String> violations = new ArrayList<>();
  private final List<Event> reads = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, WatchedChange> byName = new HashMap<>();
  private final Map<EntryWrite, String> names = new IdentityHashMap<>();
  private final Map<Map<?, ?>, Map<String, WatchedEntry>> states = new HashMap<>();
  private int drained;

  /**
   * Result of the check.
   *
   * @param violations what must not be, with reasons
   * @param reads what watches had at some of their positions, as reads of the map
   * @param drained how many watches have been told all that there is
   */
  record WatchVerdict(List<String> violations, List<Event> reads, int drained) {}

  private WatchCheck(String object, Histories histories) {
    this.object = object;
    this.writes = new EntryWrites(on(histories.load()), on(histories.notApplied()));
    this.last =
        on(histories.last()).stream()
            .filter(each -> each.operation() instanceof Operation.Snapshot && !each.isUnknown())
            .toList();
    for (Event event : on(histories.all())) {
      event.versions().found().forEach((key, version) -> claim(found(event).get(key), version));
      event.versions().written().forEach((key, version) -> claim(written(event).get(key), version));
    }
  }

  private List<Event> on(List<Event> events) {
    return events.stream().filter(each -> each.object().equals(object)).toList();
  }

  private void claim(Object value, long version) {
    versions.put((String) value, version);
  }

  private static Map<?, ?> found(Event event) {
    return event.result() instanceof Operation.Outcome outcome
        ? outcome.values()
        : (Map<?, ?>) event.result();
  }

  private static Map<String, String> written(Event event) {
    if (event.operation() instanceof Operation.Transact transact) {
      return ((Operation.Outcome) event.result()).held() ? transact.then() : transact.otherwise();
    }
    return event.operation() instanceof Operation.Write write ? write.values() : Map.of();
  }

  /**
   * Checks the watches of a map.
   *
   * @param object the map
   */
  static WatchVerdict of(String object, Histories histories) {
    WatchCheck check = new WatchCheck(object, histories);
    histories.watched().forEach((name, lines) -> check.new WatchWalk(name).walk(lines));
    return new WatchVerdict(check.violations, check.reads, check.drained);
  }

  /** Goes through what one watch has recorded. */
  private final class WatchWalk {
    private final String name;
    private final Set<String> told = new HashSet<>();
    private final Set<EntryWrite> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Long> highest = new HashMap<>();
    private TreeMap<String, WatchedEntry> state;
    private MapPosition kept;
    private long since;
    private long before;
    private long latest;
    private long beforeLatest;
    private int calls;

    WatchWalk(String name) {
      this.name = name;
    }

    private void violation(String format, Object... arguments) {
      violations.add("watch " + name + " " + String.format(format, arguments));
    }

    void walk(List<WatchLine> lines) {
      for (WatchLine line : lines) {
        switch (line.kind()) {
          case BEGIN -> begin(line);
          case SNAPSHOT -> snapshot(line);
          case CHANGES -> changes(line);
          case GONE -> kept = null;
          case ENDED -> {
            if (line.text().startsWith(IllegalArgumentException.class.getName())) {
              violation("may not go on behind its position: %s", line.text());
            }
          }
          case DRAINED -> end(line);
        }
        before = line.time();
      }
    }

    private void begin(WatchLine line) {
      String goesOn = kept == null ? null : kept.toJson();
      if (!java.util.Objects.equals(line.kept(), goesOn)) {
        violation("goes on behind %s, but its position was %s", line.kept(), goesOn);
      }
    }

    private void snapshot(WatchLine line) {
      MapPosition position = MapPosition.fromJson(line.kept());
      if (kept != null && line.lost().isEmpty()) {
        violation("was told all entries anew, though nothing is lost: %s", position);
      } else if (kept != null && !position.isAtLeast(kept)) {
        violation("was told all entries of %s behind %s", position, kept);
      }
      kept = position;
      state = new TreeMap<>(line.entries());
      since = line.time();
      done.clear();
      line.entries()
          .forEach(
              (key, entry) -> {
                EntryWrite write = writes.of(entry.value());
                if (write == null
                    || write.refused()
                    || !entry.value().equals(write.puts().get(key))) {
                  violation("was told %s=%s, which nobody wrote", key, entry);
                }
                version(entry);
                Long known = highest.merge(key, entry.version(), Math::max);
                if (known > entry.version()) {
                  violation("was told %s=%s, behind version %d", key, entry, known);
                }
              });
      moment(line.time());
    }

    private void version(WatchedEntry entry) {
      Long known = versions.putIfAbsent(entry.value(), entry.version());
      if (known != null && known != entry.version()) {
        violation("was told %s, but others its version %d", entry, known);
      }
    }

    private void changes(WatchLine line) {
      if (state == null || kept == null) {
        violation("was told changes before all entries: %s", line);
        return;
      }
      MapPosition position = MapPosition.fromJson(line.kept());
      TreeMap<Integer, Long> counted = new TreeMap<>();
      for (WatchedChange change : line.messages()) {
        change.partitions().forEach(each -> counted.merge(each, 1L, Long::sum));
        change(change, line.time());
      }
      position
          .places()
          .forEach(
              (partition, place) -> {
                long expected = place.upTo() - kept.places().get(partition).upTo();
                long found = counted.getOrDefault(partition.id(), 0L);
                if (found != expected
                    || place.incarnation() != kept.places().get(partition).incarnation()) {
                  violation(
                      "was told %d changes of partition %d between two positions that are %d apart:"
                          + " %s and %s",
                      found, partition.id(), expected, kept, position);
                }
              });
      kept = position;
      moment(line.time());
    }

    private void change(WatchedChange change, long time) {
      if (!told.add(change.message())) {
        violation("was told twice of %s", change);
      }
      WatchedChange same = byName.putIfAbsent(change.message(), change);
      if (same != null && !same.equals(change)) {
        violation("was told of %s, another one of %s", change, same);
      }
      EntryWrite write = writer(change);
      if (write == null || write.event().invoked() > time) {
        violation("was told of %s, which nobody did", change);
      } else {
        check(change, write);
      }
      TreeSet<Integer> partitions = new TreeSet<>();
      change.written().keySet().forEach(key -> partitions.add(KeyPlacement.partitionOf(key)));
      change.removed().forEach(key -> partitions.add(KeyPlacement.partitionOf(key)));
      if (!partitions.equals(change.partitions())) {
        violation("was told of %s, but that is in the partitions %s", change, partitions);
      }
      apply(change);
    }

    /** The operation whose change it is. Those that tell what they have removed go first. */
    private EntryWrite writer(WatchedChange change) {
      if (!change.written().isEmpty()) {
        return writes.of(change.written().values().iterator().next().value());
      }
      EntryWrite silent = null;
      for (EntryWrite each : writes.onlyRemovals()) {
        if (!each.refused()
            && each.mayHaveRemoved(change.removed())
            && java.util.Objects.equals(
                names.getOrDefault(each, change.message()), change.message())) {
          if (each.tellsRemovals() && hasFound(change, each)) {
            return each;
          }
          silent = silent == null && !each.tellsRemovals() ? each : silent;
        }
      }
      return silent;
    }

    /** Returns whether an operation has found what was there. */
    private boolean hasFound(WatchedChange change, EntryWrite write) {
      return change.removed().stream()
          .allMatch(
              key ->
                  state.containsKey(key) && state.get(key).value().equals(write.found().get(key)));
    }

    private void check(WatchedChange change, EntryWrite write) {
      TreeMap<String, String> values = new TreeMap<>();
      change.written().forEach((key, entry) -> values.put(key, entry.value()));
      if (write.refused()) {
        violation("was told of %s, which was said not to be done: %s", change, write.event());
      } else if (!values.equals(write.puts()) || !write.mayHaveRemoved(change.removed())) {
        violation("was told of %s, but what was done is %s", change, write.event());
      }
      String its = names.putIfAbsent(write, change.message());
      if (its != null && !its.equals(change.message())) {
        violation("was told of %s, which has the name %s, too", change, its);
      }
      done.add(write);
    }

    private void apply(WatchedChange change) {
      change
          .written()
          .forEach(
              (key, entry) -> {
                version(entry);
                Long known = highest.put(key, entry.version());
                if (known != null && known >= entry.version()) {
                  violation("was told %s=%s, behind version %d", key, entry, known);
                }
                state.put(key, entry);
              });
      for (String key : change.removed()) {
        if (state.remove(key) == null) {
          violation("was told of the removal of %s, which is not there: %s", key, change);
        }
      }
    }

    /** The entries are those of one moment. */
    private void moment(long time) {
      TreeMap<String, WatchedEntry> entries = new TreeMap<>(state);
      Map<String, WatchedEntry> others = states.putIfAbsent(kept.places(), entries);
      if (others != null && !others.equals(entries)) {
        violation("has %s at %s, where another one has %s", entries, kept, others);
      }
      latest = time;
      beforeLatest = before;
      if (calls++ % READS == 0) {
        reads.add(read());
      }
    }

    /** The entries of the latest call as a read of them, behind the end of the call before. */
    private Event read() {
      TreeMap<String, String> values = new TreeMap<>();
      TreeMap<String, Long> found = new TreeMap<>();
      state.forEach(
          (key, entry) -> {
            values.put(key, entry.value());
            found.put(key, entry.version());
          });
      return Event.completed(
              "watch " + name,
              new Operation.Snapshot(),
              beforeLatest,
              latest,
              new VersionedAnswer(values, VersionClaims.found(found)))
          .on(object);
    }

    private void end(WatchLine line) {
      drained++;
      if (state == null) {
        violation("was told nothing at all");
        return;
      }
      for (EntryWrite write : writes.all()) {
        if (write.isSure() && write.event().invoked() > since && !done.contains(write)) {
          violation("was never told of %s", write.event());
        }
      }
      reads.add(read());
      last.stream().filter(each -> each.invoked() > line.time()).findFirst().ifPresent(this::last);
    }

    /**
     * Compares with a later read, which is the same, but for operations that may take effect at any
     * time.
     */
    private void last(Event read) {
      Map<?, ?> found = (Map<?, ?>) read.result();
      Set<String> open = new TreeSet<>();
      for (EntryWrite write : writes.all()) {
        if (write.event().isUnknown() && !done.contains(write)) {
          open.addAll(write.puts().keySet());
          open.addAll(write.removals());
        }
      }
      Set<Object> keys = new HashSet<>(found.keySet());
      keys.addAll(state.keySet());
      for (Object key : keys) {
        WatchedEntry entry = state.get(key);
        Object value = entry == null ? null : entry.value();
        if (!java.util.Objects.equals(value, found.get(key)) && !open.contains(key)) {
          violation("has %s=%s in the end, but %s is read", key, value, found.get(key));
        }
      }
    }
  }
}
