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
package io.atomix.mcast.lab.workload;

import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.Slot;
import java.util.List;

/** Chooses the keys of an operation on several of three partitions. */
enum KeySets {
  /** Each slot has two keys of its own, in two partitions. */
  PAIRS(2 * 1024) {
    @Override
    List<String> next(Slot slot) {
      return own(slot, 2);
    }
  },

  /** Any two of four that are in different partitions. */
  HOT_PAIRS(4) {
    @Override
    List<String> next(Slot slot) {
      int first = slot.random().nextInt(4);
      // The first and the fourth are in the same partition.
      int second =
          first == 3 ? 1 + slot.random().nextInt(2) : (first + 1 + slot.random().nextInt(2)) % 4;
      return List.of(all().get(first), all().get(second));
    }
  },

  /** Each slot has six keys of its own, two in each partition. */
  SIXES(6 * 1024) {
    @Override
    List<String> next(Slot slot) {
      return own(slot, 6);
    }
  };

  private static final int PARTITIONS = 3;

  private final int count;
  private List<String> all;

  KeySets(int count) {
    this.count = count;
  }

  /** Returns different keys. */
  abstract List<String> next(Slot slot);

  /** All keys there are; each two that follow each other are in different partitions. */
  synchronized List<String> all() {
    if (all == null) {
      all = PartitionKeys.inTurn("several-", count, PARTITIONS);
    }
    return all;
  }

  List<String> own(Slot slot, int size) {
    return all().subList(slot.number() * size, slot.number() * size + size);
  }
}
