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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.primitives.ReplicaContext;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.Events;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.Operations;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.LogicalClock;
import io.atomix.utils.time.WallClock;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The service of a channel, run as a replica runs it: calls, results, events and configuration
 * serialized, several sessions.
 */
final class ChannelReplica extends ReplicaContext {
  private static final Serializer SERIALIZER =
      Serializer.using(MulticastChannelType.instance().namespace());

  private final byte[] config;
  private final PrimitiveService service;
  private final Map<Long, HostedSession> sessions = new TreeMap<>();

  ChannelReplica(MulticastChannelConfig config, long index) {
    this(SERIALIZER.encode(new ChannelServiceConfig(config)), index);
  }

  private ChannelReplica(byte[] config, long index) {
    super("channel", MulticastChannelType.instance(), SERIALIZER.decode(config));
    this.config = config;
    this.index = index;
    service = MulticastChannelType.instance().newService(SERIALIZER.decode(config));
    service.init(this);
  }

  /** Opens a session whose events go to a client. */
  void open(long session, ChannelClient client) {
    HostedSession opened = new HostedSession(session, client);
    sessions.put(session, opened);
    service.register(opened);
  }

  void expire(long session) {
    sessions.remove(session);
    service.expire(SessionId.from(session));
  }

  void close(long session) {
    sessions.remove(session);
    service.close(SessionId.from(session));
  }

  /** Returns the service as a session sees it. */
  ChannelService as(long session) {
    Map<Method, OperationId> operations = Operations.getMethodMap(ChannelService.class);
    return (ChannelService)
        Proxy.newProxyInstance(
            ChannelService.class.getClassLoader(),
            new Class<?>[] {ChannelService.class},
            (proxy, method, arguments) -> apply(session, operations.get(method), arguments));
  }

  private Object apply(long session, OperationId id, Object[] arguments) {
    current = sessions.get(session);
    if (current == null) {
      throw new PrimitiveException.UnknownSession("No session " + session);
    }
    operation = id.type();
    index++;
    byte[] result =
        service.apply(
            new DefaultCommit<>(
                index, id, arguments == null ? null : SERIALIZER.encode(arguments), current, 0));
    return result == null ? null : SERIALIZER.decode(result);
  }

  byte[] backup() {
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.read(bytes);
      return bytes;
    }
  }

  /** Returns another replica that was made from this one's snapshot; sessions go to its clients. */
  ChannelReplica restored() {
    ChannelReplica other = new ChannelReplica(config, index);
    sessions.forEach((id, session) -> other.open(id, session.client));
    try (HeapBuffer buffer = HeapBuffer.wrap(backup())) {
      other.service.restore(new DefaultBackupInput(buffer, other.service.serializer()));
    }
    return other;
  }

  /** Changes the first byte of a snapshot and restores it. */
  void restoreNewer() {
    byte[] bytes = backup();
    bytes[0]++;
    try (HeapBuffer buffer = HeapBuffer.wrap(bytes)) {
      service.restore(new DefaultBackupInput(buffer, service.serializer()));
    }
  }

  @Override
  public LogicalClock logicalClock() {
    throw new AssertionError("a channel needs no time");
  }

  @Override
  public WallClock wallClock() {
    throw new AssertionError("a channel needs no time");
  }

  private final class HostedSession extends AbstractSession<Object> {
    private final ChannelClient client;

    private HostedSession(long id, ChannelClient client) {
      super(
          SessionId.from(id),
          "channel",
          MulticastChannelType.instance(),
          MemberId.from("client"),
          SERIALIZER);
      this.client = client;
    }

    @Override
    public State getState() {
      return State.OPEN;
    }

    @Override
    public void publish(PrimitiveEvent event) {
      if (operation != OperationType.COMMAND) {
        throw new AssertionError("a query published " + event.type());
      }
      Map<EventType, Method> events = Events.getEventMap(ChannelClient.class);
      Method method = events.get(event.type().canonicalize());
      try {
        method.invoke(client, (Object[]) SERIALIZER.decode(event.value()));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Returns a client that notes what it hears as text. */
  static ChannelClient noting(Consumer<String> notes) {
    return new ChannelClient() {
      @Override
      public void messages(long subscription, List<StoredMessage> messages) {
        messages.forEach(message -> notes.accept(subscription + ":" + message.position()));
      }

      @Override
      public void gap(long subscription, long first, long last, long offset) {
        notes.accept(subscription + ":gap " + first + "-" + last);
      }

      @Override
      public void overrun(long subscription, long next, long newest) {
        notes.accept(subscription + ":overrun " + next + "/" + newest);
      }
    };
  }
}
