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

import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.WriteCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Operations on maps. */
final class MapSources {
  private MapSources() {}

  /** On one key at a time: blind, reading and conditional. */
  static OperationSource local(HotKeys keys, UniqueValues values, SplittableRandom random) {
    return () -> {
      String key = keys.one();
      return switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> Operation.put(key, values.next());
        case 4 -> Operation.remove(key);
        case 5, 6 -> {
          String expected = random.nextInt(3) == 0 ? null : values.recent();
          yield Operation.compareAndSet(key, expected, values.next());
        }
        default -> Operation.read(key);
      };
    };
  }

  /** On a whole map of Atomix. */
  static OperationSource whole(UniqueValues seen, SplittableRandom random) {
    return () ->
        switch (random.nextInt(20)) {
          case 0 -> new Operation.Clear();
          case 1, 2, 3, 4, 5 -> new Operation.ContainsValue(seen.recent());
          default -> new Operation.Size();
        };
  }

  /** On several keys at a time, and on all. */
  static OperationSource several(HotKeys keys, UniqueValues values, SplittableRandom random) {
    return () ->
        switch (random.nextInt(12)) {
          case 0 -> Operation.put(keys.one(), values.next());
          case 1 -> Operation.read(keys.one());
          case 2, 3 -> Operation.write(entries(keys, values));
          case 4, 5 -> new Operation.Read(keys.some(4));
          case 6 -> new Operation.Swap(entries(keys, values));
          case 7 ->
              random.nextBoolean() ? new Operation.Swap(removals(keys)) : new Operation.Size();
          case 8 -> new Operation.Snapshot();
          default -> transact(keys, values, random);
        };
  }

  /** Entries that are written once and stay, so that each can be asked for in the end. */
  static OperationSource ledger(UniqueValues names, SplittableRandom random) {
    return () -> {
      if (random.nextInt(5) == 0) {
        return Operation.read(names.recent());
      }
      SortedMap<String, String> entries = new TreeMap<>();
      int count = random.nextInt(1, 4);
      for (int i = 0; i < count; i++) {
        String name = names.next();
        entries.put(name, name);
      }
      return random.nextBoolean() ? Operation.write(entries) : new Operation.Swap(entries);
    };
  }

  private static SortedMap<String, String> entries(HotKeys keys, UniqueValues values) {
    SortedMap<String, String> entries = new TreeMap<>();
    keys.some(4).forEach(key -> entries.put(key, values.next()));
    return entries;
  }

  private static SortedMap<String, String> removals(HotKeys keys) {
    SortedMap<String, String> removals = new TreeMap<>();
    keys.some(3).forEach(key -> removals.put(key, null));
    return removals;
  }

  private static Operation transact(HotKeys keys, UniqueValues values, SplittableRandom random) {
    List<WriteCondition> conditions = new ArrayList<>();
    for (String key : keys.some(2)) {
      conditions.add(
          switch (random.nextInt(3)) {
            case 0 -> new WriteCondition.Is(key, null);
            case 1 -> new WriteCondition.Present(key);
            default -> new WriteCondition.Is(key, values.recent());
          });
    }
    SortedMap<String, String> then = new TreeMap<>();
    keys.some(3).forEach(key -> then.put(key, random.nextInt(6) == 0 ? null : values.next()));
    SortedMap<String, String> otherwise = new TreeMap<>();
    otherwise.put(keys.one(), values.next());
    return new Operation.Transact(conditions, then, otherwise, new TreeSet<>(then.keySet()));
  }
}
