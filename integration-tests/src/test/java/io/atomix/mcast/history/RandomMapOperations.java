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
package io.atomix.mcast.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random operations on one and on several keys of a map. Used by one thread. */
public final class RandomMapOperations {
  private final Random random;
  private final List<String> keys;
  private final List<String> values;

  /** Makes operations on these keys, with these values. */
  public RandomMapOperations(Random random, List<String> keys, List<String> values) {
    this.random = random;
    this.keys = keys;
    this.values = values;
  }

  /** Makes another operation. */
  public MapOperation next() {
    return switch (random.nextInt(14)) {
      case 0 -> new MapOperation.Put(key(), value());
      case 1 -> new MapOperation.Remove(key());
      case 2 -> new MapOperation.Get(key());
      case 3 -> new MapOperation.Size();
      case 4 -> new MapOperation.ContainsValue(value());
      case 5 -> random.nextInt(3) > 0 ? new MapOperation.Size() : new MapOperation.Clear();
      case 6, 7 -> new MapOperation.PutAll(entries());
      case 8 -> new MapOperation.GetAll(keySet());
      case 9 -> new MapOperation.GetAndPutAll(entries());
      case 10 -> new MapOperation.GetAndRemoveAll(keySet());
      case 11 -> new MapOperation.Snapshot(random.nextBoolean());
      default -> transact();
    };
  }

  private MapOperation transact() {
    Map<String, String> expected = new HashMap<>();
    some(2).forEach(key -> expected.put(key, valueOrNull()));
    Map<String, String> changes = new HashMap<>();
    some(3).forEach(key -> changes.put(key, valueOrNull()));
    return new MapOperation.Transact(expected, changes, key(), value(), random.nextInt(3) == 0);
  }

  private String key() {
    return keys.get(random.nextInt(keys.size()));
  }

  private String value() {
    return values.get(random.nextInt(values.size()));
  }

  private String valueOrNull() {
    return random.nextInt(3) == 0 ? null : value();
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new HashMap<>();
    some(4).forEach(key -> entries.put(key, value()));
    return entries;
  }

  private Set<String> keySet() {
    return new HashSet<>(some(4));
  }

  private List<String> some(int most) {
    List<String> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, 1 + random.nextInt(most));
  }
}
