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
import io.atomix.mcast.client.CallbackThreads;
import io.atomix.mcast.client.GenericMulticastProxies;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.observe.ClientCounts;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.LogPosition;
import io.atomix.mcast.observe.ReplicaView;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.raft.HandoverTurns;
import io.atomix.mcast.raft.RaftParts;
import io.atomix.mcast.raft.ReroutingManagement;
import io.atomix.mcast.raft.Spreading;
import io.atomix.mcast.relay.Relays;
import io.atomix.mcast.replica.DataFormat;
import io.atomix.mcast.replica.GroupReplica;
import io.atomix.mcast.replica.RaftSessions;
import io.atomix.mcast.replica.Replica;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.LeaderPosition;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.primitive.partition.Partition;
import io.atomix.primitive.partition.PartitionClient;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a {@link GenericMulticastPartitionGroup}: one Raft log, one multicast group. On
 * a member it runs the partition's server, on every process its client.
 *
 * <p>Thread-safe. Before {@code join} or {@code connect} of the group, and after its {@code close},
 * there is no server and no client.
 */
public final class GenericMulticastPartition implements Partition {
  private static final Logger LOGGER = LoggerFactory.getLogger(GenericMulticastPartition.class);

  private final PartitionId id;
  private final List<MemberId> members;
  private final GenericMulticastPartitionGroupConfig config;
  private final ThreadContextFactory threads;
  private final CallbackThreads callbacks;
  private final BiFunction<GenericMulticastPartition, PartitionManagementService, Replica> replicas;
  private final HandoverTurns turns;

  /** Each has a thread context of its own: none waits for another. */
  private final Map<Consumer<RaftServer.Role>, ThreadContext> roleListeners =
      new ConcurrentHashMap<>();

  private final PartitionHealth health = new PartitionHealth(this);
  private volatile RaftServer server;
  private volatile RaftClient client;
  private volatile Replica replica;
  private volatile GroupClient groupClient;
  private final Relays relays;

  GenericMulticastPartition(
      PartitionId id,
      List<MemberId> members,
      GenericMulticastPartitionGroupConfig config,
      ThreadContextFactory threads,
      CallbackThreads callbacks,
      BiFunction<GenericMulticastPartition, PartitionManagementService, Replica> replicas,
      HandoverTurns turns) {
    this.id = id;
    this.members = List.copyOf(members);
    this.config = config;
    this.threads = threads;
    this.callbacks = callbacks;
    this.replicas = replicas;
    this.turns = turns;
    this.relays = new Relays(group(), callbacks, threads.createContext());
  }

  @Override
  public PartitionId id() {
    return id;
  }

  /**
   * Returns the name of the partition in logs, threads, files and messages. No Raft partition of
   * Atomix has such a name.
   */
  public String name() {
    return id.group() + "-multicast-" + id.id();
  }

  /** Returns the options of the group that this is a partition of. */
  public GenericMulticastPartitionGroupConfig config() {
    return config;
  }

  /**
   * Returns the nodes that hold the partition's data, in the order of their ids. It never changes.
   */
  @Override
  public Collection<MemberId> members() {
    return members;
  }

  /**
   * Returns the Raft term as the server here knows it, otherwise as the client does: 0 as long as
   * nothing is known.
   */
  @Override
  public long term() {
    RaftServer server = this.server;
    RaftClient client = this.client;
    return server != null ? server.cluster().getTerm() : client != null ? client.term() : 0;
  }

  /**
   * Returns the leader as known here, null if none is known. A hint: it may be outdated. A member
   * asks its own server; elsewhere it is where the client last found one.
   */
  @Override
  public MemberId primary() {
    RaftServer server = this.server;
    if (server != null) {
      RaftMember leader = server.cluster().getLeader();
      return leader != null ? leader.memberId() : null;
    }
    RaftClient client = this.client;
    return client != null ? client.leader() : null;
  }

  /**
   * Returns the member that leads the partition whenever it can, null if any may lead. Every node
   * computes it from the configuration alone.
   */
  public MemberId preferredLeader() {
    return config.isSpreadLeaders() ? Placement.preferredLeader(config, id.id()) : null;
  }

  /** Returns what this node knows of the members, and of the disk. */
  public PartitionHealth health() {
    return health;
  }

  private Spreading spreading() {
    MemberId preferred = preferredLeader();
    return preferred == null
        ? Spreading.OFF
        : new Spreading(
            preferred,
            turns,
            LocalTime::nanos,
            (done, nanos) -> relays.observer().leadershipMoved(done, nanos));
  }

  /** Returns the members but the {@link #primary}. */
  @Override
  public Collection<MemberId> backups() {
    MemberId leader = primary();
    return members.stream().filter(member -> !member.equals(leader)).toList();
  }

