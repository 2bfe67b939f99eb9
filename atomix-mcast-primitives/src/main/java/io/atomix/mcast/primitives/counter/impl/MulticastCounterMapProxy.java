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

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.impl.CallGuard;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.AbstractAsyncPrimitive;
import io.atomix.primitive.PrimitiveRegistry;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.utils.concurrent.Futures;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A counter map as its users see it: finds the partitions of keys, and sends each operation to just
 * those.
 */
final class MulticastCounterMapProxy<K>
    extends AbstractAsyncPrimitive<AsyncMulticastCounterMap<K>, MulticastCounterMapService>
    implements AsyncMulticastCounterMap<K> {
  private final MulticastProxyClient<MulticastCounterMapService> client;
  private final CounterKeys<K> keys;
  private final CallGuard guard;
  private final CounterTransactions<K> transactions;

  MulticastCounterMapProxy(
      MulticastProxyClient<MulticastCounterMapService> client,
      PrimitiveRegistry registry,
      ValueSerializer serializer,
      boolean readOnly) {
    super(client, registry);
    this.client = client;
    this.keys = new CounterKeys<>(client.name(), serializer);
    this.guard = new CallGuard("Counter map '" + client.name() + "'", readOnly);
    this.transactions = new CounterTransactions<>(client, keys, guard);
  }

  @Override
  public CompletableFuture<AsyncMulticastCounterMap<K>> connect() {
    return super.connect()
        .thenCompose(
            map -> Futures.allOf(client.getPartitions().stream().map(ProxySession::connect)))
        .thenApply(connected -> this);
  }

  @Override
  public CompletableFuture<Void> addAll(Map<? extends K, Long> deltas) {
    return guard.write(
        () -> {
          Map<PartitionId, Consumer<MulticastCounterMapService>> operations = new HashMap<>();
          byPartition(deltas)
              .forEach(
                  (partition, part) -> operations.put(partition, service -> service.addAll(part)));
          return client.acceptOn(operations);
        });
  }

  @Override
  public CompletableFuture<Map<K, Long>> addAllAndGet(Map<? extends K, Long> deltas) {
    return guard.write(
        () -> {
          Map<PartitionId, Function<MulticastCounterMapService, Map<String, Long>>> operations =
              new HashMap<>();
          byPartition(deltas)
              .forEach(
                  (partition, part) ->
                      operations.put(partition, service -> service.addAllAndGet(part)));
          return applyOn(keys.encodeDistinct(deltas.keySet()), operations);
        });
  }

  @Override
  public CompletableFuture<Map<K, Long>> getAll(Collection<? extends K> wanted) {
    return guard.read(
        () -> {
          Map<K, String> names = keys.encodeAll(wanted);
          Map<PartitionId, Set<String>> parts = new HashMap<>();
          names
              .values()
              .forEach(
                  name ->
                      parts
                          .computeIfAbsent(client.getPartitionId(name), p -> new HashSet<>())
                          .add(name));
          Map<PartitionId, Function<MulticastCounterMapService, Map<String, Long>>> operations =
              new HashMap<>();
          parts.forEach(
              (partition, part) -> operations.put(partition, service -> service.getAll(part)));
          return applyOn(names, operations);
        });
  }

  private CompletableFuture<Map<K, Long>> applyOn(
      Map<K, String> names,
      Map<PartitionId, Function<MulticastCounterMapService, Map<String, Long>>> operations) {
    return client
        .applyOn(operations)
        .thenApply(
            results -> {
              Map<String, Long> values = new HashMap<>();
              results.values().forEach(values::putAll);
              Map<K, Long> byKey = new HashMap<>();
              names.forEach((key, name) -> byKey.put(key, values.get(name)));
              return byKey;
            });
  }

  private Map<PartitionId, Map<String, Long>> byPartition(Map<? extends K, Long> deltas) {
    if (deltas == null) {
      throw new NullPointerException(guard.instance() + ": what to add is null");
    }
    Map<PartitionId, Map<String, Long>> parts = new HashMap<>();
    keys.encodeDistinct(deltas.keySet())
        .forEach(
            (key, name) ->
                parts
                    .computeIfAbsent(client.getPartitionId(name), partition -> new HashMap<>())
                    .put(name, checkDelta(key, deltas.get(key))));
    return parts;
  }

  private long checkDelta(K key, Long delta) {
    if (delta == null) {
      throw new NullPointerException(
          "Counter map '%s': what to add to '%s' is null".formatted(name(), key));
    }
    return delta;
  }

  @Override
  public CompletableFuture<Long> sum() {
    return guard.read(
        () ->
            client
                .applyAll(MulticastCounterMapService::sum)
                .thenApply(sums -> sums.reduce(0L, Long::sum)));
  }

  @Override
  public CounterTransaction<
          K, CompletableFuture<CounterResult<K>>, CompletableFuture<CounterUpdate<K>>>
      transaction() {
    return CounterTransactionDraft.empty(name(), transactions);
  }

  CounterTransactions<K> transactions() {
    return transactions;
  }

  @Override
  public CompletableFuture<Long> incrementAndGet(K key) {
    return change(key, MulticastCounterMapService::incrementAndGet);
  }

  @Override
  public CompletableFuture<Long> decrementAndGet(K key) {
    return change(key, MulticastCounterMapService::decrementAndGet);
  }

  @Override
  public CompletableFuture<Long> getAndIncrement(K key) {
    return change(key, MulticastCounterMapService::getAndIncrement);
  }

  @Override
  public CompletableFuture<Long> getAndDecrement(K key) {
    return change(key, MulticastCounterMapService::getAndDecrement);
  }

  @Override
  public CompletableFuture<Long> addAndGet(K key, long delta) {
    return change(key, (service, name) -> service.addAndGet(name, delta));
  }

  @Override
  public CompletableFuture<Long> getAndAdd(K key, long delta) {
    return change(key, (service, name) -> service.getAndAdd(name, delta));
  }

  @Override
  public CompletableFuture<Long> get(K key) {
    return guard.read(() -> by(key, MulticastCounterMapService::get));
  }

  @Override
  public CompletableFuture<Long> put(K key, long newValue) {
    return change(key, (service, name) -> service.put(name, newValue));
  }

  @Override
  public CompletableFuture<Long> putIfAbsent(K key, long newValue) {
    return change(key, (service, name) -> service.putIfAbsent(name, newValue));
  }

  @Override
  public CompletableFuture<Boolean> replace(K key, long expectedOldValue, long newValue) {
    return change(key, (service, name) -> service.replace(name, expectedOldValue, newValue));
  }

  @Override
  public CompletableFuture<Long> remove(K key) {
    return change(key, (service, name) -> service.remove(name));
  }

  @Override
  public CompletableFuture<Boolean> remove(K key, long value) {
    return change(key, (service, name) -> service.remove(name, value));
  }

  private <R> CompletableFuture<R> change(
      K key, BiFunction<MulticastCounterMapService, String, R> operation) {
    return guard.write(() -> by(key, operation));
  }

  private <R> CompletableFuture<R> by(
      K key, BiFunction<MulticastCounterMapService, String, R> operation) {
    String name = keys.encode(key);
    return client.applyBy(name, service -> operation.apply(service, name));
  }

  @Override
  public CompletableFuture<Integer> size() {
    return guard.read(
        () ->
            client
                .applyAll(MulticastCounterMapService::size)
                .thenApply(sizes -> sizes.reduce(0, Math::addExact)));
  }

  @Override
  public CompletableFuture<Boolean> isEmpty() {
    return guard.read(
        () ->
            client
                .applyAll(MulticastCounterMapService::isEmpty)
                .thenApply(empty -> empty.allMatch(Boolean::booleanValue)));
  }

  @Override
  public CompletableFuture<Void> clear() {
    return guard.write(() -> client.acceptAll(MulticastCounterMapService::clear));
  }

  @Override
  public CompletableFuture<Void> delete() {
    return guard.write(super::delete);
  }

  @Override
  public CompletableFuture<Void> close() {
    guard.close();
    return super.close();
  }

  @Override
  public MulticastCounterMap<K> sync(Duration operationTimeout) {
    return new BlockingMulticastCounterMap<>(
        this, new BlockingCalls(guard.instance(), operationTimeout));
  }
}
