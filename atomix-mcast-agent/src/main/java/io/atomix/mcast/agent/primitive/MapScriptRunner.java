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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.agent.primitive.TransactionScript.ScriptStep;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MapTransaction.MapConditions;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.mcast.primitives.transaction.ConditionalTransaction.Alternative;
import io.atomix.utils.time.Versioned;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Carries out transactions on a map. */
final class MapScriptRunner {
  private final MulticastMap<StoredBytes, StoredBytes> map;
  private final StoredValues values;
  private final PrimitiveOptions options;

  /** The types of the values that steps name, by key. */
  private final Map<StoredBytes, ValueType> types = new HashMap<>();

  MapScriptRunner(
      MulticastMap<StoredBytes, StoredBytes> map, StoredValues values, PrimitiveOptions options) {
    this.map = map;
    this.values = values;
    this.options = options;
  }

  /** Returns whether the conditions held, and prints that and what was read. */
  boolean run(TransactionScript script, Results results) {
    script.allow("map", "=", "absent", "present", "version", "put", "get", "remove");
    findTypes(script);
    MapResult<StoredBytes, StoredBytes> result;
    try {
      result = commit(script);
    } catch (IllegalArgumentException e) {
      throw new CommandException("The transaction is refused, and nothing is changed", e);
    }
    results.done(result.succeeded() ? "done" : "not done", result.succeeded());
    result.values().forEach(new EntryPrinter(values, results)::entry);
    return result.succeeded();
  }

  private MapResult<StoredBytes, StoredBytes> commit(TransactionScript script) {
    UnaryOperator<MapOperations<StoredBytes, StoredBytes>> then = ops -> all(ops, script.then());
    if (script.conditions().isEmpty()) {
      return map.transaction().then(then).commit();
    }
    MapConditions<
            StoredBytes,
            StoredBytes,
            MapResult<StoredBytes, StoredBytes>,
            VersionedMapResult<StoredBytes, StoredBytes>>
        conditions = condition(map.transaction(), script.conditions().get(0));
    for (ScriptStep step : script.conditions().subList(1, script.conditions().size())) {
      conditions = condition(conditions, step);
    }
    Alternative<
            MapOperations<StoredBytes, StoredBytes>,
            MapResult<StoredBytes, StoredBytes>,
            VersionedMapResult<StoredBytes, StoredBytes>>
        held = conditions.then(then);
    return script.otherwise().isEmpty()
        ? held.commit()
        : held.otherwise(ops -> all(ops, script.otherwise())).commit();
  }

  private <R, U> MapConditions<StoredBytes, StoredBytes, R, U> condition(
      MapTransaction<StoredBytes, StoredBytes, R, U> transaction, ScriptStep step) {
    StoredBytes key = key(step);
    return switch (step.word()) {
      case "=" -> transaction.ifEquals(key, value(step));
      case "absent" -> transaction.ifAbsent(key);
      case "present" -> transaction.ifPresent(key);
      default -> transaction.ifVersion(key, step.number());
    };
  }

  private MapOperations<StoredBytes, StoredBytes> all(
      MapOperations<StoredBytes, StoredBytes> operations, List<ScriptStep> steps) {
    MapOperations<StoredBytes, StoredBytes> all = operations;
    for (ScriptStep step : steps) {
      StoredBytes key = key(step);
      all =
          switch (step.word()) {
            case "put" -> all.put(key, value(step));
            case "get" -> all.get(key);
            default -> all.remove(key);
          };
    }
    return all;
  }

  private StoredBytes key(ScriptStep step) {
    return values.encode(step.key(), options.keyType());
  }

  private StoredBytes value(ScriptStep step) {
    return values.encode(step.value(), types.get(key(step)));
  }

  /** Finds out which types the values have that are named: those of the values that are there. */
  private void findTypes(TransactionScript script) {
    Set<StoredBytes> keys = new LinkedHashSet<>();
    Stream.of(script.conditions(), script.then(), script.otherwise())
        .flatMap(List::stream)
        .forEach(step -> keys.add(key(step)));
    Map<StoredBytes, Versioned<StoredBytes>> there =
        options.valueType() == null ? map.getAll(keys) : Map.of();
    for (StoredBytes key : keys) {
      Versioned<StoredBytes> entry = there.get(key);
      types.put(key, values.type(options, () -> entry == null ? any(there) : entry.value()));
    }
  }

  private StoredBytes any(Map<StoredBytes, Versioned<StoredBytes>> there) {
    if (!there.isEmpty()) {
      return there.values().iterator().next().value();
    }
    Iterator<Versioned<StoredBytes>> others = map.values().iterator();
    return others.hasNext() ? others.next().value() : null;
  }
}
