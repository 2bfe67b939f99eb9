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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.primitive.PrimitiveException;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out operations on a counter map and records them as their caller saw them. Used by one
 * thread.
 */
public final class CounterHistoryRecorder {
  private final String client;
  private final MulticastCounterMap<String> counters;
  private final List<Event> events = new ArrayList<>();

  /** Records what {@code client} does to {@code counters}. */
  public CounterHistoryRecorder(String client, MulticastCounterMap<String> counters) {
    this.client = client;
    this.counters = counters;
  }

  /**
   * Carries out one operation. If it fails with an error that says that nothing was applied it
   * leaves no trace; after any other error its outcome counts as unknown.
   */
  public void run(CounterOperation operation) {
    long invoked = System.nanoTime();
    try {
      Object result = apply(operation);
      events.add(Event.completed(client, operation, invoked, System.nanoTime(), result));
    } catch (PrimitiveException e) {
      if (!(e instanceof NotAppliedException) && !(e.getCause() instanceof NotAppliedException)) {
        events.add(Event.unknown(client, operation, invoked));
      }
    }
  }

  /** What was recorded so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  private Object apply(CounterOperation operation) {
    if (operation instanceof CounterOperation.AddAll add) {
      counters.addAll(add.deltas());
      return null;
    } else if (operation instanceof CounterOperation.AddAllAndGet add) {
      return counters.addAllAndGet(add.deltas());
    } else if (operation instanceof CounterOperation.Move move) {
      return counters
          .transaction()
          .ifAtLeast(move.from(), move.amount())
          .then(ops -> ops.add(move.from(), -move.amount()).add(move.to(), move.amount()))
          .commit()
          .succeeded();
    } else if (operation instanceof CounterOperation.SetOrRemove set) {
      return setOrRemove(set);
    } else if (operation instanceof CounterOperation.GetAll get) {
      return counters.getAll(get.keys());
    } else if (operation instanceof CounterOperation.Sum) {
      return counters.sum();
    } else if (operation instanceof CounterOperation.Size) {
      return counters.size();
    } else if (operation instanceof CounterOperation.Clear) {
      counters.clear();
      return null;
    }
    throw new IllegalArgumentException("Not an operation of a counter map: " + operation);
  }

  private long setOrRemove(CounterOperation.SetOrRemove set) {
    CounterResult<String> result =
        counters
            .transaction()
            .ifEquals(set.third(), 0)
            .then(ops -> ops.put(set.first(), 1).put(set.second(), 2).get(set.third()))
            .otherwise(ops -> ops.remove(set.third()).get(set.third()))
            .commit();
    return result.values().get(set.third());
  }
}
