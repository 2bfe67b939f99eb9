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
package io.atomix.mcast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * States that the keys of a service will have when the operations are executed that a {@link
 * PreviewingService.Preview} assumes: a help for services whose operations concern keys. A key that
 * no such operation changes holds what it holds in the service. Not thread-safe.
 *
 * @param <S> the state of a key; may be null
 */
public final class PreviewedKeys<S> {
  private final Function<String, S> applied;
  private final Map<String, List<Change<S>>> assumed = new HashMap<>();
  private final Map<Long, List<String>> changed = new HashMap<>();

  /**
   * Change that an operation makes to a key.
   *
   * @param change from what the key held before, or null if that does not matter
   * @param state what the key holds then, if it does not matter
   */
  private record Change<S>(long operation, UnaryOperator<S> change, S state) {}

  /**
   * Assumes nothing.
   *
   * @param applied returns what a key holds in the service now
   */
  public PreviewedKeys(Function<String, S> applied) {
    this.applied = applied;
  }

  /** Returns what a key will hold. */
  public S get(String key) {
    List<Change<S>> changes = assumed.get(key);
    if (changes == null) {
      return applied.apply(key);
    }
    int next = changes.size() - 1;
    while (next > 0 && changes.get(next).change != null) {
      next--;
    }
    S state = changes.get(next).change == null ? changes.get(next++).state : applied.apply(key);
    for (; next < changes.size(); next++) {
      state = changes.get(next).change.apply(state);
    }
    return state;
  }

  /**
   * Sets what a key will hold after an operation that conflicts with all that changes the key, so
   * that all that comes before it is known.
   */
  public void set(long operation, String key, S state) {
    add(key, new Change<>(operation, null, state));
  }

  /**
   * Says what an operation will do to a key. It may be one that commutes with others (see {@link
   * Footprint#commutes}), which may be executed before it or not.
   */
  public void change(long operation, String key, UnaryOperator<S> change) {
    add(key, new Change<>(operation, change, null));
  }

  private void add(String key, Change<S> change) {
    assumed.computeIfAbsent(key, absent -> new ArrayList<>(2)).add(change);
    changed.computeIfAbsent(change.operation, absent -> new ArrayList<>(2)).add(key);
  }

  /** An operation has been executed: the service shows what it did. */
  public void executed(long operation) {
    List<String> keys = changed.remove(operation);
    if (keys != null) {
      for (String key : keys) {
        assumed.computeIfPresent(
            key,
            (name, changes) -> {
              changes.removeIf(change -> change.operation == operation);
              return changes.isEmpty() ? null : changes;
            });
      }
    }
  }
}
