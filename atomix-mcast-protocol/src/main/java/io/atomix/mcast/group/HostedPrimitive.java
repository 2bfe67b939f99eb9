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
package io.atomix.mcast.group;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.HostedView;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.Operations;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.Session;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * One of Atomix's own services, unmodified, with sessions, index and time of its own. Its time
 * stands still while messages that touch it are pending, so that what a vote told of it stays true;
 * an operation is executed at that time.
 */
final class HostedPrimitive {
  private static final String NO_OPERATION = "io.atomix.mcast.none";
  private static final String SIZE = "size";
  private static final String KNOWN_SERVICES = "io.atomix.";
  private static final String LISTEN = "listen";
  private static final String UNLISTEN = "unlisten";

  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final byte[] config;
  private final PrimitiveService service;
  private final HostedContext context;
  private final Foretelling foretelling;
  private final ServiceTimers timers;
  private final Waiters waiters;
  private final PublishedEvents events;
  private final TreeMap<Long, HostedSession> sessions = new TreeMap<>();

  /**
   * The sessions that listen. Some of Atomix's services (sets, lists, queues, multisets) leave
   * their listeners out of their backup, and would publish nothing on a replica that was restored.
   */
  private final TreeSet<Long> listening = new TreeSet<>();

  /** The operations of a service that declares them by an interface, as most do. */
  private final Map<String, OperationType> declared = new HashMap<>();

  /** The time of a timer that stays, because it throws an error; none if it is -1. */
  private long failingTimer = -1;

  /** True while timers run: they publish what is published then. */
  private boolean timersRun;

  /** True while the service is restored: what it publishes then was published before. */
  private boolean restoring = true;

  private HostedPrimitive(
      String name,
      PrimitiveType<?, ?, ?> type,
      byte[] config,
      MemberId localMember,
      BiConsumer<HostedSession, PrimitiveEvent> events) {
    this.name = name;
    this.type = type;
    this.config = config;
    ServiceConfig serviceConfig = ServiceConfigs.decode(name, type, config);
    this.service = type.newService(serviceConfig);
    this.foretelling = new Foretelling(service);
    this.context = new HostedContext(name, type, serviceConfig, localMember);
    service.init(context);
    this.events = new PublishedEvents(service.serializer(), events);
    this.timers = ServiceTimers.of(service);
    this.waiters = Waiters.of(service, type.namespace(), timers);
    Operations.getOperationMap(service.getClass())
        .keySet()
        .forEach(operation -> declared.put(operation.id(), operation.type()));
  }

  /** Creates the service of a primitive as of a time. */
  static HostedPrimitive create(
      String name,
      PrimitiveType<?, ?, ?> type,
      byte[] config,
      long time,
      MemberId localMember,
      BiConsumer<HostedSession, PrimitiveEvent> events) {
    HostedPrimitive primitive = new HostedPrimitive(name, type, config, localMember, events);
    primitive.context.time(time);
    primitive.restoring = false;
    return primitive;
  }

  String name() {
    return name;
  }

  PrimitiveType<?, ?, ?> type() {
    return type;
  }

  Serializer serializer() {
    return service.serializer();
  }

  long time() {
    return context.time();
  }

  boolean hasSession(long session, long raftSession) {
    HostedSession found = sessions.get(session);
    return found != null && found.raftSession() == raftSession;
  }

  /** Returns whether there is such a session, but another Raft session carries it. */
  boolean isOfAnother(long session, long raftSession) {
    return sessions.containsKey(session) && !hasSession(session, raftSession);
  }

  /** Returns the Raft session that carries a session, or 0 if there is no such session. */
  long carrierOf(long session) {
    HostedSession found = sessions.get(session);
    return found == null ? 0 : found.raftSession();
  }

  /** Returns the sessions that a Raft session carries. */
  List<Long> sessionsOf(long raftSession) {
    return sessions.values().stream()
        .filter(session -> session.raftSession() == raftSession)
        .map(session -> session.sessionId().id())
        .toList();
  }

  List<HostedSession> sessions() {
    return List.copyOf(sessions.values());
  }

  /** Opens a session; one that the service does not accept is none. */
  void open(long index, long id, long raftSession, MemberId member) {
    HostedSession session = new HostedSession(id, raftSession, member, this);
    setExecutorTime();
    context.enter(index, session, OperationType.COMMAND);
    sessions.put(id, session);
    try {
      service.register(session);
    } catch (Throwable e) {
      withdraw(session);
      throw e;
    } finally {
      leave();
    }
  }

  private void withdraw(HostedSession session) {
    sessions.remove(session.sessionId().id());
    session.end(Session.State.CLOSED);
    try {
      // It may have taken note of the session before it failed.
      service.close(session.sessionId());
    } catch (Throwable e) {
      if (ServiceFailures.ofMachine(e) != null) {
        throw e;
      }
    }
  }

