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
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.CloseSessionRequest;
import io.atomix.protocols.raft.protocol.CloseSessionResponse;
import io.atomix.protocols.raft.protocol.CommandRequest;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.ConfigureResponse;
import io.atomix.protocols.raft.protocol.InstallRequest;
import io.atomix.protocols.raft.protocol.InstallResponse;
import io.atomix.protocols.raft.protocol.JoinRequest;
import io.atomix.protocols.raft.protocol.JoinResponse;
import io.atomix.protocols.raft.protocol.KeepAliveRequest;
import io.atomix.protocols.raft.protocol.KeepAliveResponse;
import io.atomix.protocols.raft.protocol.OpenSessionRequest;
import io.atomix.protocols.raft.protocol.OpenSessionResponse;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Lets a server append and acknowledge only what its log can hold, {@link LogGuard} for what
 * precedes the entries, {@link LogSpace} for the entries themselves, and answer {@link
 * LinearizableQueries} and {@link LeadershipOffers}. Requests of clients come through a {@link
 * RequestGate}.
 */
class GuardedRaftServerProtocol extends RaftServerCommunicator {
  private final MemberMessages messages;
  private final RequestGate gate = new RequestGate();
  private final UnaryOperator<byte[]> admitted;
  private final CompletableFuture<Guards> guards;

