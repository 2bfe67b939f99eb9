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
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Brings the result of an operation into the one form that {@link Operation} gives for it. */
final class CanonicalResults implements Operation.OperationVisitor<Object> {

  private final Object result;

  private CanonicalResults(Object result) {
    this.result = result;
  }

  static Object of(Operation operation, Object result) {
    return operation.accept(new CanonicalResults(result));
  }

  @Override
  public Object read(Operation.Read operation) {
    return registers(operation, operation.keys(), result);
  }

  @Override
  public Object write(Operation.Write operation) {
    return none(operation);
  }

  @Override
  public Object swap(Operation.Swap operation) {
    return registers(operation, operation.values().keySet(), result);
  }

  @Override
  public Object transact(Operation.Transact operation) {
    Operation.Outcome outcome =
        result instanceof Boolean held
            ? new Operation.Outcome(held, new TreeMap<>())
            : is(Operation.Outcome.class, operation, result);
    wantKeys(operation, operation.reads(), outcome.values().keySet());
    return new Operation.Outcome(outcome.held(), present(operation, outcome.values()));
  }

  @Override
  public Object size(Operation.Size operation) {
    return is(Number.class, operation, result).longValue();
  }

  @Override
  public Object containsValue(Operation.ContainsValue operation) {
    return is(Boolean.class, operation, result);
  }

  @Override
  public Object snapshot(Operation.Snapshot operation) {
    return present(operation, result);
  }

  @Override
  public Object clear(Operation.Clear operation) {
    return none(operation);
  }

  @Override
  public Object add(Operation.Add operation) {
    return none(operation);
  }

  @Override
  public Object addAndGet(Operation.AddAndGet operation) {
    return counters(operation, operation.deltas().keySet(), result);
  }

  @Override
  public Object addIf(Operation.AddIf operation) {
    return is(Boolean.class, operation, result);
  }

  @Override
  public Object count(Operation.Count operation) {
    return counters(operation, operation.keys(), result);
  }

  @Override
  public Object sum(Operation.Sum operation) {
    return is(Number.class, operation, result).longValue();
  }

  private Object none(Operation operation) {
    if (result != null) {
      throw new IllegalArgumentException(operation + " has no result, but was given " + result);
    }
    return null;
  }

  private static SortedMap<String, String> registers(
      Operation operation, Collection<String> keys, Object result) {
    Object map = result instanceof Map ? result : wrap(operation, keys, result);
    SortedMap<String, String> values = present(operation, map);
    wantKeys(operation, keys, values.keySet());
    return values;
  }

  private static SortedMap<String, Long> counters(
      Operation operation, Collection<String> keys, Object result) {
    Object map = result instanceof Map ? result : wrap(operation, keys, result);
    SortedMap<String, Long> values =
        copy(operation, map, value -> is(Number.class, operation, value).longValue());
    wantKeys(operation, keys, values.keySet());
    wantKeys(operation, values.keySet(), keys);
    return values;
  }

  private static Map<String, Object> wrap(
      Operation operation, Collection<String> keys, Object result) {
    if (keys.size() != 1) {
      throw unfit(operation, "a map of " + keys, result);
    }
    return Collections.singletonMap(keys.iterator().next(), result);
  }

  private static SortedMap<String, String> present(Operation operation, Object result) {
    SortedMap<String, String> values =
        copy(operation, result, value -> value == null ? null : is(String.class, operation, value));
    SortedMap<String, String> present = new TreeMap<>(values);
    present.values().removeIf(value -> value == null);
    return Collections.unmodifiableSortedMap(present);
  }

  private static <V> SortedMap<String, V> copy(
      Operation operation, Object map, Function<Object, V> value) {
    SortedMap<String, V> copy = new TreeMap<>();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) is(Map.class, operation, map)).entrySet()) {
      copy.put(is(String.class, operation, each.getKey()), value.apply(each.getValue()));
    }
    return Collections.unmodifiableSortedMap(copy);
  }

  private static void wantKeys(
      Operation operation, Collection<String> allowed, Collection<String> found) {
    for (String key : found) {
      if (!allowed.contains(key)) {
        throw unfit(operation, "keys " + allowed, key);
      }
    }
  }

  private static <T> T is(Class<T> type, Operation operation, Object result) {
    if (!type.isInstance(result)) {
      throw unfit(operation, "a " + type.getSimpleName(), result);
    }
    return type.cast(result);
  }

  private static IllegalArgumentException unfit(Operation operation, String wanted, Object found) {
    return new IllegalArgumentException(
        "The result of "
            + operation
            + " has to be "
            + wanted
            + ", but has "
            + found
            + (found == null ? "" : ", a " + found.getClass().getSimpleName()));
  }
}
