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
package io.atomix.mcast.partition;

import io.atomix.cluster.AtomixCluster;
import io.atomix.cluster.Node;
import io.atomix.cluster.discovery.BootstrapDiscoveryProvider;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.primitive.partition.impl.DefaultPartitionManagementService;
import io.atomix.utils.net.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Atomix's cluster services of several nodes in this JVM, without its partition service: groups are
 * opened by the test.
 */
final class ClusterOfNodes implements AutoCloseable {
  private final Map<String, AtomixCluster> nodes = new LinkedHashMap<>();

  ClusterOfNodes(String... ids) throws Exception {
    List<Node> addresses = new ArrayList<>();
    List<Integer> ports = FreePorts.find(ids.length);
    for (int i = 0; i < ids.length; i++) {
      Address address = Address.from("127.0.0.1", ports.get(i));
      addresses.add(Node.builder().withId(ids[i]).withAddress(address).build());
    }
    for (Node node : addresses) {
      nodes.put(
          node.id().id(),
          AtomixCluster.builder()
              .withClusterId("partition-test")
              .withMemberId(node.id().id())
              .withAddress(node.address())
              .withMessagingInterface("127.0.0.1")
              .withMembershipProvider(
                  BootstrapDiscoveryProvider.builder().withNodes(addresses).build())
              .build());
    }
    CompletableFuture.allOf(
            nodes.values().stream().map(AtomixCluster::start).toArray(CompletableFuture[]::new))
        .get(60, TimeUnit.SECONDS);
  }

  /** Returns what a partition group of the node gets to work with; there is no management group. */
  PartitionManagementService management(String id) {
    AtomixCluster node = nodes.get(id);
    return new DefaultPartitionManagementService(
        node.getMembershipService(), node.getCommunicationService(), null, null, null);
  }

  @Override
  public void close() throws Exception {
    CompletableFuture.allOf(
            nodes.values().stream().map(AtomixCluster::stop).toArray(CompletableFuture[]::new))
        .get(60, TimeUnit.SECONDS);
  }
}
