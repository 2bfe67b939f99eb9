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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * One thing that an operation may have done: what it found, and what it changed. An operation whose
 * outcome is known has one branch; a conditional one of unknown outcome may have two.
 */
final class Branch {

  /** Variables whose values before are known, and these values. */
  final int[] readVariables;

  final long[] readValues;
  final List<Guard> guards;

  /** Variables that are set, and to what. */
  final int[] setVariables;

  final long[] setValues;

  /** Counters that are added to, and how much, never 0. */
  final int[] addVariables;

  final long[] deltas;

  /** Versions that were told of registers that are among the above. */
  final List<ToldVersion> versions;

  /** All variables that the reads and guards look at, sorted. */
  final int[] seen;

  /** True if a guard looks at all registers. */
  final boolean seesAllRegisters;

  Branch(BranchBuilder from) {
    readVariables = ints(from.readVariables);
    readValues = longs(from.readValues);
    guards = List.copyOf(from.guards);
    setVariables = ints(from.sets.keySet());
    setValues = longs(from.sets.values());
    addVariables = ints(from.adds.keySet());
    deltas = longs(from.adds.values());
    versions = List.copyOf(from.versions);
    seen = ints(from.seen);
    seesAllRegisters = from.seesAllRegisters;
  }

  private static int[] ints(Collection<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long[] longs(Collection<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  boolean changesNothing() {
    return setVariables.length == 0 && addVariables.length == 0;
  }

  boolean fits(SearchState state) {
    for (int i = 0; i < readVariables.length; i++) {
      if (state.get(readVariables[i]) != readValues[i]) {
        return false;
      }
    }
    for (Guard guard : guards) {
      if (!guard.holds(state)) {
        return false;
      }
    }
    for (ToldVersion told : versions) {
      if (!told.fits(state, setsAnew(told.register(), state))) {
        return false;
      }
    }
    return true;
  }

  private boolean setsAnew(int register, SearchState state) {
    for (int i = 0; i < setVariables.length; i++) {
      if (setVariables[i] == register) {
        return setValues[i] != state.get(register);
      }
    }
    return false;
  }

  /**
   * Returns whether it leaves {@code state} as it is, if it fits: then it may come at once. One
   * that is the first to tell a version leaves that behind.
   */
  boolean leaves(SearchState state) {
    if (!changesNothing()) {
      return false;
    }
    for (ToldVersion told : versions) {
      if (!told.isKnown(state)) {
        return false;
      }
    }
    return true;
  }

  void applyTo(SearchState state) {
    for (ToldVersion told : versions) {
      told.find(state);
    }
    for (int i = 0; i < setVariables.length; i++) {
      state.set(setVariables[i], setValues[i]);
    }
    for (int i = 0; i < addVariables.length; i++) {
      state.set(addVariables[i], state.get(addVariables[i]) + deltas[i]);
    }
    for (ToldVersion told : versions) {
      told.write(state);
    }
  }

  /** Returns whether the two may give another result or another state when they change places. */
  boolean conflictsWith(Branch other, Variables variables) {
    return sees(other, variables)
        || other.sees(this, variables)
        || meet(setVariables, other.setVariables)
        || meet(setVariables, other.addVariables)
        || meet(addVariables, other.setVariables);
  }

  private boolean sees(Branch other, Variables variables) {
    return meet(seen, other.setVariables)
        || meet(seen, other.addVariables)
        || (seesAllRegisters && variables.anyRegister(other.setVariables));
  }

  private static boolean meet(int[] a, int[] b) {
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] == b[j]) {
        return true;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Branch other
        && Arrays.equals(readVariables, other.readVariables)
        && Arrays.equals(readValues, other.readValues)
        && guards.equals(other.guards)
        && Arrays.equals(setVariables, other.setVariables)
        && Arrays.equals(setValues, other.setValues)
        && Arrays.equals(addVariables, other.addVariables)
        && Arrays.equals(deltas, other.deltas)
        && versions.equals(other.versions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(readValues) * 31 + Arrays.hashCode(setValues);
  }
}
