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

import io.atomix.mcast.checker.Condition;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Carries out operations on a counter map: those on counters, and those on registers for counters
 * that are only set and removed. A register's values then are numbers of more than 0, and 0 is read
 * of one that is absent. A history has one kind or the other. Thread-safe.
 */
public final class OnCounters {

  private final MulticastCounterMap<String> counters;

  /** Carries them out on {@code counters}. */
  public OnCounters(MulticastCounterMap<String> counters) {
    this.counters = counters;
  }

  /** Carries one out and gives its result in a form that events take. */
  public Object apply(Operation operation) {
    if (operation instanceof Operation.Add add) {
      counters.addAll(add.deltas());
      return null;
    } else if (operation instanceof Operation.AddAndGet add) {
      return counters.addAllAndGet(add.deltas());
    } else if (operation instanceof Operation.AddIf add) {
      return conditions(add.conditions())
          .then(operations -> additions(operations, add.deltas()))
          .commit()
          .succeeded();
    } else if (operation instanceof Operation.Count count) {
      return counters.getAll(count.keys());
    } else if (operation instanceof Operation.Sum) {
      return counters.sum();
    } else if (operation instanceof Operation.Size) {
      return counters.size();
    } else if (operation instanceof Operation.Clear) {
      counters.clear();
      return null;
    }
    return onRegisters(operation);
  }

  private Object onRegisters(Operation operation) {
    if (operation instanceof Operation.Read read) {
      return registers(
          read.keys().size() == 1
              ? Map.of(read.keys().first(), counters.get(read.keys().first()))
              : counters.getAll(read.keys()));
    } else if (operation instanceof Operation.Write write) {
      counters
          .transaction()
          .then(operations -> changes(operations, Set.of(), write.values()))
          .commit();
      return null;
    } else if (operation instanceof Operation.Swap swap && swap.values().size() == 1) {
      String key = swap.values().firstKey();
      String value = swap.values().get(key);
      return registers(
          Map.of(
              key,
              value == null ? counters.remove(key) : counters.put(key, Long.parseLong(value))));
    } else if (operation instanceof Operation.Swap swap) {
      Map<String, String> values = swap.values();
      return registers(
          counters
              .transaction()
              .then(operations -> changes(operations, values.keySet(), values))
              .commit()
              .values());
    } else if (operation instanceof Operation.Transact transact) {
      CounterResult<String> result =
          conditions(transact.conditions())
              .then(operations -> changes(operations, transact.reads(), transact.then()))
              .otherwise(operations -> changes(operations, transact.reads(), transact.otherwise()))
              .commit();
      return new Operation.Outcome(result.succeeded(), registers(result.values()));
    }
    throw new IllegalArgumentException("Not an operation of a counter map: " + operation);
  }

  private CounterTransaction.Conditional<String, CounterResult<String>, CounterUpdate<String>>
      conditions(List<Condition> conditions) {
    CounterTransaction.Conditional<String, CounterResult<String>, CounterUpdate<String>>
        conditional = null;
    for (Condition condition : conditions) {
      var stage = conditional == null ? counters.transaction() : conditional;
      if (condition instanceof Condition.AtLeast least) {
        conditional = stage.ifAtLeast(least.key(), least.bound());
      } else if (condition instanceof Condition.AtMost most) {
        conditional = stage.ifAtMost(most.key(), most.bound());
      } else if (condition instanceof Condition.Present present) {
        conditional = stage.ifAtLeast(present.key(), 1);
      } else if (condition instanceof Condition.Is is) {
        conditional = stage.ifEquals(is.key(), is.value() == null ? 0 : Long.parseLong(is.value()));
      }
    }
    if (conditional == null) {
      throw new IllegalArgumentException("There are no conditions to go by");
    }
    return conditional;
  }

  private static CounterOperations<String> additions(
      CounterOperations<String> operations, Map<String, Long> deltas) {
    for (Map.Entry<String, Long> each : deltas.entrySet()) {
      operations = operations.add(each.getKey(), each.getValue());
    }
    return operations;
  }

  private static CounterOperations<String> changes(
      CounterOperations<String> operations, Set<String> reads, Map<String, String> changes) {
    for (String key : reads) {
      operations = operations.get(key);
    }
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String value = change.getValue();
      operations =
          value == null
              ? operations.remove(change.getKey())
              : operations.put(change.getKey(), Long.parseLong(value));
    }
    return operations;
  }

  private static TreeMap<String, String> registers(Map<String, Long> counters) {
    Map<String, Long> present = new HashMap<>(counters);
    present.values().removeIf(value -> value == 0);
    TreeMap<String, String> registers = new TreeMap<>();
    present.forEach((key, value) -> registers.put(key, String.valueOf(value)));
    return registers;
  }
}
