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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.MemberStatus;
import io.atomix.mcast.status.NodeHealth;
import io.atomix.mcast.status.NodeHealth.HealthGrade;
import io.atomix.mcast.status.NodeStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers of the agents of several members, and what is missing. */
public final class ClusterStatus {
  /** Asks an agent for its status. */
  @FunctionalInterface
  public interface StatusSource {
    /**
     * Asks.
     *
     * @throws CommandException if there is no answer
     */
    NodeStatus ask(HttpAddress address) throws InterruptedException;
  }

  /**
   * Outcome of a question.
   *
   * @param address whom it went to, or null if that is not known
   * @param status the answer, or null
   * @param problem why there is no answer, or null
   */
  private record Asked(HttpAddress address, NodeStatus status, String problem) {}

  private final StatusSource source;

  /** By member, or by address where the member is not known. */
  private final SortedMap<String, Asked> asked = new TreeMap<>();

  /** Asks nobody yet. */
  public ClusterStatus(StatusSource source) {
    this.source = source;
  }

  /** Asks these agents, and then those of all members of which they have told. */
  public void ask(Collection<HttpAddress> addresses) throws InterruptedException {
    Map<HttpAddress, String> failed = new LinkedHashMap<>();
    for (HttpAddress address : addresses) {
      try {
        NodeStatus status = source.ask(address);
        asked.put(status.node(), new Asked(address, status, null));
      } catch (CommandException e) {
        failed.put(address, e.getMessage());
      }
    }
    for (MemberStatus member : told()) {
      if (!asked.containsKey(member.member())) {
        HttpAddress address = member.http() == null ? null : HttpAddress.parse(member.http());
        String problem = failed.remove(address);
        asked.put(
            member.member(),
            problem == null ? ask(member, address) : new Asked(address, null, problem));
      }
    }
    failed.forEach(
        (address, problem) -> asked.put(address.toString(), new Asked(address, null, problem)));
  }

  /** Returns the members, those first of whose agents the address is known. */
  private List<MemberStatus> told() {
    return answers().stream()
        .flatMap(status -> status.members().stream())
        .sorted(Comparator.comparing((MemberStatus member) -> member.http() == null))
        .toList();
  }

  private Asked ask(MemberStatus member, HttpAddress address) throws InterruptedException {
    if (address == null) {
      return new Asked(
          null,
          null,
          member.sight().equals("REACHABLE")
              ? "its agent serves no pages; start it with --http"
              : "it is not there, and its agent has told nobody an address");
    }
    try {
      NodeStatus status = source.ask(address);
      if (status.node().equals(member.member())) {
        return new Asked(address, status, null);
      }
      return new Asked(
          address,
          null,
          "its agent serves %s on its own machine only, and here that is %s; start it with --http"
                  .formatted(address, status.node())
              + " HOST:PORT of a network, or ask there");
    } catch (CommandException e) {
      return new Asked(address, null, e.getMessage());
    }
  }

  /** Returns the answers, by the members' ids. */
  public List<NodeStatus> answers() {
    return asked.values().stream().map(Asked::status).filter(status -> status != null).toList();
  }

  /** Returns a judgement of the cluster, as far as its members have told. */
  HealthGrade grade() {
    if (answers().isEmpty() || !unserved().isEmpty()) {
      return HealthGrade.NOT_SERVING;
    }
    boolean well =
        asked.values().stream()
            .allMatch(
                each ->
                    each.status != null && NodeHealth.of(each.status).grade() == HealthGrade.WELL);
    return well ? HealthGrade.WELL : HealthGrade.DEGRADED;
  }

  /** Returns the groups that no member can use that has answered. */
  private List<String> unserved() {
    SortedMap<String, Boolean> served = new TreeMap<>();
    for (NodeStatus status : answers()) {
      List<String> stopped = NodeHealth.of(status).stopped();
      for (GroupStatus group : status.groups()) {
        served.merge(
            group.group(),
            group.hosted() && group.ready() && !stopped.contains(group.group()),
            Boolean::logicalOr);
      }
    }
    return served.entrySet().stream()
        .filter(each -> !each.getValue())
        .map(each -> each.getKey())
        .toList();
  }

  /** Returns the table, with the judgement in its first line. */
  String text() {
    StringBuilder text = new StringBuilder(sentence()).append('\n');
    problems().forEach(problem -> text.append("  ").append(problem).append('\n'));
    TextColumns columns =
        new TextColumns(
            "MEMBER",
            "AGENT",
            "STATE",
            "LEADS",
            "SHOULD LEAD",
            "BEHIND",
            "PENDING",
            "DISK FREE",
            "LAST SNAPSHOT",
            "ATOMIX-MCAST",
            "ATOMIX",
            "JAVA");
    asked.forEach((member, each) -> row(columns, member, each));
    return text.append('\n').append(columns).toString();
  }

  private String sentence() {
    List<NodeStatus> answers = answers();
    long ready = answers.stream().filter(NodeStatus::ready).count();
    String begin = "%d of %d members are ready".formatted(ready, asked.size());
    List<String> unserved = unserved();
    if (!unserved.isEmpty()) {
      begin += "; NOT SERVED: " + String.join(", ", unserved);
    }
    Optional<NodeHealth> worst =
        answers.stream()
            .map(NodeHealth::of)
            .max(
                Comparator.comparing((NodeHealth health) -> health.fragile().size())
                    .thenComparing(health -> health.troubles().size()));
    return worst.isEmpty() ? begin : worst.get().sentence(begin);
  }

  private static void row(TextColumns columns, String member, Asked each) {
    String agent = each.address == null ? "-" : each.address.toString();
    NodeStatus status = each.status;
    if (status == null) {
      columns.row(member, agent, "no answer", "", "", "", "", "", "", "", "", "");
      return;
    }
    List<GroupStatus> hosted = status.groups().stream().filter(GroupStatus::hosted).toList();
    columns.row(
        member,
        agent,
        StatusText.state(status),
        "" + hosted.stream().filter(group -> member.equals(group.leader())).count(),
        "" + hosted.stream().filter(group -> member.equals(group.preferredLeader())).count(),
        hosted.stream().anyMatch(group -> group.lag() < 0)
            ? "?"
            : "" + hosted.stream().mapToLong(GroupStatus::lag).max().orElse(0),
        "" + hosted.stream().mapToInt(GroupStatus::pending).sum(),
        MembersText.freeDisk(status),
        MembersText.lastSnapshot(status),
        MembersText.orUnknown(status.info().plugin()),
        MembersText.orUnknown(status.info().atomix()),
        MembersText.orUnknown(status.info().java()));
  }

  /** Returns why members have not answered, one line each. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    asked.forEach(
        (member, each) -> {
          if (each.problem != null) {
            problems.add(member + ": " + each.problem);
          }
        });
    return problems;
  }
}
