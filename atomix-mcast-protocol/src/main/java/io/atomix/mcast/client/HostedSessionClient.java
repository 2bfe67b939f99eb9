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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.SessionEnding.EndReason;
import io.atomix.mcast.client.pipeline.Pipeline;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A session of one primitive in one group, on this node. When the Raft session that carries it is
 * lost it is suspended and opened anew, or closed, as the recovery strategy says. Thread-safe.
 * Futures complete on arbitrary threads, so callers' code has to go on elsewhere ({@link
 * Completion}); listeners run on the session's context, which is for callers' code.
 */
final class HostedSessionClient implements Entrance {
  /**
   * Time for which a closing session waits for its group: the longest that Atomix waits for any.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final GroupClient client;
  private final Recovery recovery;
  private final ThreadContext context;
  private final SessionEnding ending;
  private final SessionCommands commands;
  private final SessionListeners listeners;
  private final Listening listening = new Listening();

  /**
   * Entrance at which callers wait while the session is opened, or opened anew; null before it is
   * connected.
   */
  private FifoGate<OpenedSession> entrance;

  /** Null while the session is being opened. */
  private OpenedSession current;

  /** True if the session is open, and listens to what the one before it listened to. */
  private boolean entered;

  /** True if a session was lost in whose stead this one is opened. */
  private boolean recovering;

  private volatile PrimitiveState state = PrimitiveState.CLOSED;
  private volatile long id;

  /** An open session: its pipeline, and its number in the group. */
  record OpenedSession(Pipeline pipeline, long session) implements Entrance {
    @Override
    public GroupId group() {
      return pipeline.group();
    }

    @Override
    public CompletableFuture<OpenedSession> whenOpen() {
      return CompletableFuture.completedFuture(this);
    }
  }

  HostedSessionClient(
      String name,
      PrimitiveType<?, ?, ?> type,
      ServiceConfig config,
      GroupClient client,
      Recovery recovery) {
    this.name = name;
    this.type = type;
    this.client = client;
    this.recovery = recovery;
    this.context = client.newContext();
    this.ending = new SessionEnding(name, client.group(), context);
    this.commands = new SessionCommands(name, type, config, client, recovery, ending);
    this.listeners = new SessionListeners(name, context);
  }

  @Override
  public GroupId group() {
    return client.group();
  }

  GroupClient client() {
    return client;
  }

  String name() {
    return name;
  }

  @SuppressWarnings("rawtypes")
  PrimitiveType type() {
    return type;
  }

  PrimitiveState getState() {
    return state;
  }

  SessionId sessionId() {
    return SessionId.from(id);
  }

  PartitionId partitionId() {
    return client.partition();
  }

  ThreadContext context() {
    return context;
  }

  /** Opens the session; the future completes when it is open. */
  CompletableFuture<Void> connect() {
    FifoGate<OpenedSession> opening = null;
    CompletableFuture<OpenedSession> turn;
    synchronized (this) {
      if (entrance == null) {
        if (isClosed()) {
          return CompletableFuture.failedFuture(ending.exception());
        }
        opening = new FifoGate<>();
        entrance = opening;
      }
      turn = entrance.pass();
    }
    if (opening != null) {
      client.add(this);
      open(opening);
    }
    return turn.thenAccept(opened -> {});
  }

  private void open(FifoGate<OpenedSession> opening) {
    commands
        .open()
        .whenComplete(
            (opened, error) -> {
              if (error == null) {
                opened(opening, opened);
              } else {
                failed(opening, error);
              }
            });
  }

  private void opened(FifoGate<OpenedSession> opening, OpenedSession opened) {
    boolean closed;
    synchronized (this) {
      closed = isClosed();
      if (!closed) {
        id = opened.session;
        current = opened;
      }
    }
    if (closed) {
      // Nobody waits for it any more.
      commands.close(opened);
      return;
    }
    client.opened(opened, this);
    commands.listen(opened, listening).thenRun(() -> enter(opening, opened));
  }

  private void enter(FifoGate<OpenedSession> opening, OpenedSession opened) {
    synchronized (this) {
      if (isClosed() || current != opened) {
        return;
      }
      entered = true;
      if (recovering) {
        recovering = false;
        listeners.recovered();
      }
      changeState(PrimitiveState.CONNECTED);
    }
    opening.open(opened);
    if (opened.pipeline.isFailed()) {
      sessionLost(opened.pipeline);
    }
  }

  private void failed(FifoGate<OpenedSession> opening, Throwable error) {
    ending.end(client.isClosed() ? EndReason.STOPPED : EndReason.NOT_OPENED);
    ended();
    opening.close(error);
  }

  /** Returns whether this session was ever opened, or is being opened. */
  synchronized boolean isConnected() {
    return entrance != null;
  }

  boolean isClosed() {
    return ending.isOver();
  }

  @Override
  public synchronized CompletableFuture<OpenedSession> whenOpen() {
    if (isClosed() || entrance == null) {
      return CompletableFuture.failedFuture(ending.exception());
    }
    return entrance.pass();
  }

  /** Returns the open session if nobody waits for it, else null. */
  synchronized OpenedSession ifOpen() {
    return isClosed() || entrance == null ? null : entrance.now();
  }