  /**
   * Guards of the log of one server.
   *
   * @param thread the only thread that may touch the log
   * @param role what the server does with a request at present, on that thread
   * @param queries answers queries, on that thread
   * @param offers answers what is asked before leadership moves, on that thread
   * @param followers takes note of what the other members answer
   * @param joining asks to join, on that thread
   */
  record Guards(
      Executor thread,
      LogGuard log,
      LogSpace space,
      Function<AppendRequest, CompletableFuture<AppendResponse>> role,
      LinearizableQueries queries,
      LeadershipOffers offers,
      FollowerWatch followers,
      Joining joining) {

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
   * Needs of a server that joins.
   *
   * @param local the server's own name
   * @param members says who may join
   * @param role what the server does with a request to join at present
   */
  record Joining(
      MemberId local,
      FixedMembers members,
      Function<JoinRequest, CompletableFuture<JoinResponse>> role,
      PatientJoin patience) {}

  /**
   * Makes the protocol of one server.
   *
   * @param admitted returns what the leader lets into the log of a command now; it fails if that is
   *     null
   * @param guards completed as soon as the server exists, which is after it has registered its
   *     handlers here
   */
  GuardedRaftServerProtocol(
      String prefix,
      Serializer serializer,
      ClusterCommunicationService communication,
      UnaryOperator<byte[]> admitted,
      CompletableFuture<Guards> guards) {
    super(prefix, serializer, communication);
    this.messages = new MemberMessages(prefix, communication);
    this.admitted = admitted;
    this.guards = guards;
  }

  /** Queries do not go to the handler either. */
  @Override
  public void registerQueryHandler(
      Function<QueryRequest, CompletableFuture<QueryResponse>> handler) {
    super.registerQueryHandler(
        gate.behind(
            request ->
                guards.thenCompose(
                    guards -> {
                      long readIndex = guards.queries().readIndex();
                      return inOneTurn(guards, () -> guards.queries().answer(request, readIndex));
                    })));
    messages.serveTerm(() -> guards.thenApply(guards -> new LatestTerm(guards.log().term())));
    messages.serveElections(
        () ->
            guards.thenCompose(
                guards ->
                    CompletableFuture.supplyAsync(() -> guards.offers().log(), guards.thread())),
        offer ->
            guards.thenCompose(guards -> inOneTurn(guards, () -> guards.offers().consider(offer))));
    messages.serveFollowers(() -> guards.thenApply(guards -> guards.followers().report()));
  }

  @Override
  public void unregisterQueryHandler() {
    super.unregisterQueryHandler();
    messages.stop();
    guards.thenAccept(guards -> guards.thread().execute(guards.joining().patience()::stop));
  }

  /** Only members may join; their requests go on to the handler. */
  @Override
  public void registerJoinHandler(Function<JoinRequest, CompletableFuture<JoinResponse>> handler) {
    super.registerJoinHandler(
        request ->
            guards.thenCompose(
                guards ->
                    guards.joining().members().admits(request.member().memberId())
                        ? handler.apply(request)
                        : CompletableFuture.completedFuture(
                            JoinResponse.builder()
                                .withStatus(RaftResponse.Status.ERROR)
                                .withError(RaftError.Type.CONFIGURATION_ERROR)
                                .build())));
  }

  /**
   * Called on the Raft thread. What others ask goes through this server to the leader, once; what
   * it asks itself is asked until it is answered.
   */
  @Override
  public CompletableFuture<JoinResponse> join(MemberId member, JoinRequest request) {
    Joining joining = guards.join().joining();
    if (!request.member().memberId().equals(joining.local())) {
      return super.join(member, request);
    }
    return joining
        .patience()
        .join(
            member,
            asked ->
                asked.equals(joining.local())
                    ? joining.role().apply(request)
                    : super.join(asked, request));
  }

  @Override
  public void registerCommandHandler(
      Function<CommandRequest, CompletableFuture<CommandResponse>> handler) {
    super.registerCommandHandler(
        gate.behind(
            request -> {
              byte[] sent = request.operation().value();
              byte[] taken = admitted.apply(sent);
              if (taken == null) {
                return CompletableFuture.failedFuture(
                    new IllegalStateException("The partition takes no commands yet"));
              }
              return handler.apply(taken == sent ? request : replaced(request, taken));
            }));
  }

  /** The command takes its place in the session, whatever is logged of it. */
  private static CommandRequest replaced(CommandRequest request, byte[] value) {
    return CommandRequest.builder()
        .withSession(request.session())
        .withSequence(request.sequenceNumber())
        .withOperation(PrimitiveOperation.operation(request.operation().id(), value))
        .build();
  }

  @Override
  public void registerOpenSessionHandler(
      Function<OpenSessionRequest, CompletableFuture<OpenSessionResponse>> handler) {
    super.registerOpenSessionHandler(gate.behind(handler));
  }

  @Override
  public void registerCloseSessionHandler(
      Function<CloseSessionRequest, CompletableFuture<CloseSessionResponse>> handler) {
    super.registerCloseSessionHandler(gate.behind(handler));
  }

  @Override
  public void registerKeepAliveHandler(
      Function<KeepAliveRequest, CompletableFuture<KeepAliveResponse>> handler) {
    super.registerKeepAliveHandler(gate.behind(handler));
  }

  /** Returns the messages between the members of the partition. */
  MemberMessages messages() {
    return messages;
  }

  /** Returns what requests of clients come through. */
  RequestGate gate() {
    return gate;
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

  /** Does what the server does with a request of the leader, on the Raft thread. */
  CompletableFuture<AppendResponse> handleNow(AppendRequest request) {
    return handleNow(guards.join(), request);
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

  /**
   * Segments may have been made anew when entries were replaced, or made empty with old entries in
   * them.
   */
  private static AppendResponse reserved(Guards guards, boolean replaces, AppendResponse response) {
    if (replaces) {
      guards.space().clearBehind(guards.log().last());
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
                guards.followers().answered(member, response, request.term());
                answer.complete(response);
              } else {
                answer.completeExceptionally(error);
              }
            });
    return answer;
  }

  @Override
  public CompletableFuture<ConfigureResponse> configure(MemberId member, ConfigureRequest request) {
    return heard(member, super.configure(member, request));
  }

  /** A long snapshot comes in many requests, while which nothing else is sent. */
  @Override
  public CompletableFuture<InstallResponse> install(MemberId member, InstallRequest request) {
    return heard(member, super.install(member, request));
  }

  /** Takes note of an answer, which comes to the server as it would without. */
  private <T> CompletableFuture<T> heard(MemberId member, CompletableFuture<T> answer) {
    FollowerWatch followers = guards.join().followers();
    answer.thenRun(() -> followers.answered(member));
    return answer;
  }
}
