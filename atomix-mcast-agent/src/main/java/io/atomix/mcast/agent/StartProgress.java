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
package io.atomix.mcast.agent;

import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.NodeConfig;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.primitive.partition.Partition;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.protocols.raft.partition.RaftPartitionGroupConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Progress of a node's start: which members it does not see, and which partitions nobody leads. */
final class StartProgress {
  private final Atomix node;
  private final Set<String> members = new TreeSet<>();
  private final Map<String, String> addresses = new TreeMap<>();

  /**
   * Creates the progress of a node.
   *
   * @param config the configuration that the node was made from
   */
  StartProgress(Atomix node, AtomixConfig config) {
    this.node = node;
    NodeFactory.groups(config).forEach(group -> members.addAll(members(group)));
    members.remove(node.getMembershipService().getLocalMember().id().id());
    for (NodeConfig known : NodeFactory.bootstrapNodes(config)) {
      addresses.put(known.getId().id(), known.getAddress().toString());
    }
  }

  private static Collection<String> members(PartitionGroupConfig<?> group) {
    if (group instanceof GenericMulticastPartitionGroupConfig multicast) {
      return multicast.getMembers();
    }
    return group instanceof RaftPartitionGroupConfig raft ? raft.getMembers() : Set.of();
  }

  /** Returns what the node waits for now, in a line. */
  String text() {
    Set<String> seen =
        node.getMembershipService().getMembers().stream()
            .map(Member::id)
            .map(MemberId::id)
            .collect(Collectors.toSet());
    List<String> missing =
        members.stream()
            .filter(member -> !seen.contains(member))
            .map(member -> addresses.containsKey(member) ? named(member) : member)
            .toList();
    List<String> parts = new ArrayList<>();
    if (!missing.isEmpty()) {
      parts.add("it does not see " + String.join(", ", missing));
    } else if (!members.isEmpty()) {
      parts.add("it sees all members");
    }
    List<String> unled =
        groups().stream()
            .flatMap(group -> group.getPartitions().stream())
            .filter(partition -> partition.primary() == null)
            .map(StartProgress::name)
            .sorted()
            .toList();
    parts.add(
        unled.isEmpty()
            ? "all partitions have a leader"
            : "no leader is known of " + String.join(", ", unled));
    return String.join("; ", parts);
  }

  /** Returns which partitions are not restored from a backup yet, and how far they are. */
  String restore() {
    return groups().stream()
        .flatMap(group -> group.getPartitions().stream())
        .filter(GenericMulticastPartition.class::isInstance)
        .map(GenericMulticastPartition.class::cast)
        .filter(partition -> partition.health().restored() < 1)
        .map(each -> "%s %.0f %%".formatted(name(each), each.health().restored() * 100))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private String named(String member) {
    return member + " at " + addresses.get(member);
  }

  private List<PartitionGroup> groups() {
    PartitionGroup system = node.getPartitionService().getSystemPartitionGroup();
    return Stream.concat(
            Stream.ofNullable(system), node.getPartitionService().getPartitionGroups().stream())
        .toList();
  }

  private static String name(Partition partition) {
    return partition.id().group() + "-" + partition.id().id();
  }
}
