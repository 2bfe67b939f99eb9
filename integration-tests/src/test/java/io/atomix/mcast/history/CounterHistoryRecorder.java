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
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.Recorder;
import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.primitive.PrimitiveException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Carries out operations on a counter map and records them as their caller saw them. Thread-safe.
 */
public final class CounterHistoryRecorder {

  private final String client;
  private final MulticastCounterMap<String> counters;
  private final Recorder recorder = HistoryRecorder.newRecorder();

  /** Records what {@code client} does to {@code counters}. */
  public CounterHistoryRecorder(String client, MulticastCounterMap<String> counters) {
    this.client = client;
    this.counters = counters;
  }

  /**
   * Carries out one operation. If it fails with an error that says that nothing was applied it
   * leaves no trace; after any other error its outcome counts as unknown.
   */
  public void run(Operation operation) {
    try {
      recorder.run(client, operation, () -> apply(operation));
    } catch (PrimitiveException e) {
      // It is recorded what that means.
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(operation + " of " + client + " failed", e);
    }
  }

  /**
   * A transaction that sets two counters if a third is 0, else removes it, and tells what each was
   * before. To set a counter is to add what is missing, so it is recorded as an addition that found
   * what it found; which is not known without the result, so an error is thrown, not recorded.
   */
  public void setOrRemove(String first, String second, String third) {
    long invoked = System.nanoTime();
    CounterResult<String> result =
        counters
            .transaction()
            .ifEquals(third, 0)
            .then(ops -> ops.get(first).put(first, 1).get(second).put(second, 2).get(third))
            .otherwise(ops -> ops.remove(third).get(third))
            .commit();
    SortedMap<String, Long> left =
        new TreeMap<>(
            result.succeeded() ? Map.of(first, 1L, second, 2L, third, 0L) : Map.of(third, 0L));
    SortedMap<String, Long> deltas = new TreeMap<>();
    left.forEach((key, value) -> deltas.put(key, value - result.values().get(key)));
    recorder.completed(client, new Operation.AddAndGet(deltas), invoked, left);
  }

  /** What was recorded so far. */
  public List<Event> events() {
    return recorder.events();
  }

  private Object apply(Operation operation) {
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
    } else if (operation instanceof Operation.Clear) {
      counters.clear();
      return null;
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
      } else {
        throw new IllegalArgumentException("Not a condition of counters: " + condition);
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
}
