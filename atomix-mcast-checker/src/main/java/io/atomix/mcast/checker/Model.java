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

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object that only one client uses: what operations mean, written as plainly as possible. Every
 * order that the checker finds is replayed on it before the checker says that a history is good.
 * Not thread-safe.
 */
public final class Model {

  private final Map<String, String> registers = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();

  /** An object in which every register is absent and every counter 0. */
  public Model() {}

  /** A copy that changes by itself. */
  public Model(Model other) {
    registers.putAll(other.registers);
    counters.putAll(other.counters);
  }

  /** Carries out {@code operation} and gives its result, null if it has none. */
  public Object apply(Operation operation) {
    if (operation instanceof Operation.Read read) {
      return read(read.keys());
    } else if (operation instanceof Operation.Write write) {
      write(write.values());
      return null;
    } else if (operation instanceof Operation.Swap swap) {
      Object before = read(swap.values().keySet());
      write(swap.values());
      return before;
    } else if (operation instanceof Operation.Transact transact) {
      boolean held = transact.conditions().stream().allMatch(this::holds);
      SortedMap<String, String> values = read(transact.reads());
      write(held ? transact.then() : transact.otherwise());
      return new Operation.Outcome(held, values);
    } else if (operation instanceof Operation.Size) {
      return (long) registers.size();
    } else if (operation instanceof Operation.ContainsValue contains) {
      return registers.containsValue(contains.value());
    } else if (operation instanceof Operation.Snapshot) {
      return new TreeMap<>(registers);
    } else if (operation instanceof Operation.Clear) {
      registers.clear();
      counters.clear();
      return null;
    } else if (operation instanceof Operation.Add add) {
      add(add.deltas());
      return null;
    } else if (operation instanceof Operation.AddAndGet add) {
      add(add.deltas());
      return count(add.deltas().keySet());
    } else if (operation instanceof Operation.AddIf add) {
      boolean held = add.conditions().stream().allMatch(this::holds);
      if (held) {
        add(add.deltas());
      }
      return held;
    } else if (operation instanceof Operation.Count count) {
      return count(count.keys());
    } else if (operation instanceof Operation.Sum) {
      return counters.values().stream().mapToLong(Long::longValue).sum();
    }
    throw new IllegalArgumentException("The model has no meaning for " + operation);
  }

  /** Returns whether {@code condition} holds now. */
  public boolean holds(Condition condition) {
    if (condition instanceof Condition.Is is) {
      return Objects.equals(registers.get(is.key()), is.value());
    } else if (condition instanceof Condition.Present present) {
      return registers.containsKey(present.key());
    } else if (condition instanceof Condition.AtLeast least) {
      return counters.getOrDefault(least.key(), 0L) >= least.bound();
    } else if (condition instanceof Condition.AtMost most) {
      return counters.getOrDefault(most.key(), 0L) <= most.bound();
    }
    throw new IllegalArgumentException("The model has no meaning for " + condition);
  }

  private SortedMap<String, String> read(Collection<String> keys) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String key : keys) {
      if (registers.containsKey(key)) {
        values.put(key, registers.get(key));
      }
    }
    return values;
  }

  private void write(Map<String, String> values) {
    values.forEach(
        (key, value) -> {
          if (value == null) {
            registers.remove(key);
          } else {
            registers.put(key, value);
          }
        });
  }

  private void add(Map<String, Long> deltas) {
    deltas.forEach((key, delta) -> counters.merge(key, delta, Long::sum));
  }

  private SortedMap<String, Long> count(Collection<String> keys) {
    SortedMap<String, Long> values = new TreeMap<>();
    for (String key : keys) {
      values.put(key, counters.getOrDefault(key, 0L));
    }
    return values;
  }
}
