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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the versions that were told as a claimed order of the changes of each register: compares it
 * with the values, and adds it to what is known.
 *
 * <p>A version has one value, and was made by one change. An operation before which the version was
 * at most {@code n} came before one after which it was at least {@code n + 1}.
 */
final class VersionInference {

  private final List<PlacedOperation> actions;
  private final Variables variables;
  private final GrowthOrder order;
  private final Map<WrittenValue, Integer> writers = new HashMap<>();

  VersionInference(List<PlacedOperation> actions, Variables variables, OrderGraph graph) {
    this.actions = actions;
    this.variables = variables;
    this.order = new GrowthOrder(graph, Edge.EdgeKind.VERSIONS);
  }

  private record WrittenValue(int register, long value) {}

  /** Says who told first that a version has a value. */
  private record VersionValue(PlacedOperation action, long value, String verb) {}

  /** Claims about one register. */
  private static final class ToldOrder {
    private final Map<Long, VersionValue> values = new HashMap<>();
    private final Map<Long, PlacedOperation> changes = new HashMap<>();
    private final List<GrowthReading> readings = new ArrayList<>();
  }

  /** Values that one operation found and wrote of a register, null if that is not known. */
  private record ToldChange(Long found, Long written) {
    private static ToldChange of(Branch branch, int register) {
      return new ToldChange(
          value(branch.readVariables, branch.readValues, register),
          value(branch.setVariables, branch.setValues, register));
    }

    private static Long value(int[] variables, long[] values, int register) {
      for (int i = 0; i < variables.length; i++) {
        if (variables[i] == register) {
          return values[i];
        }
      }
      return null;
    }

    private boolean isNone() {
      return written == null || written.equals(found);
    }
  }

  /** Compares versions with values, and orders those who told them. */
  void run() throws Contradiction {
    Map<Integer, ToldOrder> registers = new HashMap<>();
    for (PlacedOperation action : actions) {
      countWriters(action);
    }
    for (PlacedOperation action : actions) {
      if (action.isCertain()) {
        for (ToldVersion told : action.branch().versions) {
          add(action, told, registers.computeIfAbsent(told.register(), key -> new ToldOrder()));
        }
      }
    }
    for (Map.Entry<Integer, ToldOrder> each : registers.entrySet()) {
      order.order(each.getKey(), each.getValue().readings);
    }
  }

  private void countWriters(PlacedOperation action) {
    Set<WrittenValue> written = new HashSet<>();
    for (Branch branch : action.branches) {
      for (int i = 0; i < branch.setVariables.length; i++) {
        if (variables.version(branch.setVariables[i]) >= 0) {
          written.add(new WrittenValue(branch.setVariables[i], branch.setValues[i]));
        }
      }
    }
    written.forEach(each -> writers.merge(each, 1, Integer::sum));
  }

  private void add(PlacedOperation action, ToldVersion told, ToldOrder register)
      throws Contradiction {
    ToldChange change = ToldChange.of(action.branch(), told.register());
    if (told.found() != null) {
      agree(action, told.register(), told.found(), change.found(), "found", register);
    }
    if (told.written() != null) {
      agree(action, told.register(), told.written(), change.written(), "wrote", register);
    }
    if (told.found() != null && told.written() != null) {
      compareOwn(action, told, change);
    }
    // Who alone writes a value finds another one; so does who found another one.
    boolean changes =
        !change.isNone()
            && (change.found() != null
                || writers.get(new WrittenValue(told.register(), change.written())) == 1
                    && change.written() != Variables.ABSENT);
    if (changes && told.written() != null) {
      PlacedOperation other = register.changes.put(told.written(), action);
      if (other != null) {
        throw new Contradiction(
            "1 and 2 both changed "
                + variables.name(told.register())
                + ", and were told the same version "
                + told.written()
                + ": each change makes a version of its own.",
            List.of(other, action));
      }
    }
    long one = changes ? 1 : 0;
    long before = told.found() != null ? told.found() : told.written() - one;
    long after = told.written() != null ? told.written() : told.found() + one;
    register.readings.add(new GrowthReading(action, before, after));
  }

  /** Makes sure that all who tell of a version mean the same value. */
  private void agree(
      PlacedOperation action,
      int variable,
      long version,
      long value,
      String verb,
      ToldOrder register)
      throws Contradiction {
    if (version < 1) {
      throw new Contradiction(
          "1 "
              + verb
              + " "
              + variables.describe(variable, value)
              + " in version "
              + version
              + "; the first change makes version 1 or a higher one.",
          List.of(action));
    }
    VersionValue first =
        register.values.computeIfAbsent(version, key -> new VersionValue(action, value, verb));
    if (first.value() != value) {
      boolean same = first.action() == action;
      throw new Contradiction(
          "1 "
              + first.verb()
              + " "
              + variables.describe(variable, first.value())
              + " in version "
              + version
              + ", but "
              + (same ? "1 " : "2 ")
              + verb
              + " "
              + variables.describe(variable, value)
              + " in the same version.",
          same ? List.of(action) : List.of(first.action(), action));
    }
  }

  private void compareOwn(PlacedOperation action, ToldVersion told, ToldChange change)
      throws Contradiction {
    boolean fits =
        change.isNone() ? told.written().equals(told.found()) : told.written() > told.found();
    if (!fits) {
      throw new Contradiction(
          "1 found "
              + variables.describe(told.register(), change.found())
              + " in version "
              + told.found()
              + " and wrote "
              + variables.describe(told.register(), change.written())
              + " in version "
              + told.written()
              + ": a change makes a higher version, and the same value keeps the version.",
          List.of(action));
    }
  }
}
