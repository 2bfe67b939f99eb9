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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewedKeys;
import io.atomix.mcast.PreviewingService.Preview;
import java.util.Collection;
import java.util.Map;

/**
 * Values that the counters of a partition will have behind operations on some of them (rule 11).
 */
final class CounterPreview implements Preview {
  /** Values of the counters; null for one that does not exist. */
  private final PreviewedKeys<Long> values;

  /** Shows the counters as they are. */
  CounterPreview(Counters counters) {
    this.values = new PreviewedKeys<>(counters::find);
  }

  @Override
  public boolean assume(long number, Invocation operation) {
    switch (operation.name()) {
      case "addAll", "addAllAndGet" -> addAll(number, operation);
      case "change" -> {
        addAll(number, operation);
        ((Map<?, ?>) operation.argument(1))
            .forEach((key, value) -> values.set(number, (String) key, (Long) value));
        ((Collection<?>) operation.argument(2))
            .forEach(key -> values.set(number, (String) key, null));
      }
      case "incrementAndGet", "getAndIncrement" -> add(number, key(operation), 1);
      case "decrementAndGet", "getAndDecrement" -> add(number, key(operation), -1);
      case "addAndGet", "getAndAdd" -> add(number, key(operation), second(operation));
      case "put" -> values.set(number, key(operation), second(operation));
      case "putIfAbsent" -> {
        if (values.get(key(operation)) == null) {
          values.set(number, key(operation), second(operation));
        }
      }
      case "replace" -> {
        if (get(key(operation)) == second(operation)) {
          values.set(number, key(operation), (Long) operation.argument(2));
        }
      }
      case "remove" -> values.set(number, key(operation), null);
      case "removeValue" -> {
        if (get(key(operation)) == second(operation)) {
          values.set(number, key(operation), null);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String key(Invocation operation) {
    return (String) operation.argument(0);
  }

  private static long second(Invocation operation) {
    return (Long) operation.argument(1);
  }

  private long get(String key) {
    Long value = values.get(key);
    return value == null ? 0 : value;
  }

  private void addAll(long number, Invocation operation) {
    ((Map<?, ?>) operation.argument(0))
        .forEach((key, delta) -> add(number, (String) key, (Long) delta));
  }

  private void add(long number, String key, long delta) {
    // Additions commute: others, which are not foreseen, may be executed before.
    values.change(number, key, before -> (before == null ? 0 : before) + delta);
  }

  @Override
  public void executed(long number) {
    values.executed(number);
  }

  @Override
  public Boolean holds(Invocation condition) {
    if (!condition.name().equals("within")) {
      return null;
    }
    return ((Map<?, ?>) condition.argument(0))
            .entrySet().stream()
                .allMatch(each -> get((String) each.getKey()) >= (Long) each.getValue())
        && ((Map<?, ?>) condition.argument(1))
            .entrySet().stream()
                .allMatch(each -> get((String) each.getKey()) <= (Long) each.getValue());
  }
}
