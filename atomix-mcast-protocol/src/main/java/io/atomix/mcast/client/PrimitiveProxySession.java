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

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.client.Calls.ReadPath;
import io.atomix.mcast.client.OperationRecorder.RecordedCall;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.Events;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.concurrent.ThreadContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primitive in one group, as Atomix's primitives see it: every operation is a local message, or a
 * query.
 */
final class PrimitiveProxySession<S> implements ProxySession<S> {
  private static final Logger LOGGER = LoggerFactory.getLogger(PrimitiveProxySession.class);

  private final HostedSessionClient session;
  private final OperationRecorder<S> recorder;
  private final ConflictRelation relation;
  private final Calls calls;
  private final List<Object> clients = new CopyOnWriteArrayList<>();

  PrimitiveProxySession(
      HostedSessionClient session,
      OperationRecorder<S> recorder,
      ConflictRelation relation,
      Calls calls) {
    this.session = session;
    this.recorder = recorder;
    this.relation = relation;
    this.calls = calls;
  }

  HostedSessionClient session() {
    return session;
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
  public PartitionId partitionId() {
    return session.partitionId();
  }

  @Override
  public ThreadContext context() {
    return session.context();
  }

  @Override
  public PrimitiveState getState() {
    return session.getState();
  }

  @Override
  public void register(Object client) {
    session.ending().lookAfter(client);
    clients.add(client);
    Events.getEventMap(client.getClass())
        .forEach(
            (type, method) ->
                session.addEventListener(type, event -> call(client, method, event.value())));
  }

  private void call(Object client, Method method, byte[] value) {
    try {
      Object[] event = recorder.decode(value);
      ListenerCalls.with(event, () -> method.invoke(client, event));
    } catch (InvocationTargetException e) {
      LOGGER.warn("Primitive '{}' failed to take the event {}", name(), method, e.getCause());
    } catch (Exception e) {
      LOGGER.warn("Primitive '{}' cannot take the event {}", name(), method, e);
    }
  }

  @Override
  public CompletableFuture<Void> accept(Consumer<S> operation) {
    return invoke(recorder.record(operation), false).thenApply(value -> null);
  }

  @Override
  public <R> CompletableFuture<R> apply(Function<S, R> operation) {
    return invoke(recorder.record(operation::apply), true).thenApply(recorder::decode);
  }

  /** Runs a recorded operation in this group alone. */
  CompletableFuture<byte[]> invoke(RecordedCall recorded, boolean resultWanted) {
    Invocation invocation = recorded.invocation(resultWanted);
    Footprint footprint = relation.footprint(invocation);
    ReadPath reading = calls.reading(relation.changesService(invocation));
    CompletableFuture<byte[]> result = run(recorded.operation(), footprint, reading);
    session.ending().watch(recorded.operation().name(), result);
    return result;
  }

  /** Runs a conditional operation in this group alone (rule 11); completes with its verdict. */
  CompletableFuture<byte[]> decide(Action action, Footprint footprint) {
    return run(action, footprint, ReadPath.FROM_LOG);
  }

  private CompletableFuture<byte[]> run(Action action, Footprint footprint, ReadPath reading) {
    if (session.isClosed()) {
      return Futures.exceptionalFuture(session.ending().refusal());
    }
    CompletableFuture<Result> result = calls.local(session, action, footprint.of(name()), reading);
    return Completion.on(session.context(), result.thenApply(Failures::valueOf));
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
  public CompletableFuture<ProxySession<S>> connect() {
    ListenerCalls listeners = new ListenerCalls(name());
    clients.forEach(listeners::guard);
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