  /**
   * Returns the partition's server on this node, null if this node is no member or the partition is
   * not open.
   */
  public RaftServer server() {
    return server;
  }

  /** Returns the process's client of the partition's log, null if the partition is not open. */
  public RaftClient raftClient() {
    return client;
  }

  /**
   * Returns what the replica on this node held after the last entry that it applied, {@link
   * GroupCounts#NOTHING} if there is no replica here. Any thread; costs nothing.
   */
  public GroupCounts counts() {
    Replica replica = this.replica;
    return replica != null ? replica.counts() : GroupCounts.NOTHING;
  }

  /** Returns the group's name. */
  public GroupId group() {
    return new GroupId(id.group(), id.id());
  }

  /** Returns whether this node has a replica of the group, and it has been started. */
  public boolean isHosted() {
    return replica != null;
  }

  /**
   * Sets who is told what happens in this group on this node: by its replica, and by the operations
   * that this node calls. It takes the place of whoever was told before. An observer may take its
   * time, and is told what it is too slow for; see there.
   *
   * @param newObserver {@link GroupObserver#NONE} for nobody
   */
  public synchronized void observe(GroupObserver newObserver) {
    relays.observe(newObserver);
    Replica replica = this.replica;
    GroupClient caller = this.groupClient;
    if (replica != null) {
      replica.observe(relays.observer());
    }
    if (caller != null) {
      caller.observe(relays.observer());
    }
  }

  /**
   * Sets who is told what happens to single messages in this group's replica on this node, and to
   * the multicast messages that this node calls on any group. It takes the place of whoever was
   * told before; that of the calls is the same for all groups of a node. A tracer may take its
   * time, and is told what it is too slow for; see there.
   *
   * @param newTracer {@link Tracer#NONE} for nobody
   */
  public synchronized void trace(Tracer newTracer) {
    relays.trace(newTracer);
    Replica replica = this.replica;
    GroupClient caller = this.groupClient;
    if (replica != null) {
      replica.trace(relays.tracer());
    }
    if (caller != null) {
      caller.local().trace(relays.tracer());
    }
  }

  /**
   * Returns a future that completes when those who observe and trace here, and those whose place
   * they have taken, have been told all that had happened before this was called.
   */
  public CompletableFuture<Void> told() {
    return relays.told();
  }

  /**
   * Returns for how many nanoseconds the oldest pending message has been known here, by this node's
   * clock; 0 if none is pending, or the group has no replica here.
   */
  public long oldestPendingNanos() {
    Replica replica = this.replica;
    return replica != null ? replica.oldestPendingNanos() : 0;
  }

  /**
   * Returns how many messages wait one for the other here, among the 1000 with the lowest
   * timestamps; 0 if none is pending, or the group has no replica here.
   */
  public int longestChain() {
    Replica replica = this.replica;
    return replica != null && counts().pending() > 0 ? replica.longestChain() : 0;
  }

  /** Returns how far the replica on this node is in the log, all 0 if there is none. */
  public LogPosition position() {
    Replica replica = this.replica;
    return replica != null ? replica.position() : Replica.NOWHERE;
  }

  /**
   * Returns what the replica on this node knows.
   *
   * @param limit how many pending messages and remembered outcomes to tell of, at most: those with
   *     the lowest timestamps
   * @return failed if there is no replica here
   */
  public CompletableFuture<ReplicaView> view(int limit) {
    Replica replica = this.replica;
    return replica != null
        ? forCallers(replica.view(limit))
        : CompletableFuture.failedFuture(notHosted());
  }

  /**
   * Asks the member that the replica on this node takes for the leader whether it is, and how far.
   *
   * @return failed if that member does not answer within 2 seconds, or if there is no replica here
   */
  public CompletableFuture<LeaderPosition> askLeader() {
    Replica replica = this.replica;
    return replica != null
        ? forCallers(replica.askLeader())
        : CompletableFuture.failedFuture(notHosted());
  }

  /**
   * Returns a future for callers: their continuations must not hold up the thread that brings the
   * result.
   */
  private <T> CompletableFuture<T> forCallers(CompletableFuture<T> future) {
    return Futures.asyncFuture(future, callbacks.createContext());
  }

  private IllegalStateException notHosted() {
    return new IllegalStateException(
        name() + " has no replica on this node; ask one of " + members);
  }

  /** Returns what the operations that this node has called are at; nothing before it is open. */
  public ClientCounts clientCounts() {
    GroupClient client = groupClient();
    return client != null ? client.counts() : ClientCounts.NOTHING;
  }

  /**
   * Returns the way of this process's primitives into the partition, null if the partition is not
   * open.
   */
  public GroupClient groupClient() {
    return groupClient;
  }

