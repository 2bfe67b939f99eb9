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
import java.util.function.Supplier;

/** Operations on {@link FencedMaps}: on one map, on both, and under the lock. */
final class FencedSource implements OperationSource {
  private final HotKeys keys;
  private final UniqueValues values;
  private final SplittableRandom random;
  private final Supplier<String> version;

  /**
   * Makes up operations.
   *
   * @param version gives a version with which the lock is or was held; null if there is none yet
   */
  FencedSource(
      HotKeys keys, UniqueValues values, SplittableRandom random, Supplier<String> version) {
    this.keys = keys;
    this.values = values;
    this.random = random;
    this.version = version;
  }

  @Override
  public Operation next() {
    String held = version.get();
    return switch (random.nextInt(10)) {
      case 0 -> Operation.put(some(1).first(), values.next());
      case 1 -> Operation.read(some(1).first());
      case 2, 3 -> Operation.write(writes());
      case 4, 5 -> new Operation.Read(some(4));
      case 6 -> transact(List.of(condition(some(1).first())));
      default -> held == null ? new Operation.Read(some(3)) : fenced(held);
    };
  }

  /** A transaction of whoever holds the lock with a version. */
  Operation fenced(String held) {
    List<WriteCondition> conditions = new ArrayList<>(FencedMaps.held(held));
    if (random.nextInt(4) == 0) {
      conditions.add(condition(some(1).first()));
    }
    return transact(conditions);
  }

  private Operation transact(List<WriteCondition> conditions) {
    SortedMap<String, String> then = writes();
    if (random.nextInt(6) == 0) {
      then.put(then.firstKey(), null);
    }
    return new Operation.Transact(conditions, then, new TreeMap<>(), new TreeSet<>(then.keySet()));
  }

  private WriteCondition condition(String key) {
    return switch (random.nextInt(3)) {
      case 0 -> new WriteCondition.Is(key, null);
      case 1 -> new WriteCondition.Present(key);
      default -> new WriteCondition.Is(key, values.recent());
    };
  }

  private SortedMap<String, String> writes() {
    SortedMap<String, String> writes = new TreeMap<>();
    some(4).forEach(key -> writes.put(key, values.next()));
    return writes;
  }

  private TreeSet<String> some(int most) {
    TreeSet<String> some = new TreeSet<>();
    for (String key : keys.some(most)) {
      List<String> both = List.copyOf(FencedMaps.keys(List.of(key)));
      some.add(both.get(random.nextInt(both.size())));
    }
    return some;
  }
}
