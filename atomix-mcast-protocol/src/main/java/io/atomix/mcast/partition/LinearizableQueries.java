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

/**
 * Queries of sessions that open with {@link ReadConsistency#LINEARIZABLE_LEASE}: Atomix's leader
 * answers them at once, for as long as it believes that it leads, and its followers pass them on to
 * it. Rule 7: here the answer is given out once the {@link LeadershipCheck} says that the leader
 * still leads. That it has applied an entry of its own term, the fence, is checked by the service.
 */
final class LinearizableQueries {
  private final RaftContext context;
  private final LeadershipCheck check;

  LinearizableQueries(RaftContext context, LeadershipCheck check) {
    this.context = context;
    this.check = check;
  }

  /**
   * Answers a query, on the Raft thread, in one turn: the role that is asked is the one that is
   * checked.
   */
  CompletableFuture<QueryResponse> answer(QueryRequest request) {
    if (context.getState() != RaftContext.State.READY) {
      return CompletableFuture.completedFuture(
          error(RaftError.Type.ILLEGAL_MEMBER_STATE, "not ready"));
    }
    boolean check = context.getRole() == RaftServer.Role.LEADER && isLinearizable(request);
    CompletableFuture<QueryResponse> response = context.getRaftRole().onQuery(request);
    return check ? response.thenCombine(leads(), LinearizableQueries::checked) : response;
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
