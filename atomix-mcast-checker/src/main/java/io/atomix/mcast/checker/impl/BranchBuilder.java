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
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers what makes up a {@link Branch}. */
final class BranchBuilder {

  final List<Integer> readVariables = new ArrayList<>();
  final List<Long> readValues = new ArrayList<>();
  final List<Guard> guards = new ArrayList<>();
  final SortedMap<Integer, Long> sets = new TreeMap<>();
  final SortedMap<Integer, Long> adds = new TreeMap<>();
  final List<ToldVersion> versions = new ArrayList<>();
  final SortedSet<Integer> seen = new TreeSet<>();
  boolean seesAllRegisters;

  BranchBuilder read(int variable, long value) {
    for (int i = 0; i < readVariables.size(); i++) {
      if (readVariables.get(i) == variable && readValues.get(i) == value) {
        return this;
      }
    }
    readVariables.add(variable);
    readValues.add(value);
    seen.add(variable);
    return this;
  }

  /** Conditions that held. */
  BranchBuilder held(List<Atom> atoms) {
    for (Atom atom : atoms) {
      if (atom.kind() == Atom.AtomKind.EQUALS) {
        read(atom.variable(), atom.bound());
      } else {
        guards.add(new Guard.Holds(atom));
        seen.add(atom.variable());
      }
    }
    return this;
  }

  /** Conditions that did not all hold. */
  BranchBuilder notAllHeld(List<Atom> atoms) {
    guards.add(new Guard.NotAll(atoms));
    atoms.forEach(atom -> seen.add(atom.variable()));
    return this;
  }

  BranchBuilder seeAll(Guard guard) {
    guards.add(guard);
    seesAllRegisters = true;
    return this;
  }

  BranchBuilder set(int variable, long value) {
    sets.put(variable, value);
    return this;
  }

  BranchBuilder add(int variable, long delta) {
    adds.merge(variable, delta, Long::sum);
    return this;
  }

  BranchBuilder told(ToldVersion version) {
    versions.add(version);
    return this;
  }

  Branch build() {
    adds.values().removeIf(delta -> delta == 0);
    return new Branch(this);
  }
}
