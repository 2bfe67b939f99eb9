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

import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.utils.time.Versioned;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries out operations on a map of strings, and gives the versions that the map tells with their
 * results. Thread-safe.
 */
public class OnMap {

  private final AtomicMap<String, String> map;
  private final String ballast;

  /**
   * Carries them out on {@code map}.
   *
   * @param ballast is appended to each value on its way to the map
   */
  public OnMap(AtomicMap<String, String> map, String ballast) {
    this.map = map;
    this.ballast = ballast;
  }

  /** Carries one out and gives its result in a form that events take. */
  public final Object apply(Operation operation) {
    return operation.accept(visitor());
  }

  /** Returns what carries out operations. */
  Operation.OperationVisitor<Object> visitor() {
    return new MapVisitor();
  }

  private boolean compareAndSet(Operation.Transact transact) {
    if (transact.then().size() != 1
        || !transact.otherwise().isEmpty()
        || !transact.reads().isEmpty()
        || transact.conditions().size() != 1
        || !(transact.conditions().get(0) instanceof WriteCondition.Is is)
        || !is.key().equals(transact.then().firstKey())) {
      throw new IllegalArgumentException("Not an operation on one key: " + transact);
    }
    String update = transact.then().get(is.key());
    if (is.value() == null) {
      return map.putIfAbsent(is.key(), heavy(update)) == null;
    } else if (update == null) {
      return map.remove(is.key(), heavy(is.value()));
    }
    return map.replace(is.key(), heavy(is.value()), heavy(update));
  }

  /** The value that is given to the map. */
  final String heavy(String value) {
    return value + ballast;
  }

  /**
   * The value that is recorded, null for none. What did not come from {@link #heavy} is recorded as
   * it is, a value that nobody wrote.
   */
  final String light(Versioned<String> entry) {
    String value = Versioned.valueOrNull(entry);
    return value != null && value.endsWith(ballast)
        ? value.substring(0, value.length() - ballast.length())
        : value;
  }

  /** The values of entries that were found, with their versions. */
  final VersionedAnswer answer(Map<String, Versioned<String>> entries) {
    return new VersionedAnswer(light(entries), VersionClaims.found(versions(entries)));
  }

  private VersionedAnswer answer(String key, Versioned<String> entry) {
    return answer(entry == null ? Map.of() : Map.of(key, entry));
  }

  /** Returns the values that are recorded of entries that were found. */
  final TreeMap<String, String> light(Map<String, Versioned<String>> entries) {
    TreeMap<String, String> light = new TreeMap<>();
    entries.forEach((key, entry) -> light.put(key, light(entry)));
    return light;
  }

  /** Returns the versions of entries, as far as these have values. */
  static TreeMap<String, Long> versions(Map<String, Versioned<String>> entries) {
    TreeMap<String, Long> versions = new TreeMap<>();
    entries.forEach(
        (key, entry) -> {
          if (Versioned.valueOrNull(entry) != null) {
            versions.put(key, entry.version());
          }
        });
    return versions;
  }

  /** Carries out operations on one key, and those on the whole map. */
  class MapVisitor extends RefusingVisitor {
    MapVisitor() {
      super("this map");
    }

    @Override
    public Object read(Operation.Read operation) {
      String key = operation.keys().first();
      return operation.keys().size() == 1 ? answer(key, map.get(key)) : super.read(operation);
    }

    @Override
    public Object swap(Operation.Swap operation) {
      if (operation.values().size() != 1) {
        return super.swap(operation);
      }
      Map.Entry<String, String> entry = operation.values().entrySet().iterator().next();
      return answer(
          entry.getKey(),
          entry.getValue() == null
              ? map.remove(entry.getKey())
              : map.put(entry.getKey(), heavy(entry.getValue())));
    }

    @Override
    public Object transact(Operation.Transact operation) {
      return compareAndSet(operation);
    }

    @Override
    public Object size(Operation.Size operation) {
      return map.size();
    }

    @Override
    public Object containsValue(Operation.ContainsValue operation) {
      return map.containsValue(heavy(operation.value()));
    }

    @Override
    public Object clear(Operation.Clear operation) {
      map.clear();
      return null;
    }
  }
}
