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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.storage.log.entry.OpenSessionEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.utils.serializer.Serializer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A leader answers a query when a majority knows no later term, behind all that was committed. */
class LinearizableQueriesTest extends FollowerFixture {
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
    return query(OperationId.query("read"));
  }

  private CompletableFuture<Object> query(OperationId operation) {
    return communication
        .handlers
        .get("data-query")
        .apply(
            QueryRequest.builder()
                .withSession(1)
                .withSequence(0)
                .withIndex(1)
                .withOperation(PrimitiveOperation.operation(operation, new byte[1]))
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
  void aQueryThatAnotherConfirmsIsAnsweredAtOnce() throws Exception {
    lead(ReadConsistency.LINEARIZABLE_LEASE);
    assertThat(answered(query(UNCONFIRMED)).status())
        .as("nobody was asked for his term")
        .isEqualTo(RaftResponse.Status.OK);
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
}
