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
package io.atomix.mcast.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Draws operations.
 *
 * @param registers number of registers; 0 for none
 * @param counters number of counters; 0 for none
 * @param values number of values to write; 0 to write every value once
 * @param whole share of operations on the whole map, in percent
 * @param negative whether counters are also subtracted from
 */
record Workload(int registers, int counters, int values, int whole, boolean negative) {

  Operation draw(Random random, int number) {
    if (registers > 0 && (counters == 0 || random.nextBoolean())) {
      return random.nextInt(100) < whole ? onAll(random) : onRegisters(random, number);
    }
    return random.nextInt(100) < whole ? onAllCounters(random) : onCounters(random);
  }

  private Operation onAll(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Operation.Snapshot();
      case 2, 3 -> new Operation.Size();
      case 4 -> new Operation.ContainsValue(String.valueOf(random.nextInt(Math.max(9, values))));
      default -> new Operation.Clear();
    };
  }

  private Operation onAllCounters(Random random) {
    return random.nextInt(8) == 0 ? new Operation.Clear() : new Operation.Sum();
  }

  private Operation onRegisters(Random random, int number) {
    String key = register(random);
    String value = value(random, number);
    return switch (random.nextInt(10)) {
      case 0 -> Operation.read(key);
      case 1, 2 -> new Operation.Read(new TreeSet<>(List.of(key, register(random))));
      case 3 -> Operation.write(key, value);
      case 4 -> Operation.write(several(random, number));
      case 5 -> Operation.put(key, value);
      case 6 -> Operation.remove(key);
      case 7 -> new Operation.Swap(several(random, number));
      case 8 ->
          Operation.compareAndSet(
              key,
              random.nextInt(3) == 0 ? null : value(random, random.nextInt(number + 1)),
              value);
      default -> transact(random, number);
    };
  }

  private Operation transact(Random random, int number) {
    List<WriteCondition> conditions = new ArrayList<>();
    String key = register(random);
    conditions.add(
        random.nextBoolean()
            ? new WriteCondition.Present(key)
            : new WriteCondition.Is(
                key, random.nextBoolean() ? null : value(random, random.nextInt(number + 1))));
    if (random.nextBoolean()) {
      conditions.add(new WriteCondition.Is(register(random), null));
    }
    SortedSet<String> reads = new TreeSet<>();
    if (random.nextBoolean()) {
      reads.add(register(random));
    }
    SortedMap<String, String> otherwise = new TreeMap<>();
    if (random.nextInt(3) == 0) {
      otherwise.put(register(random), value(random, number));
    }
    return new Operation.Transact(conditions, several(random, number), otherwise, reads);
  }

  private Operation onCounters(Random random) {
    String key = counter(random);
    return switch (random.nextInt(6)) {
      case 0 -> Operation.add(key, delta(random));
      case 1 -> {
        long delta = delta(random);
        yield Operation.add(
            negative ? transfer(random, delta) : Map.of(key, delta, counter(random) + "'", 1L));
      }
      case 2 -> Operation.addAndGet(key, delta(random));
      case 3 -> Operation.count(key);
      case 4 -> new Operation.Count(new TreeSet<>(List.of(key, counter(random))));
      default ->
          new Operation.AddIf(
              List.of(
                  random.nextBoolean()
                      ? new WriteCondition.AtLeast(key, random.nextInt(4))
                      : new WriteCondition.AtMost(key, random.nextInt(4))),
              new TreeMap<>(Map.of(counter(random), delta(random))));
    };
  }

  private Map<String, Long> transfer(Random random, long amount) {
    Map<String, Long> deltas = new TreeMap<>();
    deltas.merge(counter(random), amount, Long::sum);
    deltas.merge(counter(random), -amount, Long::sum);
    return deltas;
  }

  private long delta(Random random) {
    return negative && random.nextInt(3) == 0 ? -1 - random.nextInt(3) : 1 + random.nextInt(3);
  }

  private SortedMap<String, String> several(Random random, int number) {
    SortedMap<String, String> several = new TreeMap<>();
    several.put(register(random), value(random, number));
    several.put(register(random), random.nextInt(4) == 0 ? null : value(random, number));
    return several;
  }

  private String register(Random random) {
    return "r" + random.nextInt(registers);
  }

  private String counter(Random random) {
    return "c" + random.nextInt(counters);
  }

  private String value(Random random, int number) {
    return values == 0 ? "v" + number : String.valueOf(random.nextInt(values));
  }
}
