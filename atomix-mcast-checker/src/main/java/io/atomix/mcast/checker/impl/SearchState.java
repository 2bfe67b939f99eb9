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

/**
 * The values of all variables, with a hash of 128 bits that is kept up to date, and a log to undo
 * changes.
 */
final class SearchState {

  private final Variables variables;
  private final long[] values;
  private int present;
  private long hash1;
  private long hash2;
  private int[] changed = new int[64];
  private long[] previous = new long[64];
  private int changes;

  SearchState(Variables variables) {
    this.variables = variables;
    this.values = new long[variables.count()];
  }

  long get(int variable) {
    return values[variable];
  }

  /** Returns the number of registers that are present. */
  int present() {
    return present;
  }

  /** Returns whether some register has the value with this number. */
  boolean contains(long value) {
    for (int i = 0; i < variables.registerCount(); i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }

  void set(int variable, long value) {
    if (values[variable] == value) {
      return;
    }
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, changes * 2);
      previous = Arrays.copyOf(previous, changes * 2);
    }
    changed[changes] = variable;
    previous[changes++] = values[variable];
    put(variable, value);
    int version = variables.version(variable);
    if (version >= 0) {
      set(version, VersionStates.afterChange(values[version]));
    }
  }

  /** The version of a register, one of those of which versions were told. */
  long version(int register) {
    return values[variables.version(register)];
  }

  /** Sets the version of a register to what is known of it now. */
  void setVersion(int register, long version) {
    set(variables.version(register), version);
  }

  /** A place in the log of changes, to {@link #undoTo come back} to. */
  int mark() {
    return changes;
  }

  void undoTo(int mark) {
    while (changes > mark) {
      changes--;
      put(changed[changes], previous[changes]);
    }
  }

  long hash1() {
    return hash1;
  }

  long hash2() {
    return hash2;
  }

  private void put(int variable, long value) {
    if (variables.isRegister(variable)) {
      present += (value == Variables.ABSENT ? 0 : 1) - (values[variable] == 0 ? 0 : 1);
    }
    toggle(variable, values[variable]);
    values[variable] = value;
    toggle(variable, value);
  }

  private void toggle(int variable, long value) {
    hash1 ^= Hashing.mix(variable * 0x9E3779B97F4A7C15L + value);
    hash2 ^= Hashing.mix(variable * 0xC2B2AE3D27D4EB4FL + value + 0x165667B19E3779F9L);
  }
}
