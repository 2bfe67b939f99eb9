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

import static io.atomix.protocols.raft.protocol.RaftResponse.Status.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.CloseSessionRequest;
import io.atomix.protocols.raft.protocol.CloseSessionResponse;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.HeartbeatRequest;
import io.atomix.protocols.raft.protocol.KeepAliveResponse;
import io.atomix.protocols.raft.protocol.OpenSessionRequest;
import io.atomix.protocols.raft.protocol.OpenSessionResponse;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReroutingRaftClientProtocolTest {
  private static final MemberId MEMBER = MemberId.from("m1");
  private static final MemberId LEADER = MemberId.from("m3");

  private final StubCommunication communication = new StubCommunication();
  private ReroutingRaftClientProtocol protocol = protocol(Duration.ZERO);

  private ReroutingRaftClientProtocol protocol(Duration patience) {
    return new ReroutingRaftClientProtocol(
        "data",
        Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
        communication.service(),
        System::nanoTime,
        patience);
  }

  @Test
  void aNodeThatNoLongerServesThePartitionCountsAsUnreachableForEveryRequest() {
    communication.answer.completeExceptionally(new MessagingException.NoRemoteHandler());
    assertThat(requests())
        .hasSize(6)
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(ConnectException.class)
                    .hasMessageContaining("m1 does not serve the partition"));
  }

  /**
   * As {@code SwimMembershipProtocol.getMember} does for a node that has been down all the time.
   */
  @Test
  void soDoesANodeThatMembershipDoesNotKnow() {
    communication.answer.completeExceptionally(new NullPointerException("\"member\" is null"));
    assertThat(requests())
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(ConnectException.class)
                    .hasMessageContaining("m1 does not serve the partition"));
  }

  /** As Netty says that a process was killed: its native transport has an exception of its own. */
  @Test
  void soDoesANodeWhoseConnectionIsReset() {
    communication.answer.completeExceptionally(new IOException("Connection reset by peer"));
    assertThat(requests())
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(ConnectException.class)
                    .hasMessageContaining("m1 does not serve the partition"));
  }

  @Test
  void otherErrorsStayAsTheyAre() {
    communication.answer.completeExceptionally(
        new CompletionException(new TimeoutException("late")));
    assertThat(requests())
        .allSatisfy(
            answer -> assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class));
  }

  @Test
  void commandsGoToTheLeaderOnceAKeepAliveHasToldWhoItIs() {
    answer(CommandResponse.builder().withStatus(OK).withIndex(1).build());
    protocol.command(MEMBER, null);
    learn(LEADER);
    protocol.command(MEMBER, null);
    assertThat(communication.receivers).containsExactly(MEMBER, MEMBER, LEADER);
  }

  @Test
  void commandsGoToTheLeaderThatHasMadeItselfKnown() {
    protocol.registerHeartbeatHandler(request -> new CompletableFuture<>());
    communication
        .handlers
        .get("data-heartbeat")
        .apply(new HeartbeatRequest(LEADER, Set.of(LEADER)));
    protocol.command(MEMBER, null);
    assertThat(communication.receivers).containsExactly(LEADER);
  }

  @Test
  void afterACommandThatTheLeaderDidNotTakeTheClientChoosesAgain() {
    learn(LEADER);
    communication.answer = CompletableFuture.failedFuture(new MessagingException.NoRemoteHandler());
    assertThatThrownBy(protocol.command(MEMBER, null)::join)
        .hasCauseInstanceOf(ConnectException.class)
        .hasMessageContaining("m3 does not serve the partition");
    protocol.command(MEMBER, null);
    learn(LEADER);
    answer(noLeader());
    protocol.command(MEMBER, null);
    protocol.command(MEMBER, null);
    assertThat(communication.receivers)
        .containsExactly(MEMBER, LEADER, MEMBER, MEMBER, LEADER, MEMBER);
  }

  @Test
  void whatNobodyTakesIsOfferedToAllInTurnUntilOneTakesIt() {
    protocol = protocol(Await.LIMIT);
    learn(LEADER);
    communication.receivers.clear();
    communication.answer = CompletableFuture.failedFuture(new IOException("Connection reset"));
    CompletableFuture<CommandResponse> first = protocol.command(MEMBER, null);
    Await.until("all are asked", () -> communication.receivers.size() >= 3);
    answer(noLeader());
    int asked = communication.receivers.size();
    Await.until("all are asked again", () -> communication.receivers.size() >= asked + 2);
    assertThat(first).isNotDone();
    CommandResponse taken = CommandResponse.builder().withStatus(OK).withIndex(7).build();
    answer(taken);
    assertThat(Await.result("the command", first)).isSameAs(taken);
    assertThat(communication.receivers.subList(0, 3)).containsExactly(LEADER, MEMBER, LEADER);
  }

  @Test
  void whoTookWhatWasOfferedToAllIsAskedFirstNextTime() {
    protocol = protocol(Await.LIMIT);
    learn(MEMBER);
    answer(noLeader());
    CompletableFuture<CommandResponse> first = protocol.command(MEMBER, null);
    communication.answers.put(
        LEADER,
        CompletableFuture.completedFuture(
            CommandResponse.builder().withStatus(OK).withIndex(7).build()));
    Await.result("the command", first);
    communication.receivers.clear();
    Await.result("the next command", protocol.command(MEMBER, null));
    assertThat(communication.receivers).containsExactly(LEADER);
  }

  @Test
  void whatNobodyTakesForTooLongIsGivenBackToTheClient() {
    protocol = protocol(Duration.ofMillis(200));
    learn(LEADER);
    answer(noLeader());
    CommandResponse response = Await.result("the command", protocol.command(MEMBER, null));
    assertThat(response.error().type()).isEqualTo(RaftError.Type.NO_LEADER);
    communication.answer = CompletableFuture.failedFuture(new IOException("Connection reset"));
    assertThat(Await.failure("the next command", protocol.command(MEMBER, null)))
        .isInstanceOf(ConnectException.class);
  }

  private static CommandResponse noLeader() {
    return CommandResponse.builder()
        .withStatus(RaftResponse.Status.ERROR)
        .withError(RaftError.Type.NO_LEADER)
        .build();
  }

  @Test
  void queriesOfLinearizableSessionsGoToTheLeaderAndOthersWhereTheClientWants() {
    open(7, ReadConsistency.LINEARIZABLE);
    open(8, ReadConsistency.SEQUENTIAL);
    learn(LEADER);
    communication.receivers.clear();
    protocol.query(MEMBER, query(7));
    protocol.query(MEMBER, query(8));
    answer(CloseSessionResponse.builder().withStatus(OK).build());
    protocol.closeSession(MEMBER, close(7));
    protocol.query(MEMBER, query(7));
    assertThat(communication.receivers).containsExactly(LEADER, MEMBER, MEMBER, MEMBER);
  }

  private void open(long session, ReadConsistency consistency) {
    answer(
        OpenSessionResponse.builder().withStatus(OK).withSession(session).withTimeout(1).build());
    protocol.openSession(
        MEMBER,
        OpenSessionRequest.builder()
            .withMemberId(MEMBER)
            .withServiceName("data")
            .withServiceType(GroupService.clientType())
            .withServiceConfig(new byte[0])
            .withReadConsistency(consistency)
            .withMinTimeout(1)
            .withMaxTimeout(1)
            .build());
  }

  private static QueryRequest query(long session) {
    return QueryRequest.builder()
        .withSession(session)
        .withSequence(1)
        .withIndex(0)
        .withOperation(PrimitiveOperation.operation(OperationId.query("read"), new byte[0]))
        .build();
  }

  private static CloseSessionRequest close(long session) {
    return CloseSessionRequest.builder().withSession(session).build();
  }

  private void learn(MemberId leader) {
    answer(
        KeepAliveResponse.builder()
            .withStatus(OK)
            .withLeader(leader)
            .withMembers(List.of(MEMBER, LEADER))
            .withSessionIds(new long[0])
            .build());
    protocol.keepAlive(MEMBER, null);
    answer(CommandResponse.builder().withStatus(OK).withIndex(1).build());
  }

  private void answer(RaftResponse response) {
    communication.answer = CompletableFuture.completedFuture(response);
  }

  private Stream<CompletableFuture<?>> requests() {
    return Stream.of(
        protocol.openSession(MEMBER, null),
        protocol.closeSession(MEMBER, close(7)),
        protocol.keepAlive(MEMBER, null),
        protocol.query(MEMBER, query(7)),
        protocol.command(MEMBER, null),
        protocol.metadata(MEMBER, null));
  }
}
