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
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.partition.impl.RaftClientCommunicator;
import io.atomix.protocols.raft.protocol.CloseSessionRequest;
import io.atomix.protocols.raft.protocol.CloseSessionResponse;
import io.atomix.protocols.raft.protocol.CommandRequest;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.HeartbeatRequest;
import io.atomix.protocols.raft.protocol.HeartbeatResponse;
import io.atomix.protocols.raft.protocol.KeepAliveRequest;
import io.atomix.protocols.raft.protocol.KeepAliveResponse;
import io.atomix.protocols.raft.protocol.MetadataRequest;
import io.atomix.protocols.raft.protocol.MetadataResponse;
import io.atomix.protocols.raft.protocol.OpenSessionRequest;
import io.atomix.protocols.raft.protocol.OpenSessionResponse;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Reports a node that answers but no longer serves the partition as one that cannot be reached.
 * Atomix's Raft client tries the next node only after a failed connection; without this it stays
 * with a cleanly stopped node, for up to 26 s. The same goes for a node that membership does not
 * know, because it was down when this one started: each session would fail with it, and a majority
 * that is up would serve nothing until it is back. And it goes for a connection that is reset, as
 * by a process that was killed: Atomix's client knows some I/O errors only, and would give up what
 * it can send again, since a session takes each request once.
 *
 * <p>Sends commands and linearizable queries to the leader. Atomix's client stays with the node
 * that its session was opened at, which is any of them if the leader was not known then, and a node
 * that does not lead forwards each request: two message delays more, for as long as the session
 * lives.
 *
 * <p>Offers what no member takes, because there is no leader, to all in turn until one takes it.
 * Atomix's client waits 1, 1, 2, 3 and 5 s between two attempts, so a new leader that was elected
 * within 1.1 s is asked after 2 s. Sending it again is safe, since a session takes each command
 * once, and a query changes nothing.
 */
final class ReroutingRaftClientProtocol extends RaftClientCommunicator {
  /** Errors of a member that does not lead, and knows nobody who does. */
  private static final Set<RaftError.Type> NOBODY_LEADS =
      EnumSet.of(
          RaftError.Type.NO_LEADER,
          RaftError.Type.ILLEGAL_MEMBER_STATE,
          RaftError.Type.UNAVAILABLE);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Time for which a request is offered to all members; then Atomix's client goes on as it does.
   */
  private final Duration patience;

  private final LongSupplier clock;

  /** Members that the client has chosen, or that keep-alives have named, in their order. */
  private final NavigableSet<MemberId> members =
      new ConcurrentSkipListSet<>(Comparator.comparing(MemberId::id));

  /** Leader that the last keep-alive or the leader itself named; null while nobody knows. */
  private volatile MemberId leader;

  /** Sessions whose queries only the leader answers. */
  private final Set<Long> linearizable = ConcurrentHashMap.newKeySet();

  /** A request, and until when it is offered to others if nobody takes it. */
  private final class OfferedRequest<T> {
    private final MemberId chosen;
    private final Function<MemberId, CompletableFuture<T>> request;
    private final CompletableFuture<T> answer;
    private final long end = clock.getAsLong() + patience.toNanos();

    OfferedRequest(
        MemberId chosen,
        Function<MemberId, CompletableFuture<T>> request,
        CompletableFuture<T> answer) {
      this.chosen = chosen;
      this.request = request;
      this.answer = answer;
    }
  }

