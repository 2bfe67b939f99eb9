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

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.HeldLock;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.proxy.ProxySession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three partitions of a primitive in memory, without a protocol, for one caller at a time. Notes
 * which partitions each message went to.
 *
 * @param <S> the service interface
 */
public abstract class PartitionsInMemory<S> implements MulticastProxyClient<S> {
  /** The partitions, in the order of their numbers. */
  protected static final List<PartitionId> PARTITIONS =
      IntStream.rangeClosed(1, 3).mapToObj(i -> PartitionId.from("data", i)).toList();

  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final List<Set<PartitionId>> messages = new ArrayList<>();
  private int sent;
  private RuntimeException failure;

  protected PartitionsInMemory(String name, PrimitiveType<?, ?, ?> type) {
    this.name = name;
    this.type = type;
  }

  /** Returns the service of a partition, as the caller sees it. */
  protected abstract S service(PartitionId partition);

  /** Returns the partitions of each message so far. */
  public List<Set<PartitionId>> messages() {
    return messages;
  }

  /** Returns how much was sent so far, be it a message, a query or something else. */
  public int sent() {
    return sent;
  }

  /** Has everything that is sent from now on fail with this. */
  public void failWith(RuntimeException failure) {
    this.failure = failure;
  }

  @Override
  public Executor newCallbackExecutor() {
    return Runnable::run;
  }

  private void note(Collection<PartitionId> partitions) {
    messages.add(new TreeSet<>(partitions));
  }

  private <T> CompletableFuture<T> send(Supplier<T> what) {
    sent++;
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    try {
      return CompletableFuture.completedFuture(what.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Void> sendNothingBack(Runnable what) {
    return send(
        () -> {
          what.run();
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> acceptOn(Map<PartitionId, Consumer<S>> operations) {
    note(operations.keySet());
    return sendNothingBack(
        () -> operations.forEach((partition, operation) -> operation.accept(service(partition))));
  }

  @Override
  public <R> CompletableFuture<Map<PartitionId, R>> applyOn(
      Map<PartitionId, Function<S, R>> operations) {
    note(operations.keySet());
    return send(() -> run(operations, Function.identity()));
  }

  @Override
  public <R, T> CompletableFuture<Decision<R, T>> decideOn(
      Map<PartitionId, ConditionalOperation<S, R, T>> operations, boolean resultsWanted) {
    note(operations.keySet());
    return send(() -> decision(operations, resultsWanted));
  }

  @Override
  public <R, T> DecisionPart<R> part(Map<PartitionId, ConditionalOperation<S, R, T>> operations) {
    throw new UnsupportedOperationException("it is alone in memory");
  }

  @Override
  public CompletableFuture<JointDecision> decideTogether(
      List<? extends DecisionPart<?>> parts, List<HeldLock> locks) {
    throw new UnsupportedOperationException("it is alone in memory");
  }

  private <R, T> Decision<R, T> decision(
      Map<PartitionId, ConditionalOperation<S, R, T>> operations, boolean resultsWanted) {
    boolean held = !run(operations, ConditionalOperation::condition).containsValue(Boolean.FALSE);
    Map<PartitionId, R> reads = run(operations, ConditionalOperation::read);
    Map<PartitionId, T> results =
        run(operations, held ? ConditionalOperation::then : ConditionalOperation::otherwise);
    return new Decision<>(held, reads, resultsWanted ? results : Map.of());
  }

  private <O, X> Map<PartitionId, X> run(
      Map<PartitionId, O> operations, Function<O, Function<S, X>> part) {
    Map<PartitionId, X> results = new TreeMap<>();
    operations.forEach(
        (partition, operation) -> {
          Function<S, X> call = part.apply(operation);
          if (call != null) {
            results.put(partition, call.apply(service(partition)));
          }
        });
    return results;
  }

  @Override
  public void onEventsMissed(Consumer<PartitionId> listener) {
    // Nothing is ever missed here.
  }

  @Override
  public CompletableFuture<Void> acceptAll(Consumer<S> operation) {
    return sendNothingBack(
        () -> PARTITIONS.forEach(partition -> operation.accept(service(partition))));
  }

  @Override
  public <R> CompletableFuture<Stream<R>> applyAll(Function<S, R> operation) {
    return send(
        () -> {
          List<R> results = new ArrayList<>();
          PARTITIONS.forEach(partition -> results.add(operation.apply(service(partition))));
          return results.stream();
        });
  }

  @Override
  public CompletableFuture<Void> acceptOn(PartitionId partition, Consumer<S> operation) {
    return sendNothingBack(() -> operation.accept(service(partition)));
  }

  @Override
  public <R> CompletableFuture<R> applyOn(PartitionId partition, Function<S, R> operation) {
    return send(() -> operation.apply(service(partition)));
  }

  @Override
  public <R> CompletableFuture<R> applyBy(String key, Function<S, R> operation) {
    return applyOn(getPartitionId(key), operation);
  }

  @Override
  public PartitionId getPartitionId(String key) {
    return PARTITIONS.get(Math.floorMod(key.hashCode(), PARTITIONS.size()));
  }

  @Override
  public PartitionId getPartitionId(Object key) {
    return getPartitionId(key.toString());
  }

  @Override
  public Collection<PartitionId> getPartitionIds() {
    return PARTITIONS;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PrimitiveType<?, ?, ?> type() {
    return type;
  }

  @Override
  public PrimitiveProtocol protocol() {
    throw new UnsupportedOperationException("There is no protocol");
  }

  @Override
  public PrimitiveState getState() {
    return PrimitiveState.CONNECTED;
  }

  @Override
  public Collection<ProxySession<S>> getPartitions() {
    return List.of();
  }

  @Override
  public ProxySession<S> getPartition(PartitionId partitionId) {
    throw new UnsupportedOperationException("There are no sessions");
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    throw new UnsupportedOperationException("The state does not change");
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    throw new UnsupportedOperationException("The state does not change");
  }

  @Override
  public CompletableFuture<ProxyClient<S>> connect() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public CompletableFuture<Void> close() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> delete() {
    return sendNothingBack(() -> {});
  }
}
