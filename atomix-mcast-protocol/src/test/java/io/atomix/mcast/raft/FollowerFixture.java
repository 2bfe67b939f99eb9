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

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.impl.DefaultRaftMember;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.concurrent.BlockingAwareThreadPoolContextFactory;
import io.atomix.utils.concurrent.ThreadContextFactory;
import io.atomix.utils.serializer.Serializer;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One follower of Atomix's Raft, its log in files, and requests of leaders, guarded or not. */
abstract class FollowerFixture {
  static final MemberId LEADER = MemberId.from("m1");
  static final PartitionId PARTITION = PartitionId.from("data", 1);

  /** Answered without a check of leadership. */
  static final OperationId UNCONFIRMED = OperationId.query("unconfirmed");

  @TempDir Path folder;
  SmallDisk disk;
  final StubCommunication communication = new StubCommunication();
  final RecordingServices services = new RecordingServices();

  /** The terms of the other members, when they answer. */
  final Map<MemberId, CompletableFuture<Long>> asked =
      Map.of(LEADER, new CompletableFuture<>(), MemberId.from("m3"), new CompletableFuture<>());

  final ThreadContextFactory threads =
      new BlockingAwareThreadPoolContextFactory(
          "log-guard-test-%d", 2, LoggerFactory.getLogger(FollowerFixture.class));
  final List<RuntimeException> reported = new ArrayList<>();
  RaftContext context;

  @BeforeEach
  void makeDisk() {
    disk = new SmallDisk(folder);
  }

  @AfterEach
  void stop() throws Exception {
    onRaftThread(
        () -> {
          context.transition(RaftServer.Role.INACTIVE);
          return null;
        });
    context.close();
    threads.close();
  }

  void follower(boolean guarded) throws Exception {
    server(guarded);
    context.getMetaStore().storeConfiguration(threeMembers());
    onRaftThread(
        () -> {
          context.getCluster().reset();
          context.transition(RaftServer.Role.FOLLOWER);
          return null;
        });
  }

  static Configuration threeMembers() {
    return new Configuration(
        1, 1, 1, new ArrayList<>(List.of(raftMember("m1"), raftMember("m2"), raftMember("m3"))));
  }

  /** A server whose data has not begun. */
  void server(boolean guarded) throws Exception {
    Serializer serializer = Serializer.using(RaftNamespaces.RAFT_PROTOCOL);
    CompletableFuture<GuardedRaftServerProtocol.Guards> guards = new CompletableFuture<>();
    RaftStorage storage =
        RaftStorage.builder()
            .withPrefix("data")
            .withDirectory(disk)
            .withStorageLevel(StorageLevel.MAPPED)
            .withMaxSegmentSize(64 * 1024)
            .withMaxEntrySize(4 * 1024)
            .withNamespace(RaftNamespaces.RAFT_STORAGE)
            .build();
    context =
        guarded
            ? new GuardedRaftContext(
                "data",
                MemberId.from("m2"),
                membership(),
                new GuardedRaftServerProtocol(
                    "data", serializer, communication.service(), bytes -> bytes, guards),
                storage,
                new SingleTypeRegistry(services.type(PARTITION)),
                threads)
            : new RaftContext(
                "data",
                MemberId.from("m2"),
                membership(),
                new RaftServerCommunicator("data", serializer, communication.service()),
                storage,
                new SingleTypeRegistry(null),
                threads,
                false);
    context.setElectionTimeout(Duration.ofHours(1));
    guards.complete(
        new GuardedRaftServerProtocol.Guards(
            context.getThreadContext(),
            new LogGuard(context, reported::add),
            new LogSpace(folder.toFile(), "data"),
            request -> context.getRaftRole().onAppend(request),
            new LinearizableQueries(context, new LeadershipCheck(asked::get), UNCONFIRMED::equals),
            null,
            new FollowerWatch(context, System::nanoTime),
            joining()));
  }

  private GuardedRaftServerProtocol.Joining joining() {
    return new GuardedRaftServerProtocol.Joining(
        MemberId.from("m2"),
        new FixedMembers(context),
        request -> context.getRaftRole().onJoin(request),
        new PatientJoin(
            context.getThreadContext(),
            () -> context.getLeader() == null ? null : context.getLeader().memberId(),
            () -> List.of(LEADER),
            Duration.ofHours(1)));
  }

  static RaftMember raftMember(String id) {
    return new DefaultRaftMember(MemberId.from(id), RaftMember.Type.ACTIVE, Instant.EPOCH);
  }

  static ClusterMembershipService membership() {
    return (ClusterMembershipService)
        Proxy.newProxyInstance(
            FollowerFixture.class.getClassLoader(),
            new Class<?>[] {ClusterMembershipService.class},
            (proxy, method, arguments) ->
                method.getName().equals("getLocalMember")
                    ? Member.builder("m2").withAddress("127.0.0.1:1").build()
                    : null);
  }

  AppendResponse append(
      long previous, long previousTerm, long term, long from, long to, long commit)
      throws Exception {
    return append(request(previous, previousTerm, term, entries(term, from, to), commit));
  }

  AppendResponse append(AppendRequest request) throws Exception {
    return (AppendResponse) send(request).get(60, TimeUnit.SECONDS);
  }

  CompletableFuture<Object> send(AppendRequest request) {
    return communication.handlers.get("data-append").apply(request);
  }

  static List<RaftLogEntry> entries(long term, long from, long to) {
    return LongStream.rangeClosed(from, to)
        .<RaftLogEntry>mapToObj(index -> new InitializeEntry(term, index))
        .toList();
  }

  static AppendRequest request(
      long previous, long previousTerm, long term, List<RaftLogEntry> entries, long commit) {
    return AppendRequest.builder()
        .withTerm(term)
        .withLeader(LEADER)
        .withPrevLogIndex(previous)
        .withPrevLogTerm(previousTerm)
        .withEntries(entries)
        .withCommitIndex(commit)
        .build();
  }

  long term() throws Exception {
    return onRaftThread(context::getTerm);
  }

  void awaitApplied(long index) throws Exception {
    Await.until("entries are applied", context::getLastApplied, applied -> applied == index);
  }

  <T> T onRaftThread(Supplier<T> task) throws Exception {
    return CompletableFuture.supplyAsync(task, context.getThreadContext())
        .get(60, TimeUnit.SECONDS);
  }
}