  /** Ends a session, whatever its service throws. */
  void end(long index, long id, boolean expired) {
    HostedSession session = sessions.get(id);
    if (session == null) {
      return;
    }
    setExecutorTime();
    context.enter(index, session, OperationType.COMMAND);
    try {
      session.end(expired ? Session.State.EXPIRED : Session.State.CLOSED);
      waiters.leave(session.sessionId());
      if (expired) {
        service.expire(session.sessionId());
      } else {
        service.close(session.sessionId());
      }
    } finally {
      sessions.remove(id);
      listening.remove(id);
      leave();
    }
  }

  /** Applies an operation; whatever the service throws is the result, the same on every replica. */
  Result apply(long index, long raftSession, long session, Operation operation) {
    if (!hasSession(session, raftSession)) {
      return new Result.Failed(
          Result.Cause.UNKNOWN_SESSION,
          "Primitive '"
              + name
              + "' has no session "
              + session
              + " of this client (any more): it was closed or has expired; open another");
    }
    OperationType type = declared.getOrDefault(operation.name(), operation.type());
    if (type != operation.type()) {
      // The leader alone runs some queries: one that writes would make it differ from the others.
      return new Result.Failed(
          Result.Cause.MALFORMED,
          "Operation '"
              + operation.name()
              + "' of primitive '"
              + name
              + "' is a "
              + type
              + " but was called as a "
              + operation.type());
    }
    context.enter(index, sessions.get(session), type);
    try {
      noteListening(session, operation);
      return new Result.Done(service.apply(commit(operation)));
    } catch (Throwable e) {
      return ServiceFailures.result(name, operation, e, service.serializer());
    } finally {
      leave();
    }
  }

  /** The service was called, which may have changed it: what it must not leave behind goes. */
  private void leave() {
    if (context.currentOperation() == OperationType.COMMAND) {
      waiters.settle();
      timers.dropEndless();
      events.endOperation();
    }
    context.leave();
  }

  /**
   * Rule 11: finds out whether the condition holds here, and reads what is to be read. It changes
   * nothing, and finds the same for as long as no conflicting message is executed.
   */
  Evaluation evaluate(long raftSession, long session, Conditional conditional) {
    boolean holds = true;
    if (conditional.condition() != null) {
      Result tested = apply(0, raftSession, session, conditional.condition());
      if (tested instanceof Result.Failed failed) {
        return Evaluation.failed(notEvaluated(failed));
      }
      Object answer = answer(((Result.Done) tested).value());
      if (!(answer instanceof Boolean yes)) {
        return Evaluation.failed(
            new Result.Failed(
                Result.Cause.SERVICE,
                "Operation '"
                    + conditional.condition().name()
                    + "' of primitive '"
                    + name
                    + "' was called as a condition, but does not answer with true or false"));
      }
      holds = yes;
    }
    if (conditional.read() == null) {
      return Evaluation.found(holds, null);
    }
    Result read = apply(0, raftSession, session, conditional.read());
    return read instanceof Result.Done done
        ? Evaluation.found(holds, done.value())
        : new Evaluation(holds, null, notEvaluated((Result.Failed) read));
  }

  /** Rule 11: returns what its service can tell beforehand. */
  Foretelling foretelling() {
    return foretelling;
  }

  /**
   * Returns the failure of a part of an operation: that the part is malformed must not tell the
   * caller that nothing was applied.
   */
  private static Result.Failed notEvaluated(Result.Failed failed) {
    return failed.cause() == Result.Cause.MALFORMED
        ? new Result.Failed(Result.Cause.SERVICE, failed.message())
        : failed;
  }

  /** Returns what may be seen of it. */
  HostedView view() {
    return new HostedView(name, type.name(), sessions.size(), entries());
  }

  /**
   * Asks the service for its size; -1 if it tells none. Of Atomix's services and ours it is known
   * that this changes nothing; nobody else's may be asked, because one replica is asked alone.
   */
  private long entries() {
    if (declared.get(SIZE) != OperationType.QUERY
        || !service.getClass().getName().startsWith(KNOWN_SERVICES)) {
      return -1;
    }
    context.enter(0, null, OperationType.QUERY);
    try {
      byte[] size = service.apply(commit(new Operation(SIZE, OperationType.QUERY, null)));
      return answer(size) instanceof Number number ? number.longValue() : -1;
    } catch (RuntimeException | Error e) {
      return -1;
    } finally {
      context.leave();
    }
  }

