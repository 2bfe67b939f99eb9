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

/**
 * The states, of two longs, that an exploration has reached, numbered in that order, each with the
 * one it was reached from.
 */
final class StateTable {
  private long[] firsts = new long[1024];
  private long[] seconds = new long[1024];
  private int[] origins = new int[1024];
  private int[] slots = new int[4096];
  private int size;

  int size() {
    return size;
  }

  long first(int number) {
    return firsts[number];
  }

  long second(int number) {
    return seconds[number];
  }

  int origin(int number) {
    return origins[number];
  }

  /** Adds a state unless it is there. */
  void add(long first, long second, int origin) {
    int slot = slot(first, second);
    if (slots[slot] != 0) {
      return;
    }
    if (size == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
      origins = Arrays.copyOf(origins, 2 * size);
    }
    firsts[size] = first;
    seconds[size] = second;
    origins[size] = origin;
    size++;
    slots[slot] = size;
    if (size * 2 > slots.length) {
      slots = new int[slots.length * 4];
      for (int i = 0; i < size; i++) {
        slots[slot(firsts[i], seconds[i])] = i + 1;
      }
    }
  }

  /** Returns the number of a state, or -1 if it was not reached. */
  int number(long first, long second) {
    return slots[slot(first, second)] - 1;
  }

  private int slot(long first, long second) {
    long hash = (first * 0x9E3779B97F4A7C15L ^ second) * 0xC2B2AE3D27D4EB4FL;
    int slot = (int) (hash >>> 32) & slots.length - 1;
    while (slots[slot] != 0
        && (firsts[slots[slot] - 1] != first || seconds[slots[slot] - 1] != second)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
