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
import io.atomix.mcast.observe.MemberSight;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.mcast.wire.FollowerReport.FollowerProgress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** View of the members that a node and the leaders of its groups have. */
final class MembersSeen {
  private final Map<GroupId, FollowerReport> reports = new ConcurrentHashMap<>();

  /** Asks the leader of a group that has a replica here. Never fails. */
  CompletableFuture<?> ask(GenericMulticastPartition partition) {
    return partition
        .health()
        .askFollowers()
        .handle((report, error) -> report == null ? null : reports.put(partition.group(), report));
  }

  /** Returns the replicas of a group as its leader has told. */
  List<ReplicaStatus> replicas(GenericMulticastPartition partition) {
    FollowerReport report = reports.getOrDefault(partition.group(), FollowerReport.NO_LEADER);
    long limit = partition.health().silenceLimitMillis();
    return partition.members().stream()
        .map(MemberId::id)
        .sorted()
        .map(member -> replica(member, report, limit))
        .toList();
  }

  private static ReplicaStatus replica(String member, FollowerReport report, long limit) {
    if (!report.leads()) {
      return new ReplicaStatus(member, null, -1, -1);
    }
    return report.followers().stream()
        .filter(follower -> follower.member().equals(member))
        .findFirst()
        .map(follower -> of(follower, limit))
        .orElseGet(() -> new ReplicaStatus(member, true, 0, 0));
  }

  private static ReplicaStatus of(FollowerProgress follower, long limit) {
    return new ReplicaStatus(
        follower.member(),
        follower.silentMillis() <= limit,
        follower.silentMillis(),
        follower.behind());
  }

  /** Returns all members of these groups as the membership sees them. */
  List<MemberStatus> seen(Collection<GenericMulticastPartition> partitions) {
    SortedMap<String, MemberStatus> seen = new TreeMap<>();
    for (GenericMulticastPartition partition : partitions) {
      for (MemberId member : partition.members()) {
        partition
            .health()
            .sight(member)
            .ifPresent(sight -> seen.put(member.id(), of(member, sight)));
      }
    }
    return List.copyOf(seen.values());
  }

  private static MemberStatus of(MemberId member, MemberSight sight) {
    return new MemberStatus(
        member.id(),
        sight.sight().name(),
        TimeUnit.NANOSECONDS.toMillis(sight.sinceNanos()),
        sight.address(),
        sight.version(),
        sight.properties().get(NodeStatus.HTTP_PROPERTY));
  }

  /** Returns the version of Atomix on a node, null if it is not known. */
  String atomixOf(String node, Collection<GenericMulticastPartition> partitions) {
    return partitions.stream()
        .flatMap(partition -> sight(partition, node))
        .map(MemberSight::version)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Stream<MemberSight> sight(GenericMulticastPartition partition, String node) {
    Optional<MemberSight> sight = partition.health().sight(MemberId.from(node));
    return sight.stream();
  }
}
