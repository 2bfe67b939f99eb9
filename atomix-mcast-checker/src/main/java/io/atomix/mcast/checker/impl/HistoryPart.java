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
import io.atomix.mcast.checker.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of a history that has no key in common with the rest, so that it can be checked by itself:
 * strict serializability is local.
 *
 * @param object what the operations were done to
 * @param events its operations, by their beginnings
 * @param registers the keys of its registers
 * @param counters the keys of its counters
 */
record HistoryPart(String object, List<Event> events, Set<String> registers, Set<String> counters) {

  /** The same part with other events, which touch nothing else. */
  HistoryPart with(List<Event> others) {
    return new HistoryPart(object, others, registers, counters);
  }

  Variables variables() {
    Set<String> versioned = new HashSet<>();
    for (Event event : events) {
      versioned.addAll(event.versions().found().keySet());
      versioned.addAll(event.versions().written().keySet());
    }
    return new Variables(
        new TreeSet<>(registers),
        new TreeSet<>(counters),
        events.stream().anyMatch(event -> event.operation() instanceof Operation.Sum),
        versioned);
  }

  /**
   * The operations as actions, by their beginnings, without those of unknown outcome that cannot
   * matter.
   */
  List<PlacedOperation> actions(Variables variables) {
    Translator translator = new Translator(variables, registers, counters);
    List<List<Branch>> branches = new ArrayList<>();
    for (Event event : events) {
      branches.add(translator.branches(event));
    }
    Unnoticed unnoticed = new Unnoticed(branches, variables);
    List<PlacedOperation> actions = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (!event.isUnknown() || !unnoticed.contains(branches.get(i))) {
        actions.add(new PlacedOperation(actions.size(), event, branches.get(i)));
      }
    }
    return actions;
  }
}
