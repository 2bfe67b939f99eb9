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
package io.atomix.mcast.status;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.observe.LogPosition;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.ReplicaView;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.partition.PartitionHealth;
import io.atomix.mcast.wire.LeaderPosition;
import io.atomix.primitive.partition.PartitionService;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the status of a node together. */
final class Collector {
  /**
   * Number of messages of a group that are looked at, so that a look is short; the lowest of them.
   */
  private static final int LOOKED_AT = 1000;

  private static final int SHOWN = 20;

  private final String node;
  private final SortedMap<GroupId, GenericMulticastPartition> partitions = new TreeMap<>();
  private final Map<GroupId, ReplicaView> views = new ConcurrentHashMap<>();
  private final Map<GroupId, Readiness> readiness = new ConcurrentHashMap<>();
  private final MembersSeen seen = new MembersSeen();

  Collector(String node, PartitionService service) {
    this.node = node;
    partitions(service).forEach(partition -> partitions.put(partition.group(), partition));
  }

  /** Returns the generic-multicast partitions that a node knows. */
  static Stream<GenericMulticastPartition> partitions(PartitionService service) {
    return GenericMulticastPartitionGroup.of(service)
        .flatMap(group -> group.getPartitions().stream())
        .map(GenericMulticastPartition.class::cast);
  }

  CompletableFuture<NodeStatus> collect() {
    return CompletableFuture.allOf(
            partitions.values().stream()
                .filter(GenericMulticastPartition::isHosted)
                .flatMap(
                    partition ->
                        Stream.of(view(partition), readiness(partition), seen.ask(partition)))
                .toArray(CompletableFuture[]::new))
        .thenApply(done -> status());
  }

  private CompletableFuture<?> view(GenericMulticastPartition partition) {
    return partition
        .view(LOOKED_AT)
        .handle((view, error) -> view == null ? null : views.put(partition.group(), view));
  }

  private CompletableFuture<?> readiness(GenericMulticastPartition partition) {
    return Readiness.of(partition).thenAccept(found -> readiness.put(partition.group(), found));
  }

  private NodeStatus status() {
    WaitChain chain = new WaitChain(views, LOOKED_AT, this::whoKnows);
    List<GroupStatus> groups =
        partitions.values().stream().map(partition -> status(partition, chain)).toList();
    boolean ready = groups.stream().allMatch(group -> !group.hosted() || group.ready());
    return new NodeStatus(
        node,
        ready,
        NodeInfo.ofThisProcess(seen.atomixOf(node, partitions.values())),
        seen.seen(partitions.values()),
        groups);
  }

  private String whoKnows(GroupId group) {
    GenericMulticastPartition partition = partitions.get(group);
    if (partition == null) {
      return "a node that has " + group.group();
    }
    MemberId leader = partition.primary();
    return leader != null ? leader.id() : String.join(" or ", members(partition));
  }

  private static String id(MemberId member) {
    return member == null ? null : member.id();
  }

  private static List<String> members(GenericMulticastPartition partition) {
    return partition.members().stream().map(MemberId::id).sorted().toList();
  }

  private GroupStatus status(GenericMulticastPartition partition, WaitChain chain) {
    ReplicaView view = views.get(partition.group());
    if (view == null) {
      return unseen(partition);
    }
    Readiness found = readiness.get(partition.group());
    GroupCounts counts = partition.counts();
    LogPosition position = view.position();
    LeaderPosition leader = found.leader();
    return new GroupStatus(
        view.group().toString(),
        members(partition),
        true,
        view.leader(),
        id(partition.preferredLeader()),
        found.problem(),
        found.problem() == null,
        view.leads(),
        position.term(),
        position.committed(),
        position.applied(),
        leader == null ? -1 : Math.max(0, leader.applied() - found.applied()),
        counts.pending(),
        millis(partition.oldestPendingNanos()),
        view.state().longestChain(),
        counts.remembered(),
        counts.undelivered(),
        counts.clients(),
        view.state().checksum().index(),
        checksum(view.state().checksum()),
        view.state().primitives().stream()
            .map(
                each ->
                    new PrimitiveStatus(each.name(), each.type(), each.sessions(), each.entries()))
            .toList(),
        view.state().pending().stream()
            .sorted(Comparator.comparing(PendingMessage::ageNanos).reversed())
            .limit(SHOWN)
            .map(message -> pending(view.group(), message, chain))
            .toList(),
        seen.replicas(partition),
        partition.health().lastSnapshotMillis(),
        disk(partition));
  }

  private GroupStatus unseen(GenericMulticastPartition partition) {
    boolean hosted = partition.isHosted();
    return new GroupStatus(
        partition.group().toString(),
        members(partition),
        hosted,
        id(partition.primary()),
        id(partition.preferredLeader()),
        hosted ? "its replica could not be looked at" : null,
        false,
        false,
        0,
        0,
        0,
        -1,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        null,
        List.of(),
        List.of(),
        seen.replicas(partition),
        partition.health().lastSnapshotMillis(),
        hosted ? disk(partition) : null);
  }

  private static DiskStatus disk(GenericMulticastPartition partition) {
    PartitionHealth health = partition.health();
    return new DiskStatus(
        partition.config().getStorage().getDirectory(partition.id().group()),
        health.freeBytes(),
        health.neededBytes());
  }

  private static String checksum(StateChecksum checksum) {
    return checksum.index() == 0 ? null : String.format(Locale.ROOT, "%08x", checksum.value());
  }

  private static PendingStatus pending(GroupId group, PendingMessage message, WaitChain chain) {
    return new PendingStatus(
        message.order().id().toString(),
        millis(message.ageNanos()),
        message.order().primitive(),
        message.operation(),
        message.client(),
        message.order().status().state().name(),
        message.order().status().timestamp(),
        message.order().destinations().isEmpty()
            ? List.of(group.toString())
            : message.order().destinations().stream()
                .map(GroupId::toString)
                .collect(Collectors.toList()),
        chain.of(group, message.order()));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
