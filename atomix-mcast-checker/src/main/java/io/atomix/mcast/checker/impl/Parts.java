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
package io.atomix.mcast.checker.impl;

import io.atomix.mcast.checker.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits a history into parts that have no key in common: by object, and within an object by the
 * operations that join keys.
 */
final class Parts {

  /** The marks of {@link OperationKeys#marked} for all registers and all counters. */
  private static final String ALL_REGISTERS = "R";

  private static final String ALL_COUNTERS = "C";

  private final Map<String, String> parent = new HashMap<>();

  private Parts() {}

  static List<HistoryPart> of(Collection<Event> history) {
    Map<String, List<Event>> objects = new LinkedHashMap<>();
    for (Event event : history) {
      objects.computeIfAbsent(event.object(), name -> new ArrayList<>()).add(event);
    }
    List<HistoryPart> parts = new ArrayList<>();
    objects.forEach((object, events) -> parts.addAll(new Parts().split(object, events)));
    return parts;
  }

  private List<HistoryPart> split(String object, List<Event> events) {
    List<OperationKeys> keys = events.stream().map(OperationKeys::new).toList();
    Set<String> all = new HashSet<>();
    boolean joinRegisters = false;
    boolean joinCounters = false;
    for (OperationKeys each : keys) {
      List<String> marked = each.marked();
      all.addAll(marked);
      marked.forEach(key -> join(marked.get(0), key));
      joinRegisters |= each.allRegisters;
      joinCounters |= each.allCounters;
    }
    for (String key : all) {
      if (joinRegisters && key.charAt(0) == 'r') {
        join(key, ALL_REGISTERS);
      } else if (joinCounters && key.charAt(0) == 'c') {
        join(key, ALL_COUNTERS);
      }
    }
    Map<String, HistoryPart> parts = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      HistoryPart part =
          parts.computeIfAbsent(
              root(keys.get(i).marked().get(0)),
              root -> new HistoryPart(object, new ArrayList<>(), new HashSet<>(), new HashSet<>()));
      part.events().add(events.get(i));
      part.registers().addAll(keys.get(i).registers);
      part.counters().addAll(keys.get(i).counters);
    }
    for (HistoryPart part : parts.values()) {
      part.events().sort(Comparator.comparingLong(Event::invoked));
    }
    return List.copyOf(parts.values());
  }

  private void join(String a, String b) {
    parent.put(root(a), root(b));
  }

  private String root(String key) {
    String root = key;
    for (String next = parent.get(root); next != null && !next.equals(root); ) {
      root = next;
      next = parent.get(root);
    }
    for (String each = key; !each.equals(root); ) {
      String next = parent.put(each, root);
      each = next == null ? root : next;
    }
    return root;
  }
}
