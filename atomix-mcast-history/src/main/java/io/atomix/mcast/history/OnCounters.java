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
    return operation.accept(new CounterVisitor());
  }

  private CounterTransaction.CounterConditions<String, CounterResult<String>, CounterUpdate<String>>
      conditions(List<WriteCondition> conditions) {
    CounterTransaction.CounterConditions<String, CounterResult<String>, CounterUpdate<String>>
        conditional = null;
    for (WriteCondition condition : conditions) {
      var stage = conditional == null ? counters.transaction() : conditional;
      conditional =
          condition.accept(
              new WriteCondition.WriteConditionVisitor<
                  CounterTransaction.CounterConditions<
                      String, CounterResult<String>, CounterUpdate<String>>>() {
                @Override
                public CounterTransaction.CounterConditions<
                        String, CounterResult<String>, CounterUpdate<String>>
                    is(WriteCondition.Is is) {
                  return stage.ifEquals(
                      is.key(), is.value() == null ? 0 : Long.parseLong(is.value()));
                }

                @Override
                public CounterTransaction.CounterConditions<
                        String, CounterResult<String>, CounterUpdate<String>>
                    present(WriteCondition.Present present) {
                  return stage.ifAtLeast(present.key(), 1);
                }

                @Override
                public CounterTransaction.CounterConditions<
                        String, CounterResult<String>, CounterUpdate<String>>
                    atLeast(WriteCondition.AtLeast least) {
                  return stage.ifAtLeast(least.key(), least.bound());
                }

                @Override
                public CounterTransaction.CounterConditions<
                        String, CounterResult<String>, CounterUpdate<String>>
                    atMost(WriteCondition.AtMost most) {
                  return stage.ifAtMost(most.key(), most.bound());
                }
              });
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

  /** Carries out operations. */
  private final class CounterVisitor extends RefusingVisitor {
    private CounterVisitor() {
      super("a counter map");
    }

    @Override
    public Object read(Operation.Read operation) {
      String first = operation.keys().first();
      return registers(
          operation.keys().size() == 1
              ? Map.of(first, counters.get(first))
              : counters.getAll(operation.keys()));
    }

    @Override
    public Object write(Operation.Write operation) {
      counters
          .transaction()
          .then(operations -> changes(operations, Set.of(), operation.values()))
          .commit();
      return null;
    }

    @Override
    public Object swap(Operation.Swap operation) {
      Map<String, String> values = operation.values();
      if (values.size() != 1) {
        return registers(
            counters
                .transaction()
                .then(operations -> changes(operations, values.keySet(), values))
                .commit()
                .values());
      }
      String key = operation.values().firstKey();
      String value = values.get(key);
      return registers(
          Map.of(
              key,
              value == null ? counters.remove(key) : counters.put(key, Long.parseLong(value))));
    }

    @Override
    public Object transact(Operation.Transact operation) {
      CounterResult<String> result =
          conditions(operation.conditions())
              .then(operations -> changes(operations, operation.reads(), operation.then()))
              .otherwise(
                  operations -> changes(operations, operation.reads(), operation.otherwise()))
              .commit();
      return new Operation.Outcome(result.succeeded(), registers(result.values()));
    }

    @Override
    public Object size(Operation.Size operation) {
      return counters.size();
    }

    @Override
    public Object clear(Operation.Clear operation) {
      counters.clear();
      return null;
    }

    @Override
    public Object add(Operation.Add operation) {
      counters.addAll(operation.deltas());
      return null;
    }

    @Override
    public Object addAndGet(Operation.AddAndGet operation) {
      return counters.addAllAndGet(operation.deltas());
    }

    @Override
    public Object addIf(Operation.AddIf operation) {
      return conditions(operation.conditions())
          .then(operations -> additions(operations, operation.deltas()))
          .commit()
          .succeeded();
    }

    @Override
    public Object count(Operation.Count operation) {
      return counters.getAll(operation.keys());
    }

    @Override
    public Object sum(Operation.Sum operation) {
      return counters.sum();
    }
  }
}