  private Object answer(byte[] value) {
    try {
      return value == null ? null : service.serializer().decode(value);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void noteListening(long session, Operation operation) {
    if (operation.value() == null && operation.name().equals(LISTEN)) {
      listening.add(session);
    } else if (operation.value() == null && operation.name().equals(UNLISTEN)) {
      listening.remove(session);
    }
  }

  private DefaultCommit<byte[]> commit(Operation operation) {
    return new DefaultCommit<>(
        context.currentIndex(),
        OperationId.from(operation.name(), operation.type()),
        operation.value(),
        context.currentSession(),
        context.time());
  }

  /** Lets timers run that are due, and moves the primitive's time on. */
  void tick(long index, long time) {
    if (time > context.time()) {
      long first = timers.next();
      context.time(time);
      context.enter(index, null, OperationType.COMMAND);
      timersRun = true;
      try {
        service.tick(WallClockTimestamp.from(time));
      } finally {
        timersRun = false;
        events.endTimers();
        leave();
        failingTimer = first < time && timers.next() == first ? first : -1;
      }
    }
  }

  /**
   * Returns the time that must have passed for the next timer to run, {@link ServiceTimers#NONE} if
   * there is none. Only for when to let time pass: it may be another on another replica.
   */
  long nextTimer() {
    long next = timers.next();
    return next == failingTimer ? ServiceTimers.NONE : next;
  }

  void close() {
    sessions.values().forEach(session -> session.end(Session.State.CLOSED));
    service.close();
    events.endOperation();
  }

  void publish(HostedSession session, PrimitiveEvent event) {
    if (context.currentOperation() != OperationType.COMMAND) {
      throw new IllegalStateException("Events may only be published by operations that write");
    }
    if (!restoring) {
      events.add(session, event, timersRun ? timers.running() : 0);
    }
  }

  void write(WireWriter out) {
    out.writeString(name).writeString(type.name()).writeBytes(config);
    out.writeVarLong(context.time()).writeVarLong(context.currentIndex());
    out.writeAll(
        sessions.values(),
        (each, session) ->
            each.writeVarLong(session.sessionId().id())
                .writeVarLong(session.raftSession())
                .writeString(session.memberId().id()));
    out.writeAll(listening, WireWriter::writeVarLong);
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      waiters.backup(buffer);
      buffer.flip();
      byte[] backup = new byte[buffer.remaining()];
      buffer.read(backup);
      out.writeBytes(backup);
    }
  }

  static HostedPrimitive read(
      WireReader in,
      PrimitiveTypeRegistry types,
      MemberId localMember,
      BiConsumer<HostedSession, PrimitiveEvent> events) {
    HostedPrimitive primitive =
        new HostedPrimitive(
            in.readName(),
            types.getPrimitiveType(in.readName()),
            in.readBytes(),
            localMember,
            events);
    primitive.context.restore(in.readVarLong(), in.readVarLong());
    List<HostedSession> sessions =
        in.readAll(
            each ->
                new HostedSession(
                    each.readVarLong(),
                    each.readVarLong(),
                    MemberId.from(each.readName()),
                    primitive));
    List<Long> listeners = in.readAll(WireReader::readVarLong);
    primitive.restore(sessions, in.readBytes());
    listeners.forEach(primitive::listenAgain);
    return primitive;
  }

  /**
   * It does no harm where the backup has the listeners: services keep them as a set of sessions.
   */
  private void listenAgain(long session) {
    Operation listen = new Operation(LISTEN, OperationType.COMMAND, null);
    apply(context.currentIndex(), sessions.get(session).raftSession(), session, listen);
  }

  private void restore(List<HostedSession> restored, byte[] backup) {
    setExecutorTime();
    try (HeapBuffer buffer = HeapBuffer.wrap(backup == null ? new byte[0] : backup)) {
      for (HostedSession session : restored) {
        context.enter(context.currentIndex(), session, OperationType.COMMAND);
        sessions.put(session.sessionId().id(), session);
        service.register(session);
      }
      context.enter(context.currentIndex(), null, OperationType.COMMAND);
      waiters.restore(buffer, context.time());
    } finally {
      leave();
    }
    restoring = false;
  }

  /**
   * Sets the time of the service's executor. It takes the time that new timers are counted from,
   * and its leave to schedule any, from the last operation that it was given: a fresh one has
   * neither, and one that was given a query has no leave, while queries are given to one replica
   * and not to the others. So, before the service is called for anything but an operation, its
   * executor is given one that does not exist.
   */
  private void setExecutorTime() {
    context.enter(context.currentIndex(), null, OperationType.COMMAND);
    try {
      service.apply(
          new DefaultCommit<>(
              context.currentIndex(),
              OperationId.command(NO_OPERATION),
              null,
              null,
              context.time()));
    } catch (Throwable expected) {
      // There is no such operation; the executor's time is set all the same.
      if (ServiceFailures.ofMachine(expected) != null) {
        throw expected;
      }
    } finally {
      context.leave();
    }
  }
}
