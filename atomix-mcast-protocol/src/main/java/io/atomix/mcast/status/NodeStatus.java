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

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.primitive.partition.PartitionService;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The generic-multicast groups of one node and their members, as this node sees them.
 *
 * @param node the id of the node
 * @param ready whether every group that has a replica on this node is {@link GroupStatus#ready}
 * @param info what the node runs on
 * @param members the members of these groups, by their ids
 * @param groups the groups that this node knows, by name and partition
 */
public record NodeStatus(
    String node,
    boolean ready,
    NodeInfo info,
    List<MemberStatus> members,
    List<GroupStatus> groups) {
  /** The property of a member that tells the others where its agent serves its pages. */
  public static final String HTTP_PROPERTY = "mcast.http";

  /** Fills in what an agent of another version has not told. */
  public NodeStatus {
    info = info == null ? NodeInfo.UNKNOWN : info;
    members = members == null ? List.of() : members;
    groups = groups == null ? List.of() : groups;
  }

  /**
   * Begins to watch which members are seen, before the groups are open: a node that waits for
   * others then knows which are missing. Without it, that begins with the first group.
   *
   * @param service the node's {@code getPartitionService()}
   * @param communication the node's {@code getCommunicationService()}
   * @param membership the node's {@code getMembershipService()}
   */
  public static void watch(
      PartitionService service,
      ClusterCommunicationService communication,
      ClusterMembershipService membership) {
    Collector.partitions(service)
        .forEach(partition -> partition.health().watch(communication, membership));
  }

  /**
   * Finds out how the groups of a node are.
   *
   * <p>It asks each group's leader how far it is and whom it hears, for 2 seconds at most, and
   * looks at each local replica between two entries of its log; asking Atomix's maps for their
   * sizes there takes time in proportion to them. It appends nothing to any log.
   *
   * @param node the id of the node
   * @param service the node's {@code getPartitionService()}
   * @return never failed; what could not be found out is told in {@link GroupStatus#problem}
   */
  public static CompletableFuture<NodeStatus> of(String node, PartitionService service) {
    return new Collector(node, service).collect();
  }
}
