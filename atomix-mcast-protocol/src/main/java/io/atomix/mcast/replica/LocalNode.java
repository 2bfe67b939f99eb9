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
package io.atomix.mcast.replica;

import com.google.common.collect.MapMaker;
import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * State that the multicast groups of one node share: its identity as a client, and the members that
 * hold each group. Atomix creates partition groups apart and gives them nothing in common but the
 * node's services, so it is found by one of those. Who uses it holds it: it is forgotten with the
 * last of its groups, or else each node that was stopped would stay in memory, since what it
 * watches leads to the whole node.
 */
public final class LocalNode {
  private static final Map<ClusterCommunicationService, LocalNode> NODES =
      new MapMaker().weakKeys().weakValues().makeMap();

  private final LocalClient client = new LocalClient();
  private final Map<GroupId, List<String>> members = new ConcurrentHashMap<>();

  private MembershipWatch membership;

  private LocalNode() {}

  /** Returns the node that this service belongs to; the same as long as somebody holds it. */
  public static LocalNode of(ClusterCommunicationService communication) {
    return NODES.computeIfAbsent(communication, key -> new LocalNode());
  }

  public LocalClient client() {
    return client;
  }

  /** A partition is known here, whether this node holds a replica of it or not. */
  public void know(GroupId group, Collection<MemberId> holders) {
    members.put(group, holders.stream().map(MemberId::id).sorted().toList());
  }

  /** Returns the memory of which members are seen; it begins with the first call. */
  public synchronized MembershipWatch watch(ClusterMembershipService service) {
    if (membership == null) {
      membership = new MembershipWatch(service, LocalTime::nanos);
    }
    return membership;
  }

  List<String> members(GroupId group) {
    return members.getOrDefault(group, List.of());
  }
}
