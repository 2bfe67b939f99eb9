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
package io.atomix.mcast.primitives;

import io.atomix.cluster.MemberId;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * One of Atomix's own services, run as a replica runs it: calls and results serialized, index and
 * time from the log, one session.
 */
final class HostedService extends ReplicaContext {
  private final PrimitiveService service;
  private final RecordingSession session;
  private final byte[] initialState;

  HostedService(PrimitiveType<?, ?, ?> type) {
    super("hosted", type, new ServiceConfig());
    this.service = type.newService(new ServiceConfig());
    service.init(this);
    session = new RecordingSession(type, service.serializer());
    current = session;
    service.register(session);
    HeapBuffer buffer = HeapBuffer.allocate();
    service.backup(new DefaultBackupOutput(buffer, service.serializer()));
    initialState = new byte[buffer.position()];
    buffer.flip().read(initialState);
  }

  /**
   * Starts again as a new service would, which would take much longer to make: every timer has
   * fired, the session is a new one.
   */
  void reset() {
    passUntil(Long.MAX_VALUE);
    service.close(session.sessionId());
    service.register(session);
    service.restore(new DefaultBackupInput(HeapBuffer.wrap(initialState), service.serializer()));
    time = 0;
  }

  /** What a call returned or threw, and the events that it published. */
  record Outcome(String result, String events) {}

  Outcome apply(Call call) {
    index = call.index();
    time = call.time();
    operation = call.invocation().operation().type();
    session.events.clear();
    service.tick(WallClockTimestamp.from(time));
    return new Outcome(result(call), Canonical.of(session.events));
  }

  /**
   * Lets time pass, so that what lives for a time ends, and returns the events that this causes.
   */
  String passUntil(long time) {
    session.events.clear();
    this.time = time;
    operation = OperationType.COMMAND;
    service.tick(WallClockTimestamp.from(time));
    return Canonical.of(session.events);
  }

  /** Returns what the service would write into a snapshot, as a text. */
  String state() {
    List<String> written = new ArrayList<>();
    service.backup(
        (BackupOutput)
            Proxy.newProxyInstance(
                BackupOutput.class.getClassLoader(),
                new Class<?>[] {BackupOutput.class},
                (proxy, method, arguments) -> {
                  written.add(Canonical.of(arguments));
                  return proxy;
                }));
    return String.join("\n", written);
  }

  private String result(Call call) {
    Serializer serializer = service.serializer();
    Object[] arguments = call.invocation().arguments().toArray();
    byte[] encoded = arguments.length == 0 ? null : serializer.encode(arguments);
    try {
      byte[] result =
          service.apply(
              new DefaultCommit<>(index, call.invocation().operation(), encoded, session, time));
      return Canonical.of(result == null ? null : serializer.<Object>decode(result));
    } catch (PrimitiveException e) {
      return "failure: " + rootOf(e);
    }
  }

  private static Throwable rootOf(Throwable error) {
    return error.getCause() == null ? error : rootOf(error.getCause());
  }

  /** A session that keeps the texts of the events published to it. */
  private static final class RecordingSession extends AbstractSession<Object> {
    private final List<String> events = new ArrayList<>();

    RecordingSession(PrimitiveType<?, ?, ?> type, Serializer serializer) {
      super(SessionId.from(1), "hosted", type, MemberId.from("client"), serializer);
    }

    @Override
    public State getState() {
      return State.OPEN;
    }

    @Override
    public void publish(PrimitiveEvent event) {
      events.add(event.type().id() + Canonical.of(this.<Object>decode(event.value())));
    }
  }
}