  /** Returns the open session if nobody waits for it and its group answers, else null. */
  synchronized OpenedSession ifAnswering() {
    OpenedSession open = ifOpen();
    return open != null && open.pipeline().isAnswering() ? open : null;
  }

  /** Takes note of an operation that is about to be submitted in this session. */
  void called(Action action, GroupFootprint footprint) {
    listening.called(action, footprint);
  }

  /** Takes note of the result of an operation, null if there is none. */
  void heard(Result result) {
    if (result instanceof Result.Failed failed && failed.cause() == Result.Cause.DELETED) {
      end(EndReason.DELETED);
    }
  }

  /**
   * Checks that a log entry can hold a command of this size.
   *
   * @throws NotAppliedException if it cannot; nothing must be sent then
   */
  void checkSize(int size) {
    CommandSize.check(size, name, client.group(), client.maxCommandBytes());
  }

  /** Raft's own view of the session that carries this one. */
  synchronized void raftStateChanged(PrimitiveState raftState) {
    if (entered && !isClosed()) {
      changeState(raftState);
    }
  }

  /**
   * The Raft session of this pipeline is lost. If it carries this session, this is opened anew or
   * over.
   */
  void sessionLost(Pipeline lost) {
    FifoGate<OpenedSession> opening = null;
    boolean recovers = recovery == Recovery.RECOVER && !client.isClosed();
    synchronized (this) {
      if (isClosed() || current == null || current.pipeline != lost) {
        // The thread that opens it will notice.
        return;
      }
      current = null;
      // Told first: Atomix's proxies fail what waits when they hear of the state, and do not say
      // why.
      if (recovers) {
        ending.failWaitersOfLost();
      } else {
        ending.end(client.isClosed() ? EndReason.STOPPED : EndReason.LOST);
        ending.failWaiters();
      }
      if (entered) {
        recovering = true;
        listeners.lost(recovers);
      }
      if (recovers) {
        // Callers that wait to enter already keep their places.
        opening = entered ? new FifoGate<>() : entrance;
        entrance = opening;
        changeState(PrimitiveState.SUSPENDED);
      } else {
        changeState(PrimitiveState.EXPIRED);
      }
      entered = false;
    }
    if (opening == null) {
      ended();
    } else {
      open(opening);
    }
  }

  /** Takes an event, or the news that the primitive was deleted. */
  void take(Notification notification) {
    if (notification instanceof Notification.Published event) {
      synchronized (this) {
        // Nothing is heard of a session that is known to be lost.
        if (current != null && current.session == event.session()) {
          listeners.event(event);
        }
      }
    } else if (notification instanceof Notification.SessionOver) {
      end(EndReason.DELETED);
    }
  }

  /** The node is stopped, and with it whatever is under way in the session. */
  void stopped() {
    end(EndReason.STOPPED);
  }

  private void end(EndReason why) {
    FifoGate<OpenedSession> opening;
    synchronized (this) {
      if (!ending.end(why)) {
        return;
      }
      opening = entrance;
    }
    ended();
    if (opening != null) {
      opening.close(ending.exception());
    }
  }

  /** It is over: nobody hears of it any more. */
  private void ended() {
    client.remove(id, this);
    ending.failWaiters();
    synchronized (this) {
      changeState(PrimitiveState.CLOSED);
    }
  }

  SessionEnding ending() {
    return ending;
  }

  /** Called with the lock, so that listeners are told of changes in their order. */
  private void changeState(PrimitiveState next) {
    if (state != next) {
      state = next;
      listeners.state(next);
    }
  }

  void addEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    listeners.add(eventType, listener);
  }

  void removeEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    listeners.remove(eventType, listener);
  }

  void addStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.add(listener);
  }

  void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
  }

  /** Returns whether any event has been heard. */
  boolean hearsEvents() {
    return listeners.hasHeard();
  }

  void addLossListener(SessionListeners.OfLoss listener) {
    listeners.add(listener);
  }

  /**
   * Closes the session, and tells its group, which is told later if it does not answer for some
   * time: the last member of a cluster that is stopped has no majority, and would wait until its
   * Raft session expires.
   */
  CompletableFuture<Void> close() {
    OpenedSession opened;
    FifoGate<OpenedSession> opening;
    synchronized (this) {
      if (isClosed() || entrance == null) {
        return CompletableFuture.completedFuture(null);
      }
      ending.end(EndReason.CLOSED);
      opened = current;
      opening = entered ? null : entrance;
    }
    if (opening != null) {
      opening.close(ending.exception());
    }
    ending.failWaiters();
    if (opened == null) {
      // It may take long until a group can be reached: that it is not wanted any more is told then.
      ended();
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> closing = new CompletableFuture<>();
    // A session that is lost is closed as well, and one whose group does not answer.
    commands.close(opened).whenComplete((done, error) -> closing.complete(null));
    Scheduled patience = client.scheduler().schedule(PATIENCE, () -> closing.complete(null));
    return closing.thenRun(
        () -> {
          patience.cancel();
          ended();
        });
  }

  CompletableFuture<Void> delete() {
    return whenOpen()
        .thenCompose(commands::delete)
        .thenAccept(Failures::valueOf)
        .thenRun(this::deleted);
  }

  /** The primitive was deleted by a message to all its groups. */
  void deleted() {
    end(EndReason.DELETED);
  }
}
