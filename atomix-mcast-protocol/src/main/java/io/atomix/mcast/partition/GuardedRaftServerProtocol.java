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
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.utils.serializer.Serializer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Lets a server append and acknowledge only what its log can hold: {@link LogGuard} for what
 * precedes the entries, {@link LogSpace} for the entries themselves.
 */
class GuardedRaftServerProtocol extends RaftServerCommunicator {
  private final CompletableFuture<Guards> guards;
  private volatile long highest;

  /**
   * What looks after the log of one server.
   *
   * @param thread the only thread that may touch the log
   */
  record Guards(Executor thread, LogGuard log, LogSpace space) {

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
    this.guards = guards;
  }

  @Override
  public void registerAppendHandler(
      Function<AppendRequest, CompletableFuture<AppendResponse>> handler) {
    super.registerAppendHandler(
        request -> guards.thenCompose(guards -> handle(guards, request, handler)));
  }

  private CompletableFuture<AppendResponse> handle(
      Guards guards,
      AppendRequest request,
      Function<AppendRequest, CompletableFuture<AppendResponse>> handler) {
    boolean plain = LogGuard.isPlain(request);
    if (request.entries().isEmpty()) {
      return plain ? handler.apply(request) : handleChecked(guards, request, handler);
    }
    CompletableFuture<AppendResponse> handled =
        plain
            ? handleCutBack(guards, request, handler)
            : handleChecked(guards, request, safe -> handleCutBack(guards, safe, handler));
    boolean replaces = !plain || request.prevLogIndex() < highest;
    highest = request.prevLogIndex() + request.entries().size();
    return handled.thenCompose(response -> reserved(guards, replaces, response));
  }

  /**
   * On the Raft thread, which handles the request next, so that it costs no other thread's time.
   */
  private static CompletableFuture<AppendResponse> handleCutBack(
      Guards guards,
      AppendRequest request,
      Function<AppendRequest, CompletableFuture<AppendResponse>> handler) {
    return CompletableFuture.supplyAsync(
            () -> {
              guards.log().cutBack(request, guards.space());
              return handler.apply(request);
            },
            guards.thread())
        .thenCompose(Function.identity());
  }

  private static CompletableFuture<AppendResponse> handleChecked(
      Guards guards,
      AppendRequest request,
      Function<AppendRequest, CompletableFuture<AppendResponse>> handler) {
    return CompletableFuture.supplyAsync(
            () -> {
              Optional<AppendRequest> checked = guards.log().checked(request);
              return checked.isPresent()
                  ? handler.apply(checked.get())
                  : CompletableFuture.completedFuture(guards.log().refuse(request));
            },
            guards.thread())
        .thenCompose(Function.identity());
  }

  /** Segments may have been made anew when entries were replaced. */
  private static CompletableFuture<AppendResponse> reserved(
      Guards guards, boolean replaces, AppendResponse response) {
    return !replaces && guards.space().isReserved()
        ? CompletableFuture.completedFuture(response)
        : CompletableFuture.supplyAsync(
            () -> {
              if (replaces) {
                guards.space().rescan();
              }
              guards.reserve();
              return response;
            },
            guards.thread());
  }

  /**
   * Called on the Raft thread. An answer from an earlier term is dropped: the leader counts what is
   * under way to a member from 0 in each leadership, but counts down for old answers too, and never
   * sends to a member again when it has counted below 0.
   */
  @Override
  public CompletableFuture<AppendResponse> append(MemberId member, AppendRequest request) {
    Guards guards = this.guards.join();
    if (!request.entries().isEmpty()) {
      highest = Math.max(highest, request.prevLogIndex() + request.entries().size());
      if (!guards.space().isReserved()) {
        try {
          guards.reserve();
        } catch (RuntimeException e) {
          return CompletableFuture.failedFuture(e);
        }
      }
    }
    CompletableFuture<AppendResponse> answer = new CompletableFuture<>();
    super.append(member, request)
        .whenComplete(
            (response, error) -> {
              if (!guards.log().isTerm(request.term())) {
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
