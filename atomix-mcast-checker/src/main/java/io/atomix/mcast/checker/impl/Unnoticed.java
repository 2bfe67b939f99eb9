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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds operations of unknown outcome that may as well not have taken effect: if an order with one
 * of them explains the history then so does that order without it. It is so if nobody could tell:
 * no operation found the value that it writes, and none looks at what it changes in another way
 * than by finding some other value. A counter that it sets is found in every later count, whatever
 * was added since. Where versions of a register were told, and one value was written to it twice,
 * what comes between two such writes makes the second one a change, and shows in its version.
 */
final class Unnoticed {

  private record Value(int variable, long value) {}

  private final Set<Value> found = new HashSet<>();
  private final Set<Integer> read = new HashSet<>();
  private final Set<Integer> guarded = new HashSet<>();
  private final Set<Value> written = new HashSet<>();
  private final Set<Integer> writtenAgain = new HashSet<>();
  private final Variables variables;
  private boolean allGuarded;

  Unnoticed(List<List<Branch>> history, Variables variables) {
    this.variables = variables;
    for (List<Branch> branches : history) {
      for (Branch branch : branches) {
        for (int i = 0; i < branch.readVariables.length; i++) {
          found.add(new Value(branch.readVariables[i], branch.readValues[i]));
          read.add(branch.readVariables[i]);
        }
        for (int i = 0; i < branch.setVariables.length; i++) {
          Value value = new Value(branch.setVariables[i], branch.setValues[i]);
          if (value.value() != Variables.ABSENT && !written.add(value)) {
            writtenAgain.add(value.variable());
          }
        }
        allGuarded |= branch.seesAllRegisters;
        if (!branch.guards.isEmpty()) {
          for (int variable : branch.seen) {
            guarded.add(variable);
          }
        }
      }
    }
  }

  boolean contains(List<Branch> branches) {
    for (Branch branch : branches) {
      for (int i = 0; i < branch.setVariables.length; i++) {
        int variable = branch.setVariables[i];
        if (allGuarded
            || (variables.isRegister(variable)
                ? found.contains(new Value(variable, branch.setValues[i]))
                : read.contains(variable))
            || guarded.contains(variable)
            || (variables.version(variable) >= 0 && writtenAgain.contains(variable))) {
          return false;
        }
      }
      for (int variable : branch.addVariables) {
        if (read.contains(variable) || guarded.contains(variable)) {
          return false;
        }
      }
    }
    return true;
  }
}
