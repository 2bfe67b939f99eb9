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
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's way into one group: opens a Raft session when the first primitive needs it, shares it among all primitives, opens a new one
 * when it is lost, and passes events on. Thread-safe.
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
  private final ThreadContextFactory threads;
  private final ThreadContext context;
  private final GroupLimits limits;
  private final Overload overload;
  private final SequentialReads sequentialReads;

  private final Set<HostedSessionClient> sessions = new LinkedHashSet<>();
  private final Map<Long, HostedSessionClient> sessionsById = new HashMap<>();
  private final Map<Long, List<Item>> notYetOpen = new HashMap<>();
  private CompletableFuture<Pipeline> pipeline;
  private SessionClient raft;
  private Scheduled ticking;
  private long highestSession;
  private boolean closed;

  /**
   * Creates the client of a group; nothing is opened yet.
   *
   * @param sequentialSessions makes Raft sessions whose queries any replica answers
   * @param raftSessions makes a Raft session of the group's service that is not connected yet and is never recovered by itself
   */
  public GroupClient(
      PartitionId partition,
      LocalClient local,
      Supplier<SessionClient> raftSessions,
      Supplier<SessionClient> sequentialSessions,
      ClusterCommunicationService communication,
      ThreadContextFactory threads,
      GroupLimits limits) {
    this.partition = partition;
    this.group = new GroupId(partition.group(), partition.id());
    this.local = local;
    this.raftSessions = raftSessions;
    this.communication = communication;
    this.threads = threads;
    this.context = threads.createContext();
    this.limits = limits;
    this.sequentialReads = new SequentialReads(sequentialSessions);
    this.overload =
        new Overload(group, limits.maxInFlight(), limits.waits(), limits.sessionTimeout());
  }

  /** Returns the subject under which a client takes deliveries of a group. */
  public static String subject(GroupId group, UUID client) {
    return "generic-multicast-delivery-" + group + "-" + client;
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

  Overload overload() {
    return overload;
  }

  SequentialReads sequentialReads() {
    return sequentialReads;
  }

  ThreadContext newContext() {
    return threads.createContext();
  }

  /** Returns the pipeline, which is opened if there is none. */
  synchronized CompletableFuture<Pipeline> pipeline() {
    if (closed) {
      return CompletableFuture.failedFuture(closedException());
    }
    if (pipeline == null) {
      pipeline = new CompletableFuture<>();
      if (ticking == null) {
        communication.subscribe(
            subject(group, local.id()), bytes -> bytes, this::deliver, bytes -> bytes, context);
        ticking = context.schedule(TICK, TICK, this::tick);
      }
      connect(pipeline);
    }
    return pipeline;
  }

  private void connect(CompletableFuture<Pipeline> opening) {
    SessionClient session = raftSessions.get();
    session
        .connect()
        .thenCompose(
            connected -> {
              Pipeline opened =
                  new Pipeline(
                      group,
                      local,
                      session,
                      limits.maxEntryBytes(),
                      item -> context.execute(() -> pass(item)));
              session.addStateChangeListener(state -> raftStateChanged(session, opened, state));
              return opened.hello().thenApply(done -> opened);
            })
        .whenCompleteAsync(
            (opened, error) -> {
              // A session may be lost between its first answer and this moment, when nobody hears of it yet.
              if (error != null || session.getState() == PrimitiveState.EXPIRED || session.getState() == PrimitiveState.CLOSED) {
                LOGGER.debug("Group {} cannot be reached yet: {}", group, String.valueOf(error));
                connectAgain(opening);
              } else {
                connected(session, opened, opening);
              }
            },
            context);
  }

  private synchronized void connectAgain(CompletableFuture<Pipeline> opening) {
    if (closed) {
      opening.completeExceptionally(closedException());
    } else {
      context.schedule(RETRY, () -> connect(opening));
    }
  }

  private void connected(SessionClient session, Pipeline opened, CompletableFuture<Pipeline> opening) {
    synchronized (this) {
      raft = session;
    }
    opening.complete(opened);
  }

  private void raftStateChanged(SessionClient session, Pipeline opened, PrimitiveState state) {
    context.execute(
        () -> {
          List<HostedSessionClient> affected;
          synchronized (this) {
            affected = List.copyOf(sessions);
          }
          if (state == PrimitiveState.EXPIRED || state == PrimitiveState.CLOSED) {
            lost(session, opened);
          } else {
            affected.forEach(each -> each.raftStateChanged(state));
          }
        });
  }

  private void lost(SessionClient session, Pipeline opened) {
    List<HostedSessionClient> affected;
    synchronized (this) {
      if (raft != session || closed) {
        return;
      }
      raft = null;
      pipeline = null;
      sessionsById.clear();
      notYetOpen.clear();
      affected = List.copyOf(sessions);
    }
    opened.fail(new PrimitiveException.UnknownSession("its Raft session expired"));
    affected.forEach(HostedSessionClient::sessionLost);
  }

  /** A session of a primitive is open; events for it may have come before. */
  void opened(long id, HostedSessionClient session) {
    context.execute(
        () -> {
          List<Item> waiting;
          synchronized (this) {
            sessions.add(session);
            sessionsById.put(id, session);
            highestSession = Math.max(highestSession, id);
            waiting = notYetOpen.remove(id);
          }
          if (waiting != null) {
            waiting.forEach(session::take);
          }
        });
  }

  synchronized void add(HostedSessionClient session) {
    sessions.add(session);
  }

  synchronized void remove(long id, HostedSessionClient session) {
    sessions.remove(session);
    sessionsById.remove(id);
  }

  private void pass(Item item) {
    long id =
        item instanceof Item.Event event ? event.session() : ((Item.SessionOver) item).session();
    HostedSessionClient session;
    synchronized (this) {
      session = sessionsById.get(id);
      if (session == null && id > highestSession) {
        notYetOpen.computeIfAbsent(id, key -> new ArrayList<>()).add(item);
      }
    }
    if (session != null) {
      session.take(item);
    }
  }

  private byte[] deliver(byte[] bytes) {
    Delivery delivery = Delivery.decode(bytes);
    CompletableFuture<Pipeline> current;
    synchronized (this) {
      current = pipeline;
    }
    Pipeline opened = current == null ? null : current.getNow(null);
    long received;
    if (opened != null && opened.raftSession() == delivery.raftSession()) {
      received = opened.deliver(delivery);
    } else if (current != null && !current.isDone()) {
      // The session may be the one that is being opened: it will come again.
      received = 0;
    } else {
      received = delivery.items().isEmpty() ? 0 : delivery.items().get(delivery.items().size() - 1).number();
    }
    return new WireWriter(10).writeVarLong(received).toByteArray();
  }

  private void tick() {
    CompletableFuture<Pipeline> current;
    synchronized (this) {
      current = pipeline;
    }
    Pipeline opened = current == null || current.isCompletedExceptionally() ? null : current.getNow(null);
    if (opened != null) {
      opened.tick(limits.askAgain().toNanos());
    }
  }

  /** Closes the Raft session, if the group answers within a second, and with it the sessions of all primitives. */
  public CompletableFuture<Void> close() {
    SessionClient session;
    Pipeline open;
    sequentialReads.close();
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(null);
      }
      closed = true;
      session = raft;
      open = pipeline == null || !pipeline.isDone() ? null : pipeline.getNow(null);
      if (ticking != null) {
        ticking.cancel();
        communication.unsubscribe(subject(group, local.id()));
      }
    }
    if (session == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> gone = new CompletableFuture<>();
    session.close().whenComplete((done, error) -> gone.complete(null));
    context.schedule(FAREWELL, () -> gone.complete(null));
    return gone.thenRun(
        () -> {
          if (open != null) {
            open.fail(closedException());
          }
        });
  }

  private PrimitiveException.ClosedSession closedException() {
    return new PrimitiveException.ClosedSession("This node's client of group " + group + " is closed");
  }
}
