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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.impl.DefaultRaftMember;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.log.entry.OpenSessionEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.concurrent.BlockingAwareThreadPoolContextFactory;
import io.atomix.utils.concurrent.ThreadContextFactory;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * One follower of Atomix's Raft, its log in files, and requests of a leader that has no entries
 * before those that it sends.
 */
class LogGuardTest {
  private static final MemberId LEADER = MemberId.from("m1");
  private static final PartitionId PARTITION = PartitionId.from("data", 1);

  @TempDir Path folder;
  private SmallDisk disk;
  private final StubCommunication communication = new StubCommunication();
  private final RecordingServices services = new RecordingServices();

  /** The terms of the other members, when they answer. */
  private final Map<MemberId, CompletableFuture<Long>> asked =
      Map.of(LEADER, new CompletableFuture<>(), MemberId.from("m3"), new CompletableFuture<>());

  private final ThreadContextFactory threads =
      new BlockingAwareThreadPoolContextFactory(
          "log-guard-test-%d", 2, LoggerFactory.getLogger(LogGuardTest.class));
  private final List<RuntimeException> reported = new ArrayList<>();
  private RaftContext context;
  private long committed = 13;

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

  @Test
  void withoutAGuardTheLogHasAHoleAndNothingIsAppliedAnyMore() throws Exception {
    follower(false);
    append(0, 0, 1, 1, 10, 10);
    awaitApplied(10);
    append(10, 0, 2, 11, 12, 12);
    append(12, 2, 2, 13, 13, 13);
    assertThat(firstIndex()).as("entries 1 to 10 are in no snapshot").isEqualTo(11);
    assertThat(snapshotIndex()).isZero();
    assertThat(context.getLastApplied()).as("its readers stand on closed files").isEqualTo(10);
    PartitionRaftServer server = new PartitionRaftServer(context);
    Await.until(
        "the replica's log is reported as broken",
        () -> {
          server.checkApplied();
          try {
            append(request(committed, 2, 2, entries(2, committed + 1, committed + 1), ++committed));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return server.broken();
        },
        Objects::nonNull);
    assertThat(server.broken())
        .hasMessageContainingAll("nothing behind entry 10 can be read", folder.toString());
  }

  @Test
  void whatFollowsACommittedEntryIsAppendedToTheLog() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    awaitApplied(10);
    assertThat(append(10, 0, 2, 11, 12, 12).succeeded()).isTrue();
    awaitApplied(12);
    assertThat(firstIndex()).isEqualTo(1);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2);
    PartitionRaftServer server = new PartitionRaftServer(context);
    for (long index = 13; index < 30; index++) {
      server.checkApplied();
      append(index - 1, 2, 2, index, index, index);
    }
    awaitApplied(29);
    assertThat(server.broken()).isNull();
  }

  @Test
  void whatIsKnownToBeCommittedIsNotReplaced() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 8);
    awaitApplied(8);
    AppendResponse response = append(4, 0, 2, 5, 12, 12);
    assertThat(response.succeeded()).isTrue();
    assertThat(response.lastLogIndex()).isEqualTo(12);
    awaitApplied(12);
    assertThat(firstIndex()).isEqualTo(1);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2);
  }

  @Test
  void entriesThatNothingHereReachesAreRefusedAndTheLeaderIsSentAwaySoThatTheNextSendsItsSnapshot()
      throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    AppendResponse refused = append(15, 0, 1, 16, 18, 18);
    assertThat(refused.succeeded()).isFalse();
    assertThat(refused.lastLogIndex()).isEqualTo(10);
    assertThat(refused.term()).as("ends the leader's term").isEqualTo(2).isEqualTo(term());
    assertThat(terms()).hasSize(10);
    snapshot(15);
    assertThat(append(15, 0, 3, 16, 18, 18).succeeded()).isTrue();
    assertThat(firstIndex()).isEqualTo(16);
    assertThat(snapshotIndex()).isEqualTo(15);
    awaitApplied(18);
  }

  @Test
  void entriesThatMayNotBeTheLeadersAreNotTakenForCommitted() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 3);
    awaitApplied(3);
    append(10, 0, 2, 11, 10, 10);
    assertThat(commitIndex()).as("after a heartbeat").isEqualTo(3);
    assertThat(append(10, 0, 2, 11, 12, 12).succeeded()).isFalse();
    assertThat(commitIndex()).isEqualTo(3);
    assertThat(terms()).hasSize(10);
  }

  @Test
  void anEntryThatLostItsEndIsRefused() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    assertThat(append(request(10, 1, 1, List.of(new InitializeEntry(0, 0)), 10)).succeeded())
        .isFalse();
    assertThat(terms()).hasSize(10);
  }

  @Test
  void whatFollowsACommittedEntryThatLostItsEndBeforeThisWasPreventedIsAppended() throws Exception {
    follower(false);
    append(0, 0, 1, 1, 9, 9);
    append(request(9, 1, 1, List.of(new InitializeEntry(0, 0)), 10));
    awaitApplied(10);
    LogGuard guard = new LogGuard(context, reported::add);
    AppendRequest checked =
        onRaftThread(() -> guard.checked(request(10, 0, 2, entries(2, 11, 12), 12))).orElseThrow();
    assertThat(append(checked).succeeded()).isTrue();
    awaitApplied(12);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 2);
  }

  @Test
  void aReplicaThatNoLeaderCompletesSaysWhatToDo() throws Exception {
    follower(true);
    for (int leader = 1; leader <= LogGuard.PATIENCE; leader++) {
      assertThat(append(15, 0, 2 * leader, 16, 18, 18).succeeded()).isFalse();
    }
    assertThat(reported).isEmpty();
    assertThat(send(request(15, 0, 90, entries(90, 16, 18), 18)))
        .failsWithin(Duration.ofSeconds(60));
    assertThat(reported)
        .singleElement()
        .asString()
        .contains("entries from 16 on", "this log ends at 0", "remove the files of the partition");
    assertThat(term()).as("no more leaders are sent away").isLessThan(90);
  }

  @Test
  void withoutAGuardOldEntriesComeAliveBehindTheOneThatReplacesThem() throws Exception {
    follower(false);
    append(0, 0, 1, 1, 10, 5);
    append(5, 1, 2, 6, 6, 5);
    assertThat(terms()).as("7 to 10 are gone").containsExactly(1, 1, 1, 1, 1, 2, 1, 1, 1, 1);
  }

  @Test
  void nothingIsBehindTheEntryThatReplacesOthers() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 5);
    assertThat(append(5, 1, 2, 6, 6, 5).succeeded()).isTrue();
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 2);
    assertThat(append(6, 2, 2, 7, 8, 8).succeeded()).isTrue();
    awaitApplied(8);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 2, 2, 2);
  }

  @Test
  void whatIsThereAlreadyIsNotCutBack() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 3);
    assertThat(append(4, 1, 1, 5, 7, 3).succeeded()).isTrue();
    assertThat(terms()).hasSize(10);
  }

  @Test
  void aLeaderOfAnEarlierTermCutsNothingBack() throws Exception {
    follower(true);
    append(0, 0, 3, 1, 10, 3);
    assertThat(append(5, 3, 2, 6, 6, 3).succeeded()).isFalse();
    assertThat(terms()).hasSize(10).containsOnly(3);
  }

  @Test
  void anAnswerFromAnEarlierTermIsNotCountedInTheNext() throws Exception {
    follower(true);
    CompletableFuture<AppendResponse> late = sendAsLeaderOf(3);
    onRaftThread(
        () -> {
          context.setTerm(4);
          return null;
        });
    communication.answer.completeExceptionally(new TimeoutException("late"));
    assertThat(late).isNotDone();
    assertThat(sendAsLeaderOf(4)).isCompletedExceptionally();
  }

  private CompletableFuture<AppendResponse> sendAsLeaderOf(long term) throws Exception {
    return onRaftThread(
        () -> {
          context.setTerm(term);
          return context
              .getProtocol()
              .append(MemberId.from("m3"), request(0, 0, term, List.of(), 0));
        });
  }

  /** What Atomix's server does when its request to join is answered. */
  private RaftServer.Role joinedAfterTheEnd() throws Exception {
    return onRaftThread(
        () -> {
          context.transition(RaftServer.Role.INACTIVE);
          context.getCluster().commit();
          return context.getRole();
        });
  }

  @Test
  void withoutAGuardAServerThatHasEndedIsAFollowerAgain() throws Exception {
    follower(false);
    assertThat(joinedAfterTheEnd()).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  @Test
  void aServerThatHasEndedStaysInactive() throws Exception {
    follower(true);
    assertThat(joinedAfterTheEnd()).isEqualTo(RaftServer.Role.INACTIVE);
  }

  /** The new leader of a later term tells its configuration first. */
  private RaftServer.Role toldOfALaterLeader(RaftServer.Role role) throws Exception {
    return onRaftThread(
        () -> {
          context.setTerm(1);
          context.transition(role);
          assertThat(context.getRole()).isEqualTo(role);
          long term = context.getTerm() + 5;
          context
              .getRaftRole()
              .onConfigure(
                  ConfigureRequest.builder()
                      .withTerm(term)
                      .withLeader(LEADER)
                      .withIndex(2)
                      .withTime(2)
                      .withMembers(List.of(raftMember("m1"), raftMember("m2"), raftMember("m3")))
                      .build());
          assertThat(context.getTerm()).isEqualTo(term);
          return context.getRole();
        });
  }

  @Test
  void withoutAGuardALeaderLeadsOnInTheTermOfTheNext() throws Exception {
    follower(false);
    assertThat(toldOfALaterLeader(RaftServer.Role.LEADER))
        .as("what it writes to its log bears the other's term")
        .isEqualTo(RaftServer.Role.LEADER);
  }

  @Test
  void aLeadershipEndsWithItsTerm() throws Exception {
    follower(true);
    assertThat(toldOfALaterLeader(RaftServer.Role.LEADER)).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  @Test
  void aCandidacyEndsWhenALeaderIsKnown() throws Exception {
    follower(true);
    assertThat(toldOfALaterLeader(RaftServer.Role.CANDIDATE)).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  /** Asks a leader of term 2, in a session that was opened for such questions. */
  private CompletableFuture<Object> queryTheLeader(ReadConsistency consistency) throws Exception {
    lead(consistency);
    return query();
  }

  private void lead(ReadConsistency consistency) throws Exception {
    follower(true);
    byte[] config =
        Serializer.using(services.type(PARTITION).namespace()).encode(new ServiceConfig());
    RaftLogEntry session =
        new OpenSessionEntry(1, 1, "c1", "service", "recording", config, consistency, 1, 1);
    append(request(0, 0, 1, List.of(session), 1));
    awaitApplied(1);
    Await.until("the server is ready", context::getState, RaftContext.State.READY::equals);
    onRaftThread(
        () -> {
          context.setTerm(2);
          context.transition(RaftServer.Role.LEADER);
          return null;
        });
  }

  private CompletableFuture<Object> query() {
    return communication
        .handlers
        .get("data-query")
        .apply(
            QueryRequest.builder()
                .withSession(1)
                .withSequence(0)
                .withIndex(1)
                .withOperation(PrimitiveOperation.operation(OperationId.query("read"), new byte[1]))
                .build());
  }

  private static QueryResponse answered(CompletableFuture<Object> query) throws Exception {
    return (QueryResponse) query.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aQueryIsAnsweredWhenAMajorityKnowsNoLaterTerm() throws Exception {
    CompletableFuture<Object> query = queryTheLeader(ReadConsistency.LINEARIZABLE_LEASE);
    Await.until("the query is made", () -> services.applied(PARTITION).size(), made -> made == 1);
    assertThat(query).as("nobody has confirmed the leader").isNotDone();
    asked.get(LEADER).complete(3L);
    assertThat(query).isNotDone();
    asked.get(MemberId.from("m3")).complete(2L);
    assertThat(answered(query).status()).isEqualTo(RaftResponse.Status.OK);
  }

  @Test
  void aQueryIsRefusedByALeaderThatHasASuccessor() throws Exception {
    CompletableFuture<Object> query = queryTheLeader(ReadConsistency.LINEARIZABLE_LEASE);
    asked.get(LEADER).complete(3L);
    asked.get(MemberId.from("m3")).completeExceptionally(new TimeoutException("cut off"));
    assertThat(answered(query).error().type()).isEqualTo(RaftError.Type.QUERY_FAILURE);
  }

  /** The leader's first entry is committed, and a query comes in that moment. */
  private QueryResponse queryBetweenCommitAnd(Runnable apply) throws Exception {
    lead(ReadConsistency.LINEARIZABLE_LEASE);
    asked.values().forEach(term -> term.complete(2L));
    return answered(
        onRaftThread(
            () -> {
              context.setCommitIndex(2);
              CompletableFuture<Object> query = query();
              apply.run();
              return query;
            }));
  }

  @Test
  void aQueryIsAnsweredBehindWhatWasCommittedWhenItCame() throws Exception {
    QueryResponse answer = queryBetweenCommitAnd(() -> context.getServiceManager().apply(2));
    assertThat(answer.status()).isEqualTo(RaftResponse.Status.OK);
    assertThat(answer.index()).as("what was applied").isEqualTo(2);
  }

  @Test
  void aQueryIsRefusedWhereWhatIsCommittedIsNotApplied() throws Exception {
    QueryResponse answer = queryBetweenCommitAnd(() -> {});
    assertThat(answer.status()).isEqualTo(RaftResponse.Status.ERROR);
    assertThat(answer.error().type()).isEqualTo(RaftError.Type.QUERY_FAILURE);
  }

  @Test
  void aSequentialQueryIsAnsweredAtOnce() throws Exception {
    CompletableFuture<Object> query = queryTheLeader(ReadConsistency.SEQUENTIAL);
    assertThat(answered(query).status()).isEqualTo(RaftResponse.Status.OK);
  }

  @Test
  void aServerThatIsNotReadyAnswersNoQuery() throws Exception {
    follower(true);
    assertThat(answered(query()).error().type()).isEqualTo(RaftError.Type.ILLEGAL_MEMBER_STATE);
  }

  /** Entries for more than one segment. */
  private CompletableFuture<Object> sendMoreThanThereIsRoomFor() throws Exception {
    append(0, 0, 1, 1, 10, 10);
    disk.fill();
    return send(request(10, 1, 1, entries(1, 11, 10_000), 10));
  }

  @Test
  void withoutAGuardWhatFindsNoRoomIsAskedForAgainAtOnce() throws Exception {
    follower(false);
    AppendResponse answer = (AppendResponse) sendMoreThanThereIsRoomFor().get(60, TimeUnit.SECONDS);
    assertThat(answer.succeeded()).isFalse();
    assertThat(answer.lastLogIndex()).isBetween(100L, 9_999L);
    AppendResponse next = append(answer.lastLogIndex(), 1, 1, 10_000, 10_001, 10);
    assertThat(next.succeeded()).isFalse();
    assertThat(next.lastLogIndex())
        .as("so the leader sends the same again at once")
        .isEqualTo(answer.lastLogIndex());
  }

  @Test
  void aReplicaWhoseLogHasNoRoomStops() throws Exception {
    follower(true);
    PartitionRaftServer server = new PartitionRaftServer(context);
    assertThat(server.broken()).isNull();
    assertThat(sendMoreThanThereIsRoomFor())
        .as("a failure, behind which the leader waits until the next heartbeat")
        .failsWithin(60, TimeUnit.SECONDS);
    assertThat(server.broken())
        .hasMessageContainingAll(folder.toString(), "Free space", "start this member again");
  }

  private void follower(boolean guarded) throws Exception {
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
                new GuardedRaftServerProtocol("data", serializer, communication.service(), guards),
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
            new LinearizableQueries(context, new LeadershipCheck(asked::get))));
    context
        .getMetaStore()
        .storeConfiguration(
            new Configuration(
                1,
                1,
                1,
                new ArrayList<>(List.of(raftMember("m1"), raftMember("m2"), raftMember("m3")))));
    onRaftThread(
        () -> {
          context.getCluster().reset();
          context.transition(RaftServer.Role.FOLLOWER);
          return null;
        });
  }

  private static RaftMember raftMember(String id) {
    return new DefaultRaftMember(MemberId.from(id), RaftMember.Type.ACTIVE, Instant.EPOCH);
  }

  private static ClusterMembershipService membership() {
    return (ClusterMembershipService)
        Proxy.newProxyInstance(
            LogGuardTest.class.getClassLoader(),
            new Class<?>[] {ClusterMembershipService.class},
            (proxy, method, arguments) ->
                method.getName().equals("getLocalMember")
                    ? Member.builder("m2").withAddress("127.0.0.1:1").build()
                    : null);
  }

  private AppendResponse append(
      long previous, long previousTerm, long term, long from, long to, long commit)
      throws Exception {
    return append(request(previous, previousTerm, term, entries(term, from, to), commit));
  }

  private AppendResponse append(AppendRequest request) throws Exception {
    return (AppendResponse) send(request).get(60, TimeUnit.SECONDS);
  }

  private CompletableFuture<Object> send(AppendRequest request) {
    return communication.handlers.get("data-append").apply(request);
  }

  private static List<RaftLogEntry> entries(long term, long from, long to) {
    return LongStream.rangeClosed(from, to)
        .<RaftLogEntry>mapToObj(index -> new InitializeEntry(term, index))
        .toList();
  }

  private static AppendRequest request(
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

  private void snapshot(long index) throws Exception {
    onRaftThread(
        () -> {
          Snapshot snapshot =
              context.getSnapshotStore().newTemporarySnapshot(index, new WallClockTimestamp(1));
          try (SnapshotWriter writer = snapshot.openWriter()) {
            writer.writeInt(0);
          }
          return snapshot.persist().complete();
        });
  }

  private long snapshotIndex() {
    Snapshot snapshot = context.getSnapshotStore().getCurrentSnapshot();
    return snapshot == null ? 0 : snapshot.index();
  }

  private long firstIndex() throws Exception {
    return onRaftThread(() -> context.getLogReader().getFirstIndex());
  }

  private long commitIndex() throws Exception {
    return onRaftThread(context::getCommitIndex);
  }

  private long term() throws Exception {
    return onRaftThread(context::getTerm);
  }

  private List<Integer> terms() throws Exception {
    return onRaftThread(
        () -> {
          List<Integer> terms = new ArrayList<>();
          try (RaftLogReader reader = context.getLog().openReader(1, RaftLogReader.Mode.ALL)) {
            while (reader.hasNext()) {
              terms.add((int) reader.next().entry().term());
            }
          }
          return terms;
        });
  }

  private void awaitApplied(long index) throws Exception {
    Await.until("entries are applied", context::getLastApplied, applied -> applied == index);
  }

  private <T> T onRaftThread(Supplier<T> task) throws Exception {
    return CompletableFuture.supplyAsync(task, context.getThreadContext())
        .get(60, TimeUnit.SECONDS);
  }
}
