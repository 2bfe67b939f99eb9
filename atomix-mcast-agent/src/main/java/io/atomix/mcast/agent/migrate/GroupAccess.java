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
package io.atomix.mcast.agent.migrate;

import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionService;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.proxy.impl.DefaultProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.partition.RaftPartition;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Opens one primitive in one partition group, by its stored form: with linearizable reads, and with
 * sessions that are opened again when they are lost.
 */
final class GroupAccess {
  private final String group;
  private final PartitionService partitions;
  private final Partitioner<String> partitioner;
  private final List<SessionClient> raftSessions = new ArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();

  /** Creates an access to a group that exists. */
  GroupAccess(Atomix node, String group, Partitioner<String> partitioner) {
    this.group = group;
    this.partitions = node.getPartitionService();
    this.partitioner = partitioner;
  }

  /** Returns the name of the group. */
  String group() {
    return group;
  }

  /**
   * Makes a client of the primitive; it has to be connected. Called once, before other threads know
   * this.
   */
  <S> ProxyClient<S> client(String name, PrimitiveType<?, ?, ?> type, Class<S> service) {
    PartitionGroup found = partitions.getPartitionGroup(group);
    return found instanceof RaftPartitionGroup raft
        ? raftClient(raft, name, type, service)
        : GenericMulticastProtocol.builder(group)
            .withPartitioner(partitioner)
            .withRecoveryStrategy(Recovery.RECOVER)
            .build()
            .newProxy(name, type, service, new ServiceConfig(), partitions);
  }

  /** Counts losses of the client's sessions from now on. */
  void watch(ProxyClient<?> client) {
    client
        .getPartitions()
        .forEach(
            partition ->
                partition.addStateChangeListener(
                    state -> {
                      if (state == PrimitiveState.CONNECTED) {
                        losses.incrementAndGet();
                      }
                    }));
  }

  /**
   * Returns how often a session came back after it had been lost: what changed meanwhile was not
   * told.
   */
  int losses() {
    return losses.get();
  }

  /** Returns the id of this client's own session in each partition; none in a group not of raft. */
  Map<PartitionId, Long> ownRaftSessions() {
    return raftSessions.stream()
        .filter(session -> session.getState() == PrimitiveState.CONNECTED)
        .collect(Collectors.toMap(SessionClient::partitionId, session -> session.sessionId().id()));
  }

  /** As {@link MultiRaftProtocol} makes it, but the sessions are kept, to tell them from others. */
  private <S> ProxyClient<S> raftClient(
      RaftPartitionGroup raft, String name, PrimitiveType<?, ?, ?> type, Class<S> service) {
    for (var partition : raft.getPartitions()) {
      raftSessions.add(
          ((RaftPartition) partition)
              .getClient()
              .sessionBuilder(name, type, new ServiceConfig())
              .withReadConsistency(ReadConsistency.LINEARIZABLE)
              .withRecoveryStrategy(Recovery.RECOVER)
              .build());
    }
    ProxyProtocol protocol = MultiRaftProtocol.builder(group).build();
    return new DefaultProxyClient<>(name, type, protocol, service, raftSessions, partitioner);
  }
}
