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

import static io.atomix.protocols.raft.protocol.RaftResponse.Status.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.HeartbeatRequest;
import io.atomix.protocols.raft.protocol.KeepAliveResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.net.ConnectException;
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
  private final ReroutingRaftClientProtocol protocol =
      new ReroutingRaftClientProtocol(
          "data", Serializer.using(RaftNamespaces.RAFT_PROTOCOL), communication.service());

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
    answer(
        CommandResponse.builder()
            .withStatus(RaftResponse.Status.ERROR)
            .withError(RaftError.Type.NO_LEADER)
            .build());
    protocol.command(MEMBER, null);
    protocol.command(MEMBER, null);
    assertThat(communication.receivers)
        .containsExactly(MEMBER, LEADER, MEMBER, MEMBER, LEADER, MEMBER);
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
        protocol.closeSession(MEMBER, null),
        protocol.keepAlive(MEMBER, null),
        protocol.query(MEMBER, null),
        protocol.command(MEMBER, null),
        protocol.metadata(MEMBER, null));
  }
}
