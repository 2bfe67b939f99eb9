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

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Some keys of which a few are hot: half of all draws. Used by one thread. */
final class HotKeys {
  private final List<String> hot;
  private final List<String> cold;
  private final SplittableRandom random;

  private HotKeys(List<String> hot, List<String> cold, SplittableRandom random) {
    this.hot = hot;
    this.cold = cold;
    this.random = random;
  }

  /** Keys of one partition. */
  static HotKeys ofPartition(int partition, int hot, int cold, SplittableRandom random) {
    return new HotKeys(some("hot", partition, hot), some("cold", partition, cold), random);
  }

  /** Keys of all partitions, so many in each. */
  static HotKeys ofAll(int hot, int cold, SplittableRandom random) {
    List<String> allHot = new ArrayList<>();
    List<String> allCold = new ArrayList<>();
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      allHot.addAll(some("hot", partition, hot));
      allCold.addAll(some("cold", partition, cold));
    }
    return new HotKeys(allHot, allCold, random);
  }

  private static List<String> some(String prefix, int partition, int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; keys.size() < count; i++) {
      String key = prefix + i;
      if (KeyPlacement.partitionOf(key) == partition) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** All of them. */
  List<String> all() {
    List<String> all = new ArrayList<>(hot);
    all.addAll(cold);
    return all;
  }

  /** Draws one. */
  String one() {
    List<String> from = random.nextBoolean() ? hot : cold;
    return from.get(random.nextInt(from.size()));
  }

  /** Draws up to {@code most}, at least one. */
  TreeSet<String> some(int most) {
    TreeSet<String> some = new TreeSet<>();
    int count = random.nextInt(1, most + 1);
    for (int i = 0; i < count; i++) {
      some.add(one());
    }
    return some;
  }
}
