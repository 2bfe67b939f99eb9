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

import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Leaders that judge conditional messages on previews, from the moment on at which rule 11 allows
 * it by all that groups have ever told: who knows less judges later. What a message finds is what
 * has changed its group by then, together with what is executed before it.
 */
final class PreviewedVerdicts {
  private static final Comparator<MessageStatus> SAYING_MORE =
      Comparator.<MessageStatus, Boolean>comparing(status -> !status.state().pending())
          .thenComparingLong(MessageStatus::timestamp)
          .thenComparing(MessageStatus::first)
          .thenComparing(status -> status.condition() != MessageStatus.Condition.OPEN);

  private final SmallSystem system;
  private final FactSets facts;
  private final Conditions conditions;
  private final StableMessages stableMessages;
  private final GroupGraph[] graphs;

  PreviewedVerdicts(
      SmallSystem system,
      FactSets facts,
      Conditions conditions,
      StableMessages stableMessages,
      GroupGraph[] graphs) {
    this.system = system;
    this.facts = facts;
    this.conditions = conditions;
    this.stableMessages = stableMessages;
    this.graphs = graphs;
  }

  /**
   * Returns what becomes of group g when its leader judges message m, or null if it cannot, or need
   * not.
   */
  GroupNode judge(int m, int g, GroupNode[] nodes) {
    MessageStatus own = nodes[g].core.statuses[m];
    if (own == null || own.first() || isJudged(nodes[g], m, own.timestamp())) {
      return null;
    }
    Outlook[] outlooks = outlooks(g, nodes);
    if (outlooks[m].certainty() == Outlook.Certainty.OPEN) {
      return null;
    }
    Foresight.Foreseen foresight = graphs[g].foresee(nodes[g], m, outlooks).orElse(null);
    if (foresight == null || foresight.undecided() != null) {
      return null;
    }
    int held = nodes[g].held;
    int executed = nodes[g].executed;
    for (Effect.Run before : foresight.before()) {
      int bit = 1 << SmallSystem.number(before.id());
      executed |= bit;
      held |= before.held() ? bit : 0;
    }
    MessageStatus told =
        new MessageStatus(own.state(), outlooks[m].timestamp(), false, own.below())
            .withHolds(conditions.holds(held, executed, m, g));
    return graphs[g].tell(nodes[g], m, told);
  }

  private Outlook[] outlooks(int g, GroupNode[] nodes) {
    int stable = stableMessages.of(nodes);
    Outlook[] outlooks = new Outlook[system.size()];
    for (int m = 0; m < outlooks.length; m++) {
      outlooks[m] = nodes[g].core.statuses[m] == null ? Outlook.OPEN : outlook(m, g, nodes, stable);
    }
    return outlooks;
  }

  private boolean isJudged(GroupNode node, int m, long timestamp) {
    return facts.get(node.told[m]).stream()
        .anyMatch(
            told ->
                told.state().pending()
                    && told.timestamp() == timestamp
                    && told.condition() != MessageStatus.Condition.OPEN);
  }

  private Outlook outlook(int m, int g, GroupNode[] nodes, int stable) {
    SortedSet<GroupId> others = new TreeSet<>(system.destinations(m));
    others.remove(SmallSystem.group(g));
    TreeMap<GroupId, MessageStatus> known = new TreeMap<>();
    MessageStatus own = null;
    for (int h : system.messages().get(m).footprints().keySet()) {
      MessageStatus furthest =
          facts.get(nodes[h].told[m]).stream()
              .filter(told -> told.state() != MessageStatus.State.ABSENT)
              .max(SAYING_MORE)
              .orElse(null);
      if (h == g) {
        own = furthest;
      } else if (furthest != null) {
        known.put(SmallSystem.group(h), furthest);
      }
    }
    return own == null
        ? Outlook.OPEN
        : Decisions.outlook(own, others, known, (stable >> m & 1) != 0);
  }
}
