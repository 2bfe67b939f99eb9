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
package io.atomix.mcast.agent.status;

import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.NodeHealth;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.PendingStatus;
import io.atomix.mcast.status.PrimitiveStatus;
import io.atomix.mcast.status.WaitStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A node's status in words. */
final class StatusText {
  /** Number of steps of a chain that are shown: of a longer one, the first and the last. */
  private static final int STEPS = 6;

  private final boolean wide;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates one.
   *
   * @param wide whether chains are shown in full, and ids are not shortened
   */
  StatusText(boolean wide) {
    this.wide = wide;
  }

  String of(NodeStatus status) {
    line("%s", NodeHealth.of(status).sentence(status.node() + " is " + state(status)));
    status.groups().stream()
        .filter(group -> group.problem() != null)
        .forEach(group -> line("  %s: %s", group.group(), group.problem()));
    text.append(new MembersText(status, wide).text());
    line("");
    groups(status.groups());
    primitives(status.groups());
    pending(status.groups());
    return text.toString();
  }

  /** Returns whether the node is ready, and what its agent says of it otherwise. */
  static String state(NodeStatus status) {
    if (status.ready()) {
      return "ready";
    }
    String state = status.info().state();
    return "NOT READY" + (state == null || state.equals("running") ? "" : ", but " + state);
  }

  private void groups(List<GroupStatus> groups) {
    TextColumns columns =
        new TextColumns(
            "GROUP",
            "LEADER",
            "MEMBERS",
            "POSITION",
            "LAG",
            "PENDING",
            "OLDEST",
            "CHAIN",
            "CLIENTS");
    for (GroupStatus group : groups) {
      String leader = leader(group);
      String members = String.join(" ", group.members());
      if (group.hosted()) {
        columns.row(
            group.group(),
            leader,
            members,
            "" + group.applied(),
            group.lag() < 0 ? "?" : "" + group.lag(),
            "" + group.pending(),
            group.pending() == 0 ? "-" : seconds(group.oldestPendingMillis()),
            "" + group.longestChain(),
            "" + group.clients());
      } else {
        columns.row(group.group(), leader, members, "not here", "", "", "", "", "");
      }
    }
    text.append(columns);
  }

  private static String leader(GroupStatus group) {
    List<String> notes = new ArrayList<>();
    if (group.leads()) {
      notes.add("here");
    }
    if (group.preferredLeader() != null && !group.preferredLeader().equals(group.leader())) {
      notes.add(group.preferredLeader() + " should");
    }
    return (group.leader() == null ? "none" : group.leader())
        + (notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")");
  }

  private void primitives(List<GroupStatus> groups) {
    Map<String, List<PrimitiveStatus>> byName = new TreeMap<>();
    Map<String, List<String>> where = new LinkedHashMap<>();
    for (GroupStatus group : groups) {
      for (PrimitiveStatus primitive : group.primitives()) {
        byName.computeIfAbsent(primitive.name(), name -> new ArrayList<>()).add(primitive);
        where.computeIfAbsent(primitive.name(), name -> new ArrayList<>()).add(group.group());
      }
    }
    if (byName.isEmpty()) {
      return;
    }
    TextColumns columns = new TextColumns("PRIMITIVE", "TYPE", "ENTRIES", "SESSIONS", "GROUPS");
    byName.forEach(
        (name, parts) ->
            columns.row(
                name,
                parts.get(0).type(),
                parts.stream().anyMatch(part -> part.entries() < 0)
                    ? "-"
                    : "" + parts.stream().mapToLong(PrimitiveStatus::entries).sum(),
                "" + parts.stream().mapToInt(PrimitiveStatus::sessions).max().orElse(0),
                String.join(" ", where.get(name))));
    line("");
    text.append(columns);
  }

  private void pending(List<GroupStatus> groups) {
    if (groups.stream().allMatch(group -> group.oldestPending().isEmpty())) {
      return;
    }
    line("");
    line("PENDING, OLDEST FIRST");
    for (GroupStatus group : groups) {
      for (PendingStatus message : group.oldestPending()) {
        line(
            "  %s  %s in %s: %s of %s, %s, to %s, %s at %d",
            id(message.id()),
            seconds(message.ageMillis()),
            group.group(),
            message.operation(),
            message.primitive(),
            message.client() == null ? "of no client that is left" : "from " + message.client(),
            String.join(" and ", message.destinations()),
            message.state().toLowerCase(Locale.ROOT),
            message.timestamp());
        chain(message.why());
      }
    }
  }

  private void chain(List<WaitStep> steps) {
    for (int i = 0; i < steps.size(); i++) {
      if (!wide && steps.size() > STEPS && i == STEPS / 2) {
        int left = steps.size() - STEPS;
        line("      ... %d more ...", left);
        i += left;
      }
      line("      %s", words(steps.get(i)));
    }
  }

  private String words(WaitStep step) {
    StringBuilder words = new StringBuilder();
    if (step.reason() == WaitStep.WaitReason.GOING_ON) {
      words.append(id(step.message())).append(' ').append(step.reason().text());
    } else {
      words.append(id(step.message())).append(": ").append(step.group()).append(' ');
      words.append(step.reason().text());
    }
    if (step.waitsFor() != null) {
      words.append(", ").append(id(step.waitsFor())).append(" is below it there");
    }
    if (step.ask() != null) {
      words.append("; ask ").append(step.ask());
    }
    return words.toString();
  }

  /** Clients' ids are long and random: their beginning is enough for the eye. */
  private String id(String id) {
    int slash = id.indexOf('/');
    return wide || slash < 8 ? id : id.substring(0, 8) + id.substring(slash);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
