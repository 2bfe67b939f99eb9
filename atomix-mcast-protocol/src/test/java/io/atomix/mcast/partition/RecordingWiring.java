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

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.partition.PartitionClient;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stand-in for what runs above Raft, one a node: records what its replicas apply and which roles
 * they had.
 */
final class RecordingWiring implements Wiring {
  final Map<PartitionId, RecordingService> services = new ConcurrentHashMap<>();
  final Map<PartitionId, List<RaftServer.Role>> roles = new ConcurrentHashMap<>();
  final List<String> stopped = new CopyOnWriteArrayList<>();

  @Override
  public Replica replica(
      GenericMulticastPartition partition, PartitionManagementService management) {
    List<RaftServer.Role> seen =
        roles.computeIfAbsent(partition.id(), id -> new CopyOnWriteArrayList<>());
    return new Replica() {
      @Override
      public PrimitiveType<?, ?, ?> serviceType() {
        return type(partition.id());
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

  @Override
  public Caller caller(GenericMulticastPartition partition, PartitionManagementService management) {
    return new Caller() {
      @Override
      public io.atomix.mcast.client.GroupClient groupClient() {
        throw new UnsupportedOperationException("no primitives here");
      }

      @Override
      public PartitionClient client() {
        return partition.raftClient()::sessionBuilder;
      }

      @Override
      public CompletableFuture<Void> stop() {
        stopped.add("caller " + partition.name());
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  /** Returns the type of service of the partition's replica on this node. */
  @SuppressWarnings("rawtypes")
  PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive> type(PartitionId partition) {
    return new PrimitiveType<>() {
      @Override
      public String name() {
        return "recording";
      }

      @Override
      public PrimitiveConfig newConfig() {
        throw new UnsupportedOperationException();
      }

      @Override
      public PrimitiveBuilder newBuilder(
          String name, PrimitiveConfig config, PrimitiveManagementService management) {
        throw new UnsupportedOperationException();
      }

      @Override
      public PrimitiveService newService(ServiceConfig config) {
        return services.compute(partition, (id, old) -> new RecordingService());
      }
    };
  }
}
