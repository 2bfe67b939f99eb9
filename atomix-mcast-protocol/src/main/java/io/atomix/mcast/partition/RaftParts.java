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

import io.atomix.cluster.MemberId;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.utils.concurrent.ThreadContextFactory;
import io.atomix.utils.serializer.Serializer;
import java.io.File;
import java.time.Duration;

/**
 * Builds a partition's Raft server and client from the group's options. Not through Atomix's RaftPartition, because that hides the
 * server's role, fixes its timeouts and instantiates any primitive (several services in one log corrupt each other).
 */
record RaftParts(
    String name,
    GenericMulticastPartitionGroupConfig config,
    File directory,
    ThreadContextFactory threads,
    PartitionManagementService management) {
  private static final Duration DEFAULT_HEARTBEAT_OF_BUILDER = Duration.ofMillis(250);

  RaftServer server(PrimitiveTypeRegistry types) {
    RaftServer.Builder builder = RaftServer.builder(localMember())
        .withName(name)
        .withMembershipService(management.getMembershipService())
        .withProtocol(new RaftServerCommunicator(
            name, Serializer.using(RaftNamespaces.RAFT_PROTOCOL), management.getMessagingService()))
        .withPrimitiveTypes(types)
        .withStorage(storage())
        .withThreadContextFactory(threads);
    return withTimeouts(builder).build();
  }

  RaftClient client(PartitionId partition) {
    return RaftClient.builder()
        .withClientId(name)
        .withPartitionId(partition)
        .withMemberId(localMember())
        .withProtocol(new ReroutingRaftClientProtocol(
            name, Serializer.using(RaftNamespaces.RAFT_PROTOCOL), management.getMessagingService()))
        .withThreadContextFactory(threads)
        .build();
  }

  /** The builder compares each value with what it has so far, its defaults at first: what it must not refuse decides the order. */
  private RaftServer.Builder withTimeouts(RaftServer.Builder builder) {
    Duration election = config.getElectionTimeout();
    Duration heartbeat = config.getHeartbeatInterval();
    if (election.compareTo(DEFAULT_HEARTBEAT_OF_BUILDER) > 0) {
      builder.withElectionTimeout(election).withHeartbeatInterval(heartbeat);
    } else {
      builder.withHeartbeatInterval(heartbeat).withElectionTimeout(election);
    }
    return builder.withSessionTimeout(config.getSessionTimeout());
  }

  private RaftStorage storage() {
    GroupStorageConfig storage = config.getStorage();
    GroupCompactionConfig compaction = config.getCompaction();
    return RaftStorage.builder()
        .withPrefix(name)
        .withDirectory(directory)
        .withStorageLevel(storage.getLevel())
        .withMaxSegmentSize((int) storage.getSegmentSize().bytes())
        .withMaxEntrySize((int) storage.getMaxEntrySize().bytes())
        .withFlushOnCommit(storage.isFlushOnCommit())
        .withDynamicCompaction(compaction.isDynamic())
        .withFreeDiskBuffer(compaction.getFreeDiskBuffer())
        .withFreeMemoryBuffer(compaction.getFreeMemoryBuffer())
        .withNamespace(RaftNamespaces.RAFT_STORAGE)
        .build();
  }

  private MemberId localMember() {
    return management.getMembershipService().getLocalMember().id();
  }
}
