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
import io.atomix.core.map.impl.AtomicMapProxy;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.core.map.impl.MapEntryUpdateResult;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.core.transaction.impl.PrepareResult;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.transaction.impl.TransactionOutcome;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveRegistry;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A map with keys and values as they are sent. A call that names several keys is one message to
 * their partitions; the rest is Atomix's own proxy.
 */
final class MulticastMapProxy extends AtomicMapProxy {
  private final MulticastProxyClient<MulticastMapService> client;
  private final MapTransactionSender sender;
  private final Snapshots snapshots;

  @SuppressWarnings({"unchecked", "rawtypes"})
  MulticastMapProxy(MulticastProxyClient<MulticastMapService> client, PrimitiveRegistry registry) {
    super((ProxyClient<AtomicMapService<String>>) (ProxyClient) client, registry);
    this.client = client;
    this.sender = new MapTransactionSender(client);
    this.snapshots = new Snapshots(client);
  }

  /** Returns what sends transactions on this map. */
  MapTransactionSender sender() {
    return sender;
  }

  void onEventsMissed(Consumer<PartitionId> listener) {
    client.onEventsMissed(listener);
  }

  CompletableFuture<TransactionOutcome<Versioned<byte[]>>> send(
      TransactionPlan<String, MapCondition, MapChange> plan, boolean versionsWanted) {
    return sender.send(plan, versionsWanted);
  }

  CompletableFuture<Map<String, Versioned<byte[]>>> snapshot() {
    return snapshots.take();
  }

  /** Returns what reads the changes of the map; see {@link ChangeReader}. */
  ChangeReader changeReader(int historySize, long historyBytes) {
    return new ChangeReader(client, snapshots, historySize, historyBytes);
  }

  Executor newCallbackExecutor() {
    return client.newCallbackExecutor();
  }

  /** Fetches the first page of what a filter finds, as of a moment that is not before this call. */
  CompletableFuture<Snapshots.Begun> read(MapFilter filter, int limit) {
    return snapshots.read(filter, limit);
  }

  /** Begins to fetch all entries piece by piece, as of a moment that is not before this call. */
  MapSnapshot openSnapshot() {
    return snapshots.open();
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

  @Override
  public CompletableFuture<Versioned<byte[]>> put(String key, byte[] value, Duration ttl) {
    long millis = millis(ttl);
    return write(key, service -> service.put(key, value, millis), MapEntryUpdateResult::result);
  }

  @Override
  public CompletableFuture<Versioned<byte[]>> putAndGet(String key, byte[] value, Duration ttl) {
    long millis = millis(ttl);
    return write(
        key, service -> service.putAndGet(key, value, millis), MapEntryUpdateResult::result);
  }

  @Override
  public CompletableFuture<Versioned<byte[]>> putIfAbsent(String key, byte[] value, Duration ttl) {
    long millis = millis(ttl);
    return write(
        key, service -> service.putIfAbsent(key, value, millis), MapEntryUpdateResult::result);
  }

  /** Returns a time to live in milliseconds: 0 means that there is none. */
  private long millis(Duration ttl) {
    Objects.requireNonNull(ttl, () -> "Map '" + name() + "': the time to live is null");
    if (ttl.isNegative()) {
      throw new IllegalArgumentException(
          "Map '%s': a time to live of %s; give a positive one, or none with Duration.ZERO"
              .formatted(name(), ttl));
    }
    return TimesToLive.millis(ttl);
  }

  /** Lets an entry live for so many milliseconds from then on; tells whether it is there. */
  CompletableFuture<Boolean> touch(String key, long millis) {
    return write(key, service -> service.touch(key, millis), MapEntryUpdateResult::updated);
  }

  @Override
  public CompletableFuture<Versioned<byte[]>> remove(String key) {
    return write(key, service -> service.remove(key), MapEntryUpdateResult::result);
  }

  @Override
  public CompletableFuture<Boolean> remove(String key, byte[] value) {
    return write(key, service -> service.remove(key, value), MapEntryUpdateResult::updated);
  }

  @Override
  public CompletableFuture<Boolean> remove(String key, long version) {
    return write(key, service -> service.remove(key, version), MapEntryUpdateResult::updated);
  }

  @Override
  public CompletableFuture<Versioned<byte[]>> replace(String key, byte[] value) {
    return write(key, service -> service.replace(key, value), MapEntryUpdateResult::result);
  }

  @Override
  public CompletableFuture<Boolean> replace(String key, byte[] oldValue, byte[] newValue) {
    return write(
        key, service -> service.replace(key, oldValue, newValue), MapEntryUpdateResult::updated);
  }

  @Override
  public CompletableFuture<Boolean> replace(String key, long oldVersion, byte[] newValue) {
    return write(
        key, service -> service.replace(key, oldVersion, newValue), MapEntryUpdateResult::updated);
  }

  @Override
  public CompletableFuture<Versioned<byte[]>> computeIf(
      String key,
      Predicate<? super byte[]> condition,
      BiFunction<? super String, ? super byte[], ? extends byte[]> remappingFunction) {
    return get(key)
        .thenCompose(
            current -> {
              byte[] old = current == null ? null : current.value();
              return condition.test(old)
                  ? compute(key, current, remappingFunction.apply(key, old))
                  : CompletableFuture.completedFuture(current);
            });
  }

  private CompletableFuture<Versioned<byte[]>> compute(
      String key, Versioned<byte[]> current, byte[] value) {
    if (current == null) {
      return value == null
          ? CompletableFuture.completedFuture(null)
          : write(
              key,
              service -> service.putIfAbsent(key, value, 0),
              result -> new Versioned<>(value, ifStill(result).version()));
    }
    return value == null
        ? write(
            key,
            service -> service.remove(key, current.version()),
            result -> {
              ifStill(result);
              return null;
            })
        : write(
            key,
            service -> service.replace(key, current.version(), value),
            result -> new Versioned<>(value, ifStill(result).version()));
  }

  /** Returns the result if the entry still was as it was read. */
  private static MapEntryUpdateResult<String, byte[]> ifStill(
      MapEntryUpdateResult<String, byte[]> result) {
    if (result.status() == MapEntryUpdateResult.Status.PRECONDITION_FAILED) {
      throw new PrimitiveException.ConcurrentModification();
    }
    return result;
  }

  private <R> CompletableFuture<R> write(
      String key,
      Function<MulticastMapService, MapEntryUpdateResult<String, byte[]>> operation,
      Function<MapEntryUpdateResult<String, byte[]>, R> answer) {
    return client
        .applyBy(key, operation)
        .thenApply(
            result -> {
              if (result.status() == MapEntryUpdateResult.Status.WRITE_LOCK) {
                throw MapTransactionSender.locked(name());
              }
              return answer.apply(result);
            });
  }

  CompletableFuture<Boolean> containsKeys(Collection<String> keys) {
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
