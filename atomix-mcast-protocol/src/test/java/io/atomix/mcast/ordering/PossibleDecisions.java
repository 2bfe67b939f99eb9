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

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What groups may decide on the facts that they may have learned. Equal entries are one object. */
final class PossibleDecisions {
  private static final Entry[] NOTHING = {};

  /** Enough for the number of a set of facts. */
  private static final int FACT_BITS = 14;

  /** Spreads keys, each its own way, for the sake of hashing. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final SmallSystem system;
  private final Protocol protocol;
  private final FactSets facts;
  private final Map<Entry, Entry> entries = new HashMap<>();
  private final Map<Long, Entry[]> decisions = new HashMap<>();

  PossibleDecisions(SmallSystem system, Protocol protocol, FactSets facts) {
    this.system = system;
    this.protocol = protocol;
    this.facts = facts;
  }

  /**
   * Returns what group g may decide about multicast message m, on any of the facts that it may have
   * learned by now.
   *
   * @param stable whether the message may be known to be stable
   */
  Entry[] of(int m, int g, GroupNode[] nodes, boolean stable) {
    if (nodes[g].told[m] == 0) {
      return NOTHING;
    }
    if (facts.size() >= 1 << FACT_BITS) {
      throw new IllegalStateException("Too many sets of facts to be numbered");
    }
    long key = (m * nodes.length + g) * 2 + (stable ? 1 : 0);
    for (GroupNode node : nodes) {
      key = key << FACT_BITS | node.told[m];
    }
    return decisions.computeIfAbsent(key * SPREAD, absent -> decide(m, g, nodes, stable));
  }

  private Entry[] decide(int m, int g, GroupNode[] nodes, boolean stable) {
    SortedSet<GroupId> others = new TreeSet<>(system.destinations(m));
    others.remove(SmallSystem.group(g));
    Set<Entry> found = new LinkedHashSet<>();
    forEachKnowledge(
        m,
        g,
        0,
        nodes,
        new TreeMap<>(),
        known -> {
          for (MessageStatus own : facts.get(nodes[g].told[m])) {
            protocol
                .decide(SmallSystem.id(m), own, others, known, stable)
                .ifPresent(entry -> found.add(entries.computeIfAbsent(entry, it -> it)));
          }
        });
    return found.toArray(NOTHING);
  }

  /**
   * Calls with each choice of at most one fact of each other destination group, from this one on.
   */
  private void forEachKnowledge(
      int m,
      int g,
      int from,
      GroupNode[] nodes,
      Map<GroupId, MessageStatus> known,
      Consumer<Map<GroupId, MessageStatus>> use) {
    if (from == nodes.length) {
      use.accept(known);
      return;
    }
    forEachKnowledge(m, g, from + 1, nodes, known, use);
    if (from != g) {
      for (MessageStatus status : facts.get(nodes[from].told[m])) {
        known.put(SmallSystem.group(from), status);
        forEachKnowledge(m, g, from + 1, nodes, known, use);
      }
      known.remove(SmallSystem.group(from));
    }
  }
}
