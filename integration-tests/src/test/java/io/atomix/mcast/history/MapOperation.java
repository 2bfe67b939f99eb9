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

import java.util.Map;

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
}
