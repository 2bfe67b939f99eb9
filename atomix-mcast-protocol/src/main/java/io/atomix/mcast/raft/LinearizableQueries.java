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
import io.atomix.primitive.operation.OperationId;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.session.RaftSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Queries of sessions that open with {@link ReadConsistency#LINEARIZABLE_LEASE}: Atomix's leader
 * answers them at once, for as long as it believes that it leads, and its followers pass them on to
 * it. Rule 7: here the answer is given out once the {@link LeadershipCheck} says that the leader
 * still leads, and is made behind what was committed when the query came. That the leader has
 * applied an entry of its own term, the fence, is checked by the service.
 */
final class LinearizableQueries {
  private final RaftContext context;
  private final LeadershipCheck check;
  private final Predicate<OperationId> unconfirmed;

  /**
   * Makes the queries of a server.
   *
   * @param unconfirmed which are answered at once, because nobody believes the answer before he has
   *     asked another that is not
   */
  LinearizableQueries(
      RaftContext context, LeadershipCheck check, Predicate<OperationId> unconfirmed) {
    this.context = context;
    this.check = check;
    this.unconfirmed = unconfirmed;
  }

  /** Returns the read index of a query that comes now. From any thread. */
  long readIndex() {
    return context.getCommitIndex();
  }

  /**
   * Answers a query, on the Raft thread, in one turn: the role that is asked is the one that is
   * checked.
   *
   * @param readIndex what {@link #readIndex} was when the query came
   */
  CompletableFuture<QueryResponse> answer(QueryRequest request, long readIndex) {
    if (context.getState() != RaftContext.State.READY) {
      return CompletableFuture.completedFuture(
          error(RaftError.Type.ILLEGAL_MEMBER_STATE, "not ready"));
    }
    if (context.getRole() != RaftServer.Role.LEADER
        || !isLinearizable(request)
        || unconfirmed.test(request.operation().id())) {
      return context.getRaftRole().onQuery(request);
    }
    // Rule 7, read index: what was committed when the query came is applied before it is answered.
    if (context.getLastApplied() >= readIndex) {
      return checked(request);
    }
    // It may be committed in the turn before, which has enqueued behind this one what applies it.
    return CompletableFuture.supplyAsync(
            () -> behind(readIndex, request), context.getThreadContext())
        .thenCompose(Function.identity());
  }

  private CompletableFuture<QueryResponse> behind(long readIndex, QueryRequest request) {
    CompletableFuture<Boolean> applied = applied(readIndex);
    return checked(request)
        .thenCombine(
            applied,
            (response, isApplied) ->
                isApplied
                    ? response
                    : error(
                        RaftError.Type.QUERY_FAILURE,
                        "the entries that were committed when the query came are not"
                            + " applied here"));
  }

  /**
   * Tells whether an entry is applied before what the state machine's thread is given from now on.
   * It has been given what was committed before, in order; but it skips what it cannot read.
   */
  private CompletableFuture<Boolean> applied(long index) {
    CompletableFuture<Boolean> applied = new CompletableFuture<>();
    context
        .getServiceManager()
        .executor()
        .execute(() -> applied.complete(context.getLastApplied() >= index));
    return applied;
  }

  private CompletableFuture<QueryResponse> checked(QueryRequest request) {
    return context
        .getRaftRole()
        .onQuery(request)
        .thenCombine(leads(), LinearizableQueries::checked);
  }

  private boolean isLinearizable(QueryRequest request) {
    RaftSession session = context.getSessions().getSession(request.session());
    return session != null && session.readConsistency() == ReadConsistency.LINEARIZABLE_LEASE;
  }

  private CompletableFuture<Boolean> leads() {
    List<MemberId> others =
        context.getCluster().getActiveMemberStates().stream()
            .map(state -> state.getMember().memberId())
            .toList();
    return check.holds(
        context.getTerm(),
        new LeadershipCheck.Others(others, context.getCluster().getQuorum() - 1));
  }

  private static QueryResponse checked(QueryResponse response, boolean leads) {
    return leads
        ? response
        : error(
            RaftError.Type.QUERY_FAILURE,
            "a majority did not confirm that this member leads; it may have another leader");
  }

  private static QueryResponse error(RaftError.Type type, String message) {
    return QueryResponse.builder()
        .withStatus(RaftResponse.Status.ERROR)
        .withError(type, message)
        .build();
  }
}
