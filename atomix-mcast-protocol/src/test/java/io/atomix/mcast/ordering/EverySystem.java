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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every mix of footprints of a few messages in two groups, where a message touches each of two keys
 * of each group by reading, writing or not at all: 80 kinds of messages, and so 512,000 systems of
 * three.
 *
 * <p>To the core, systems are alike in which the same messages go to the same groups, conflict
 * there, and are queries; to swap the groups changes nothing either. What messages conflict is for
 * {@link GroupOrderingRandomTest} to check. So it is enough to explore one system of each sort.
 */
final class EverySystem {
  private static final int FOOTPRINTS = 9;
  private static final int KINDS = FOOTPRINTS * FOOTPRINTS;

  /** Whether two footprints, by number, conflict. */
  private static final boolean[][] CONFLICTS = new boolean[FOOTPRINTS][FOOTPRINTS];

  static {
    for (int a = 0; a < FOOTPRINTS; a++) {
      for (int b = 0; b < FOOTPRINTS; b++) {
        CONFLICTS[a][b] = DumbOrdering.conflict(footprint(a), footprint(b));
      }
    }
  }

  private EverySystem() {}

  /** Draws one system of each sort, with equal chances. */
  static Collection<SmallSystem> ofEachSort(int size, Random random) {
    Map<Integer, int[]> drawn = new TreeMap<>();
    Map<Integer, Integer> counts = new TreeMap<>();
    int[] kinds = new int[size];
    Arrays.fill(kinds, 1);
    do {
      int sort = Math.min(sort(kinds, false), sort(kinds, true));
      if (random.nextInt(counts.merge(sort, 1, Integer::sum)) == 0) {
        drawn.put(sort, kinds.clone());
      }
    } while (advance(kinds));
    return drawn.values().stream().map(EverySystem::system).toList();
  }

  private static boolean advance(int[] kinds) {
    for (int m = 0; m < kinds.length; m++) {
      kinds[m]++;
      if (kinds[m] < KINDS) {
        return true;
      }
      kinds[m] = 1;
    }
    return false;
  }

  private static SmallSystem system(int[] kinds) {
    List<SmallSystem.Message> messages = new ArrayList<>();
    for (int kind : kinds) {
      SortedMap<Integer, GroupFootprint> footprints = new TreeMap<>();
      for (int group = 0; group < 2; group++) {
        GroupFootprint footprint = footprint(footprintIn(group, kind));
        if (!footprint.isEmpty()) {
          footprints.put(group, footprint);
        }
      }
      messages.add(new SmallSystem.Message(footprints, 0, 0));
    }
    return new SmallSystem(2, messages);
  }

  private static int footprintIn(int group, int kind) {
    return group == 0 ? kind % FOOTPRINTS : kind / FOOTPRINTS;
  }

  private static GroupFootprint footprint(int number) {
    TreeMap<Long, Access> keys = new TreeMap<>();
    for (long key = 0; key < 2; key++) {
      int touched = key == 0 ? number % 3 : number / 3;
      if (touched > 0) {
        keys.put(key, touched == 1 ? Access.READ : Access.WRITE);
      }
    }
    return new GroupFootprint("map", null, keys);
  }

  /** Returns the same footprint, in which the second key is one of another primitive. */
  static GroupFootprint onTwoPrimitives(GroupFootprint footprint) {
    GroupFootprint first = withKey(footprint, "map", 0);
    GroupFootprint second = withKey(footprint, "set", 1);
    return second.isEmpty() ? first : first.isEmpty() ? second : first.beside(List.of(second));
  }

  private static GroupFootprint withKey(GroupFootprint footprint, String primitive, long key) {
    TreeMap<Long, Access> kept = new TreeMap<>(footprint.keys());
    kept.keySet().retainAll(List.of(key));
    return new GroupFootprint(primitive, null, kept);
  }

  /**
   * Returns a number that systems have in common if they are alike, the groups taken in this order
   * or the other.
   */
  private static int sort(int[] kinds, boolean swapped) {
    int sort = 0;
    for (int group : swapped ? new int[] {1, 0} : new int[] {0, 1}) {
      for (int m = 0; m < kinds.length; m++) {
        int footprint = footprintIn(group, kinds[m]);
        sort = sort << 2 | state(footprint, footprintIn(1 - group, kinds[m]));
        for (int n = 0; n < m; n++) {
          sort = sort << 1 | (CONFLICTS[footprint][footprintIn(group, kinds[n])] ? 1 : 0);
        }
      }
    }
    return sort;
  }

  /** Returns 0 for a message that does not come here, 1 for a query, 2 for another one. */
  private static int state(int footprint, int elsewhere) {
    boolean isRead = footprint % 3 < 2 && footprint / 3 < 2;
    return footprint == 0 ? 0 : isRead && elsewhere == 0 ? 1 : 2;
  }
}
