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
import io.atomix.mcast.observe.HostedDetails;
import io.atomix.mcast.observe.HostedView;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.Operations;
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.Session;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One of Atomix's own services, unmodified, with sessions, index and time of its own. Its time
 * stands still while messages that touch it are pending, so that what a vote told of it stays true;
 * an operation is executed at that time.
 */
final class HostedPrimitive {
  private static final String SIZE = "size";
  private static final String KNOWN_SERVICES = "io.atomix.";
  private static final String LISTEN = "listen";
  private static final String UNLISTEN = "unlisten";

  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final byte[] config;
  private final PrimitiveService service;
  private final HostedContext context;
  private final Surroundings group;
  private final Foretelling foretelling;
  private final ServiceTimers timers;
  private final Waiters waiters;
  private final PublishedEvents events;
  private final ChangeNotice notice;
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

  /**
   * True while its time stands still, and no timer runs; else it is that of the group, whenever it
   * is asked for.
   */
  private boolean still;

  /** True while timers run: they publish what is published then. */
  private boolean timersRun;

  /** True while the service is restored: what it publishes then was published before. */
  private boolean restoring = true;

  private HostedPrimitive(
      String name,
      PrimitiveType<?, ?, ?> type,
      byte[] config,
      MemberId localMember,
      Surroundings group) {
    this.name = name;
    this.type = type;
    this.config = config;
    this.group = group;
    ServiceConfig serviceConfig = ServiceConfigs.decode(name, type, config);
    this.service = type.newService(serviceConfig);
    this.context = new HostedContext(name, type, serviceConfig, localMember, group::applies);
    service.init(context);
    this.events = new PublishedEvents(service.serializer(), group::published);
    this.notice = ChangeNotice.to(service, group);
    this.timers = ServiceTimers.of(service);
    this.waiters = Waiters.of(service, type.namespace(), timers);
    this.foretelling = new Foretelling(service, waiters);
    Operations.getOperationMap(service.getClass())
        .keySet()
        .forEach(operation -> declared.put(operation.id(), operation.type()));
  }

  /** Creates the service of a primitive. */
  static HostedPrimitive create(
      String name,
      PrimitiveType<?, ?, ?> type,
      byte[] config,
      MemberId localMember,
      Surroundings group) {
    HostedPrimitive primitive = new HostedPrimitive(name, type, config, localMember, group);
    if (!primitive.timers.known()) {
      primitive.context.useTime();
    }
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

  /** Returns the time that an operation would see now. */
  long time() {
    return still ? context.time() : group.time();
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

  List<HostedSession> sessions() {
    return List.copyOf(sessions.values());
  }

  /** Opens a session; one that the service does not accept is none. */
  void open(long index, long id, long raftSession, MemberId member) {
    HostedSession session = new HostedSession(id, raftSession, member, this);
    bringUpToDate();
    ExecutorTime.set(service, context);
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
    bringUpToDate();
    ExecutorTime.set(service, context);
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
  Result apply(long index, long raftSession, long session, HostedOperation operation) {
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
    bringUpToDate();
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
      if (timers.next() != ServiceTimers.NONE && !restoring) {
        context.useTime();
      }
      notice.changed();
      events.endOperation();
    }
    context.leave();
  }

  /** Rule 11: returns what its service can tell of conditions. */
  Foretelling foretelling() {
    return foretelling;
  }

  /** Returns what may be seen of it. */
  HostedView view() {
    return new HostedView(name, type.name(), sessions.size(), entries());
  }

  /** Returns what may be seen of it, and of a lock who has it. */
  HostedDetails details() {
    return new HostedDetails(
        view(),
        LockCalls.of(service).stream()
            .map(session -> sessions.get(session.id()))
            .filter(Objects::nonNull)
            .map(session -> session.memberId().id())
            .toList());
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
    bringUpToDate();
    context.enter(0, null, OperationType.QUERY);
    try {
      byte[] size = service.apply(commit(new HostedOperation(SIZE, OperationType.QUERY, null)));
      return answer(size) instanceof Number number ? number.longValue() : -1;
    } catch (RuntimeException | Error e) {
      return -1;
    } finally {
      context.leave();
    }
  }

  /** Returns what a result says, null if that cannot be read. */
  Object answer(byte[] value) {
    try {
      return value == null ? null : service.serializer().decode(value);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void noteListening(long session, HostedOperation operation) {
    if (operation.value() == null && operation.name().equals(LISTEN)) {
      listening.add(session);
    } else if (operation.value() == null && operation.name().equals(UNLISTEN)) {
      listening.remove(session);
    }
  }

  private Commit<byte[]> commit(HostedOperation operation) {
    OperationId id = OperationId.from(operation.name(), operation.type());
    return new HostedCommit<>(context, id, operation.value(), false);
  }

  /**
   * Returns whether the service has used time, which is the same on every replica. If not, its time
   * moves on whatever is pending: nothing that was told of it depends on that.
   */
  boolean usesTime() {
    return context.usesTime();
  }

  /** Sets whether its time stands still from now on. */
  void setStill(boolean stands) {
    bringUpToDate();
    still = stands;
  }

  boolean isStill() {
    return still;
  }

  private void bringUpToDate() {
    if (!still) {
      context.moveOn(group.time(), group.index());
    }
  }

  /** Lets timers run that are due, and moves the primitive's time on. */
  void tick() {
    long time = group.time();
    long index = group.index();
    context.moveOn(time, index);
    if (context.usesTime()) {
      long first = timers.next();
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
   * Returns the time that must have passed for the service to be told of it, {@link
   * ServiceTimers#NONE} if it need not be told. It may be another on another replica.
   */
  long wakesAfter() {
    return timers.known() ? timers.next() : Long.MIN_VALUE;
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
      waiters.published(event);
      events.add(session, event, timersRun ? timers.running() : 0);
    }
  }

  void write(WireWriter out) {
    bringUpToDate();
    out.writeString(name).writeString(type.name()).writeBytes(config);
    out.writeVarLong(context.time()).writeVarLong(context.currentIndex());
    out.writeBoolean(context.usesTime()).writeBoolean(still);
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

  /**
   * Reads what {@link #write} wrote.
   *
   * @param timed whether it says if the service has used time; if not, it may have
   */
  static HostedPrimitive read(
      WireReader in,
      boolean timed,
      PrimitiveTypeRegistry types,
      MemberId localMember,
      Surroundings group) {
    HostedPrimitive primitive =
        new HostedPrimitive(
            in.readName(),
            types.getPrimitiveType(in.readName()),
            in.readBytes(),
            localMember,
            group);
    primitive.context.restore(in.readVarLong(), in.readVarLong());
    if (!timed || in.readBoolean()) {
      primitive.context.useTime();
    }
    // It is restored as of its time.
    boolean still = !timed || in.readBoolean();
    primitive.still = true;
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
    primitive.still = still;
    return primitive;
  }

  /**
   * It does no harm where the backup has the listeners: services keep them as a set of sessions.
   */
  private void listenAgain(long session) {
    HostedOperation listen = new HostedOperation(LISTEN, OperationType.COMMAND, null);
    apply(context.currentIndex(), sessions.get(session).raftSession(), session, listen);
  }

  private void restore(List<HostedSession> restored, byte[] backup) {
    ExecutorTime.set(service, context);
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
}
