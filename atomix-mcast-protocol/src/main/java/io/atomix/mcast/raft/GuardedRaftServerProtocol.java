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
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.wire.LatestTerm;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Lets a server append and acknowledge only what its log can hold, {@link LogGuard} for what
 * precedes the entries, {@link LogSpace} for the entries themselves, and answer {@link
 * LinearizableQueries}.
 */
class GuardedRaftServerProtocol extends RaftServerCommunicator {
  private static final byte[] NOTHING = {};

  private final String termSubject;
  private final ClusterCommunicationService communication;
  private final CompletableFuture<Guards> guards;

  /**
   * Guards of the log of one server.
   *
   * @param thread the only thread that may touch the log
   * @param role what the server does with a request at present, on that thread
   * @param queries answers queries, on that thread
   */
  record Guards(
      Executor thread,
      LogGuard log,
      LogSpace space,
      Function<AppendRequest, CompletableFuture<AppendResponse>> role,
      LinearizableQueries queries) {

    private boolean reserve() {
      try {
        space.reserve();
        return true;
      } catch (RuntimeException e) {
        log.broken(e);
        throw e;
      }
    }
  }

  /**
   * Makes the protocol of one server.
   *
   * @param guards completed as soon as the server exists, which is after it has registered its
   *     handlers here
   */
  GuardedRaftServerProtocol(
      String prefix,
      Serializer serializer,
      ClusterCommunicationService communication,
      CompletableFuture<Guards> guards) {
    super(prefix, serializer, communication);
    this.termSubject = prefix + "-term";
    this.communication = communication;
    this.guards = guards;
  }

  /** Queries do not go to the handler either. */
  @Override
  public void registerQueryHandler(
      Function<QueryRequest, CompletableFuture<QueryResponse>> handler) {
    super.registerQueryHandler(
        request ->
            guards.thenCompose(
                guards -> {
                  long readIndex = guards.queries().readIndex();
                  return inOneTurn(guards, () -> guards.queries().answer(request, readIndex));
                }));
    communication.<byte[], LatestTerm>subscribe(
        termSubject,
        Function.identity(),
        nothing -> guards.thenApply(guards -> new LatestTerm(guards.log().term())),
        LatestTerm::encode);
  }

  @Override
  public void unregisterQueryHandler() {
    super.unregisterQueryHandler();
    communication.unsubscribe(termSubject);
  }

  /**
   * Asks a member for its term.
   *
   * @param patience how long to wait for the answer
   */
  CompletableFuture<Long> termOf(MemberId member, Duration patience) {
    return communication
        .<byte[], LatestTerm>send(
            termSubject, NOTHING, Function.identity(), LatestTerm::decode, member, patience)
        .thenApply(LatestTerm::term);
  }

  /**
   * Requests do not go to the handler, which would take another turn on the Raft thread: between
   * the guard and the server nothing may happen to the log.
   */
  @Override
  public void registerAppendHandler(
      Function<AppendRequest, CompletableFuture<AppendResponse>> handler) {
    super.registerAppendHandler(
        request ->
            guards.thenCompose(
                guards ->
                    inOneTurn(guards, () -> handleNow(guards, request))
                        .thenCompose(response -> acknowledged(request, response))));
  }

  /** Completes when the answer may be given. */
  CompletableFuture<AppendResponse> acknowledged(AppendRequest request, AppendResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  private static <T> CompletableFuture<T> inOneTurn(
      Guards guards, Supplier<CompletableFuture<T>> task) {
    return CompletableFuture.supplyAsync(task, guards.thread()).thenCompose(Function.identity());
  }

  private static CompletableFuture<AppendResponse> handleNow(Guards guards, AppendRequest request) {
    Optional<AppendRequest> safe =
        LogGuard.isPlain(request) ? Optional.of(request) : guards.log().checked(request);
    if (safe.isEmpty()) {
      return CompletableFuture.completedFuture(guards.log().refuse(request));
    }
    boolean replaces = guards.log().cutBack(safe.get(), guards.space());
    CompletableFuture<AppendResponse> handled = guards.role().apply(safe.get());
    if (request.entries().isEmpty()) {
      return handled;
    }
    UnaryOperator<AppendResponse> reserve = response -> reserved(guards, replaces, response);
    return handled.isDone()
        ? handled.thenApply(reserve)
        : handled.thenApplyAsync(reserve, guards.thread());
  }

  /** Segments may have been made anew when entries were replaced. */
  private static AppendResponse reserved(Guards guards, boolean replaces, AppendResponse response) {
    if (replaces) {
      guards.space().rescan();
    }
    if (!guards.space().isReserved()) {
      guards.reserve();
    }
    return response;
  }

  /**
   * Called on the Raft thread. An answer from an earlier term is dropped: the leader counts what is
   * under way to a member from 0 in each leadership, but counts down for old answers too, and never
   * sends to a member again when it has counted below 0.
   */
  @Override
  public CompletableFuture<AppendResponse> append(MemberId member, AppendRequest request) {
    Guards guards = this.guards.join();
    if (!request.entries().isEmpty() && !guards.space().isReserved()) {
      try {
        guards.reserve();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    CompletableFuture<AppendResponse> answer = new CompletableFuture<>();
    super.append(member, request)
        .whenComplete(
            (response, error) -> {
              if (guards.log().term() != request.term()) {
                return;
              }
              if (error == null) {
                answer.complete(response);
              } else {
                answer.completeExceptionally(error);
              }
            });
    return answer;
  }
}
