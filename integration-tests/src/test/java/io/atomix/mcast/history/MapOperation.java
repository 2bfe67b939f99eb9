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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** An operation on a map of strings, and what it does to one that only it uses. */
public sealed interface MapOperation extends Operation {

  /** Gives the value before, or null. */
  record Put(String key, String value) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.put(key, value);
    }
  }

  /** Gives the value before, or null. */
  record Remove(String key) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.remove(key);
    }
  }

  /** Gives the value, or null. */
  record Get(String key) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.get(key);
    }
  }

  /** Gives the number of keys. */
  record Size() implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.size();
    }
  }

  /** Gives whether some key has the value. */
  record ContainsValue(String value) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return state.containsValue(value);
    }
  }

  /** Gives null. */
  record Clear() implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      state.clear();
      return null;
    }
  }

  /** Gives the entries that exist. */
  record GetAll(Set<String> keys) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      Map<String, String> found = new HashMap<>(state);
      found.keySet().retainAll(keys);
      return found;
    }
  }

  /** Gives null. */
  record PutAll(Map<String, String> entries) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      state.putAll(entries);
      return null;
    }
  }

  /** Gives the entries that existed. */
  record GetAndPutAll(Map<String, String> entries) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      Object before = new GetAll(entries.keySet()).applyTo(state);
      state.putAll(entries);
      return before;
    }
  }

  /** Gives the entries that existed. */
  record GetAndRemoveAll(Set<String> keys) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      Object before = new GetAll(keys).applyTo(state);
      state.keySet().removeAll(keys);
      return before;
    }
  }

  /**
   * Gives all entries.
   *
   * @param asStream whether they are asked for as a stream
   */
  record Snapshot(boolean asStream) implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      return new HashMap<>(state);
    }
  }

  /**
   * A transaction that changes entries if others are as expected, else puts one. Gives whether they
   * are, and the entries that it changes as they were.
   *
   * @param expected values by key, null for none
   * @param changes values by key, null for none
   * @param versionsWanted whether the versions of what is put are asked for besides
   */
  record Transact(
      Map<String, String> expected,
      Map<String, String> changes,
      String otherwiseKey,
      String otherwiseValue,
      boolean versionsWanted)
      implements MapOperation {
    @Override
    public Object applyTo(Map<String, String> state) {
      boolean holds =
          expected.entrySet().stream()
              .allMatch(each -> Objects.equals(state.get(each.getKey()), each.getValue()));
      if (!holds) {
        state.put(otherwiseKey, otherwiseValue);
        return List.of(false, Map.of());
      }
      Object before = new GetAll(changes.keySet()).applyTo(state);
      changes.forEach(
          (key, value) -> {
            if (value == null) {
              state.remove(key);
            } else {
              state.put(key, value);
            }
          });
      return List.of(true, before);
    }
  }
}
