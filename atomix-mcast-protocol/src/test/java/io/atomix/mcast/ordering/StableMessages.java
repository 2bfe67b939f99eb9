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

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;

/**
 * What the messages of a small system are known to be stable by all that groups have ever told. Who
 * knows less derives less, so it covers every delay and loss of facts.
 */
final class StableMessages {
  private final SmallSystem system;
  private final Protocol protocol;
  private final FactSets facts;
  private final SortedSet<GroupId>[] destinations;
  private final Map<Told, Integer> known = new HashMap<>();

  /** The numbers of all sets of facts, by group and message. */
  private record Told(int[] numbers) {
    @Override
    public boolean equals(Object object) {
      return object instanceof Told that && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(numbers) * 0x9E3779B1;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  StableMessages(SmallSystem system, Protocol protocol, FactSets facts) {
    this.system = system;
    this.protocol = protocol;
    this.facts = facts;
    this.destinations = new SortedSet[system.size()];
    for (int m = 0; m < system.size(); m++) {
      destinations[m] = system.destinations(m);
    }
  }

  /** Returns the stable messages, one bit each. */
  int of(GroupNode[] nodes) {
    int size = system.size();
    int[] numbers = new int[nodes.length * size];
    for (int g = 0; g < nodes.length; g++) {
      System.arraycopy(nodes[g].told, 0, numbers, g * size, size);
    }
    return known.computeIfAbsent(new Told(numbers), this::derive);
  }

  private int derive(Told told) {
    int size = system.size();
    Stability stability = protocol.newStability();
    for (int m = 0; m < size; m++) {
      if (destinations[m].size() > 1) {
        stability.add(SmallSystem.id(m), destinations[m]);
      }
    }
    for (int i = 0; i < told.numbers().length; i++) {
      GroupId group = SmallSystem.group(i / size);
      for (MessageStatus status : facts.get(told.numbers()[i])) {
        stability.learn(SmallSystem.id(i % size), group, status);
      }
    }
    int stable = 0;
    for (MessageId id : stability.takeStable()) {
      stable |= 1 << SmallSystem.number(id);
    }
    return stable;
  }
}
