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
import io.atomix.mcast.client.SessionEnding.Reason;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A session of one primitive in one group, on this node. When the Raft session that carries it is
 * lost it is suspended and opened anew, or closed, as the recovery strategy says. Thread-safe.
 * Futures complete on arbitrary threads, so callers' code has to go on elsewhere ({@link
 * Completion}); listeners run on the session's context, which is for callers' code.
 */
final class HostedSessionClient implements SessionClient {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final byte[] config;
  private final GroupClient client;
  private final Recovery recovery;
  private final ThreadContext context;
  private final SessionEnding ending;
  private final SessionListeners listeners;
  private final Listening listening = new Listening();

  /**
   * Entrance at which callers wait while the session is opened, or opened anew; null before it is
   * connected.
   */
  private Turnstile<Open> entrance;

  /** Null while the session is being opened. */
  private Open current;

  /** True if the session is open, and listens to what the one before it listened to. */
  private boolean entered;

  /** True if a session was lost in whose stead this one is opened. */
  private boolean recovering;

  private volatile PrimitiveState state = PrimitiveState.CLOSED;
  private volatile long id;

  /** Sources of the answer to a query. */
  enum Reading {
    /** From a log entry, like a write: for queries that change the service. */
    FROM_LOG,
    /** From the leader (rule 7). */
    LINEARIZABLE,
    /** From any replica that knows the caller's own writes. */
    SEQUENTIAL
  }

  /** An open session: its pipeline, and its number in the group. */
  record Open(Pipeline pipeline, long session) {}

  HostedSessionClient(
      String name,
      PrimitiveType<?, ?, ?> type,
      ServiceConfig config,
      GroupClient client,
      Recovery recovery) {
    this.name = name;
    this.type = type;
    this.config = Serializer.using(type.namespace()).encode(config);
    this.client = client;
    this.recovery = recovery;
    this.context = client.newContext();
    this.ending = new SessionEnding(name, client.group(), context);
    this.listeners = new SessionListeners(name, context);
  }

