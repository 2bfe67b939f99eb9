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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can become of one group of a small system. */
final class GroupGraph {
  private final SmallSystem system;
  private final int group;
  private final FactSets facts;

  /** What is decided on conditional messages, or null if there are none. */
  private final Conditions conditions;

  private final CoreGraph cores;
  private final Map<GroupNode, GroupNode> nodes = new HashMap<>();
  private final List<GroupNode> byNumber = new ArrayList<>();
  private final Entry[] submissions;

  GroupGraph(
      SmallSystem system, Protocol protocol, int group, FactSets facts, Conditions conditions) {
    this.system = system;
    this.group = group;
    this.facts = facts;
    this.conditions = conditions;
    this.cores = new CoreGraph(system, protocol, group);
    this.submissions = new Entry[system.size()];
    for (int m = 0; m < system.size(); m++) {
      GroupFootprint footprint = system.messages().get(m).footprints().get(group);
      if (footprint != null) {
        MessageId id = SmallSystem.id(m);
        submissions[m] =
            system.messages().get(m).isLocal()
                ? new Entry.SubmitLocal(id, footprint)
                : new Entry.SubmitMulticast(
                    id, footprint, system.destinations(m), system.messages().get(m).lowestVote());
      }
    }
    intern(new GroupNode(cores.get(0), system.size()));
  }

  GroupNode get(int number) {
    return byNumber.get(number);
  }

  Entry submission(int message) {
    return submissions[message];
  }

  /**
   * Returns what becomes of the group with one more entry in its log; equal entries must be the
   * same object.
   */
  GroupNode append(GroupNode node, Entry entry) {
    GroupNode next = node.next.get(entry);
    if (next == null) {
      next = step(node, entry);
      node.next.put(entry, next);
    }
    return next;
  }

  /** Returns the effects of an entry, to be shown. */
  List<Effect> effects(GroupNode node, Entry entry) {
    return cores.step(node.core, entry).effects();
  }

  /**
   * Rule 7: returns what becomes of the group when a query is answered at once, or null if it has
   * to be submitted.
   */
  GroupNode answerQuery(GroupNode node, int message) {
    if (cores.waits(node.core, system.messages().get(message).footprints().get(group))) {
      return null;
    }
    if (node.afterQuery[message] == null) {
      GroupNode next = node.copy();
      next.submitted |= 1 << message;
      execute(next, message, true);
      node.afterQuery[message] = intern(next);
    }
    return node.afterQuery[message];
  }

  /** Returns what becomes of the group when the message's client submits it there no more. */
  GroupNode endSession(GroupNode node, int message) {
    if (node.afterEnd[message] == null) {
      GroupNode next = node.copy();
      next.core = cores.endSession(node.core, message);
      node.afterEnd[message] = intern(next);
    }
    return node.afterEnd[message];
  }

  /** Rule 11: returns what is executed before a message, as far as that is known already. */
  Optional<Foresight.Foreseen> foresee(GroupNode node, int message, Outlook[] outlooks) {
    return cores.foresee(node.core, message, outlooks);
  }

  /** Returns what becomes of the group when its leader tells this of a message. */
  GroupNode tell(GroupNode node, int message, MessageStatus status) {
    GroupNode next = node.copy();
    next.told[message] = facts.with(next.told[message], status);
    return intern(next);
  }

  private GroupNode step(GroupNode node, Entry entry) {
    CoreGraph.Step step = cores.step(node.core, entry);
    GroupNode next = node.copy();
    next.core = step.to();
    int submission = -1;
    for (int m = 0; m < submissions.length; m++) {
      if (submissions[m] == entry) {
        submission = m;
        next.submitted |= 1 << m;
      }
    }
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Run execution) {
        int m = SmallSystem.number(execution.id());
        MessageStatus before = node.core.statuses[m];
        if (conditions != null && before != null && next.broken == null) {
          next.broken = wrongVerdict(next, m, before.timestamp());
        }
        execute(next, m, execution.held());
      } else if (effect instanceof Effect.Stands stands) {
        int m = SmallSystem.number(stands.id());
        MessageStatus status =
            conditions == null
                ? stands.status()
                : conditions.evaluate(next, m, group, stands.status());
        next.told[m] = facts.with(next.told[m], status);
        // A refusal of what the group has executed, and which all have forgotten since, is not a
        // drop.
        if (status.state().dropped() && (next.executed >> m & 1) == 0) {
          next.dropped |= 1 << m;
        }
        if (status.state() == MessageStatus.State.REFUSED) {
          next.refused |= 1 << m;
        }
        if (m == submission) {
          next.answers[m] = status;
        }
      }
    }
    if (conditions != null && next.broken == null) {
      int executed = next.executed & ~node.executed;
      next.broken = conditions.wrongStep(node.core, next.core, executed, group);
    }
    return intern(next);
  }

  /**
   * Returns what is wrong with the verdict that was told of a message which is executed, or null.
   */
  private String wrongVerdict(GroupNode node, int message, long timestamp) {
    for (MessageStatus told : facts.get(node.told[message])) {
      if (told.state().pending()
          && told.timestamp() == timestamp
          && told.condition() != MessageStatus.Condition.OPEN
          && told.holds() != conditions.holds(node.held, node.executed, message, group)) {
        return "the verdict on m" + message + " is not that of the state in which it is executed";
      }
    }
    return null;
  }

  private void execute(GroupNode node, int message, boolean held) {
    if ((node.executed >> message & 1) != 0) {
      node.broken = "m" + message + " is executed twice in " + SmallSystem.group(group);
    }
    for (int n = 0; n < system.size(); n++) {
      if ((node.executed >> n & 1) != 0 && system.conflict(n, message, group)) {
        node.before |= 1L << n * system.size() + message;
      }
    }
    node.executed |= 1 << message;
    node.held |= held ? 1 << message : 0;
  }

  private GroupNode intern(GroupNode node) {
    GroupNode known = nodes.putIfAbsent(node, node);
    if (known != null) {
      return known;
    }
    node.number = byNumber.size();
    byNumber.add(node);
    return node;
  }
}
