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

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Takes every multicast message of a small system for a conditional one (rule 11). Whether the
 * condition holds in a group depends on which conflicting messages have changed the group before:
 * one more or one less, and the answer is the opposite.
 *
 * <p>Checked: what a condition rests on does not change once the group has told its verdict; all
 * groups execute a message with the same decision; it is that of the states in which they execute
 * it, and what its client was told early.
 */
final class Conditions {
  private final SmallSystem system;
  private final Protocol protocol;

  Conditions(SmallSystem system, Protocol protocol) {
    this.system = system;
    this.protocol = protocol;
  }

  /** Returns what a group tells of a message, given what its core says. */
  MessageStatus evaluate(GroupNode node, int message, int group, MessageStatus status) {
    return protocol.evaluate(
        status, node.answers[message], holds(node.held, node.executed, message, group));
  }

  boolean holds(int held, int preceding, int message, int group) {
    int changes = 0;
    for (int n = 0; n < system.size(); n++) {
      changes += (held & preceding) >> n & (system.conflict(n, message, group) ? 1 : 0);
    }
    // Of every third message the groups never agree without a change in one of them alone.
    return (changes + message + (message % 3 == 2 ? group : 0)) % 2 == 0;
  }

  /**
   * Returns what is wrong with a step that leaves a message first with the same timestamp, and so
   * with the same verdict, or null.
   */
  String wrongStep(CoreGraph.State from, CoreGraph.State to, int executed, int group) {
    for (int m = 0; m < system.size(); m++) {
      MessageStatus before = from.statuses[m];
      MessageStatus after = to.statuses[m];
      if (before != null
          && after != null
          && before.first()
          && before.timestamp() == after.timestamp()) {
        for (int n = 0; n < system.size(); n++) {
          if ((executed >> n & 1) != 0 && system.conflict(n, m, group)) {
            return String.format("m%d changes what the condition of m%d rests on", n, m);
          }
        }
      }
    }
    return null;
  }

  /** Returns what is wrong with the decisions of a state, or null. */
  String wrongDecision(GroupNode[] nodes) {
    for (int m = 0; m < system.size(); m++) {
      if (!system.messages().get(m).isLocal()) {
        String wrong = wrongDecision(m, nodes);
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return null;
  }

  private String wrongDecision(int m, GroupNode[] nodes) {
    List<Integer> groups = List.copyOf(system.messages().get(m).footprints().keySet());
    List<Integer> executed =
        groups.stream().filter(group -> (nodes[group].executed >> m & 1) != 0).toList();
    if (executed.isEmpty()) {
      return null;
    }
    boolean held = isHeld(nodes[executed.get(0)], m);
    if (executed.stream().anyMatch(group -> isHeld(nodes[group], m) != held)) {
      return "the groups decide otherwise on the condition of m" + m;
    }
    List<MessageStatus> answers =
        groups.stream().map(group -> nodes[group].answers[m]).filter(Objects::nonNull).toList();
    if (answers.size() == groups.size()
        && protocol.isComplete(answers)
        && answers.stream().allMatch(MessageStatus::holds) != held) {
      return "the client of m" + m + " was told another decision";
    }
    boolean right =
        groups.stream()
            .allMatch(group -> holds(nodes[group].held, predecessors(nodes[group], m), m, group));
    return executed.size() == groups.size() && held != right
        ? "the decision on m" + m + " is not that of the states in which it is executed"
        : null;
  }

  private static boolean isHeld(GroupNode node, int m) {
    return (node.held >> m & 1) != 0;
  }

  private int predecessors(GroupNode node, int m) {
    return IntStream.range(0, system.size())
        .filter(n -> (node.before >> n * system.size() + m & 1) != 0)
        .reduce(0, (all, n) -> all | 1 << n);
  }
}
