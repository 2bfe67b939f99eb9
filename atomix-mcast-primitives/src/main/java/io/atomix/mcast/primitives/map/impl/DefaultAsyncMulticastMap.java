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

import io.atomix.core.collection.AsyncDistributedCollection;
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.set.AsyncDistributedSet;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.impl.CallGuard;
import io.atomix.mcast.primitives.map.AsyncMapPage;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.primitive.impl.DelegatingAsyncPrimitive;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A map as its user sees it: what {@code AtomicMap} does is passed on to Atomix's own, what names
 * several keys to the {@link MulticastMapProxy}. All writes are refused if the map is read-only,
 * and empty the cache of what they wrote.
 */
final class DefaultAsyncMulticastMap<K, V> extends DelegatingAsyncPrimitive<AsyncAtomicMap<K, V>>
    implements AsyncMulticastMap<K, V> {
  private final MulticastMapProxy proxy;
  private final Codec<K, V> codec;
  private final CallGuard guard;
  private final KeyView<K, V> keys = new KeyView<>(this);
  private final ValueView<K, V> values = new ValueView<>(this);
  private final EntryView<K, V> entries = new EntryView<>(this);

  /** Null if nothing is cached. */
  private final EntryCache<K, V> cache;

  private final MissedEvents<K, V> missed;
  private final Watches<K, V> watches;

  DefaultAsyncMulticastMap(
      AsyncAtomicMap<K, V> single,
      MulticastMapProxy proxy,
      Codec<K, V> codec,
      boolean readOnly,
      EntryCache<K, V> cache,
      Watches<K, V> watches) {
    super(single);
    this.missed = MissedEvents.of(single.name());
    this.watches = watches;
    this.proxy = proxy;
    this.codec = codec;
    this.guard = new CallGuard("Map '" + single.name() + "'", readOnly);
    this.cache = cache;
  }

  /** Lets the cache hear of changes, and listeners of those that they have missed. */
  CompletableFuture<DefaultAsyncMulticastMap<K, V>> start() {
    proxy.onEventsMissed(
        partition -> {
          missed.tell(partition);
          watches.changesCame(partition);
        });
    delegate().addStateChangeListener(watches::stateChanged);
    if (cache == null) {
      return CompletableFuture.completedFuture(this);
    }
    // Events may have been lost meanwhile.
    delegate().addStateChangeListener(state -> cache.forgetAll());
    return delegate().addListener(cache::changed).thenApply(done -> this);
  }

  private <T> CompletableFuture<T> write(
      Collection<? extends K> keys, Supplier<CompletableFuture<T>> operation) {
    return guard.write(
        () -> {
          CompletableFuture<T> written = operation.get();
          if (cache == null) {
            return written;
          }
          List<K> changed = new ArrayList<>(keys);
          return written.whenComplete((r, e) -> cache.forget(changed));
        });
  }

  private <T> CompletableFuture<T> write(K key, Supplier<CompletableFuture<T>> operation) {
    return write(
        Collections.singletonList(key),
        () -> {
          codec.checkKey(key);
          return operation.get();
        });
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> getAll(Collection<? extends K> keys) {
    return guard.read(
        () -> proxy.getAll(codec.encodeKeys(keys, "getAll")).thenApply(codec::decode));
  }

  @Override
  public CompletableFuture<Void> putAll(Map<? extends K, ? extends V> entries) {
    return writeAll(keysOf(entries), () -> Writes.puts(codec, entries, "putAll"));
  }

  @Override
  public CompletableFuture<Void> putAll(Map<? extends K, ? extends V> entries, Duration ttl) {
    return writeAll(keysOf(entries), () -> Writes.puts(codec, entries, ttl, "putAll"));
  }

  private CompletableFuture<Void> writeAll(
      Collection<? extends K> keys, Supplier<List<MapChange>> changes) {
    return write(
        keys,
        () -> proxy.send(Writes.plan(Set.of(), changes.get()), false).thenApply(outcome -> null));
  }

  @Override
  public CompletableFuture<Boolean> touch(K key, Duration ttl) {
    return guard.write(() -> proxy.touch(codec.encodeKey(key), codec.millis(key, ttl)));
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> getAndPutAll(
      Map<? extends K, ? extends V> entries) {
    return write(
        keysOf(entries),
        () -> {
          List<MapChange> writes = Writes.puts(codec, entries, "getAndPutAll");
          return proxy
              .send(Writes.plan(Writes.keys(writes), writes), false)
              .thenApply(outcome -> codec.decode(outcome.values()));
        });
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> putAllAndGet(
      Map<? extends K, ? extends V> entries) {
    return write(
        keysOf(entries),
        () -> {
          List<MapChange> writes = Writes.puts(codec, entries, "putAllAndGet");
          return proxy
              .send(Writes.plan(Set.of(), writes), true)
              .thenApply(outcome -> codec.decode(Writes.written(writes, outcome)));
        });
  }

  @Override
  public CompletableFuture<Void> removeAll(Collection<? extends K> keys) {
    return write(
        keys,
        () -> {
          Set<String> encoded = codec.encodeKeys(keys, "removeAll");
          return proxy
              .send(Writes.plan(Set.of(), Writes.removals(encoded)), false)
              .thenApply(outcome -> null);
        });
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> getAndRemoveAll(Collection<? extends K> keys) {
    return write(
        keys,
        () -> {
          Set<String> encoded = codec.encodeKeys(keys, "getAndRemoveAll");
          return proxy
              .send(Writes.plan(encoded, Writes.removals(encoded)), false)
              .thenApply(outcome -> codec.decode(outcome.values()));
        });
  }

  @Override
  public CompletableFuture<MapWatch> watch(WatchFrom from, MapWatchListener<K, V> listener) {
    return watch(from, listener, proxy.newCallbackExecutor());
  }

  @Override
  public CompletableFuture<MapWatch> watch(
      WatchFrom from, MapWatchListener<K, V> listener, Executor executor) {
    return guard.read(() -> watches.watch(from, listener, executor));
  }

  @Override
  public CompletableFuture<MapMirror<K, V>> mirror() {
    return guard.read(() -> watches.mirror(proxy.newCallbackExecutor()));
  }

  @Override
  public CompletableFuture<MapPosition> position() {
    return guard.read(watches::position);
  }

  private static <K> Collection<K> keysOf(Map<K, ?> entries) {
    return entries == null ? List.of() : entries.keySet();
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> snapshot() {
    return guard.read(() -> proxy.snapshot().thenApply(codec::decode));
  }

  @Override
  public CompletableFuture<AsyncMapPage<K, V>> snapshot(Filter<? extends K> filter) {
    return guard.read(
        () ->
            proxy
                .read(codec.filter(filter), filter.limit())
                .thenApply(
                    begun ->
                        new FilteredPage<>(this, begun.read(), new AtomicBoolean(), begun.page())));
  }

  @Override
  public MapTransaction<
          K, V, CompletableFuture<MapResult<K, V>>, CompletableFuture<VersionedMapResult<K, V>>>
      transaction() {
    return MapTransactionDraft.empty(codec, new MapTransactions<>(this));
  }

  private <T> CompletableFuture<T> read(K key, Supplier<CompletableFuture<T>> operation) {
    return guard.read(
        () -> {
          codec.checkKey(key);
          return operation.get();
        });
  }

  @Override
  public CompletableFuture<Versioned<V>> get(K key) {
    return read(key, () -> cache == null ? delegate().get(key) : cache.get(key, delegate()::get));
  }

  @Override
  public CompletableFuture<Boolean> containsKey(K key) {
    return read(
        key,
        () ->
            cache == null
                ? delegate().containsKey(key)
                : cache.contains(key, delegate()::get, delegate()::containsKey));
  }

  @Override
  public CompletableFuture<Versioned<V>> getOrDefault(K key, V defaultValue) {
    return read(
        key,
        () ->
            cache == null
                ? delegate().getOrDefault(key, defaultValue)
                : cache
                    .get(key, delegate()::get)
                    .thenCompose(
                        entry ->
                            entry == null
                                ? delegate().getOrDefault(key, defaultValue)
                                : CompletableFuture.completedFuture(entry)));
  }

  @Override
  public CompletableFuture<Integer> size() {
    return guard.read(() -> delegate().size());
  }

  @Override
  public CompletableFuture<Boolean> isEmpty() {
    return guard.read(() -> delegate().isEmpty());
  }

  @Override
  public CompletableFuture<Boolean> containsValue(V value) {
    return guard.read(() -> delegate().containsValue(value));
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> getAllPresent(Iterable<K> keys) {
    return guard.read(() -> delegate().getAllPresent(keys));
  }

  @Override
  public CompletableFuture<Versioned<V>> computeIf(
      K key,
      Predicate<? super V> condition,
      BiFunction<? super K, ? super V, ? extends V> remappingFunction) {
    return write(key, () -> delegate().computeIf(key, condition, remappingFunction));
  }

  @Override
  public CompletableFuture<Versioned<V>> put(K key, V value, Duration ttl) {
    // Atomix removes the key only when null is put without a time to live.
    return write(
        key, () -> value == null ? delegate().put(key, null) : delegate().put(key, value, ttl));
  }

  @Override
  public CompletableFuture<Versioned<V>> putAndGet(K key, V value, Duration ttl) {
    return write(
        key,
        () ->
            value == null
                ? delegate().putAndGet(key, null)
                : delegate().putAndGet(key, value, ttl));
  }

  @Override
  public CompletableFuture<Versioned<V>> putIfAbsent(K key, V value, Duration ttl) {
    return write(
        key,
        () ->
            value == null
                ? delegate().putIfAbsent(key, null)
                : delegate().putIfAbsent(key, value, ttl));
  }

  @Override
  public CompletableFuture<Versioned<V>> remove(K key) {
    return write(key, () -> delegate().remove(key));
  }

  @Override
  public CompletableFuture<Boolean> remove(K key, V value) {
    return write(key, () -> delegate().remove(key, value));
  }

  @Override
  public CompletableFuture<Boolean> remove(K key, long version) {
    return write(key, () -> delegate().remove(key, version));
  }

  @Override
  public CompletableFuture<Versioned<V>> replace(K key, V value) {
    return write(key, () -> delegate().replace(key, value));
  }

  @Override
  public CompletableFuture<Boolean> replace(K key, V oldValue, V newValue) {
    return write(key, () -> delegate().replace(key, oldValue, newValue));
  }

  @Override
  public CompletableFuture<Boolean> replace(K key, long oldVersion, V newValue) {
    return write(key, () -> delegate().replace(key, oldVersion, newValue));
  }

  @Override
  public CompletableFuture<Void> clear() {
    return guard.write(() -> forgettingAll(delegate().clear()));
  }

  private CompletableFuture<Void> forgettingAll(CompletableFuture<Void> written) {
    return cache == null ? written : written.whenComplete((r, e) -> cache.forgetAll());
  }

  @Override
  public AsyncDistributedSet<K> keySet() {
    return keys;
  }

  @Override
  public AsyncDistributedCollection<Versioned<V>> values() {
    return values;
  }

  @Override
  public AsyncDistributedSet<Map.Entry<K, Versioned<V>>> entrySet() {
    return entries;
  }

  CallGuard guard() {
    return guard;
  }

  Codec<K, V> codec() {
    return codec;
  }

  MulticastMapProxy proxy() {
    return proxy;
  }

  /**
   * Removes keys, as many in a message as fit well, and tells whether there was one of them. The
   * caller has made sure that the map may be changed.
   */
  CompletableFuture<Boolean> removeKeys(Set<String> encoded) {
    return forgetting(encoded, Removals.ofKeys(proxy, encoded));
  }

  /** Removes entries, each if it still has its version, and tells whether there was one. */
  CompletableFuture<Boolean> removeUnchanged(List<Map.Entry<String, Versioned<byte[]>>> unchanged) {
    return forgetting(
        unchanged.stream().map(Map.Entry::getKey).toList(), Removals.ofUnchanged(proxy, unchanged));
  }

  <T> CompletableFuture<T> forgetting(Collection<String> encoded, CompletableFuture<T> written) {
    return cache == null
        ? written
        : written.whenComplete((r, e) -> cache.forget(encoded, codec::decodeKey));
  }

  @Override
  public CompletableFuture<Void> addListener(
      AtomicMapEventListener<K, V> listener, Executor executor) {
    return guard.read(
        () -> {
          Objects.requireNonNull(listener, "listener");
          Objects.requireNonNull(executor, "executor");
          missed.add(listener, executor);
          CompletableFuture<Void> added = delegate().addListener(listener, executor);
          return added.whenComplete(
              (done, error) -> {
                if (error != null) {
                  // Otherwise the next one would be taken for the second, and nothing be asked for.
                  removeListener(listener);
                }
              });
        });
  }

  @Override
  public CompletableFuture<Void> removeListener(AtomicMapEventListener<K, V> listener) {
    return guard.read(
        () -> {
          missed.remove(listener);
          return delegate().removeListener(Objects.requireNonNull(listener, "listener"));
        });
  }

  @Override
  public CompletableFuture<Boolean> prepare(TransactionLog<MapUpdate<K, V>> transactionLog) {
    return guard.write(
        () ->
            write(
                transactionLog.records().stream().map(MapUpdate::key).toList(),
                () -> delegate().prepare(transactionLog)));
  }

  @Override
  public CompletableFuture<Void> commit(TransactionId transactionId) {
    return guard.write(() -> forgettingAll(delegate().commit(transactionId)));
  }

  @Override
  public CompletableFuture<Void> rollback(TransactionId transactionId) {
    return guard.write(() -> delegate().rollback(transactionId));
  }

  @Override
  public CompletableFuture<Void> delete() {
    return guard.write(() -> delegate().delete());
  }

  @Override
  public CompletableFuture<Void> close() {
    guard.close();
    watches.close();
    return delegate().close();
  }

  @Override
  public MulticastMap<K, V> sync(Duration operationTimeout) {
    return new BlockingMulticastMap<>(this, new BlockingCalls(guard.instance(), operationTimeout));
  }
}
