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

import com.google.common.io.BaseEncoding;
import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.HeldLock;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.client.OperationRecorder.RecordedCall;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.primitive.proxy.impl.AbstractProxyClient;
import io.atomix.utils.concurrent.ThreadContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A primitive in all its groups: what Atomix's primitives do on all partitions at once is one
 * multicast message here, unless it touches nothing or its conflict relation keeps it apart.
 */
final class GenericMulticastProxy<S> extends AbstractProxyClient<S>
    implements MulticastProxyClient<S> {
  private final List<PrimitiveProxySession<S>> sessions;
  private final OperationRecorder<S> recorder;
  private final Calls calls;
  private final MulticastOperations<S> partitions;
  private final PartitionStates states;
  private final ThreadContext context;

  GenericMulticastProxy(
      String name,
      PrimitiveType<?, ?, ?> type,
      List<PrimitiveProxySession<S>> sessions,
      OperationRecorder<S> recorder,
      ConflictRelation relation,
      Calls calls) {
    super(name, type, calls.options().protocol(), List.copyOf(sessions));
    this.sessions = sessions;
    this.recorder = recorder;
    this.calls = calls;
    this.partitions = new MulticastOperations<>(name, sessions, recorder, relation, calls);
    this.states =
        new PartitionStates(
            name,
            sessions.stream().map(PrimitiveProxySession::session).toList(),
            sessions.get(0).session().client()::newContext);
    this.context = sessions.get(0).context();
  }

  @Override
  public PrimitiveState getState() {
    return states.state();
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    states.add(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    states.remove(listener);
  }

  @Override
  public void onEventsMissed(Consumer<PartitionId> listener) {
    sessions.forEach(
        session ->
            session
                .session()
                .addLossListener(
                    new SessionListeners.OfLoss() {
                      @Override
                      public void recovered() {
                        listener.accept(session.partitionId());
                      }
                    }));
  }

  @Override
  public PartitionId getPartitionId(String key) {
    return calls.options().partitioner().partition(key, getPartitionIds());
  }

  @Override
  public PartitionId getPartitionId(Object key) {
    return getPartitionId(BaseEncoding.base16().encode(recorder.serializer().encode(key)));
  }

  @Override
  public Collection<ProxySession<S>> getPartitions() {
    return List.copyOf(sessions);
  }

  @Override
  public CompletableFuture<Void> acceptAll(Consumer<S> operation) {
    RecordedCall recorded = recorder.record(operation);
    return partitions.everywhere(recorded, false).thenApply(results -> null);
  }

  @Override
  public <R> CompletableFuture<Stream<R>> applyAll(Function<S, R> operation) {
    RecordedCall recorded = recorder.record(operation::apply);
    return partitions
        .everywhere(recorded, true)
        .thenApply(results -> results.stream().map(recorder::<R>decode));
  }

  @Override
  public CompletableFuture<Void> acceptOn(Map<PartitionId, Consumer<S>> operations) {
    return partitions.accept(operations);
  }

  @Override
  public <R> CompletableFuture<Map<PartitionId, R>> applyOn(
      Map<PartitionId, Function<S, R>> operations) {
    return partitions.apply(operations);
  }

  @Override
  public <R, T> CompletableFuture<Decision<R, T>> decideOn(
      Map<PartitionId, ConditionalOperation<S, R, T>> operations, boolean resultsWanted) {
    return partitions.decide(operations, resultsWanted);
  }

  @Override
  public <R, T> DecisionPart<R> part(Map<PartitionId, ConditionalOperation<S, R, T>> operations) {
    return partitions.part(operations);
  }

  @Override
  public CompletableFuture<JointDecision> decideTogether(
      List<? extends DecisionPart<?>> parts, List<HeldLock> locks) {
    List<JointPart<?, ?>> ours = new ArrayList<>();
    for (DecisionPart<?> part : parts) {
      if (!(part instanceof JointPart<?, ?> own)) {
        throw new IllegalArgumentException(
            "The part in primitive '"
                + part.primitive()
                + "' of a decision on several primitives was not made by its proxy");
      }
      ours.add(own);
    }
    return partitions.decideTogether(ours, locks);
  }

  @Override
  public Executor newCallbackExecutor() {
    return sessions.get(0).session().client().newContext();
  }

  /**
   * Deleting is a multicast write of the whole primitive, in the groups that it lives in: a counter
   * or a lock has a session in one group alone.
   */
  @Override
  public CompletableFuture<Void> delete() {
    List<PrimitiveProxySession<S>> used =
        sessions.stream().filter(session -> session.session().isConnected()).toList();
    if (used.size() < 2) {
      return used.isEmpty() ? CompletableFuture.completedFuture(null) : used.get(0).delete();
    }
    CompletableFuture<List<Result>> results =
        calls.delete(used.stream().map(PrimitiveProxySession::session).toList());
    return Completion.on(
        context,
        results.thenAccept(
            all -> {
              all.forEach(Failures::valueOf);
              used.forEach(session -> session.session().deleted());
            }));
  }
}
