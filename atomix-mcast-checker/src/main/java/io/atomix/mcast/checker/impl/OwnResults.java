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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for an operation that contradicts itself: its conditions, as it tells whether they held,
 * and what it read at the same moment.
 */
final class OwnResults {

  private final Variables variables;

  OwnResults(Variables variables) {
    this.variables = variables;
  }

  /** Looks at each by itself. */
  void check(List<PlacedOperation> actions) throws Contradiction {
    for (PlacedOperation action : actions) {
      if (action.isCertain()) {
        check(action);
      }
    }
  }

  private void check(PlacedOperation action) throws Contradiction {
    Branch branch = action.branch();
    Map<Integer, Long> found = new HashMap<>();
    for (int i = 0; i < branch.readVariables.length; i++) {
      int variable = branch.readVariables[i];
      Long other = found.put(variable, branch.readValues[i]);
      if (other != null && other != branch.readValues[i]) {
        throw new Contradiction(
            "1 found both "
                + variables.describe(variable, other)
                + " and "
                + variables.describe(variable, branch.readValues[i])
                + " at one moment, by its conditions and its reads.",
            List.of(action));
      }
    }
    for (Guard guard : branch.guards) {
      if (guard.isRefutedBy(found)) {
        throw new Contradiction(
            "1 read values with which its conditions are not as it tells.", List.of(action));
      }
    }
  }
}
