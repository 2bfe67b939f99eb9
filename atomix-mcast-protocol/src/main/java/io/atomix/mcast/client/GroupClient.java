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
package io.atomix.mcast.client;

import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.client.pipeline.Pipeline;
import io.atomix.mcast.client.pipeline.SequentialReads;
import io.atomix.mcast.observe.ClientCounts;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.StableNotice;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.Scheduler;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's way into one group: opens a Raft session when the first primitive needs it, shares it
 * among all primitives, opens a new one when it is lost, and passes events on. Thread-safe.
 */
public final class GroupClient {
  private static final Logger LOGGER = LoggerFactory.getLogger(GroupClient.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final PartitionId partition;
  private final GroupId group;
  private final LocalClient local;
  private final Supplier<SessionClient> raftSessions;
  private final ClusterCommunicationService communication;
  private final ThreadContextFactory callbacks;
  private final ThreadContext context;
  private final GroupLimits limits;
  private final LongSupplier clock;
  private final InFlightLimiter limiter;
  private final SequentialReads sequentialReads;

  private final Set<HostedSessionClient> sessions = new LinkedHashSet<>();
  private final Map<Long, HostedSessionClient> sessionsById = new HashMap<>();
  private final Map<Long, List<Notification>> notYetOpen = new HashMap<>();

  /** Done once the Raft session is open; null if nobody wants it. */
  private CompletableFuture<Pipeline> pipeline;

  private Connection connection;
  private Scheduled ticking;
  private long highestSession;
  private volatile boolean closed;
  private final LongAdder retries = new LongAdder();
  private final ListenerCounts listeners;
  private volatile GroupObserver observer = GroupObserver.NONE;

  /** An open Raft session, and the pipeline over it. */
  private record Connection(SessionClient raft, Pipeline pipeline) {}

  /**
   * Creates the client of a group; nothing is opened yet.
   *
   * @param sequentialSessions makes Raft sessions whose queries any replica answers
   * @param raftSessions makes a Raft session of the group's service that is not connected yet and
   *     is never recovered by itself
   * @param threads makes contexts for what the client does itself; callers' code never runs there
   * @param callbacks makes contexts for callers' code
   */
  public GroupClient(
      PartitionId partition,
      LocalClient local,
      Supplier<SessionClient> raftSessions,
      Supplier<SessionClient> sequentialSessions,
      ClusterCommunicationService communication,
      ThreadContextFactory threads,
      ThreadContextFactory callbacks,
      GroupLimits limits) {
    this(
        partition,
        local,
        raftSessions,
        sequentialSessions,
        communication,
        threads,
        callbacks,
        limits,
        LocalTime::nanos);
  }

  /** Creates a client that takes the time, in nanoseconds of any origin, from a clock. */
  GroupClient(
      PartitionId partition,
      LocalClient local,
      Supplier<SessionClient> raftSessions,
      Supplier<SessionClient> sequentialSessions,
      ClusterCommunicationService communication,
      ThreadContextFactory threads,
      ThreadContextFactory callbacks,
      GroupLimits limits,
      LongSupplier clock) {
    this.partition = partition;
    this.group = new GroupId(partition.group(), partition.id());
    this.listeners = new ListenerCounts(partition);
    this.local = local;
    this.raftSessions = raftSessions;
    this.communication = communication;
    this.callbacks = callbacks;
    this.context = threads.createContext();
    this.limits = limits;
    this.clock = clock;
    this.sequentialReads = new SequentialReads(sequentialSessions);
    this.limiter =
        new InFlightLimiter(group, limits.maxInFlight(), limits.waits(), limits.sessionTimeout());
  }

  /** Returns the group. */
  public GroupId group() {
    return group;
  }

  PartitionId partition() {
    return partition;
  }

  /** Returns what the groups know this process by. */
  public LocalClient local() {
    return local;
  }

  /** Sets who is told how the operations end that this node calls on the group. */
  public void observe(GroupObserver newObserver) {
    observer = newObserver;
  }

  GroupObserver observer() {
    return observer;
  }

  /** Takes note that an operation is tried again. */
  void retries() {
    retries.increment();
  }

  /** Returns what the operations are at. Any thread. */
  public ClientCounts counts() {
    return limiter.counts(retries.sum());
  }

  /** Returns what listens here to the group, as primitives tell. Any thread. */
  public ListenerCounts listeners() {
    return listeners;
  }

  /** Returns how large a command may be. */
  int maxCommandBytes() {
    return limits.maxEntryBytes() - Batch.OVERHEAD;
  }

  InFlightLimiter limiter() {
    return limiter;
  }

  SequentialReads sequentialReads() {
    return sequentialReads;
  }

  /** Returns a context for callers' code, which runs one task at a time. */
  ThreadContext newContext() {
    return callbacks.createContext();
  }

  /** Returns what runs tasks of the client itself after a while. */
  Scheduler scheduler() {
    return context;
  }

  /** Returns the pipeline, opened if there is none. Fails only when this client is closed. */
  CompletableFuture<Pipeline> pipeline() {
    CompletableFuture<Pipeline> opening;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(closedException());
      }
      if (pipeline != null) {
        return pipeline;
      }
      opening = new CompletableFuture<>();
      pipeline = opening;
      if (ticking == null) {
        communication.subscribe(
            Delivery.subject(group, local.id()),
            bytes -> bytes,
            this::deliver,
            bytes -> bytes,
            context);
        communication.subscribe(
            StableNotice.subject(group, local.id()),
            bytes -> bytes,
            this::stable,
            bytes -> bytes,
            context);
        ticking = context.schedule(TICK, TICK, this::tick);
      }
    }
    connect(opening);
    return opening;
  }

  private void connect(CompletableFuture<Pipeline> opening) {
    if (opening.isDone()) {
      return;
    }
    SessionClient raft;
    CompletableFuture<Connection> connecting;
    try {
      raft = raftSessions.get();
      connecting = raft.connect().thenCompose(done -> greet(raft));
    } catch (RuntimeException e) {
      connectAgain(opening, e);
      return;
    }
    connecting.whenCompleteAsync(
        (connected, error) -> {
          if (error == null) {
            connected(connected, opening);
          } else {
            raft.close();
            connectAgain(opening, error);
          }
        },
        context);
  }

  private CompletableFuture<Connection> greet(SessionClient raft) {
    Pipeline opened =
        new Pipeline(group, local, raft, limits.maxEntryBytes(), next -> pass(raft, next), clock);
    Connection connected = new Connection(raft, opened);
    CompletableFuture<Connection> greeted = new CompletableFuture<>();
    raft.addStateChangeListener(
        state -> {
          if (isOver(state)) {
            greeted.completeExceptionally(expiredException());
          }
          context.execute(() -> raftStateChanged(connected, state));
        });
    opened
        .hello()
        .whenComplete(
            (done, error) -> {
              if (error == null) {
                greeted.complete(connected);
              } else {
                greeted.completeExceptionally(error);
              }
            });
    return greeted;
  }

  private void connectAgain(CompletableFuture<Pipeline> opening, Throwable error) {
    LOGGER.debug("Group {} cannot be reached yet: {}", group, error.toString());
    context.schedule(RETRY, () -> connect(opening));
  }

  private void connected(Connection connected, CompletableFuture<Pipeline> opening) {
    boolean wanted;
    synchronized (this) {
      wanted = !closed;
      if (wanted) {
        connection = connected;
      }
    }
    if (wanted) {
      opening.complete(connected.pipeline());
      // It may have been lost before it was taken for open.
      raftStateChanged(connected, connected.raft().getState());
    } else {
      connected.raft().close();
    }
  }

  private void raftStateChanged(Connection changed, PrimitiveState state) {
    if (isOver(state)) {
      lost(changed);
      return;
    }
    List<HostedSessionClient> affected;
    synchronized (this) {
      affected = connection == changed ? List.copyOf(sessions) : List.of();
    }
    affected.forEach(each -> each.raftStateChanged(state));
  }

  private static boolean isOver(PrimitiveState state) {
    return state == PrimitiveState.EXPIRED || state == PrimitiveState.CLOSED;
  }

  private void lost(Connection lost) {
    List<HostedSessionClient> affected;
    PrimitiveException reason;
    synchronized (this) {
      if (connection != lost) {
        return;
      }
      connection = null;
      pipeline = null;
      sessionsById.clear();
      notYetOpen.clear();
      affected = List.copyOf(sessions);
      reason = closed ? closedException() : expiredException();
    }
    lost.pipeline().fail(reason);
    affected.forEach(session -> session.sessionLost(lost.pipeline()));
  }

  /** A session of a primitive is open; events for it may have come before. */
  void opened(HostedSessionClient.OpenedSession opened, HostedSessionClient session) {
    List<Notification> waiting;
    synchronized (this) {
      if (session.isClosed() || connection == null || connection.pipeline() != opened.pipeline()) {
        return;
      }
      sessionsById.put(opened.session(), session);
      highestSession = Math.max(highestSession, opened.session());
      waiting = notYetOpen.remove(opened.session());
      if (waiting != null) {
        // With the lock, so that no later event is taken before them.
        waiting.stream().filter(Notification.Published.class::isInstance).forEach(session::take);
      }
    }
    if (waiting != null) {
      waiting.stream().filter(Notification.SessionOver.class::isInstance).forEach(session::take);
    }
  }

  boolean isClosed() {
    return closed;
  }

  synchronized void add(HostedSessionClient session) {
    sessions.add(session);
  }

  synchronized void remove(long id, HostedSessionClient session) {
    sessions.remove(session);
    sessionsById.remove(id);
  }

  private void pass(SessionClient raft, Notification notification) {
    long id =
        notification instanceof Notification.Published event
            ? event.session()
            : ((Notification.SessionOver) notification).session();
    HostedSessionClient session;
    synchronized (this) {
      if (connection == null || connection.raft() != raft) {
        return;
      }
      session = sessionsById.get(id);
      if (session == null && id > highestSession) {
        notYetOpen.computeIfAbsent(id, key -> new ArrayList<>()).add(notification);
      }
      if (session != null && notification instanceof Notification.Published) {
        session.take(notification);
      }
    }
    if (session != null && notification instanceof Notification.SessionOver) {
      session.take(notification);
    }
  }

  private byte[] deliver(byte[] bytes) {
    Delivery delivery = Delivery.decode(bytes);
    Connection current;
    boolean opening;
    synchronized (this) {
      current = connection;
      opening = pipeline != null && current == null;
    }
    long received;
    if (current != null && current.pipeline().raftSession() == delivery.raftSession()) {
      received = current.pipeline().deliver(delivery);
    } else if (opening || delivery.notifications().isEmpty()) {
      // The session may be the one that is being opened: it will come again.
      received = 0;
    } else {
      received = delivery.notifications().get(delivery.notifications().size() - 1).number();
    }
    return new Delivery.Receipt(received).encode();
  }

  private synchronized Connection connection() {
    return connection;
  }

  /** Rule 8: what is of another session than the one that is open is ignored. */
  private byte[] stable(byte[] bytes) {
    StableNotice notice = StableNotice.decode(bytes);
    Connection current = connection();
    if (current != null && current.pipeline().raftSession() == notice.raftSession()) {
      current.pipeline().stable(notice.sequences());
    }
    return new byte[0];
  }

  private void tick() {
    Connection current = connection();
    if (current != null) {
      current.pipeline().tick(limits.askAgain().toNanos());
    }
  }

  /**
   * Closes the sessions of all primitives: what is under way fails at once. Then closes the Raft
   * session, if the group answers within a second.
   */
  public CompletableFuture<Void> close() {
    Connection current;
    CompletableFuture<Pipeline> opening;
    List<HostedSessionClient> affected;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(null);
      }
      closed = true;
      current = connection;
      opening = pipeline;
      affected = List.copyOf(sessions);
      if (ticking != null) {
        ticking.cancel();
        communication.unsubscribe(Delivery.subject(group, local.id()));
        communication.unsubscribe(StableNotice.subject(group, local.id()));
      }
    }
    if (opening != null) {
      opening.completeExceptionally(closedException());
    }
    if (current != null) {
      lost(current);
    }
    affected.forEach(HostedSessionClient::stopped);
    sequentialReads.close();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    CompletableFuture.allOf(
            current == null ? CompletableFuture.completedFuture(null) : current.raft().close(),
            told(affected))
        .whenComplete((done, error) -> gone.complete(null));
    context.schedule(FAREWELL, () -> gone.complete(null));
    return gone;
  }

  /** Completes when the callers of what was under way have been told. */
  private static CompletableFuture<Void> told(List<HostedSessionClient> sessions) {
    return CompletableFuture.allOf(
        sessions.stream()
            .map(session -> CompletableFuture.runAsync(() -> {}, session.context()))
            .toArray(CompletableFuture[]::new));
  }

  private PrimitiveException.ClosedSession closedException() {
    return new PrimitiveException.ClosedSession(
        "this node was stopped, and its client of group " + group + " with it");
  }

  private static PrimitiveException.UnknownSession expiredException() {
    return new PrimitiveException.UnknownSession("its Raft session expired");
  }
}
