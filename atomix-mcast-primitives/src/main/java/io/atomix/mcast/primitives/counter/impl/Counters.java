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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of one partition. A counter exists from its first change until it is removed, also
 * while it is 0. All arithmetic is modulo 2^64, so that additions commute and the total does not
 * depend on their order.
 */
final class Counters {
  private final Map<String, Long> values = new HashMap<>();

  /** The sum of all values. */
  private long total;

  boolean contains(String key) {
    return values.containsKey(key);
  }

  /** Returns a value, null if there is no such counter. */
  Long find(String key) {
    return values.get(key);
  }

  /** Returns a value, 0 if there is no such counter. */
  long get(String key) {
    return values.getOrDefault(key, 0L);
  }

  /** Sets a value and returns the old one, 0 if there was none. */
  long set(String key, long value) {
    Long old = values.put(key, value);
    long before = old == null ? 0 : old;
    total += value - before;
    return before;
  }

  /** Adds to a counter and returns its new value. */
  long add(String key, long delta) {
    total += delta;
    return values.merge(key, delta, Long::sum);
  }

  /** Removes a counter and returns its value, 0 if there was none. */
  long remove(String key) {
    Long old = values.remove(key);
    long before = old == null ? 0 : old;
    total -= before;
    return before;
  }

  void clear() {
    values.clear();
    total = 0;
  }

  int size() {
    return values.size();
  }

  long total() {
    return total;
  }

  /** Writes the counters in the order of their keys, so that equal counters write equal bytes. */
  void backup(BackupOutput output) {
    output.writeInt(values.size());
    new TreeMap<>(values)
        .forEach(
            (key, value) -> {
              // Atomix's own writeString gives a length two bytes, and asks the platform for a
              // charset.
              byte[] name = key.getBytes(StandardCharsets.UTF_8);
              output.writeInt(name.length).writeBytes(name).writeLong(value);
            });
  }

  /** Replaces the counters by what was written. */
  void restore(BackupInput input) {
    clear();
    for (int i = input.readInt(); i > 0; i--) {
      String key = new String(input.readBytes(input.readInt()), StandardCharsets.UTF_8);
      set(key, input.readLong());
    }
  }
}
