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
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Carries out operations on a map and records them as their caller saw them. Used by one thread.
 */
public final class HistoryRecorder {

  private final String client;
  private final AtomicMap<String, String> map;
  private final List<Event> events = new ArrayList<>();

  /** Records what {@code client} does to {@code map}. */
  public HistoryRecorder(String client, AtomicMap<String, String> map) {
    this.client = client;
    this.map = map;
  }

  /**
   * Carries out one operation. If it fails with an error that says that nothing was applied it
   * leaves no trace; after any other error its outcome counts as unknown.
   */
  public void run(MapOperation operation) {
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

  private Object apply(MapOperation operation) {
    if (operation instanceof MapOperation.Put put) {
      return Versioned.valueOrNull(map.put(put.key(), put.value()));
    } else if (operation instanceof MapOperation.Remove remove) {
      return Versioned.valueOrNull(map.remove(remove.key()));
    } else if (operation instanceof MapOperation.Get get) {
      return Versioned.valueOrNull(map.get(get.key()));
    } else if (operation instanceof MapOperation.ContainsValue contains) {
      return map.containsValue(contains.value());
    } else if (operation instanceof MapOperation.Size) {
      return map.size();
    } else if (operation instanceof MapOperation.Clear) {
      map.clear();
      return null;
    }
    if (map instanceof MulticastMap<String, String> several) {
      return applyTo(several, operation);
    }
    throw new IllegalArgumentException("Not an operation of an AtomicMap: " + operation);
  }

  private static Object applyTo(MulticastMap<String, String> map, MapOperation operation) {
    if (operation instanceof MapOperation.GetAll get) {
      return values(map.getAll(get.keys()));
    } else if (operation instanceof MapOperation.PutAll put) {
      map.putAll(put.entries());
      return null;
    } else if (operation instanceof MapOperation.GetAndPutAll put) {
      return values(map.getAndPutAll(put.entries()));
    } else if (operation instanceof MapOperation.GetAndRemoveAll remove) {
      return values(map.getAndRemoveAll(remove.keys()));
    } else if (operation instanceof MapOperation.Snapshot snapshot) {
      return snapshot.asStream()
          ? map.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()))
          : values(map.snapshot());
    } else if (operation instanceof MapOperation.Transact transact) {
      return commit(map, transact);
    }
    throw new IllegalArgumentException("Not an operation of a MulticastMap: " + operation);
  }

  private static Object commit(MulticastMap<String, String> map, MapOperation.Transact transact) {
    MapTransaction.Conditional<
            String, String, MapResult<String, String>, VersionedMapResult<String, String>>
        conditional = null;
    for (Map.Entry<String, String> expected : transact.expected().entrySet()) {
      var stage = conditional == null ? map.transaction() : conditional;
      conditional =
          expected.getValue() == null
              ? stage.ifAbsent(expected.getKey())
              : stage.ifEquals(expected.getKey(), expected.getValue());
    }
    var transaction =
        conditional
            .then(operations -> changes(operations, transact.changes()))
            .otherwise(
                operations -> operations.put(transact.otherwiseKey(), transact.otherwiseValue()));
    if (transact.versionsWanted()) {
      VersionedMapResult<String, String> result = transaction.commitWithVersions();
      return List.of(result.succeeded(), values(result.values()));
    }
    MapResult<String, String> result = transaction.commit();
    return List.of(result.succeeded(), values(result.values()));
  }

  private static MapOperations<String, String> changes(
      MapOperations<String, String> operations, Map<String, String> changes) {
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String key = change.getKey();
      operations = operations.get(key);
      operations =
          change.getValue() == null
              ? operations.remove(key)
              : operations.put(key, change.getValue());
    }
    return operations;
  }

  private static Map<String, String> values(Map<String, Versioned<String>> entries) {
    Map<String, String> values = new HashMap<>();
    entries.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }
}
