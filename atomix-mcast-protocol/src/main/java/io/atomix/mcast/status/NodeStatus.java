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

import io.atomix.primitive.partition.PartitionService;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The generic-multicast groups of one node, as this node sees them.
 *
 * @param node the id of the node
 * @param ready whether every group that has a replica on this node is {@link GroupStatus#ready}
 * @param groups the groups that this node knows, by name and partition
 */
public record NodeStatus(String node, boolean ready, List<GroupStatus> groups) {

  /**
   * Finds out how the groups of a node are.
   *
   * <p>It asks each group's leader how far it is, for 2 seconds at most, and looks at each local
   * replica between two entries of its log; asking Atomix's maps for their sizes there takes time
   * in proportion to them. It appends nothing to any log.
   *
   * @param node the id of the node
   * @param service the node's {@code getPartitionService()}
   * @return never failed; what could not be found out is told in {@link GroupStatus#problem}
   */
  public static CompletableFuture<NodeStatus> of(String node, PartitionService service) {
    return new Collector(node, service).collect();
  }
}
