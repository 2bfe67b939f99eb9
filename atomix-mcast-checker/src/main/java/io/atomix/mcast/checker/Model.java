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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object that only one client uses: what operations mean, written as plainly as possible. Every
 * order that the checker finds is replayed on it before the checker says that a history is good.
 * Not thread-safe.
 */
public final class Model {

  private final Map<String, String> registers = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<String, KnownVersion> versions = new HashMap<>();
  private final Meaning meaning = new Meaning();
  private final Truth truth = new Truth();

  /** An object in which every register is absent and every counter 0. */
  public Model() {}

  /** A copy that changes by itself. */
  public Model(Model other) {
    registers.putAll(other.registers);
    counters.putAll(other.counters);
    versions.putAll(other.versions);
  }

  /**
   * Version of a register, as far as it is known.
   *
   * @param least the least that it can be: 1 more at each change
   * @param told whether somebody was told that it is just this
   */
  private record KnownVersion(long least, boolean told) {}

  /** Carries out {@code operation} and gives its result, null if it has none. */
  public Object apply(Operation operation) {
    return operation.accept(meaning);
  }

  /**
   * Carries out the operation of {@code event}, and returns whether it gives what the event has:
   * the same result, unless that is unknown, and versions that fit what was told before. If not,
   * this model is of no further use.
   */
  public boolean explains(Event event) {
    if (!fit(event.versions().found())) {
      return false;
    }
    Object result = apply(event.operation());
    return (event.isUnknown() || Objects.equals(result, event.result()))
        && fit(event.versions().written());
  }

  private boolean fit(Map<String, Long> claims) {
    for (Map.Entry<String, Long> claim : claims.entrySet()) {
      KnownVersion known = version(claim.getKey());
      long version = claim.getValue();
      if (known.told() ? version != known.least() : version < known.least()) {
        return false;
      }
      versions.put(claim.getKey(), new KnownVersion(version, true));
    }
    return true;
  }

  private KnownVersion version(String key) {
    return versions.getOrDefault(key, new KnownVersion(0, false));
  }

  private void changed(String key) {
    versions.put(key, new KnownVersion(version(key).least() + 1, false));
  }

  /** Returns whether {@code condition} holds now. */
  public boolean holds(WriteCondition condition) {
    return condition.accept(truth);
  }

  private SortedMap<String, String> read(Collection<String> keys) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String key : keys) {
      if (registers.containsKey(key)) {
        values.put(key, registers.get(key));
      }
    }
    return values;
  }

  private void write(Map<String, String> values) {
    values.forEach(
        (key, value) -> {
          String before = value == null ? registers.remove(key) : registers.put(key, value);
          if (!Objects.equals(before, value)) {
            changed(key);
          }
        });
  }

  private void add(Map<String, Long> deltas) {
    deltas.forEach((key, delta) -> counters.merge(key, delta, Long::sum));
  }

  private SortedMap<String, Long> count(Collection<String> keys) {
    SortedMap<String, Long> values = new TreeMap<>();
    for (String key : keys) {
      values.put(key, counters.getOrDefault(key, 0L));
    }
    return values;
  }

  /** Carries out operations. */
  private final class Meaning implements Operation.OperationVisitor<Object> {
    @Override
    public Object read(Operation.Read operation) {
      return Model.this.read(operation.keys());
    }

    @Override
    public Object write(Operation.Write operation) {
      Model.this.write(operation.values());
      return null;
    }

    @Override
    public Object swap(Operation.Swap operation) {
      Object before = Model.this.read(operation.values().keySet());
      Model.this.write(operation.values());
      return before;
    }

    @Override
    public Object transact(Operation.Transact operation) {
      boolean held = operation.conditions().stream().allMatch(Model.this::holds);
      SortedMap<String, String> values = Model.this.read(operation.reads());
      Model.this.write(held ? operation.then() : operation.otherwise());
      return new Operation.Outcome(held, values);
    }

    @Override
    public Object size(Operation.Size operation) {
      return (long) registers.size();
    }

    @Override
    public Object containsValue(Operation.ContainsValue operation) {
      return registers.containsValue(operation.value());
    }

    @Override
    public Object snapshot(Operation.Snapshot operation) {
      return new TreeMap<>(registers);
    }

    @Override
    public Object clear(Operation.Clear operation) {
      registers.keySet().forEach(Model.this::changed);
      registers.clear();
      counters.clear();
      return null;
    }

    @Override
    public Object add(Operation.Add operation) {
      Model.this.add(operation.deltas());
      return null;
    }

    @Override
    public Object addAndGet(Operation.AddAndGet operation) {
      Model.this.add(operation.deltas());
      return Model.this.count(operation.deltas().keySet());
    }

    @Override
    public Object addIf(Operation.AddIf operation) {
      boolean held = operation.conditions().stream().allMatch(Model.this::holds);
      if (held) {
        Model.this.add(operation.deltas());
      }
      return held;
    }

    @Override
    public Object count(Operation.Count operation) {
      return Model.this.count(operation.keys());
    }

    @Override
    public Object sum(Operation.Sum operation) {
      return counters.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Finds out whether conditions hold. */
  private final class Truth implements WriteCondition.WriteConditionVisitor<Boolean> {
    @Override
    public Boolean is(WriteCondition.Is condition) {
      return Objects.equals(registers.get(condition.key()), condition.value());
    }

    @Override
    public Boolean present(WriteCondition.Present condition) {
      return registers.containsKey(condition.key());
    }

    @Override
    public Boolean atLeast(WriteCondition.AtLeast condition) {
      return counters.getOrDefault(condition.key(), 0L) >= condition.bound();
    }

    @Override
    public Boolean atMost(WriteCondition.AtMost condition) {
      return counters.getOrDefault(condition.key(), 0L) <= condition.bound();
    }
  }
}
