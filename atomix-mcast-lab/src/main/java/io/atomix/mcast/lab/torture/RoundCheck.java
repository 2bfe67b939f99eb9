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

import io.atomix.mcast.checker.Beginning;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.StrictSerializability;
import io.atomix.mcast.checker.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Result of checking a round's histories.
 *
 * @param violations what no order of the operations explains, the last reads aside, with reasons
 * @param lost acknowledged writes that the last reads do not show, or why the last reads cannot be
 *     explained although all before can
 * @param undecided objects of which less than half could be decided
 * @param partly objects of which only a beginning could be decided
 */
record RoundCheck(
    List<String> violations, List<String> lost, List<String> undecided, List<String> partly) {
  private static final int PIECES = 8;

  /** Checks a round, object by object, and what was heard of it. */
  static RoundCheck of(Histories histories) {
    RoundCheck check =
        new RoundCheck(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, List<Event>> objects =
        histories.all().stream()
            .collect(Collectors.groupingBy(Event::object, TreeMap::new, Collectors.toList()));
    Set<Event> last = Collections.newSetFromMap(new IdentityHashMap<>());
    last.addAll(histories.last());
    check.violations.addAll(ChannelCheck.of(histories.channel()).violations());
    check.violations.addAll(ElectionCheck.of(histories.listened()));
    objects.forEach(
        (object, events) -> {
          if (object.startsWith(Objects.ENTRIES)) {
            WatchCheck.WatchVerdict watched = WatchCheck.of(object, histories);
            check.violations.addAll(watched.violations());
            events.addAll(watched.reads());
          } else if (object.startsWith(Objects.REGISTERS)) {
            MapEventCheck.MapEventVerdict listened = MapEventCheck.of(object, histories);
            check.violations.addAll(listened.violations());
            events.addAll(listened.reads());
          }
          check.object(object, events, last);
        });
    return check;
  }

  /** All of it, to be told. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    violations.forEach(text -> lines.add("VIOLATION " + text));
    lost.forEach(text -> lines.add("LOST " + text));
    undecided.forEach(text -> lines.add("undecided: " + text));
    partly.forEach(text -> lines.add("partly decided: " + text));
    return lines;
  }

  private void object(String object, List<Event> recorded, Set<Event> last) {
    List<Event> events = object.startsWith(Objects.FENCED) ? LockEnds.addTo(recorded) : recorded;
    int missing = lost.size();
    if (object.startsWith(Objects.LEDGER)) {
      ledger(events, last);
    }
    Verdict whole = StrictSerializability.check(events);
    if (whole instanceof Verdict.Violation violation) {
      List<Event> before = events.stream().filter(event -> !last.contains(event)).toList();
      if (StrictSerializability.check(before) instanceof Verdict.Violation) {
        violations.add(violation.toString());
      } else if (lost.size() == missing) {
        lost.add("The last reads " + violation);
      }
    } else if (whole instanceof Verdict.Undecided gaveUp) {
      beginning(object, events, gaveUp);
    }
  }

  /** Checks the beginning of a history: it is worth as much, as far as it goes. */
  private void beginning(String object, List<Event> events, Verdict.Undecided gaveUp) {
    List<Event> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(Event::invoked));
    for (int pieces = PIECES - 1; pieces >= PIECES / 2; pieces--) {
      int size = sorted.size() * pieces / PIECES;
      Verdict verdict = StrictSerializability.check(Beginning.of(sorted, size));
      if (verdict instanceof Verdict.Violation violation) {
        violations.add(violation.toString());
        return;
      } else if (verdict.isStrictlySerializable()) {
        partly.add(object + ": the first " + size + " of " + sorted.size() + " operations");
        return;
      }
    }
    undecided.add(gaveUp.toString());
  }

  /**
   * Each entry of the ledger is written once: if that was acknowledged, all who look later see it.
   */
  private void ledger(List<Event> events, Set<Event> last) {
    TreeSet<String> missing = new TreeSet<>();
    for (Event look : last) {
      if (look.operation() instanceof Operation.Snapshot
          && !look.isUnknown()
          && look.object().startsWith(Objects.LEDGER)) {
        Map<?, ?> seen = (Map<?, ?>) look.result();
        for (Event event : events) {
          if (event.returned() < look.invoked()) {
            written(event.operation())
                .forEach(
                    (key, value) -> {
                      if (!value.equals(seen.get(key))) {
                        missing.add(
                            "ledger entry " + key + " of " + event + ", read as " + seen.get(key));
                      }
                    });
          }
        }
      }
    }
    lost.addAll(missing);
  }

  private static Map<String, String> written(Operation operation) {
    if (operation instanceof Operation.Write write) {
      return write.values();
    } else if (operation instanceof Operation.Swap swap) {
      return swap.values();
    }
    return Map.of();
  }
}
