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
package io.atomix.mcast.agent.doctor;

import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.MemberStatus;
import io.atomix.mcast.status.NodeHealth;
import io.atomix.mcast.status.NodeInfo;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks of what agents say of their nodes, and of whether they say the same. */
final class AgentChecks {
  /** Milliseconds by which clocks may differ. */
  private static final long APART = 500;

  private final List<NodeStatus> statuses;
  private final List<Finding> findings = new ArrayList<>();

  /** Tries to connect to {@code HOST:PORT}, and says in words what came of it. */
  @FunctionalInterface
  interface Connecting {
    /** Tries. */
    String attempt(String address) throws InterruptedException;
  }

  /**
   * Range of what a node's clock may be ahead of the one here.
   *
   * @param least milliseconds at least
   * @param most milliseconds at most
   */
  record ClockRange(long least, long most) {}

  private AgentChecks(List<NodeStatus> statuses) {
    this.statuses = statuses;
  }

  /**
   * Returns what is wrong.
   *
   * @param connecting is asked to reach members that are missing
   * @param clocks by node
   * @param file settings of a configuration file by its name; empty if there is none
   */
  static List<Finding> of(
      List<NodeStatus> statuses,
      Connecting connecting,
      Map<String, ClockRange> clocks,
      Map<String, SortedMap<String, String>> file)
      throws InterruptedException {
    AgentChecks checks = new AgentChecks(statuses);
    checks.missing(connecting);
    checks.groups();
    checks.nodes();
    checks.versions();
    checks.clocks(clocks);
    checks.settings(file);
    return checks.findings;
  }

  private void missing(Connecting connecting) throws InterruptedException {
    SortedMap<String, MemberStatus> members = new TreeMap<>();
    SortedMap<String, SortedMap<String, String>> observed = new TreeMap<>();
    for (NodeStatus status : statuses) {
      for (MemberStatus member : status.members()) {
        observe(status, member)
            .forEach(
                (who, since) ->
                    observed
                        .computeIfAbsent(member.member(), id -> new TreeMap<>())
                        .putIfAbsent(who, since));
        members.merge(member.member(), member, (one, other) -> one.address() == null ? other : one);
      }
    }
    for (Map.Entry<String, SortedMap<String, String>> each : observed.entrySet()) {
      String address = address(members.get(each.getKey()));
      findings.add(
          new Finding(
              "%s is missing: %s; %s"
                  .formatted(
                      each.getKey(),
                      each.getValue().entrySet().stream()
                          .map(one -> one.getKey() + one.getValue())
                          .collect(Collectors.joining(", ")),
                      address == null
                          ? "nobody has told where it should be"
                          : "from here, %s: %s".formatted(address, connecting.attempt(address))),
              "start it, and read its log if it ends; if it runs, ask mcast doctor --config there,"
                  + " and see to it that its id is '%s' and its clusterId the same"
                      .formatted(each.getKey())));
    }
  }

