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

/**
 * Finds operations, of which it is open whether they took effect, that make another fit if they
 * take effect right before it.
 */
final class Demand {

  private static final int MOST_TOGETHER = 3;
  private static final int MOST_WAYS = 24;

  private final SearchState state;
  private final int[] waiting;

  Demand(SearchState state, int[] waiting) {
    this.state = state;
    this.waiting = waiting;
  }

  /** Adds the ways on that begin with such operations and end with the one that they make fit. */
  void addWays(List<PlacedOperation> near, List<List<SearchStep>> ways) {
    List<PlacedOperation> open = new ArrayList<>();
    for (PlacedOperation action : near) {
      if (!action.isCertain() && waiting[action.id] == 0) {
        open.add(action);
      }
    }
    int most = ways.size() + MOST_WAYS;
    for (PlacedOperation action : near) {
      if (!open.isEmpty()
          && action.isCertain()
          && waiting[action.id] == 0
          && !action.branch().fits(state)) {
        complete(action, open, 0, new ArrayList<>(), ways, most);
      }
    }
  }

  private void complete(
      PlacedOperation action,
      List<PlacedOperation> open,
      int from,
      List<SearchStep> before,
      List<List<SearchStep>> ways,
      int most) {
    for (int i = from; i < open.size() && ways.size() < most; i++) {
      for (Branch branch : open.get(i).branches) {
        if (helps(branch, action.branch()) && branch.fits(state)) {
          int mark = state.mark();
          branch.applyTo(state);
          before.add(new SearchStep(open.get(i), branch));
          if (action.branch().fits(state)) {
            List<SearchStep> way = new ArrayList<>(before);
            way.add(new SearchStep(action, action.branch()));
            ways.add(way);
          } else if (before.size() < MOST_TOGETHER) {
            complete(action, open, i + 1, before, ways, most);
          }
          before.remove(before.size() - 1);
          state.undoTo(mark);
        }
      }
    }
  }

  /** Returns whether it changes something that the other wants to be different. */
  private boolean helps(Branch branch, Branch wanting) {
    for (int i = 0; i < wanting.readVariables.length; i++) {
      int variable = wanting.readVariables[i];
      if (state.get(variable) != wanting.readValues[i]) {
        for (int j = 0; j < branch.setVariables.length; j++) {
          if (branch.setVariables[j] == variable && branch.setValues[j] == wanting.readValues[i]) {
            return true;
          }
        }
        for (int added : branch.addVariables) {
          if (added == variable) {
            return true;
          }
        }
      }
    }
    for (Guard guard : wanting.guards) {
      if (!guard.holds(state)) {
        return true;
      }
    }
    return false;
  }
}
