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
package io.atomix.mcast.raft;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.raft.files.ServerFiles;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.storage.StorageException;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.concurrent.ThreadContextFactory;
import io.atomix.utils.serializer.Serializer;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Builds a partition's Raft server and client from the group's options. Not through Atomix's
 * RaftPartition, because that hides the server's role, fixes its timeouts and instantiates any
 * primitive (several services in one log corrupt each other).
 *
 * @param threads makes the contexts of the server, and those that the client falls back to
 * @param management the services of the node
 * @param admitted returns what the leader lets into the log of a command now, or null
 * @param unconfirmed which queries are answered without a check of leadership
 * @param clock tells the time in nanoseconds of any origin
 */
public record RaftParts(
    RaftOptions options,
    ThreadContextFactory threads,
    PartitionManagementService management,
    UnaryOperator<byte[]> admitted,
    Predicate<OperationId> unconfirmed,
    LongSupplier clock) {

  /**
   * Builds the server as Atomix's builder would, but for what {@link PartitionRaftServer} and the
   * guarded protocol add.
   *
   * @param type the only type of service that the log may hold
   * @param spreading says which member should lead
   * @throws io.atomix.mcast.raft.files.DamagedFilesException if its files are damaged; nothing is
   *     changed then
   * @throws StorageException.OutOfDiskSpace if the disk has no room for the log
   */
  public RaftServer server(PrimitiveType<?, ?, ?> type, Spreading spreading) {
    String name = options.name();
    RaftOptions.Files files = options.files();
    CompletableFuture<FlushingRaftServerProtocol.Log> log = new CompletableFuture<>();
    CompletableFuture<GuardedRaftServerProtocol.Guards> guards = new CompletableFuture<>();
    if (files.level() != StorageLevel.MEMORY) {
      new ServerFiles(files.directory(), name).begin();
    }
    LogSpace space = new LogSpace(files.directory(), name);
    space.clearTails(files.maxEntryBytes());
    GuardedRaftServerProtocol protocol =
        files.flushOnCommit()
            ? new FlushingRaftServerProtocol(
                name, serializer(), management.getMessagingService(), admitted, guards, log)
            : new GuardedRaftServerProtocol(
                name, serializer(), management.getMessagingService(), admitted, guards);
    RaftContext context =
        new GuardedRaftContext(
            name,
            localMember(),
            management.getMembershipService(),
            protocol,
            storage(),
            new SingleTypeRegistry(type),
            threads);
    context.setElectionTimeout(options.electionTimeout());
    context.setHeartbeatInterval(options.heartbeatInterval());
    context.setSessionTimeout(options.sessionTimeout());
    log.complete(
        new FlushingRaftServerProtocol.Log(
            context.getThreadContext(), context.getLogWriter()::flush));
    PartitionRaftServer server = new PartitionRaftServer(context);
    FollowerWatch followers = new FollowerWatch(context, clock);
    server.watch(followers, protocol.messages());
    try {
      space.reserveAll();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    guards.complete(
        new GuardedRaftServerProtocol.Guards(
            context.getThreadContext(),
            new LogGuard(context, server::broken),
            space,
            request -> context.getRaftRole().onAppend(request),
            new LinearizableQueries(
                context,
                new LeadershipCheck(
                    member -> protocol.messages().termOf(member, options.electionTimeout())),
                unconfirmed),
            new LeadershipOffers(
                context,
                localMember().equals(spreading.preferred()),
                () -> server.broken() != null,
                protocol::handleNow),
            followers,
            joining(context)));
    server.spread(new PreferredLeader(context, spreading, protocol.messages(), protocol.gate()));
    return server;
  }

  private GuardedRaftServerProtocol.Joining joining(RaftContext context) {
    return new GuardedRaftServerProtocol.Joining(
        localMember(),
        new FixedMembers(context),
        request -> context.getRaftRole().onJoin(request),
        new PatientJoin(
            context.getThreadContext(),
            () -> context.getLeader() == null ? null : context.getLeader().memberId(),
            () ->
                context.getCluster().getActiveMemberStates().stream()
                    .map(state -> state.getMember().memberId())
                    .toList(),
            options.electionTimeout().multipliedBy(2)));
  }

  public RaftClient client(PartitionId partition) {
    String name = options.name();
    return RaftClient.builder()
        .withClientId(name)
        .withPartitionId(partition)
        .withMemberId(localMember())
        .withProtocol(
            new ReroutingRaftClientProtocol(
                name,
                serializer(),
                management.getMessagingService(),
                clock,
                options.electionTimeout().multipliedBy(2)))
        .withThreadContextFactory(new InlineContexts(threads))
        .build();
  }

  private RaftStorage storage() {
    RaftOptions.Files files = options.files();
    return RaftStorage.builder()
        .withPrefix(options.name())
        .withDirectory(files.directory())
        .withStorageLevel(files.level())
        .withMaxSegmentSize(files.segmentBytes())
        .withMaxEntrySize(files.maxEntryBytes())
        .withFlushOnCommit(files.flushOnCommit())
        .withDynamicCompaction(files.dynamicCompaction())
        .withFreeDiskBuffer(files.freeDiskBuffer())
        .withFreeMemoryBuffer(files.freeMemoryBuffer())
        .withNamespace(RaftNamespaces.RAFT_STORAGE)
        .build();
  }

  private static Serializer serializer() {
    return Serializer.using(RaftNamespaces.RAFT_PROTOCOL);
  }

  private MemberId localMember() {
    return management.getMembershipService().getLocalMember().id();
  }
}
