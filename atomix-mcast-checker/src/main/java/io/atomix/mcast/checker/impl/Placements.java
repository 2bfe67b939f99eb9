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

/** A set of configurations, by hashes of 128 bits. */
final class Placements {

  private long[] slots = new long[1 << 12];
  private int size;

  /** Adds a configuration, and returns whether it was not there before. */
  boolean add(long hash1, long hash2) {
    if (size * 3 > slots.length) {
      grow();
    }
    long first = hash1 == 0 ? 1 : hash1;
    int slot = slot(first);
    while (slots[slot] != 0) {
      if (slots[slot] == first && slots[slot + 1] == hash2) {
        return false;
      }
      slot = (slot + 2) & (slots.length - 1);
    }
    slots[slot] = first;
    slots[slot + 1] = hash2;
    size++;
    return true;
  }

  int size() {
    return size;
  }

  private int slot(long hash) {
    return (int) (hash * 2) & (slots.length - 1);
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    size = 0;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        add(old[i], old[i + 1]);
      }
    }
  }
}
