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

import io.atomix.core.collection.DistributedCollection;
import io.atomix.core.map.impl.BlockingAtomicMap;
import io.atomix.core.set.DistributedSet;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Waits for the results of a {@link DefaultAsyncMulticastMap}. */
final class BlockingMulticastMap<K, V> extends BlockingAtomicMap<K, V>
    implements MulticastMap<K, V> {
  private final DefaultAsyncMulticastMap<K, V> async;
  private final BlockingCalls calls;

  BlockingMulticastMap(DefaultAsyncMulticastMap<K, V> async, BlockingCalls calls) {
    super(async, calls.timeout().toMillis());
    this.async = async;
    this.calls = calls;
  }

  @Override
  protected <T> T complete(CompletableFuture<T> future) {
    return calls.complete(future);
  }

  @Override
  public void delete() {
    complete(async.delete());
  }

  @Override
  public void close() {
    complete(async.close());
  }

  @Override
  public Map<K, Versioned<V>> getAll(Collection<? extends K> keys) {
    return complete(async.getAll(keys));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    complete(async.putAll(entries));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries, Duration ttl) {
    complete(async.putAll(entries, ttl));
  }

  @Override
  public boolean touch(K key, Duration ttl) {
    return complete(async.touch(key, ttl));
  }

  @Override
  public Map<K, Versioned<V>> getAndPutAll(Map<? extends K, ? extends V> entries) {
    return complete(async.getAndPutAll(entries));
  }

  @Override
  public Map<K, Versioned<V>> putAllAndGet(Map<? extends K, ? extends V> entries) {
    return complete(async.putAllAndGet(entries));
  }

  @Override
  public void removeAll(Collection<? extends K> keys) {
    complete(async.removeAll(keys));
  }

  @Override
  public Map<K, Versioned<V>> getAndRemoveAll(Collection<? extends K> keys) {
    return complete(async.getAndRemoveAll(keys));
  }

  @Override
  public Map<K, Versioned<V>> snapshot() {
    return complete(async.snapshot());
  }

  @Override
  public MapPage<K, V> snapshot(Filter<? extends K> filter) {
    return new BlockingMapPage<>(complete(async.snapshot(filter)), calls);
  }

  @Override
  public MapWatch watch(WatchFrom from, MapWatchListener<K, V> listener) {
    return complete(async.watch(from, listener));
  }

  @Override
  public MapWatch watch(WatchFrom from, MapWatchListener<K, V> listener, Executor executor) {
    return complete(async.watch(from, listener, executor));
  }

  @Override
  public MapMirror<K, V> mirror() {
    return complete(async.mirror());
  }

  @Override
  public MapPosition position() {
    return complete(async.position());
  }

  @Override
  public MapTransaction<K, V, MapResult<K, V>, VersionedMapResult<K, V>> transaction() {
    return MapTransactionDraft.empty(
        async.codec(), Committer.waiting(new MapTransactions<>(async), calls));
  }

  @Override
  public DistributedSet<K> keySet() {
    return async.keySet().sync(calls.timeout());
  }

  @Override
  public DistributedCollection<Versioned<V>> values() {
    return async.values().sync(calls.timeout());
  }

  @Override
  public DistributedSet<Map.Entry<K, Versioned<V>>> entrySet() {
    return async.entrySet().sync(calls.timeout());
  }

  @Override
  public AsyncMulticastMap<K, V> async() {
    return async;
  }
}
