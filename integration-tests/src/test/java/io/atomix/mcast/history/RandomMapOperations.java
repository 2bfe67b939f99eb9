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

import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.WriteCondition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random operations on one and on several keys of a map. No value is written twice, so that
 * histories say who saw whose write. Used by one thread.
 */
public final class RandomMapOperations {

  private static final int RECENT = 4;

  private final Random random;
  private final List<String> keys;
  private final String prefix;
  private final Deque<String> recent = new ArrayDeque<>();
  private int written;

  /**
   * Makes operations on these keys.
   *
   * @param prefix what the values begin with, another one for each source of operations on one map
   */
  public RandomMapOperations(Random random, List<String> keys, String prefix) {
    this.random = random;
    this.keys = keys;
    this.prefix = prefix;
  }

  /** Makes another operation. */
  public Operation next() {
    return switch (random.nextInt(14)) {
      case 0 -> Operation.put(key(), value());
      case 1 -> Operation.remove(key());
      case 2 -> Operation.read(key());
      case 3 -> new Operation.Size();
      case 4 -> new Operation.ContainsValue(recentValue());
      case 5 -> random.nextInt(3) > 0 ? new Operation.Size() : new Operation.Clear();
      case 6, 7 -> Operation.write(entries());
      case 8 -> new Operation.Read(new TreeSet<>(some(4)));
      case 9 -> new Operation.Swap(entries());
      case 10 -> new Operation.Swap(removals());
      case 11 -> new Operation.Snapshot();
      default -> transact();
    };
  }

  private Operation transact() {
    List<WriteCondition> conditions = new ArrayList<>();
    for (String key : some(2)) {
      conditions.add(
          switch (random.nextInt(3)) {
            case 0 -> new WriteCondition.Is(key, null);
            case 1 -> new WriteCondition.Present(key);
            default -> new WriteCondition.Is(key, recentValue());
          });
    }
    SortedMap<String, String> then = new TreeMap<>();
    some(3).forEach(key -> then.put(key, random.nextInt(3) == 0 ? null : value()));
    SortedMap<String, String> otherwise = new TreeMap<>();
    otherwise.put(key(), value());
    return new Operation.Transact(conditions, then, otherwise, new TreeSet<>(then.keySet()));
  }

  private String key() {
    return keys.get(random.nextInt(keys.size()));
  }

  private String value() {
    String value = prefix + ++written;
    recent.addLast(value);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    return value;
  }

  /**
   * A value that may be there, whoever drew it; one that is nowhere while none was drawn. That is
   * not 0, which a counter is that is absent.
   */
  private String recentValue() {
    List<String> values = new ArrayList<>(recent);
    return values.isEmpty() ? prefix + "-1" : values.get(random.nextInt(values.size()));
  }

  private SortedMap<String, String> entries() {
    SortedMap<String, String> entries = new TreeMap<>();
    some(4).forEach(key -> entries.put(key, value()));
    return entries;
  }

  private SortedMap<String, String> removals() {
    SortedMap<String, String> removals = new TreeMap<>();
    some(4).forEach(key -> removals.put(key, null));
    return removals;
  }

  private List<String> some(int most) {
    List<String> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, 1 + random.nextInt(most));
  }
}
