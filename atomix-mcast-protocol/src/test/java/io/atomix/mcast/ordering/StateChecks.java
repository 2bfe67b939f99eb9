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
package io.atomix.mcast.ordering;

import io.atomix.mcast.ordering.Explorer.Options;

/**
 * What the {@link Explorer} checks of every state: conflict order and real time together have no
 * cycle; nothing is executed in one group and dropped in another, nor dropped after its client was
 * told that it is complete (rule 8), nor executed twice; nobody waits for ever; with forgetting,
 * nothing is left in the end. States are given by their groups, the messages whose clients have a
 * good answer, one bit each, and what was complete before what.
 */
final class StateChecks {
  private final SmallSystem system;
  private final Options options;
  private final Conditions conditions;
  private final int size;
  private final boolean[][] goesTo;

  /** Creates the checks of a system; {@code conditions} is null if there are none. */
  StateChecks(SmallSystem system, Options options, Conditions conditions) {
    this.system = system;
    this.options = options;
    this.conditions = conditions;
    this.size = system.size();
    this.goesTo = new boolean[size][system.groups()];
    for (int m = 0; m < size; m++) {
      for (int g : system.messages().get(m).footprints().keySet()) {
        goesTo[m][g] = true;
      }
    }
  }

  String wrongNow(GroupNode[] nodes, int complete, long realTime) {
    int dropped = dropped(nodes);
    int executed = 0;
    long before = 0;
    for (GroupNode node : nodes) {
      if (node.broken != null) {
        return node.broken;
      }
      executed |= node.executed;
      before |= node.before;
    }
    if ((executed & dropped) != 0) {
      return "executed in one group and dropped in another: " + names(executed & dropped);
    }
    if ((complete & dropped) != 0) {
      return "complete and dropped: " + names(complete & dropped);
    }
    int cycle = cycle(before | realTime);
    if (cycle != 0) {
      return "conflict order and real time have a cycle: " + names(cycle);
    }
    return conditions == null ? null : conditions.wrongDecision(nodes);
  }

  /** Returns the messages that precede themselves. */
  private int cycle(long before) {
    int[] precedes = new int[size];
    for (int a = 0; a < size; a++) {
      precedes[a] = (int) (before >>> a * size) & (1 << size) - 1;
      for (int b = 0; b < size; b++) {
        precedes[a] |= (system.messages().get(b).after() >> a & 1) << b;
      }
    }
    for (int k = 0; k < size; k++) {
      for (int a = 0; a < size; a++) {
        if ((precedes[a] >> k & 1) != 0) {
          precedes[a] |= precedes[k];
        }
      }
    }
    int cycle = 0;
    for (int a = 0; a < size; a++) {
      cycle |= precedes[a] & 1 << a;
    }
    return cycle;
  }

  String wrongAtEnd(GroupNode[] nodes, int complete, boolean canGoOn, boolean groupsCanGoOn) {
    int dropped = dropped(nodes);
    int pending = 0;
    boolean empty = true;
    for (GroupNode node : nodes) {
      pending |= node.core.pending;
      empty &= node.core.empty;
    }
    if (pending != 0 && (options.refusals() ? !groupsCanGoOn : !canGoOn)) {
      return "stuck: " + names(pending);
    }
    if (options.forgetting() && !options.refusals() && !canGoOn && !empty) {
      return "something is remembered for ever";
    }
    if (!canGoOn || options.forgetting() && empty) {
      for (int m = 0; m < size; m++) {
        if (!isSubmitted(nodes, m) || (dropped >> m & 1) != 0) {
          continue;
        }
        if (!isExecuted(nodes, m)) {
          return "lost: m" + m;
        }
        if ((complete >> m & 1) == 0) {
          return "never complete: m" + m;
        }
      }
    }
    return null;
  }

  private boolean isSubmitted(GroupNode[] nodes, int m) {
    for (int g = 0; g < nodes.length; g++) {
      if (goesTo[m][g] && (nodes[g].submitted >> m & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  boolean isExecuted(GroupNode[] nodes, int m) {
    for (int g = 0; g < nodes.length; g++) {
      if (goesTo[m][g] && (nodes[g].executed >> m & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  int dropped(GroupNode[] nodes) {
    int dropped = 0;
    for (GroupNode node : nodes) {
      dropped |= node.dropped;
    }
    return dropped;
  }

  String names(int messages) {
    StringBuilder names = new StringBuilder();
    for (int m = 0; m < size; m++) {
      names.append((messages >> m & 1) != 0 ? (names.length() > 0 ? ", m" : "m") + m : "");
    }
    return names.toString();
  }
}
