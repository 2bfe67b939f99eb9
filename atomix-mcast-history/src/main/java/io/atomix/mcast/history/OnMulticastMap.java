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
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.utils.time.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Carries out operations on one and on several keys of a map of strings. What can be asked in
 * several ways is asked in turn in each: snapshots as such, as a stream and in pages, reads of keys
 * by their names and by a range around them, transactions and writes with and without the versions
 * of what they put.
 */
public final class OnMulticastMap extends OnMap {

  /** Behind every key. */
  private static final String END = "\uFFFF";

  private final MulticastMap<String, String> map;
  private final AtomicInteger turns = new AtomicInteger();

  /**
   * Carries them out on {@code map}.
   *
   * @param ballast is appended to each value on its way to the map
   */
  public OnMulticastMap(MulticastMap<String, String> map, String ballast) {
    super(map, ballast);
    this.map = map;
  }

  @Override
  Operation.OperationVisitor<Object> visitor() {
    return new MulticastMapVisitor();
  }

  private Map<String, Versioned<String>> swap(Map<String, String> values) {
    if (values.values().stream().allMatch(value -> value == null)) {
      return map.getAndRemoveAll(values.keySet());
    } else if (values.containsValue(null)) {
      throw new IllegalArgumentException("A map puts or removes, but not both at once: " + values);
    }
    return map.getAndPutAll(heavy(values));
  }

  private Map<String, Versioned<String>> snapshot() {
    return switch (turns.getAndIncrement() % 3) {
      case 0 ->
          map.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      case 1 -> pages(Filter.between("", END).limit(2));
      default -> map.snapshot();
    };
  }

  private Map<String, Versioned<String>> pages(Filter<String> filter) {
    MapPage<String, String> page = map.snapshot(filter);
    Map<String, Versioned<String>> all = new HashMap<>(page.entries());
    while (page.hasMore()) {
      page = page.next();
      all.putAll(page.entries());
    }
    return all;
  }

  private Map<String, Versioned<String>> read(SortedSet<String> keys) {
    if (isOtherTurn()) {
      Map<String, Versioned<String>> range =
          pages(Filter.between(keys.first(), keys.last() + END).limit(3));
      range.keySet().retainAll(keys);
      return range;
    }
    return map.getAll(keys);
  }

  private VersionedAnswer commit(Operation.Transact transact) {
    var transaction =
        conditions(transact)
            .then(operations -> changes(operations, transact.reads(), transact.then()))
            .otherwise(operations -> changes(operations, transact.reads(), transact.otherwise()));
    if (isOtherTurn()) {
      VersionedMapResult<String, String> result = transaction.commitAndGet();
      return new VersionedAnswer(
          new Operation.Outcome(result.succeeded(), light(result.values())),
          new VersionClaims(versions(result.values()), new TreeMap<>(result.versions())));
    }
    MapResult<String, String> result = transaction.commit();
    return new VersionedAnswer(
        new Operation.Outcome(result.succeeded(), light(result.values())),
        VersionClaims.found(versions(result.values())));
  }

  private MapTransaction.MapConditions<
          String, String, MapResult<String, String>, VersionedMapResult<String, String>>
      conditions(Operation.Transact transact) {
    MapTransaction.MapConditions<
            String, String, MapResult<String, String>, VersionedMapResult<String, String>>
        conditional = null;
    for (WriteCondition condition : transact.conditions()) {
      var stage = conditional == null ? map.transaction() : conditional;
      conditional =
          condition instanceof WriteCondition.Is is
              ? is.value() == null
                  ? stage.ifAbsent(is.key())
                  : stage.ifEquals(is.key(), heavy(is.value()))
              : stage.ifPresent(present(condition).key());
    }
    if (conditional == null) {
      throw new IllegalArgumentException("Nothing to go by: " + transact);
    }
    return conditional;
  }

  private static WriteCondition.Present present(WriteCondition condition) {
    if (condition instanceof WriteCondition.Present present) {
      return present;
    }
    throw new IllegalArgumentException("Not a condition of a map: " + condition);
  }

  /** Reads come first, so that they find what was there before. */
  private MapOperations<String, String> changes(
      MapOperations<String, String> operations, Set<String> reads, Map<String, String> changes) {
    for (String key : reads) {
      operations = operations.get(key);
    }
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String value = change.getValue();
      operations =
          value == null
              ? operations.remove(change.getKey())
              : operations.put(change.getKey(), heavy(value));
    }
    return operations;
  }

  private boolean isOtherTurn() {
    return turns.getAndIncrement() % 3 == 0;
  }

  private Map<String, String> heavy(Map<String, String> values) {
    Map<String, String> heavy = new HashMap<>();
    values.forEach((key, value) -> heavy.put(key, heavy(value)));
    return heavy;
  }

  /** Carries out operations on several keys, too. */
  private final class MulticastMapVisitor extends MapVisitor {
    @Override
    public Object read(Operation.Read operation) {
      return operation.keys().size() > 1
          ? answer(OnMulticastMap.this.read(new TreeSet<>(operation.keys())))
          : super.read(operation);
    }

    @Override
    public Object write(Operation.Write operation) {
      if (operation.values().containsValue(null)) {
        return super.write(operation);
      }
      Map<String, String> entries = heavy(operation.values());
      if (isOtherTurn()) {
        return new VersionedAnswer(
            null, VersionClaims.written(versions(map.putAllAndGet(entries))));
      }
      map.putAll(entries);
      return null;
    }

    @Override
    public Object swap(Operation.Swap operation) {
      return operation.values().size() > 1
          ? answer(OnMulticastMap.this.swap(operation.values()))
          : super.swap(operation);
    }

    @Override
    public Object transact(Operation.Transact operation) {
      return commit(operation);
    }

    @Override
    public Object snapshot(Operation.Snapshot operation) {
      return answer(OnMulticastMap.this.snapshot());
    }
  }
}
