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
import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterTransaction.CounterConditions;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.transaction.ConditionalTransaction.Alternative;
import java.util.List;
import java.util.function.UnaryOperator;

/** Carries out transactions on a counter map. */
final class CounterScriptRunner {
  private final MulticastCounterMap<StoredBytes> map;
  private final StoredValues values;
  private final PrimitiveOptions options;

  CounterScriptRunner(
      MulticastCounterMap<StoredBytes> map, StoredValues values, PrimitiveOptions options) {
    this.map = map;
    this.values = values;
    this.options = options;
  }

  /** Returns whether the conditions held, and prints that and what was read. */
  boolean run(TransactionScript script, Results results) {
    script.allow("counter map", ">=", "<=", "=", "add", "put", "get", "remove");
    CounterResult<StoredBytes> result;
    try {
      result = commit(script);
    } catch (IllegalArgumentException e) {
      throw new CommandException("The transaction is refused, and nothing is changed", e);
    }
    results.done(result.succeeded() ? "done" : "not done", result.succeeded());
    result
        .values()
        .forEach(
            (key, value) -> {
              ShownValue shown = values.show(key);
              results.print(
                  shown.text() + "\t" + value,
                  object -> {
                    Results.put(object, "key", shown);
                    object.put("value", value);
                  });
            });
    return result.succeeded();
  }

  private CounterResult<StoredBytes> commit(TransactionScript script) {
    UnaryOperator<CounterOperations<StoredBytes>> then = ops -> all(ops, script.then());
    if (script.conditions().isEmpty()) {
      return map.transaction().then(then).commit();
    }
    CounterConditions<StoredBytes, CounterResult<StoredBytes>, CounterUpdate<StoredBytes>>
        conditions = condition(map.transaction(), script.conditions().get(0));
    for (ScriptStep step : script.conditions().subList(1, script.conditions().size())) {
      conditions = condition(conditions, step);
    }
    Alternative<
            CounterOperations<StoredBytes>, CounterResult<StoredBytes>, CounterUpdate<StoredBytes>>
        held = conditions.then(then);
    return script.otherwise().isEmpty()
        ? held.commit()
        : held.otherwise(ops -> all(ops, script.otherwise())).commit();
  }

  private <R, U> CounterConditions<StoredBytes, R, U> condition(
      CounterTransaction<StoredBytes, R, U> transaction, ScriptStep step) {
    StoredBytes key = key(step);
    return switch (step.word()) {
      case ">=" -> transaction.ifAtLeast(key, step.number());
      case "<=" -> transaction.ifAtMost(key, step.number());
      default -> transaction.ifEquals(key, step.number());
    };
  }

  private CounterOperations<StoredBytes> all(
      CounterOperations<StoredBytes> operations, List<ScriptStep> steps) {
    CounterOperations<StoredBytes> all = operations;
    for (ScriptStep step : steps) {
      StoredBytes key = key(step);
      all =
          switch (step.word()) {
            case "add" -> all.add(key, step.number());
            case "put" -> all.put(key, step.number());
            case "get" -> all.get(key);
            default -> all.remove(key);
          };
    }
    return all;
  }

  private StoredBytes key(ScriptStep step) {
    return values.encode(step.key(), options.keyType());
  }
}
