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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Times for which each group of the partition group answered nobody: the longest time in a round
 * between two answers to operations on one key of it. All clients ask all the time.
 */
final class Availability {

  /**
   * A time without answers.
   *
   * @param nanos its length
   * @param begun when it began, on the histories' clock
   */
  record Outage(long nanos, long begun) {}

  private final Map<Integer, Outage> longest = new TreeMap<>();

  /** Takes a round into account, but not its last reads. */
  void add(List<Event> load) {
    Map<Integer, List<Long>> answers = new TreeMap<>();
    for (Event event : load) {
      Set<String> keys = keys(event);
      if (!event.isUnknown() && keys.size() == 1) {
        int group = KeyPlacement.partitionOf(keys.iterator().next());
        answers.computeIfAbsent(group, any -> new ArrayList<>()).add(event.returned());
      }
    }
    answers.forEach(this::add);
  }

  private void add(int group, List<Long> answers) {
    Collections.sort(answers);
    for (int i = 1; i < answers.size(); i++) {
      Outage gap = new Outage(answers.get(i) - answers.get(i - 1), answers.get(i - 1));
      longest.merge(group, gap, (one, other) -> other.nanos > one.nanos ? other : one);
    }
  }

  /** The longest of each group. */
  Map<Integer, Outage> longest() {
    return Collections.unmodifiableMap(longest);
  }

  private static Set<String> keys(Event event) {
    if (!event.object().startsWith(Objects.REGISTERS)) {
      return Set.of();
    } else if (event.operation() instanceof Operation.Swap swap) {
      return swap.values().keySet();
    } else if (event.operation() instanceof Operation.Read read) {
      return read.keys();
    }
    return Set.of();
  }
}
