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
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.LogicalClock;
import io.atomix.utils.time.LogicalTimestamp;
import io.atomix.utils.time.WallClock;
import io.atomix.utils.time.WallClockTimestamp;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * One of Atomix's own services, unmodified, with sessions, index and time of its own. Its time stands still while messages that touch it
 * are pending, so that what a vote told of it stays true; an operation is executed at that time.
 */
final class HostedPrimitive {
  private static final String NO_OPERATION = "io.atomix.mcast.none";
  private static final String LISTEN = "listen";
  private static final String UNLISTEN = "unlisten";

  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final byte[] config;
  private final PrimitiveService service;
  private final Context context;
  private final BiConsumer<HostedSession, PrimitiveEvent> events;
  private final TreeMap<Long, HostedSession> sessions = new TreeMap<>();

  /**
   * The sessions that listen. Some of Atomix's services (sets, lists, queues, multisets) leave their listeners out of their backup, and
   * would publish nothing on a replica that was restored.
   */
  private final TreeSet<Long> listening = new TreeSet<>();

  private HostedPrimitive(
      String name,
      PrimitiveType<?, ?, ?> type,
      byte[] config,
      MemberId localMember,
      BiConsumer<HostedSession, PrimitiveEvent> events) {
    this.name = name;
    this.type = type;
    this.config = config;
    this.events = events;
    ServiceConfig serviceConfig =
        config == null ? new ServiceConfig() : Serializer.using(type.namespace()).decode(config);
    this.service = type.newService(serviceConfig);
    this.context = new Context(serviceConfig, localMember);
    service.init(context);
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
    primitive.context.time = time;
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
    return context.time;
  }

  boolean hasSession(long session, long raftSession) {
    HostedSession found = sessions.get(session);
    return found != null && found.raftSession() == raftSession;
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

  void open(long index, long id, long raftSession, MemberId member) {
    HostedSession session = new HostedSession(id, raftSession, member, this);
    sessions.put(id, session);
    context.enter(index, session, OperationType.COMMAND);
    try {
      service.register(session);
    } finally {
      context.leave();
    }
  }

  void end(long index, long id, boolean expired) {
    HostedSession session = sessions.get(id);
    if (session == null) {
      return;
    }
    context.enter(index, session, OperationType.COMMAND);
    try {
      session.end(expired ? Session.State.EXPIRED : Session.State.CLOSED);
      if (expired) {
        service.expire(session.sessionId());
      } else {
        service.close(session.sessionId());
      }
    } finally {
      sessions.remove(id);
      listening.remove(id);
      context.leave();
    }
  }

  /**
   * As {@link #apply}, for a multicast message that was accepted while its session was open: it executes here even if the session has
   * ended since, because another group may execute it. Such a session swallows the events that are published to it.
   */
  Result applyAccepted(long index, long session, Operation operation) {
    HostedSession caller = sessions.get(session);
    if (caller == null) {
      caller = new HostedSession(session, 0, MemberId.from("ended-session"), this);
      caller.end(Session.State.CLOSED);
    }
    return apply(index, caller, operation);
  }

  /** Applies an operation; whatever the service throws is the result, the same on every replica. */
  Result apply(long index, long session, Operation operation) {
    HostedSession caller = sessions.get(session);
    if (caller == null) {
      return new Result.Failed(
          Result.Cause.UNKNOWN_SESSION,
          "Primitive '" + name + "' has no session " + session + " (any more)");
    }
    return apply(index, caller, operation);
  }

  private Result apply(long index, HostedSession caller, Operation operation) {
    context.enter(index, caller, operation.type());
    try {
      noteListening(caller.sessionId().id(), operation);
      return new Result.Done(
          service.apply(
              new DefaultCommit<>(
                  context.index,
                  OperationId.from(operation.name(), operation.type()),
                  operation.value(),
                  caller,
                  context.time)));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      return new Result.Failed(
          Result.Cause.SERVICE,
          "Operation '" + operation.name() + "' of primitive '" + name + "' failed in its service: "
              + describe(e));
    } finally {
      context.leave();
    }
  }

  private void noteListening(long session, Operation operation) {
    if (!sessions.containsKey(session)) {
      return;
    }
    if (operation.value() == null && operation.name().equals(LISTEN)) {
      listening.add(session);
    } else if (operation.value() == null && operation.name().equals(UNLISTEN)) {
      listening.remove(session);
    }
  }

  /** Lets timers run that are due, and moves the primitive's time on. */
  void tick(long index, long time) {
    if (time > context.time) {
      context.time = time;
      context.enter(index, null, OperationType.COMMAND);
      try {
        service.tick(WallClockTimestamp.from(time));
      } finally {
        context.leave();
      }
    }
  }

  void close() {
    sessions.values().forEach(session -> session.end(Session.State.CLOSED));
    service.close();
  }

  void publish(HostedSession session, PrimitiveEvent event) {
    if (context.operation != OperationType.COMMAND) {
      throw new IllegalStateException("Events may only be published by operations that write");
    }
    events.accept(session, event);
  }

  void write(WireWriter out) {
    out.writeString(name).writeString(type.name()).writeBytes(config);
    out.writeVarLong(context.time).writeVarLong(context.index);
    out.writeAll(
        sessions.values(),
        (each, session) ->
            each.writeVarLong(session.sessionId().id())
                .writeVarLong(session.raftSession())
                .writeString(session.memberId().id()));
    out.writeAll(listening, WireWriter::writeVarLong);
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
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
            in.readName(), types.getPrimitiveType(in.readName()), in.readBytes(), localMember, events);
    primitive.context.time = in.readVarLong();
    primitive.context.index = in.readVarLong();
    in.readAll(
            each ->
                new HostedSession(
                    each.readVarLong(), each.readVarLong(), MemberId.from(each.readName()), primitive))
        .forEach(
            session -> {
              primitive.sessions.put(session.sessionId().id(), session);
              primitive.service.register(session);
            });
    List<Long> listeners = in.readAll(WireReader::readVarLong);
    primitive.restore(in.readBytes());
    // It does no harm where the backup has them: services keep listeners as a set of sessions.
    Operation listen = new Operation(LISTEN, OperationType.COMMAND, null);
    listeners.forEach(session -> primitive.apply(primitive.context.index, session, listen));
    return primitive;
  }

