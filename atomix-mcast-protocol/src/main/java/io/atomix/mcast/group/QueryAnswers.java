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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.RecentWrites;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.ArrayList;
import java.util.List;

/** Answers queries that need no log entry. They change nothing. */
final class QueryAnswers {
  private final LocalFacts facts;
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final ClientTable clients;
  private final GroupTimers timers;
  private final RecentWrites writes;

  /**
   * Creates answers.
   *
   * @param writes remembers what was submitted (rule 12)
   */
  QueryAnswers(LocalFacts facts, GroupData data, RecentWrites writes) {
    this.facts = facts;
    this.ordering = data.ordering();
    this.primitives = data.primitives();
    this.clients = data.clients();
    this.timers = data.timers();
    this.writes = writes;
  }

  /**
   * The answer to a request.
   *
   * @param answered how many queries have a result
   * @param blocked whether one of them has to wait for messages that are pending here
   */
  record Answered(ReadAnswer.QueryResults results, int answered, boolean blocked) {}

  // Rule 7: the leader may answer at once if no conflicting message is pending and the fence is
  // applied; null means that the query has to be submitted as a local message.
  Answered answer(ReadRequest.Queries request, long logIndex, long raftSession) {
    boolean behind = logIndex < request.notBefore() || request.linearizable() && !facts.isFenced();
    List<Result> results = new ArrayList<>(request.queries().size());
    int answered = 0;
    boolean anyBlocked = false;
    for (ReadRequest.Query query : request.queries()) {
      boolean blocked = ordering.conflictsWithPending(query.footprint());
      anyBlocked |= blocked;
      Result result =
          behind || blocked || !mayAnswer(query, request.linearizable())
              ? null
              : primitives.query(
                  query.footprint().primitive(),
                  request.linearizable() ? raftSession : carrierOf(query),
                  query.session(),
                  query.operation());
      results.add(result);
      answered += result == null ? 0 : 1;
    }
    Client client = answered == 0 ? null : clients.get(carrierOf(request, raftSession));
    return new Answered(
        new ReadAnswer.QueryResults(
            logIndex, results, client == null ? List.of() : client.lacking(request.received())),
        answered,
        anyBlocked);
  }

  /**
   * Rule 12, the first round: the values as of an index of the log, null where a message that
   * conflicts is pending. Nobody believes them before they are {@linkplain #confirm confirmed}.
   */
  Answered answer(ReadRequest.QueryParts request, long logIndex, long raftSession) {
    writes.watch(logIndex);
    List<Result> results = new ArrayList<>(request.parts().size());
    int answered = 0;
    boolean anyBlocked = false;
    for (ReadRequest.QueryPart part : request.parts()) {
      boolean blocked = ordering.conflictsWithPending(part.footprint());
      anyBlocked |= blocked;
      Result result = blocked ? null : value(part, raftSession);
      results.add(result);
      answered += result == null ? 0 : 1;
    }
    Client client = answered == 0 ? null : clients.get(raftSession);
    return new Answered(
        new ReadAnswer.QueryResults(
            logIndex, results, client == null ? List.of() : client.lacking(request.received())),
        answered,
        anyBlocked);
  }

  private Result value(ReadRequest.QueryPart part, long raftSession) {
    String name = part.footprint().primitive();
    HostedPrimitive primitive = primitives.get(name);
    if (primitive == null
        || !part.action().isQuery()
        || part.action().isJoint()
        || timers.isDue(name, facts.stamp())) {
      return null;
    }
    Result found =
        part.action() instanceof ConditionalAction conditional
            ? Evaluation.of(primitive, raftSession, part.session(), conditional).told()
            : primitives.query(name, raftSession, part.session(), (HostedOperation) part.action());
    return found instanceof Result.Done ? found : null;
  }

  /**
   * Rule 12, the second round: a claim is true if nothing that conflicts was submitted since,
   * pending or not, and no timer is due. All that was committed when the request came is applied,
   * and its leader makes sure of its leadership before the answer is given out, as for rule 7. It
   * need not be the one that gave the values: these are what the log says up to that index, whoever
   * reads it.
   */
  ReadAnswer.Confirmed confirm(ReadRequest.Confirmation request) {
    boolean fenced = facts.isFenced();
    long stamp = facts.stamp();
    return new ReadAnswer.Confirmed(
        request.claims().stream()
            .map(
                claim ->
                    fenced
                        && !writes.mayHaveChanged(claim.footprint(), claim.index())
                        && !timers.isDue(claim.footprint().primitive(), stamp))
            .toList());
  }

  private boolean mayAnswer(ReadRequest.Query query, boolean linearizable) {
    boolean current =
        linearizable
            ? !timers.isDue(query.footprint().primitive(), facts.stamp())
            : clients.get(carrierOf(query)) != null;
    return current && query.operation().type() == OperationType.QUERY;
  }

  /**
   * Weaker reads come over a Raft session of their own, which carries no sessions of primitives. A
   * session that has lost its carrier, and whose end waits its turn, hears of no change any more:
   * it must not read one either.
   */
  private long carrierOf(ReadRequest.Query query) {
    HostedPrimitive primitive = primitives.get(query.footprint().primitive());
    return primitive == null ? 0 : primitive.carrierOf(query.session());
  }

  private long carrierOf(ReadRequest.Queries request, long raftSession) {
    return request.linearizable() ? raftSession : carrierOf(request.queries().get(0));
  }
}
