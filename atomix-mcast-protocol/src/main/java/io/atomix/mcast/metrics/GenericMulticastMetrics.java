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
package io.atomix.mcast.metrics;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.MemberSight;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Measures the generic-multicast groups of one node: <code>
 * new GenericMulticastMetrics(node.getPartitionService()).bindTo(registry)</code>. The meters are
 * those of {@link Metric}. A node that nobody measures does not pay for it.
 *
 * <p>Groups of the node's own configuration may be bound before it starts, those that it learns of
 * from others when it has started. Micrometer has to be on the class path.
 */
public final class GenericMulticastMetrics implements MeterBinder, AutoCloseable {
  private final PartitionService service;
  private final Set<PartitionId> bound = new HashSet<>();
  private final Set<MemberId> members = new HashSet<>();

  /**
   * Creates the meters of a node.
   *
   * @param service the node's {@code getPartitionService()}
   */
  public GenericMulticastMetrics(PartitionService service) {
    this.service = Objects.requireNonNull(service, "service");
  }

  /**
   * Registers the meters of the groups that the node knows.
   *
   * @param registry always the same; if it is called again, groups are added that the node has
   *     learned of since
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (bound.isEmpty()) {
      completions(registry, "early", LocalClient::completedEarly);
      completions(registry, "stable", LocalClient::completedStable);
      completions(registry, "executed", LocalClient::completedLate);
      completions(registry, "unlogged", LocalClient::unlogged);
    }
    for (GenericMulticastPartition partition : partitions()) {
      if (bound.add(partition.id())) {
        GroupMeters meters = new GroupMeters(partition, registry);
        meters.bind();
        partition.members().forEach(member -> seen(registry, partition, member));
        partition.observe(meters);
      }
    }
  }

  /** A member is seen alike in all partitions, so one of them is asked. */
  private void seen(MeterRegistry registry, GenericMulticastPartition partition, MemberId member) {
    if (members.add(member)) {
      Gauge.builder(Metric.MEMBER_SEEN.meter(), partition, asked -> isSeen(asked, member) ? 1 : 0)
          .description(Metric.MEMBER_SEEN.description())
          .tag("member", member.id())
          .strongReference(true)
          .register(registry);
    }
  }

  private static boolean isSeen(GenericMulticastPartition partition, MemberId member) {
    return partition
        .health()
        .sight(member)
        .filter(sight -> sight.sight() == MemberSight.Sight.REACHABLE)
        .isPresent();
  }

  private List<GenericMulticastPartition> partitions() {
    return GenericMulticastPartitionGroup.of(service)
        .flatMap(group -> group.getPartitions().stream())
        .map(GenericMulticastPartition.class::cast)
        .toList();
  }

  private void completions(
      MeterRegistry registry, String completion, ToLongFunction<LocalClient> count) {
    FunctionCounter.builder(Metric.CLIENT_MULTICASTS.meter(), service, node -> completed(count))
        .description(Metric.CLIENT_MULTICASTS.description())
        .tag("completion", completion)
        .register(registry);
  }

  /** All groups' clients on a node are parts of one. */
  private double completed(ToLongFunction<LocalClient> count) {
    return partitions().stream()
        .map(GenericMulticastPartition::groupClient)
        .filter(Objects::nonNull)
        .map(GroupClient::local)
        .findFirst()
        .map(client -> (double) count.applyAsLong(client))
        .orElse(0.0);
  }

  /** Takes note of nothing any more. The meters stay where they are, as they were. */
  @Override
  public void close() {
    partitions().forEach(partition -> partition.observe(GroupObserver.NONE));
  }
}
