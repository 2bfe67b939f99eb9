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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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
 */
final class ReroutingRaftClientProtocol extends RaftClientCommunicator {
  /** Leader that the last keep-alive or the leader itself named; null while nobody knows. */
  private volatile MemberId leader;

  /** Sessions whose queries only the leader answers. */
  private final Set<Long> linearizable = ConcurrentHashMap.newKeySet();

  ReroutingRaftClientProtocol(
      String prefix, Serializer serializer, ClusterCommunicationService communication) {
    super(prefix, serializer, communication);
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
        .whenComplete((response, error) -> leader = succeeded(response) ? response.leader() : null);
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
    MemberId known = leader;
    MemberId to = known != null ? known : chosen;
    // After a failure the client's own choice of the next node counts, until the leader is known.
    return reroute(to, request.apply(to))
        .whenComplete(
            (response, error) -> {
              if (!succeeded(response)) {
                leader = null;
              }
            });
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
