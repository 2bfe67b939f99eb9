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

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.concurrent.ThreadContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A session as Atomix uses it for the primitives of its management group: every operation touches
 * the whole primitive. Futures complete where callers' code may run.
 */
final class SingleSession implements SessionClient {
  private final HostedSessionClient session;
  private final Calls calls;

  SingleSession(HostedSessionClient session) {
    this.session = session;
    this.calls = new Calls(ProxyOptions.ofSingleSession(), List.of(session));
  }

  @Override
  public String name() {
    return session.name();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType type() {
    return session.type();
  }

  @Override
  public PrimitiveState getState() {
    return session.getState();
  }

  @Override
  public SessionId sessionId() {
    return session.sessionId();
  }

  @Override
  public PartitionId partitionId() {
    return session.partitionId();
  }

  @Override
  public ThreadContext context() {
    return session.context();
  }

  @Override
  public CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    OperationType kind = operation.id().type();
    Access access = kind == OperationType.QUERY ? Access.READ : Access.WRITE;
    return Completion.on(
        session.context(),
        calls
            .local(
                session,
                new HostedOperation(operation.id().id(), kind, operation.value()),
                GroupFootprint.whole(session.name(), access),
                Calls.ReadPath.LINEARIZABLE)
            .thenApply(Failures::valueOf));
  }

  @Override
  public void addEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    session.addEventListener(eventType, listener);
  }

  @Override
  public void removeEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    session.removeEventListener(eventType, listener);
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    session.addStateChangeListener(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    session.removeStateChangeListener(listener);
  }

  @Override
  public CompletableFuture<SessionClient> connect() {
    return Completion.on(session.context(), session.connect().thenApply(done -> this));
  }

  @Override
  public CompletableFuture<Void> close() {
    return Completion.on(session.context(), session.close());
  }

  @Override
  public CompletableFuture<Void> delete() {
    return Completion.on(session.context(), session.delete());
  }
}
