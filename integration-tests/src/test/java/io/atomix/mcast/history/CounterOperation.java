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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An operation of a counter map, whose counters are numbers written out; 0 if there is none. */
public sealed interface CounterOperation extends Operation {

  private static long get(Map<String, String> state, String key) {
    return Long.parseLong(state.getOrDefault(key, "0"));
  }

  private static Map<String, Long> getAll(Map<String, String> state, Set<String> keys) {
    Map<String, Long> values = new HashMap<>();
    keys.forEach(key -> values.put(key, get(state, key)));
    return values;
  }

  private static void add(Map<String, String> state, String key, long delta) {
    state.put(key, String.valueOf(get(state, key) + delta));
  }

  /** {@code MulticastCounterMap.addAll}. */
  record AddAll(Map<String, Long> deltas) implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      deltas.forEach((key, delta) -> add(state, key, delta));
      return null;
    }
  }

  /** {@code MulticastCounterMap.addAllAndGet}. */
  record AddAllAndGet(Map<String, Long> deltas) implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      deltas.forEach((key, delta) -> add(state, key, delta));
      return getAll(state, deltas.keySet());
    }
  }

  /** A transaction that moves an amount if it is there, and tells whether it did. */
  record Move(String from, String to, long amount) implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      boolean there = get(state, from) >= amount;
      if (there) {
        add(state, from, -amount);
        add(state, to, amount);
      }
      return there;
    }
  }

  /**
   * A transaction that sets two counters if a third is 0, else removes it; returns what it read.
   */
  record SetOrRemove(String first, String second, String third) implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      long found = get(state, third);
      if (found == 0) {
        state.put(first, "1");
        state.put(second, "2");
      } else {
        state.remove(third);
      }
      return found;
    }
  }

  /** {@code MulticastCounterMap.getAll}. */
  record GetAll(Set<String> keys) implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return getAll(state, keys);
    }
  }

  /** {@code MulticastCounterMap.sum}. */
  record Sum() implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.values().stream().mapToLong(Long::parseLong).sum();
    }
  }

  /** {@code AtomicCounterMap.size}. */
  record Size() implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.size();
    }
  }

  /** {@code AtomicCounterMap.clear}. */
  record Clear() implements CounterOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      state.clear();
      return null;
    }
  }
}
