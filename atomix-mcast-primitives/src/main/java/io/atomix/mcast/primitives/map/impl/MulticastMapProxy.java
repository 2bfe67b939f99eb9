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

import com.google.common.collect.ImmutableMap;
import io.atomix.core.collection.AsyncDistributedCollection;
import io.atomix.core.iterator.AsyncIterator;
import io.atomix.core.map.impl.AtomicMapProxy;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.set.AsyncDistributedSet;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.core.transaction.impl.PrepareResult;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.primitive.PrimitiveRegistry;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A map with keys and values as they are sent. What names several keys is one message to their
 * partitions; the rest is Atomix's own proxy.
 */
final class MulticastMapProxy extends AtomicMapProxy {
  private final MulticastProxyClient<MulticastMapService> client;
  private final PlanSender sender;
  private final Snapshots snapshots;

  @SuppressWarnings({"unchecked", "rawtypes"})
  MulticastMapProxy(MulticastProxyClient<MulticastMapService> client, PrimitiveRegistry registry) {
    super((ProxyClient<AtomicMapService<String>>) (ProxyClient) client, registry);
    this.client = client;
    this.sender = new PlanSender(client);
    this.snapshots = new Snapshots(client);
  }

  CompletableFuture<Outcome> send(Plan plan, boolean versionsWanted) {
    return sender.send(plan, versionsWanted);
  }

  CompletableFuture<Map<String, Versioned<byte[]>>> snapshot() {
    return snapshots.take();
  }

  /** Returns the entries that exist, as of one moment. */
  CompletableFuture<Map<String, Versioned<byte[]>>> getAll(Collection<String> keys) {
    Map<PartitionId, Function<MulticastMapService, Map<String, Versioned<byte[]>>>> operations =
        new LinkedHashMap<>();
    byPartition(keys)
        .forEach(
            (partition, share) ->
                operations.put(partition, service -> service.getAllPresent(share)));
    return client
        .applyOn(operations)
        .thenApply(
            results -> {
              ImmutableMap.Builder<String, Versioned<byte[]>> all = ImmutableMap.builder();
              results.values().forEach(all::putAll);
              return all.build();
            });
  }

  @Override
  public CompletableFuture<Map<String, Versioned<byte[]>>> getAllPresent(Iterable<String> keys) {
    Set<String> unique = new HashSet<>();
    keys.forEach(unique::add);
    return unique.isEmpty() ? CompletableFuture.completedFuture(ImmutableMap.of()) : getAll(unique);
  }

  private CompletableFuture<Boolean> containsKeys(Collection<? extends String> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(true);
    }
    Map<PartitionId, Function<MulticastMapService, Boolean>> operations = new LinkedHashMap<>();
    byPartition(new HashSet<>(keys))
        .forEach(
            (partition, share) ->
                operations.put(partition, service -> service.containsKeys(share)));
    return client
        .applyOn(operations)
        .thenApply(results -> results.values().stream().allMatch(Boolean::booleanValue));
  }

  private Map<PartitionId, Set<String>> byPartition(Iterable<String> keys) {
    Map<PartitionId, Set<String>> shares = new LinkedHashMap<>();
    for (String key : keys) {
      shares.computeIfAbsent(client.getPartitionId(key), each -> new HashSet<>()).add(key);
    }
    return shares;
  }

  @Override
  public AsyncDistributedSet<String> keySet() {
    return new MomentarySet<String>(
        super.keySet(), () -> iterator(Map.Entry::getKey), this::containsKeys);
  }

  @Override
  public AsyncDistributedCollection<Versioned<byte[]>> values() {
    return new MomentaryCollection<>(super.values(), () -> iterator(Map.Entry::getValue));
  }

  @Override
  public AsyncDistributedSet<Map.Entry<String, Versioned<byte[]>>> entrySet() {
    AsyncDistributedSet<Map.Entry<String, Versioned<byte[]>>> backing = super.entrySet();
    return new MomentarySet<Map.Entry<String, Versioned<byte[]>>>(
        backing, () -> iterator(Function.identity()), backing::containsAll);
  }

  private <T> AsyncIterator<T> iterator(Function<Map.Entry<String, Versioned<byte[]>>, T> view) {
    return new MomentaryIterator<>(snapshots.open(), view);
  }

  /**
   * Prepares one of Atomix's transactions in all partitions, those included that it does not touch;
   * see {@link MulticastMapService}.
   */
  @Override
  public CompletableFuture<Boolean> prepare(TransactionLog<MapUpdate<String, byte[]>> log) {
    Map<PartitionId, List<MapUpdate<String, byte[]>>> records = new LinkedHashMap<>();
    client.getPartitionIds().forEach(partition -> records.put(partition, new ArrayList<>()));
    log.records().forEach(update -> records.get(client.getPartitionId(update.key())).add(update));
    Map<PartitionId, Function<MulticastMapService, PrepareResult>> operations =
        new LinkedHashMap<>();
    records.forEach(
        (partition, share) ->
            operations.put(
                partition,
                service ->
                    service.prepare(
                        new TransactionLog<>(log.transactionId(), log.version(), share))));
    return client
        .applyOn(operations)
        .thenApply(
            results ->
                results.values().stream()
                    .allMatch(
                        result ->
                            result == PrepareResult.OK || result == PrepareResult.PARTIAL_FAILURE));
  }
}