  @Override
  public PartitionClient getClient() {
    GroupClient caller = this.groupClient;
    return caller != null ? GenericMulticastProxies.partitionClient(caller) : null;
  }

  /**
   * Calls the listener with each new role of the server on this node, one role after the other, on
   * a thread for callers' code; no listener waits for another. It may be added before the partition
   * is open. Being leader is never a lease: an isolated leader stays leader for seconds.
   */
  public void addRoleChangeListener(Consumer<RaftServer.Role> listener) {
    roleListeners.computeIfAbsent(listener, added -> callbacks.createContext());
  }

  /** Removes a listener; it may still be called once. */
  public void removeRoleChangeListener(Consumer<RaftServer.Role> listener) {
    roleListeners.remove(listener);
  }

  /**
   * Starts to take a snapshot and drop the log before it, on this node; nothing happens if it is no
   * member.
   */
  CompletableFuture<Void> snapshot() {
    RaftServer server = this.server;
    return server != null ? server.compact() : CompletableFuture.completedFuture(null);
  }

  /**
   * Starts the server, if this node is a member, and the client. Completes when the server has
   * found or become a leader.
   */
  synchronized CompletableFuture<Void> open(PartitionManagementService node, boolean serve) {
    health.open(node);
    PartitionManagementService management = new ReroutingManagement(node, LocalTime::nanos);
    RaftParts parts =
        new RaftParts(
            options().raft(),
            threads,
            management,
            health::admitted,
            ReadRequest.UNCONFIRMED::equals,
            LocalTime::nanos);
    boolean member =
        serve && members.contains(management.getMembershipService().getLocalMember().id());
    try {
      client = parts.client(id);
      client.connect(members);
      if (member) {
        DataFormat.enter(options().directory());
        replica = health.hosts(replicas.apply(this, management));
        replica.observe(relays.observer());
        replica.trace(relays.tracer());
        RaftServer built = parts.server(replica.serviceType(), spreading());
        built.addRoleChangeListener(
            role ->
                roleListeners.forEach(
                    (listener, context) -> context.execute(() -> listener.accept(role))));
        server = built;
        replica.start(built, client, management);
      }
      groupClient = newGroupClient(management);
      groupClient.observe(relays.observer());
      if (relays.tracer() != Tracer.NONE) {
        groupClient.local().trace(relays.tracer());
      }
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(health.notStarted(node, e));
    }
    if (!member) {
      return CompletableFuture.completedFuture(null);
    }
    LOGGER.info("Starting {} with members {}", name(), members);
    return CompletableFuture.anyOf(server.bootstrap(members), replica.failure())
        .thenRun(() -> LOGGER.info("Started {}", name()));
  }

  /** Creates the replica that runs on a member's server. */
  Replica newReplica(PartitionManagementService management) {
    return new GroupReplica(group(), health.node(), options().replica(), threads, management);
  }

  private GroupClient newGroupClient(PartitionManagementService management) {
    health.node().know(group(), members);
    RaftSessions sessions = new RaftSessions(client, config.getSessionTimeout());
    return new GroupClient(
        id,
        health.node().client(),
        sessions::linearizable,
        sessions::sequential,
        management.getMessagingService(),
        threads,
        callbacks,
        options().client());
  }

  /** Stops what runs here, top down. Never fails: what cannot be stopped is logged. */
  synchronized CompletableFuture<Void> close() {
    GroupClient caller = this.groupClient;
    Replica replica = this.replica;
    RaftClient client = this.client;
    RaftServer server = this.server;
    this.groupClient = null;
    this.replica = null;
    this.client = null;
    this.server = null;
    return step("sessions", () -> caller == null ? null : caller.close())
        .thenCompose(
            v ->
                step(
                    "replica",
                    () -> {
                      if (replica != null) {
                        replica.stop();
                      }
                      return null;
                    }))
        .thenCompose(v -> step("client", () -> client == null ? null : client.close()))
        .thenCompose(v -> step("server", () -> server == null ? null : server.shutdown()));
  }

  private CompletableFuture<Void> step(String what, Supplier<CompletableFuture<Void>> stop) {
    CompletableFuture<Void> stopped;
    try {
      stopped = stop.get();
    } catch (RuntimeException e) {
      stopped = CompletableFuture.failedFuture(e);
    }
    if (stopped == null) {
      return CompletableFuture.completedFuture(null);
    }
    return stopped.exceptionally(
        error -> {
          LOGGER.warn("Stopping {}: its {} did not stop cleanly", name(), what, error);
          return null;
        });
  }

  private PartitionOptions options() {
    return new PartitionOptions(id, name(), config);
  }

  @Override
  public String toString() {
    return name() + members;
  }
}