  /**
   * Restores the service. A service's executor takes the time that new timers are counted from, and its leave to schedule any, from the
   * last operation that it was given; a fresh one has neither, and Atomix's own services fail or fire at once when they schedule in
   * restore. So the executor is first given an operation that does not exist.
   */
  private void restore(byte[] backup) {
    context.enter(context.index, null, OperationType.COMMAND);
    try {
      service.apply(
          new DefaultCommit<>(
              context.index, OperationId.command(NO_OPERATION), null, null, context.time));
    } catch (RuntimeException expected) {
      // There is no such operation; the executor's time is set all the same.
    }
    try (HeapBuffer buffer = HeapBuffer.wrap(backup == null ? new byte[0] : backup)) {
      service.restore(new DefaultBackupInput(buffer, service.serializer()));
    } finally {
      context.leave();
    }
  }

  private static String describe(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
  }

  /** What the service may know of the world. */
  private final class Context implements ServiceContext {
    private final ServiceConfig serviceConfig;
    private final MemberId localMember;
    private long time;
    private long index;
    private Session<?> session;
    private OperationType operation = OperationType.COMMAND;

    private Context(ServiceConfig serviceConfig, MemberId localMember) {
      this.serviceConfig = serviceConfig;
      this.localMember = localMember;
    }

    private void enter(long newIndex, Session<?> newSession, OperationType newOperation) {
      index = Math.max(index, newIndex);
      session = newSession;
      operation = newOperation;
    }

    private void leave() {
      session = null;
      operation = OperationType.COMMAND;
    }

    @Override
    public PrimitiveId serviceId() {
      return PrimitiveId.from(name);
    }

    @Override
    public String serviceName() {
      return name;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public PrimitiveType serviceType() {
      return type;
    }

    @Override
    public MemberId localMemberId() {
      return localMember;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <C extends ServiceConfig> C serviceConfig() {
      return (C) serviceConfig;
    }

    @Override
    public long currentIndex() {
      return index;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Session currentSession() {
      return session;
    }

    @Override
    public OperationType currentOperation() {
      return operation;
    }

    @Override
    public LogicalClock logicalClock() {
      return new LogicalClock() {
        @Override
        public LogicalTimestamp getTime() {
          return LogicalTimestamp.of(index);
        }
      };
    }

    @Override
    public WallClock wallClock() {
      return new WallClock() {
        @Override
        public WallClockTimestamp getTime() {
          return WallClockTimestamp.from(time);
        }
      };
    }
  }
}
