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
package io.atomix.mcast.checker.impl;

import java.util.List;
import java.util.Map;

/**
 * A statement of an operation about the state before it, beyond the values of single variables.
 * Only the search uses it; nothing is inferred from it.
 */
sealed interface Guard {

  /** Returns whether it is true of {@code state}. */
  boolean holds(SearchState state);

  /**
   * Returns whether it cannot be true where these values of variables are found, whatever others
   * are.
   */
  default boolean isRefutedBy(Map<Integer, Long> found) {
    return false;
  }

  /** A condition of a conditional operation that held. */
  record Holds(Atom atom) implements Guard {
    @Override
    public boolean holds(SearchState state) {
      return atom.holds(state.get(atom.variable()));
    }

    @Override
    public boolean isRefutedBy(Map<Integer, Long> found) {
      Long value = found.get(atom.variable());
      return value != null && !atom.holds(value);
    }
  }

  /** Of these conditions at least one did not hold. */
  record NotAll(List<Atom> atoms) implements Guard {
    @Override
    public boolean holds(SearchState state) {
      for (Atom atom : atoms) {
        if (!atom.holds(state.get(atom.variable()))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isRefutedBy(Map<Integer, Long> found) {
      for (Atom atom : atoms) {
        Long value = found.get(atom.variable());
        if (value == null || !atom.holds(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /** States how many registers are present. */
  record SizeIs(long size) implements Guard {
    @Override
    public boolean holds(SearchState state) {
      return state.present() == size;
    }
  }

  /** Some register has the value, or none has. */
  record Contains(long value, boolean expected) implements Guard {
    @Override
    public boolean holds(SearchState state) {
      return state.contains(value) == expected;
    }
  }
}
