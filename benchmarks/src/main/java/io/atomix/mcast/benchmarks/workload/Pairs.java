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
package io.atomix.mcast.benchmarks.workload;

import io.atomix.mcast.benchmarks.cluster.Keys;
import io.atomix.mcast.benchmarks.measure.Slot;
import java.util.List;

/** Chooses two keys in two of three partitions. */
enum Pairs {
  /** Each slot has two keys of its own. */
  DISJOINT(2 * 1024) {
    @Override
    int first(Slot slot) {
      return 2 * slot.number();
    }

    @Override
    int second(Slot slot, int first) {
      return first + 1;
    }
  },

  /** Any two of four that are in different partitions. */
  HOT(4) {
    @Override
    int first(Slot slot) {
      return slot.random().nextInt(4);
    }

    @Override
    int second(Slot slot, int first) {
      // The first and the fourth are in the same partition.
      return first == 3 ? 1 + slot.random().nextInt(2) : (first + 1 + slot.random().nextInt(2)) % 4;
    }
  };

  private static final int PARTITIONS = 3;

  private final List<String> keys;

  Pairs(int count) {
    this.keys = Keys.inTurn("pair-", count, PARTITIONS);
  }

  abstract int first(Slot slot);

  abstract int second(Slot slot, int first);

  List<String> keys() {
    return keys;
  }

  Pair next(Slot slot) {
    int first = first(slot);
    return new Pair(keys.get(first), keys.get(second(slot, first)));
  }

  /** Two different keys. */
  record Pair(String first, String second) {}
}
