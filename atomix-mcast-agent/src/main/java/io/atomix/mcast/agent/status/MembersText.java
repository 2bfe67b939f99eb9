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

import io.atomix.mcast.status.DiskStatus;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.MemberStatus;
import io.atomix.mcast.status.NodeHealth;
import io.atomix.mcast.status.NodeInfo;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.ReplicaStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** Tables of what a node runs on, and of the members of its groups. */
final class MembersText {
  private static final double GIGABYTE = 1 << 30;

  private final NodeStatus status;
  private final boolean wide;

  /**
   * Creates one.
   *
   * @param wide whether replicas of groups are shown in which nothing is wrong
   */
  MembersText(NodeStatus status, boolean wide) {
    this.status = status;
    this.wide = wide;
  }

  /** Returns tables, each with an empty line before it. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (status.info().java() != null) {
      text.append('\n').append(node());
    }
    if (!status.members().isEmpty()) {
      text.append('\n').append(members());
    }
    List<GroupStatus> groups =
        status.groups().stream().filter(group -> wide || hasTrouble(group)).toList();
    if (groups.stream().anyMatch(group -> !group.replicas().isEmpty())) {
      text.append('\n').append(replicas(groups));
    }
    return text.toString();
  }

  private TextColumns node() {
    NodeInfo info = status.info();
    return new TextColumns("JAVA", "ATOMIX", "ATOMIX-MCAST", "DISK FREE", "LAST SNAPSHOT", "DATA")
        .row(
            info.java(),
            orUnknown(info.atomix()),
            info.plugin(),
            freeDisk(status),
            lastSnapshot(status),
            disk(status) == null ? "-" : disk(status).directory());
  }

  private static DiskStatus disk(NodeStatus status) {
    return status.groups().stream()
        .map(GroupStatus::disk)
        .filter(Objects::nonNull)
        .min((one, other) -> Long.compare(one.freeBytes(), other.freeBytes()))
        .orElse(null);
  }

  /** Returns what is free on the fullest disk. */
  static String freeDisk(NodeStatus status) {
    DiskStatus disk = disk(status);
    return disk == null ? "-" : String.format(Locale.ROOT, "%.1f GB", disk.freeBytes() / GIGABYTE);
  }

  /** Returns how long ago, by the node's own clock, a replica there has written one. */
  static String lastSnapshot(NodeStatus status) {
    return status.groups().stream()
        .filter(group -> group.lastSnapshotMillis() > 0)
        .max((one, other) -> Long.compare(one.lastSnapshotMillis(), other.lastSnapshotMillis()))
        .map(
            group ->
                NodeHealth.duration(
                        Math.max(0, status.info().timeMillis() - group.lastSnapshotMillis()))
                    + " ago")
        .orElse("none");
  }

  static String orUnknown(String value) {
    return value == null ? "?" : value;
  }

  private TextColumns members() {
    TextColumns columns =
        new TextColumns("MEMBER", "ADDRESS", "SEEN", "HEARD", "BEHIND", "LEADS", "SHOULD LEAD");
    for (MemberStatus member : status.members()) {
      List<ReplicaStatus> replicas =
          status.groups().stream()
              .flatMap(group -> group.replicas().stream())
              .filter(replica -> replica.member().equals(member.member()))
              .toList();
      columns.row(
          member.member(),
          orUnknown(member.address()),
          seen(member),
          heard(replicas),
          behind(replicas),
          "" + groups(member.member(), GroupStatus::leader),
          "" + groups(member.member(), GroupStatus::preferredLeader));
    }
    return columns;
  }

  private long groups(String member, Function<GroupStatus, String> role) {
    return status.groups().stream().filter(group -> member.equals(role.apply(group))).count();
  }

  private String seen(MemberStatus member) {
    if (member.member().equals(status.node())) {
      return "asked";
    }
    String since = NodeHealth.duration(member.sightMillis());
    return switch (member.sight()) {
      case "REACHABLE" -> "for " + since;
      case "UNREACHABLE" -> "does not answer for " + since;
      case "GONE" -> "gone for " + since;
      default -> "never, for " + since;
    };
  }

  private static String heard(List<ReplicaStatus> replicas) {
    return replicas.stream()
        .filter(replica -> Objects.equals(replica.heard(), false))
        .max((one, other) -> Long.compare(one.silentMillis(), other.silentMillis()))
        .map(replica -> "not for " + NodeHealth.duration(replica.silentMillis()))
        .orElse(replicas.stream().allMatch(replica -> replica.heard() == null) ? "?" : "yes");
  }

  private static String behind(List<ReplicaStatus> replicas) {
    long most = replicas.stream().mapToLong(ReplicaStatus::behind).max().orElse(-1);
    return most < 0 ? "?" : "" + most;
  }

  private static boolean hasTrouble(GroupStatus group) {
    return group.replicas().stream().anyMatch(each -> Objects.equals(each.heard(), false));
  }

  private static TextColumns replicas(List<GroupStatus> groups) {
    TextColumns columns = new TextColumns("REPLICA", "OF", "HEARD", "BEHIND");
    for (GroupStatus group : groups) {
      for (ReplicaStatus replica : group.replicas()) {
        columns.row(
            replica.member() + (replica.member().equals(group.leader()) ? " (leads)" : ""),
            group.group(),
            heard(List.of(replica)),
            behind(List.of(replica)));
      }
    }
    return columns;
  }
}