  /**
   * Creates the protocol of one client.
   *
   * @param clock tells the time in nanoseconds of any origin
   * @param patience how long a request that no member takes is offered to all of them in turn
   */
  ReroutingRaftClientProtocol(
      String prefix,
      Serializer serializer,
      ClusterCommunicationService communication,
      LongSupplier clock,
      Duration patience) {
    super(prefix, serializer, communication);
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public CompletableFuture<OpenSessionResponse> openSession(
      MemberId member, OpenSessionRequest request) {
    return reroute(member, super.openSession(member, request))
        .whenComplete(
            (response, error) -> {
              if (succeeded(response) && request.readConsistency() != ReadConsistency.SEQUENTIAL) {
                linearizable.add(response.session());
              }
            });
  }

  @Override
  public CompletableFuture<CloseSessionResponse> closeSession(
      MemberId member, CloseSessionRequest request) {
    return reroute(member, super.closeSession(member, request))
        .whenComplete((response, error) -> linearizable.remove(request.session()));
  }

  @Override
  public CompletableFuture<KeepAliveResponse> keepAlive(MemberId member, KeepAliveRequest request) {
    return reroute(member, super.keepAlive(member, request))
        .whenComplete((response, error) -> learn(succeeded(response) ? response : null));
  }

  private void learn(KeepAliveResponse response) {
    leader = response == null ? null : response.leader();
    if (response != null) {
      members.addAll(response.members());
    }
  }

  @Override
  public CompletableFuture<QueryResponse> query(MemberId member, QueryRequest request) {
    return linearizable.contains(request.session())
        ? atLeader(member, to -> super.query(to, request))
        : reroute(member, super.query(member, request));
  }

  @Override
  public CompletableFuture<CommandResponse> command(MemberId member, CommandRequest request) {
    return atLeader(member, to -> super.command(to, request));
  }

  private <T extends RaftResponse> CompletableFuture<T> atLeader(
      MemberId chosen, Function<MemberId, CompletableFuture<T>> request) {
    members.add(chosen);
    MemberId known = leader;
    CompletableFuture<T> answer = new CompletableFuture<>();
    // After a failure the client's own choice of the next node counts, until the leader is known.
    offer(known != null ? known : chosen, new OfferedRequest<>(chosen, request, answer));
    return answer;
  }

  private <T extends RaftResponse> void offer(MemberId member, OfferedRequest<T> offered) {
    reroute(member, offered.request.apply(member))
        .whenComplete(
            (response, error) -> {
              if (!succeeded(response)) {
                leader = null;
              } else if (leader == null && !member.equals(offered.chosen)) {
                // Leads, or forwards to who does; the client's own choice may be down.
                leader = member;
              }
              if (nobodyTook(response, error)
                  && offered.end - clock.getAsLong() > PAUSE.toNanos()) {
                CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> offer(next(member), offered));
              } else if (error == null) {
                offered.answer.complete(response);
              } else {
                offered.answer.completeExceptionally(error);
              }
            });
  }

  private static boolean nobodyTook(RaftResponse response, Throwable error) {
    return response == null
        ? error instanceof ConnectException
        : response.error() != null && NOBODY_LEADS.contains(response.error().type());
  }

  /** Returns the leader, if it is known by now, or the member behind this one. */
  private MemberId next(MemberId member) {
    MemberId known = leader;
    if (known != null) {
      return known;
    }
    MemberId higher = members.higher(member);
    return higher != null ? higher : members.first();
  }

  @Override
  public CompletableFuture<MetadataResponse> metadata(MemberId member, MetadataRequest request) {
    return reroute(member, super.metadata(member, request));
  }

  @Override
  public void registerHeartbeatHandler(
      Function<HeartbeatRequest, CompletableFuture<HeartbeatResponse>> handler) {
    super.registerHeartbeatHandler(
        request -> {
          leader = request.leader();
          return handler.apply(request);
        });
  }

  private static boolean succeeded(RaftResponse response) {
    return response != null && response.status() == RaftResponse.Status.OK;
  }

  private static <T> CompletableFuture<T> reroute(MemberId member, CompletableFuture<T> answer) {
    CompletableFuture<T> rerouted = new CompletableFuture<>();
    answer.whenComplete(
        (response, error) -> {
          Throwable cause =
              error instanceof CompletionException && error.getCause() != null
                  ? error.getCause()
                  : error;
          if (cause == null) {
            rerouted.complete(response);
          } else if (cause instanceof MessagingException
              || cause instanceof IOException
              || cause instanceof NullPointerException) {
            // An I/O error of Netty's own is how the connection to a process ends that was killed.
            // Atomix throws the last when it is to send to a member that it does not know (yet).
            rerouted.completeExceptionally(unreachable(member, cause));
          } else {
            rerouted.completeExceptionally(cause);
          }
        });
    return rerouted;
  }

  private static ConnectException unreachable(MemberId member, Throwable cause) {
    ConnectException exception =
        new ConnectException(member + " does not serve the partition: " + cause.getMessage());
    exception.initCause(cause);
    return exception;
  }
}
