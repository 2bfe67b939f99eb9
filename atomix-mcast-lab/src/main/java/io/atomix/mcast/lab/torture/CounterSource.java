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
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Operations on counters. Amounts are large and random, so that a sum tells what is in it. */
final class CounterSource implements OperationSource {
  private static final long MOST = 1L << 40;

  private final HotKeys keys;
  private final SplittableRandom random;

  CounterSource(HotKeys keys, SplittableRandom random) {
    this.keys = keys;
    this.random = random;
  }

  @Override
  public Operation next() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> new Operation.Add(deltas());
      case 3, 4 -> new Operation.AddAndGet(deltas());
      case 5, 6 -> new Operation.AddIf(condition(), deltas());
      case 7, 8 -> new Operation.Count(keys.some(4));
      default -> new Operation.Sum();
    };
  }

  private List<WriteCondition> condition() {
    String key = keys.one();
    long bound = random.nextLong(-2 * MOST, 2 * MOST);
    return List.of(
        random.nextBoolean()
            ? new WriteCondition.AtLeast(key, bound)
            : new WriteCondition.AtMost(key, bound));
  }

  private SortedMap<String, Long> deltas() {
    SortedMap<String, Long> deltas = new TreeMap<>();
    for (String key : keys.some(3)) {
      deltas.put(key, random.nextLong(1, MOST) * (random.nextBoolean() ? 1 : -1));
    }
    return deltas;
  }
}