  GroupClient client() {
    return client;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType type() {
    return type;
  }

  @Override
  public PrimitiveState getState() {
    return state;
  }

  @Override
  public SessionId sessionId() {
    return SessionId.from(id);
  }

  @Override
  public PartitionId partitionId() {
    return client.partition();
  }

  @Override
  public ThreadContext context() {
    return context;
  }

  @Override
  public CompletableFuture<SessionClient> connect() {
    Turnstile<Open> opening = null;
    CompletableFuture<Open> turn;
    synchronized (this) {
      if (entrance == null) {
        if (isClosed()) {
          return CompletableFuture.failedFuture(ending.exception());
        }
        opening = new Turnstile<>();
        entrance = opening;
      }
      turn = entrance.pass();
    }
    if (opening != null) {
      client.add(this);
      open(opening);
    }
    return turn.thenApply(opened -> this);
  }

  private void open(Turnstile<Open> opening) {
    client
        .pipeline()
        .whenComplete(
            (pipeline, error) -> {
              if (error != null) {
                failed(opening, error);
              } else if (!isClosed()) {
                open(opening, pipeline);
              }
            });
  }

  private void open(Turnstile<Open> opening, Pipeline pipeline) {
    long sequence = client.local().next();
    Command command = new Command.OpenSession(sequence, name, type.name(), config);
    try {
      checkSize(command);
    } catch (NotAppliedException e) {
      client.local().resolved(sequence);
      failed(opening, e);
      return;
    }
    Submission submission = new Submission(command, sequence, writeAll());
    pipeline.submit(submission);
    Pipeline.resultOf(submission)
        .whenComplete(
            (result, error) -> {
              client.local().resolved(sequence);
              if (result instanceof Result.Done done) {
                opened(opening, pipeline, done.value());
              } else if (result instanceof Result.Failed failed) {
                failed(opening, Failures.exception(failed));
              } else if (recovery == Recovery.RECOVER && !isClosed()) {
                openAgain(opening, pipeline);
              } else {
                failed(opening, error);
              }
            });
  }

  private void openAgain(Turnstile<Open> opening, Pipeline pipeline) {
    if (pipeline.isFailed()) {
      // The Raft session was lost meanwhile; the next one is on its way.
      open(opening);
    } else {
      client.scheduler().schedule(RETRY, () -> open(opening));
    }
  }

  private void opened(Turnstile<Open> opening, Pipeline pipeline, byte[] value) {
    long session;
    try {
      session = new WireReader("A session number", value).readVarLong();
    } catch (WireException e) {
      failed(opening, e);
      return;
    }
    Open opened = new Open(pipeline, session);
    boolean closed;
    synchronized (this) {
      closed = isClosed();
      if (!closed) {
        id = session;
        current = opened;
      }
    }
    if (closed) {
      // Nobody waits for it any more.
      submit(opened, sequence -> new Command.CloseSession(sequence, name, session));
      return;
    }
    client.opened(opened, this);
    listenAgain(opening, opened);
  }

  private void listenAgain(Turnstile<Open> opening, Open opened) {
    listening
        .repeat(
            call ->
                submit(
                    opened,
                    call.footprint(),
                    sequence ->
                        new Command.Local(
                            sequence, opened.session, call.operation(), call.footprint())))
        .whenComplete(
            (all, error) -> {
              if (error == null) {
                enter(opening, opened);
              } else if (!opened.pipeline.isFailed()) {
                client.scheduler().schedule(RETRY, () -> listenAgain(opening, opened));
              }
            });
  }

  private void enter(Turnstile<Open> opening, Open opened) {
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

  private void failed(Turnstile<Open> opening, Throwable error) {
    ending.end(client.isClosed() ? Reason.STOPPED : Reason.NOT_OPENED);
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

  /**
   * Returns the open session, which the future waits for while it is opened anew; futures complete
   * in the order of these calls.
   */
  synchronized CompletableFuture<Open> whenOpen() {
    if (isClosed() || entrance == null) {
      return CompletableFuture.failedFuture(ending.exception());
    }
    return entrance.pass();
  }

  /** Returns the open session if nobody waits for it and its group answers, else null. */
  synchronized Open ifAnswering() {
    Open open = isClosed() || entrance == null ? null : entrance.now();
    return open != null && open.pipeline().isAnswering() ? open : null;
  }

  @Override
  public CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    OperationType kind = operation.id().type();
    Access access = kind == OperationType.QUERY ? Access.READ : Access.WRITE;
    return invoke(
            new Operation(operation.id().id(), kind, operation.value()),
            Footprint.whole(name, access),
            Reading.LINEARIZABLE)
        .thenApply(Failures::valueOf);
  }

  /** Runs an operation as a local message, or as a query that needs no entry (rules 1 and 7). */
  CompletableFuture<Result> invoke(Action action, Footprint footprint, Reading reading) {
    try {
      client.overload().enter();
    } catch (PrimitiveException.Unavailable e) {
      return CompletableFuture.failedFuture(e);
    }
    long sequence = client.local().next();
    CompletableFuture<Result> result =
        whenOpen().thenCompose(opened -> invoke(opened, sequence, action, footprint, reading));
    result.whenComplete(
        (done, error) -> {
          client.local().resolved(sequence);
          client.overload().leave();
        });
    return Watched.operation(client.observer(), kind(action, reading), result);
  }

  private static GroupObserver.Kind kind(Action action, Reading reading) {
    return action.isQuery() && reading != Reading.FROM_LOG
        ? GroupObserver.Kind.QUERY
        : GroupObserver.Kind.LOCAL;
  }

  private CompletableFuture<Result> invoke(
      Open opened, long sequence, Action action, Footprint footprint, Reading reading) {
    listening.called(action, footprint);
    Command command = new Command.Local(sequence, opened.session, action, footprint);
    CompletableFuture<Result> result;
    try {
      checkSize(command);
    } catch (NotAppliedException e) {
      return CompletableFuture.failedFuture(e);
    }
    Submission submission = new Submission(command, sequence, footprint);
    if (reading != Reading.FROM_LOG
        && action instanceof Operation operation
        && operation.isQuery()) {
      ReadRequest.Query query = new ReadRequest.Query(opened.session, operation, footprint);
      result =
          reading == Reading.SEQUENTIAL
              ? client.sequentialReads().query(opened.pipeline, query, submission)
              : opened.pipeline.query(query, submission);
    } else {
      opened.pipeline.submit(submission);
      result = Pipeline.resultOf(submission);
    }
    return result.thenApply(this::checked);
  }

  private Result checked(Result result) {
    if (result instanceof Result.Failed failed && failed.cause() == Result.Cause.DELETED) {
      end(Reason.DELETED);
    }
    return result;
  }

  /**
   * Checks that a log entry can hold a command.
   *
   * @throws NotAppliedException if it cannot; nothing must be sent then
   */
  void checkSize(Command command) {
    CommandSize.check(command, name, client.group(), client.maxCommandBytes());
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
    Turnstile<Open> opening = null;
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
        ending.end(client.isClosed() ? Reason.STOPPED : Reason.LOST);
        ending.failWaiters();
      }
      if (entered) {
        recovering = true;
        listeners.lost(recovers);
      }
      if (recovers) {
        // Callers that wait to enter already keep their places.
        opening = entered ? new Turnstile<>() : entrance;
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
  void take(Item item) {
    if (item instanceof Item.Event event) {
      synchronized (this) {
        // Nothing is heard of a session that is known to be lost.
        if (current != null && current.session == event.session()) {
          listeners.event(event);
        }
      }
    } else if (item instanceof Item.SessionOver) {
      end(Reason.DELETED);
    }
  }

  /** The node is stopped, and with it whatever is under way in the session. */
  void stopped() {
    end(Reason.STOPPED);
  }

  private void end(Reason why) {
    Turnstile<Open> opening;
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

  @Override
  public void addEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    listeners.add(eventType, listener);
  }

  @Override
  public void removeEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    listeners.remove(eventType, listener);
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.add(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
  }

  /** Returns whether any event has been heard. */
  boolean hearsEvents() {
    return listeners.hasHeard();
  }

  void addLossListener(SessionListeners.OfLoss listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<Void> close() {
    Open opened;
    Turnstile<Open> opening;
    synchronized (this) {
      if (isClosed() || entrance == null) {
        return CompletableFuture.completedFuture(null);
      }
      ending.end(Reason.CLOSED);
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
    return submit(opened, sequence -> new Command.CloseSession(sequence, name, opened.session))
        .handle(
            (done, error) -> {
              // A session that is lost is closed as well.
              ended();
              return null;
            });
  }

  @Override
  public CompletableFuture<Void> delete() {
    SortedSet<GroupId> here = new TreeSet<>(Set.of(client.group()));
    return whenOpen()
        .thenCompose(
            opened ->
                submit(
                    opened, sequence -> new Command.Delete(sequence, name, opened.session, here)))
        .thenAccept(Failures::valueOf)
        .thenRun(this::deleted);
  }

  private CompletableFuture<Result> submit(Open opened, LongFunction<Command> command) {
    return submit(opened, writeAll(), command);
  }

  private CompletableFuture<Result> submit(
      Open opened, Footprint footprint, LongFunction<Command> command) {
    long sequence = client.local().next();
    Submission submission = new Submission(command.apply(sequence), sequence, footprint);
    opened.pipeline.submit(submission);
    return Pipeline.resultOf(submission)
        .whenComplete((done, error) -> client.local().resolved(sequence));
  }

  /** The primitive was deleted by a message to all its groups. */
  void deleted() {
    end(Reason.DELETED);
  }

  private Footprint writeAll() {
    return Footprint.whole(name, Access.WRITE);
  }
}
