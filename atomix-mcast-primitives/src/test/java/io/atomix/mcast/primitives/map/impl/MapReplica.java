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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.cluster.MemberId;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.primitives.ReplicaContext;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.Operations;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One replica of one partition of a map, run as a log runs it: arguments and results serialized,
 * index and time given. Each call is an entry of its own.
 */
final class MapReplica extends ReplicaContext {
  private final Map<Method, OperationId> operations =
      Operations.getMethodMap(MulticastMapService.class);
  private final DefaultMulticastMapService service = new DefaultMulticastMapService();
  private final Map<Long, HeardSession> sessions = new LinkedHashMap<>();

  MapReplica() {
    super("owners", MulticastMapType.instance(), new ServiceConfig());
    service.init(this);
  }

  /** Restores a replica, with the same sessions, from its backup. */
  static MapReplica restored(MapReplica original) {
    MapReplica replica = new MapReplica();
    replica.index = original.index;
    replica.time = original.time;
    original.sessions.keySet().forEach(replica::open);
    try (HeapBuffer buffer = HeapBuffer.wrap(original.backup())) {
      // A fresh service has no time and no leave to schedule timers before its first operation.
      replica.as(1).releaseSnapshot(0);
      replica.service.restore(new DefaultBackupInput(buffer, replica.service.serializer()));
    }
    return replica;
  }

  /** Opens a session, if it is not open, and returns the service as its client sees it. */
  MulticastMapService as(long session) {
    open(session);
    return (MulticastMapService)
        Proxy.newProxyInstance(
            MulticastMapService.class.getClassLoader(),
            new Class<?>[] {MulticastMapService.class},
            (self, method, arguments) -> call(sessions.get(session), method, arguments));
  }

  private void open(long session) {
    if (!sessions.containsKey(session)) {
      HeardSession opened = new HeardSession(session, service.serializer());
      sessions.put(session, opened);
      service.register(opened);
    }
  }

  private Object call(HeardSession session, Method method, Object[] arguments) throws Throwable {
    OperationId id = operations.get(method);
    if (id == null) {
      throw new IllegalArgumentException("Not an operation: " + method);
    }
    operation = id.type();
    current = session;
    if (operation == OperationType.COMMAND) {
      index++;
    }
    try {
      Serializer serializer = service.serializer();
      byte[] result =
          service.apply(
              new DefaultCommit<>(
                  index,
                  id,
                  arguments == null ? null : serializer.encode(arguments),
                  session,
                  time));
      if (operation == OperationType.COMMAND) {
        service.changedBy(new UUID(1, session.sessionId().id()), index);
      }
      return result == null ? null : serializer.decode(result);
    } catch (PrimitiveException e) {
      throw root(e);
    } finally {
      operation = OperationType.COMMAND;
    }
  }

  private static Throwable root(Throwable error) {
    return error.getCause() == null ? error : root(error.getCause());
  }

  /** Returns the service itself. */
  DefaultMulticastMapService service() {
    return service;
  }

  /** Lets time pass, so that what lives for a time ends. */
  void passUntil(long newTime) {
    time = newTime;
    service.tick(WallClockTimestamp.from(time));
    service.changedBy(null, 0);
  }

  /** Returns the time of the log. */
  long now() {
    return time;
  }

  void close(long session) {
    sessions.remove(session);
    service.close(SessionId.from(session));
  }

  void expire(long session) {
    sessions.remove(session);
    service.expire(SessionId.from(session));
  }

  byte[] backup() {
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().read(bytes);
      return bytes;
    }
  }

  /** Returns what a session was told so far. */
  List<AtomicMapEvent<String, byte[]>> heard(long session) {
    return sessions.get(session).heard;
  }

  /** Returns the positions of changes that a session was told of, because it had asked to be. */
  List<Long> changesHeard(long session) {
    return sessions.get(session).changes;
  }

  /** Has somebody told of what a session is told from now on. */
  void tell(long session, Consumer<AtomicMapEvent<String, byte[]>> listener) {
    open(session);
    sessions.get(session).listeners.add(listener);
  }

  /** A session that keeps the events published to it. */
  private static final class HeardSession extends AbstractSession<Object> {
    private final List<AtomicMapEvent<String, byte[]>> heard = new ArrayList<>();
    private final List<Long> changes = new ArrayList<>();
    private final List<Consumer<AtomicMapEvent<String, byte[]>>> listeners = new ArrayList<>();

    HeardSession(long id, Serializer serializer) {
      super(
          SessionId.from(id),
          "owners",
          MulticastMapType.instance(),
          MemberId.from("client"),
          serializer);
    }

    @Override
    public State getState() {
      return State.OPEN;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void publish(PrimitiveEvent event) {
      Object[] arguments = decode(event.value());
      if (event.type().id().equals(MapWatchClient.CHANGES_CAME)) {
        changes.add((Long) arguments[0]);
        return;
      }
      AtomicMapEvent<String, byte[]> change = (AtomicMapEvent<String, byte[]>) arguments[0];
      heard.add(change);
      listeners.forEach(listener -> listener.accept(change));
    }
  }
}
