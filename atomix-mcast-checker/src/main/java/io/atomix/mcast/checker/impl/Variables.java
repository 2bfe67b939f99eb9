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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registers and counters of one {@link HistoryPart}, numbered from 0, registers first, and the
 * values of registers as numbers. If the part has an operation that sums up all counters, the last
 * variable is their total, as if it were a counter that everybody adds to. Behind all of these come
 * the versions of registers of which versions were told, each what {@link VersionStates} makes of
 * it.
 */
final class Variables {

  /** The number that stands for an absent register, and what every variable is at first. */
  static final long ABSENT = 0;

  private final Map<String, Integer> registers = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>(List.of("absent"));
  private final boolean hasTotal;
  private final int[] versions;
  private final int count;

  /**
   * Numbers them.
   *
   * @param versioned the registers of which versions were told
   */
  Variables(
      Iterable<String> registers,
      Iterable<String> counters,
      boolean hasTotal,
      Set<String> versioned) {
    for (String key : registers) {
      this.registers.put(key, names.size());
      names.add(key);
    }
    for (String key : counters) {
      this.counters.put(key, names.size());
      names.add(key);
    }
    this.hasTotal = hasTotal;
    if (hasTotal) {
      names.add("sum");
    }
    int next = names.size();
    versions = new int[this.registers.size()];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = versioned.contains(names.get(i)) ? next++ : -1;
    }
    count = next;
  }

  int count() {
    return count;
  }

  /** The variable that has the version of a register; -1 if none was told, or it is none. */
  int version(int register) {
    return register < versions.length ? versions[register] : -1;
  }

  int registerCount() {
    return registers.size();
  }

  boolean isRegister(int variable) {
    return variable < registers.size();
  }

  int register(String key) {
    return registers.get(key);
  }

  int counter(String key) {
    return counters.get(key);
  }

  boolean hasTotal() {
    return hasTotal;
  }

  int total() {
    return names.size() - 1;
  }

  /** The number that stands for {@code value}, null being absent. */
  long number(String value) {
    if (value == null) {
      return ABSENT;
    }
    Long number = numbers.get(value);
    if (number == null) {
      number = (long) values.size();
      values.add(value);
      numbers.put(value, number);
    }
    return number;
  }

  /** Returns whether a register is among {@code sorted}. */
  boolean anyRegister(int[] sorted) {
    return sorted.length > 0 && sorted[0] < registers.size();
  }

  String name(int variable) {
    return names.get(variable);
  }

  /** Returns a variable with its value, for people. */
  String describe(int variable, long value) {
    String name = names.get(variable);
    if (!isRegister(variable)) {
      return name + "=" + value;
    }
    return value == ABSENT ? name + " absent" : name + "=" + values.get((int) value);
  }
}