  /** Returns where a member is, was, or should be; null if nobody has told. */
  private String address(MemberStatus member) {
    return member.address() != null
        ? member.address()
        : statuses.stream()
            .map(status -> status.info().settings().get(SharedSettings.DISCOVERY + member.member()))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /**
   * Returns for how long a member has been missing, by who says so: several nodes pass on what one
   * leader says.
   */
  private static SortedMap<String, String> observe(NodeStatus status, MemberStatus member) {
    SortedMap<String, String> observed = new TreeMap<>();
    if (member.sight().equals("NEVER_SEEN")) {
      observed.put(
          status.node() + " has never seen it in ", NodeHealth.duration(member.sightMillis()));
    } else if (!member.sight().equals("REACHABLE")) {
      observed.put(
          status.node() + " has not seen it for ", NodeHealth.duration(member.sightMillis()));
    }
    for (GroupStatus group : status.groups()) {
      for (ReplicaStatus replica : group.replicas()) {
        if (replica.member().equals(member.member()) && Objects.equals(replica.heard(), false)) {
          observed.put(
              "the leader of " + group.group() + " has not heard it for ",
              NodeHealth.duration(replica.silentMillis()));
        }
      }
    }
    return observed;
  }

  private void groups() {
    for (NodeStatus status : statuses) {
      SortedMap<String, List<GroupStatus>> byProblem = new TreeMap<>();
      for (GroupStatus group : status.groups()) {
        if (group.problem() != null) {
          byProblem.computeIfAbsent(group.problem(), key -> new ArrayList<>()).add(group);
        }
      }
      byProblem.forEach((problem, groups) -> unusable(status.node(), problem, groups));
    }
    String starting =
        statuses.stream()
            .filter(status -> "starting".equals(status.info().state()))
            .map(NodeStatus::node)
            .collect(Collectors.joining(", "));
    if (!starting.isEmpty()) {
      findings.add(
          new Finding(
              "still starting: " + starting,
              "a node waits for a majority of the members of its groups, the management group"
                  + " first; start them, with the same groups in their configurations"));
    }
  }

  private void unusable(String node, String problem, List<GroupStatus> groups) {
    Set<String> members = new TreeSet<>();
    groups.forEach(group -> members.addAll(group.members()));
    findings.add(
        new Finding(
            "%s cannot use %s: %s"
                .formatted(
                    node,
                    groups.stream().map(GroupStatus::group).collect(Collectors.joining(", ")),
                    problem),
            "bring back members (%s) until a majority runs and reaches each other; it goes on by"
                    .formatted(String.join(", ", members))
                + " itself then"));
  }

  private void nodes() {
    for (NodeStatus status : statuses) {
      findings.addAll(LogChecks.ofNode(status.node(), status.info().logged()));
      status.info().missingFlags().forEach(flag -> findings.add(flag(status.node(), flag)));
      NodeHealth.of(status).troubles().stream()
          .filter(
              trouble -> trouble.startsWith(status.node() + " has ") && trouble.contains(" MB "))
          .forEach(
              trouble ->
                  findings.add(
                      new Finding(
                          trouble, "free space there, or move the folder to a larger disk")));
    }
  }

  private static Finding flag(String who, String flag) {
    return new Finding(
        "the JVM of %s was started without %s".formatted(who, flag),
        "give it the flag, as bin/mcast does; Atomix's serializer cannot be loaded without it");
  }

  private void versions() {
    differ("atomix-mcast", NodeInfo::plugin);
    differ("Atomix", NodeInfo::atomix);
  }

  private void differ(String what, Function<NodeInfo, String> version) {
    SortedMap<String, SortedMap<String, String>> byVersion = new TreeMap<>();
    for (NodeStatus status : statuses) {
      String found = version.apply(status.info());
      if (found != null) {
        byVersion.computeIfAbsent(found, key -> new TreeMap<>()).put(status.node(), found);
      }
    }
    if (byVersion.size() > 1) {
      findings.add(
          new Finding(
              "the versions of %s differ: %s"
                  .formatted(
                      what,
                      byVersion.entrySet().stream()
                          .map(
                              each ->
                                  each.getKey()
                                      + " on "
                                      + String.join(", ", each.getValue().keySet()))
                          .collect(Collectors.joining("; "))),
              "finish the upgrade, one member after the other; CHANGELOG.md says what may meet"));
    }
  }

  private void clocks(Map<String, ClockRange> clocks) {
    String ahead = null;
    String behind = null;
    for (String node : new TreeSet<>(clocks.keySet())) {
      ahead = ahead == null || clocks.get(node).least > clocks.get(ahead).least ? node : ahead;
      behind = behind == null || clocks.get(node).most < clocks.get(behind).most ? node : behind;
    }
    if (ahead != null && clocks.get(ahead).least - clocks.get(behind).most > APART) {
      findings.add(
          new Finding(
              "the clock of %s is at least %.1f s ahead of that of %s"
                  .formatted(
                      ahead, (clocks.get(ahead).least - clocks.get(behind).most) / 1000.0, behind),
              "let an NTP client set the clocks of all members: times to live jump when another"
                  + " member leads, and logs cannot be compared"));
    }
  }

  private void settings(Map<String, SortedMap<String, String>> file) {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>(file);
    statuses.stream()
        .filter(status -> !status.info().settings().isEmpty())
        .forEach(status -> all.put(status.node(), status.info().settings()));
    Set<String> keys = new TreeSet<>();
    all.values().forEach(settings -> keys.addAll(settings.keySet()));
    keys.removeIf(key -> key.startsWith(SharedSettings.DISCOVERY));
    keys.forEach(key -> setting(key, all));
    all.forEach((who, settings) -> absent(who, settings, all));
  }

  private void setting(String key, SortedMap<String, SortedMap<String, String>> all) {
    SortedMap<String, List<String>> byValue = new TreeMap<>();
    all.forEach(
        (who, settings) -> {
          if (settings.containsKey(key)) {
            byValue.computeIfAbsent(settings.get(key), value -> new ArrayList<>()).add(who);
          }
        });
    if (byValue.size() > 1) {
      findings.add(
          new Finding(
              "%s differs: %s"
                  .formatted(
                      key,
                      byValue.entrySet().stream()
                          .map(each -> each.getKey() + " in " + String.join(", ", each.getValue()))
                          .collect(Collectors.joining("; "))),
              key.equals(SharedSettings.CLUSTER_ID)
                  ? "these are two clusters, which do not see each other: give all nodes one id"
                  : "write the same in all configurations and restart what differs; what a group"
                      + " began with must stay: its partitions and members cannot be changed"));
    }
  }

  private void absent(
      String who,
      SortedMap<String, String> settings,
      SortedMap<String, SortedMap<String, String>> all) {
    all.forEach(
        (other, theirs) ->
            theirs.forEach(
                (key, value) -> {
                  if (key.endsWith(SharedSettings.MEMBERS)
                      && !settings.containsKey(key)
                      && List.of(value.split(" ")).contains(who)) {
                    Finding finding =
                        new Finding(
                            "%s is a member of %s, but its configuration does not have this group"
                                .formatted(
                                    who,
                                    key.substring(
                                        0, key.length() - SharedSettings.MEMBERS.length())),
                            "add the group to its configuration, as the others have it, and"
                                + " restart it");
                    if (!findings.contains(finding)) {
                      findings.add(finding);
                    }
                  }
                }));
  }
}
