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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Changes that the operations on the entries were to make, to be found by what has changed. No
 * value is written twice, so a value names its operation; a removal is known by what it found.
 */
final class EntryWrites {

  /**
   * Changes of one operation.
   *
   * @param event the operation
   * @param refused whether it was said not to be applied
   * @param puts the values that it writes
   * @param removals the keys that it removes
   */
  record EntryWrite(
      Event event, boolean refused, SortedMap<String, String> puts, TreeSet<String> removals) {

    /** Returns whether it is known what it has removed, as far as it took effect. */
    boolean tellsRemovals() {
      return !event.isUnknown() && found() != null;
    }

    /** The keys that were there and that it has removed, if it tells. */
    TreeSet<String> removed() {
      TreeSet<String> removed = new TreeSet<>(removals);
      removed.retainAll(found().keySet());
      return removed;
    }

    /** Entries that it has found, if it tells. */
    Map<?, ?> found() {
      if (event.operation() instanceof Operation.Swap) {
        return (Map<?, ?>) event.result();
      }
      return event.result() instanceof Operation.Outcome outcome ? outcome.values() : null;
    }

    /** Returns whether it is sure to have changed something. */
    boolean isSure() {
      return !event.isUnknown() && (!puts.isEmpty() || tellsRemovals() && !removed().isEmpty());
    }

    /** Returns whether these removals can be its own. */
    boolean mayHaveRemoved(Set<String> told) {
      return tellsRemovals() ? removed().equals(told) : removals.containsAll(told);
    }
  }

  private final Map<String, EntryWrite> byValue = new HashMap<>();
  private final List<EntryWrite> all = new ArrayList<>();
  private final List<EntryWrite> onlyRemovals = new ArrayList<>();

  /** Takes what was done, and what was said not to be done. */
  EntryWrites(List<Event> events, List<Event> notApplied) {
    events.forEach(event -> add(event, false));
    notApplied.forEach(event -> add(event, true));
  }

  private void add(Event event, boolean refused) {
    Operation operation = event.operation();
    if (operation instanceof Operation.Write write) {
      add(event, refused, write.values());
    } else if (operation instanceof Operation.Swap swap) {
      add(event, refused, swap.values());
    } else {
      addConditional(event, refused);
    }
  }

  private void addConditional(Event event, boolean refused) {
    if (event.operation() instanceof Operation.Transact transact) {
      // Which of the two it was is known if there is a result.
      boolean open = event.isUnknown() || refused;
      boolean held = !open && ((Operation.Outcome) event.result()).held();
      if (open || held) {
        add(event, refused, transact.then());
      }
      if (open || !held) {
        add(event, refused, transact.otherwise());
      }
    }
  }

  private void add(Event event, boolean refused, SortedMap<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    SortedMap<String, String> puts = new TreeMap<>(values);
    puts.values().removeIf(value -> value == null);
    TreeSet<String> removals = new TreeSet<>(values.keySet());
    removals.removeAll(puts.keySet());
    EntryWrite write = new EntryWrite(event, refused, puts, removals);
    all.add(write);
    puts.values().forEach(value -> byValue.put(value, write));
    if (puts.isEmpty()) {
      onlyRemovals.add(write);
    }
  }

  /** The one that writes a value, or null. */
  EntryWrite of(String value) {
    return byValue.get(value);
  }

  /** All of them. */
  List<EntryWrite> all() {
    return all;
  }

  /** Those that remove and write nothing. */
  List<EntryWrite> onlyRemovals() {
    return onlyRemovals;
  }
}
