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
package io.atomix.mcast.ordering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sets of statuses that a group has told of a message, each with a small number; the empty one is
 * 0.
 */
final class FactSets {
  private final boolean history;
  private final List<Set<MessageStatus>> sets = new ArrayList<>();
  private final Map<Set<MessageStatus>, Integer> numbers = new HashMap<>();

  /**
   * Makes the empty set alone.
   *
   * @param history whether a set keeps all that was told, rather than what was told last
   */
  FactSets(boolean history) {
    this.history = history;
    number(Set.of());
  }

  Set<MessageStatus> get(int number) {
    return sets.get(number);
  }

  int size() {
    return sets.size();
  }

  int with(int number, MessageStatus status) {
    if (sets.get(number).contains(status)) {
      return number;
    }
    Set<MessageStatus> set = new LinkedHashSet<>();
    if (history) {
      set.addAll(sets.get(number));
    }
    set.add(status);
    return number(set);
  }

  private int number(Set<MessageStatus> set) {
    Integer known = numbers.putIfAbsent(set, sets.size());
    if (known == null) {
      sets.add(set);
      return sets.size() - 1;
    }
    return known;
  }
}
