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

import io.atomix.mcast.raft.RecordingServices;
import io.atomix.mcast.replica.Replica;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in for the replicas of one node: records what they apply and which roles they had. */
final class RecordingReplicas {
  final RecordingServices services = new RecordingServices();
  final Map<PartitionId, List<RaftServer.Role>> roles = new ConcurrentHashMap<>();
  final List<String> stopped = new CopyOnWriteArrayList<>();

  /** Makes the replica of a partition. */
  Replica replica(GenericMulticastPartition partition, PartitionManagementService management) {
    List<RaftServer.Role> seen =
        roles.computeIfAbsent(partition.id(), id -> new CopyOnWriteArrayList<>());
    return new Replica() {
      @Override
      public PrimitiveType<?, ?, ?> serviceType() {
        return services.type(partition.id());
      }

      @Override
      public void start(
          RaftServer server, RaftClient client, PartitionManagementService management) {
        partition.addRoleChangeListener(seen::add);
      }

      @Override
      public void stop() {
        stopped.add("replica " + partition.name());
      }
    };
  }
}
