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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.proxy.ProxySession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Three partitions of a counter map in memory, without a protocol, for one caller at a time. Notes
 * which partitions each message went to.
 */
final class InMemoryPartitions implements MulticastProxyClient<MulticastCounterMapService> {
  private final Map<PartitionId, DefaultMulticastCounterMapService> services = new TreeMap<>();
  private final List<Set<PartitionId>> messages = new ArrayList<>();

  InMemoryPartitions() {
    for (int i = 1; i <= 3; i++) {
      services.put(PartitionId.from("data", i), new DefaultMulticastCounterMapService());
    }
  }

  /** Returns the partitions of each message so far. */
  List<Set<PartitionId>> messages() {
    return messages;
  }

  private void note(Collection<PartitionId> partitions) {
    messages.add(new TreeSet<>(partitions));
  }

  @Override
  public CompletableFuture<Void> acceptOn(
      Map<PartitionId, Consumer<MulticastCounterMapService>> operations) {
    note(operations.keySet());
    operations.forEach((partition, operation) -> operation.accept(services.get(partition)));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public <R> CompletableFuture<Map<PartitionId, R>> applyOn(
      Map<PartitionId, Function<MulticastCounterMapService, R>> operations) {
    note(operations.keySet());
    return CompletableFuture.completedFuture(run(operations));
  }

  private <R> Map<PartitionId, R> run(
      Map<PartitionId, Function<MulticastCounterMapService, R>> operations) {
    Map<PartitionId, R> results = new TreeMap<>();
    operations.forEach(
        (partition, operation) -> {
          if (operation != null) {
            results.put(partition, operation.apply(services.get(partition)));
          }
        });
    return results;
  }

  @Override
  public <R, T> CompletableFuture<Decision<R, T>> decideOn(
      Map<PartitionId, ConditionalOperation<MulticastCounterMapService, R, T>> operations,
      boolean resultsWanted) {
    note(operations.keySet());
    boolean held = !run(each(operations, ConditionalOperation::condition)).containsValue(false);
    Map<PartitionId, R> reads = run(each(operations, ConditionalOperation::read));
    Map<PartitionId, T> results =
        run(each(operations, held ? ConditionalOperation::then : ConditionalOperation::otherwise));
    return CompletableFuture.completedFuture(
        new Decision<>(held, reads, resultsWanted ? results : Map.of()));
  }

  private static <R, T, X> Map<PartitionId, Function<MulticastCounterMapService, X>> each(
      Map<PartitionId, ConditionalOperation<MulticastCounterMapService, R, T>> operations,
      Function<
              ConditionalOperation<MulticastCounterMapService, R, T>,
              Function<MulticastCounterMapService, X>>
          part) {
    Map<PartitionId, Function<MulticastCounterMapService, X>> parts = new HashMap<>();
    operations.forEach((partition, operation) -> parts.put(partition, part.apply(operation)));
    return parts;
  }

  @Override
  public CompletableFuture<Void> acceptAll(Consumer<MulticastCounterMapService> operation) {
    services.values().forEach(operation);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public <R> CompletableFuture<Stream<R>> applyAll(
      Function<MulticastCounterMapService, R> operation) {
    List<R> results = new ArrayList<>();
    services.values().forEach(service -> results.add(operation.apply(service)));
    return CompletableFuture.completedFuture(results.stream());
  }

  @Override
  public <R> CompletableFuture<R> applyBy(
      String key, Function<MulticastCounterMapService, R> operation) {
    return CompletableFuture.completedFuture(operation.apply(services.get(getPartitionId(key))));
  }

  @Override
  public PartitionId getPartitionId(String key) {
    return PartitionId.from("data", Math.floorMod(key.hashCode(), services.size()) + 1);
  }

  @Override
  public PartitionId getPartitionId(Object key) {
    return getPartitionId(key.toString());
  }

  @Override
  public Collection<PartitionId> getPartitionIds() {
    return services.keySet();
  }

  @Override
  public String name() {
    return "accounts";
  }

  @Override
  public PrimitiveType<?, ?, ?> type() {
    return MulticastCounterMapType.instance();
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
  public Collection<ProxySession<MulticastCounterMapService>> getPartitions() {
    return List.of();
  }

  @Override
  public ProxySession<MulticastCounterMapService> getPartition(PartitionId partitionId) {
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
  public CompletableFuture<ProxyClient<MulticastCounterMapService>> connect() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public CompletableFuture<Void> close() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> delete() {
    return CompletableFuture.completedFuture(null);
  }
}
