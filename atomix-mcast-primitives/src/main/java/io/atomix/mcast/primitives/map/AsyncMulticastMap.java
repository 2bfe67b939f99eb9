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
package io.atomix.mcast.primitives.map;

import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.primitive.DistributedPrimitive;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * {@link MulticastMap} for callers that do not block. Operations that conflict take effect in the
 * order of the calls. Every failure, also one of bad arguments, is the failure of the future, with
 * the exception that {@link MulticastMap} throws; methods that return a future throw nothing. (The
 * steps of a transaction return none, and check their arguments themselves.) Futures complete on
 * the primitive's thread.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface AsyncMulticastMap<K, V> extends AsyncAtomicMap<K, V> {

  /** Returns several entries as they were at one moment; see {@link MulticastMap#getAll}. */
  CompletableFuture<Map<K, Versioned<V>>> getAll(Collection<? extends K> keys);

  /** Writes several entries at once; see {@link MulticastMap#putAll}. */
  CompletableFuture<Void> putAll(Map<? extends K, ? extends V> entries);

  /**
   * Writes several entries at once that live for a time; see {@link MulticastMap#putAll(Map,
   * Duration)}.
   */
  CompletableFuture<Void> putAll(Map<? extends K, ? extends V> entries, Duration ttl);

  /** Sets how long an entry lives, if there is one; see {@link MulticastMap#touch}. */
  CompletableFuture<Boolean> touch(K key, Duration ttl);

  /**
   * Writes several entries at once and returns those that were there before; see {@link
   * MulticastMap#getAndPutAll}.
   */
  CompletableFuture<Map<K, Versioned<V>>> getAndPutAll(Map<? extends K, ? extends V> entries);

  /**
   * Writes several entries at once and returns them with their versions; see {@link
   * MulticastMap#putAllAndGet}.
   */
  CompletableFuture<Map<K, Versioned<V>>> putAllAndGet(Map<? extends K, ? extends V> entries);

  /** Removes several entries at once; see {@link MulticastMap#removeAll}. */
  CompletableFuture<Void> removeAll(Collection<? extends K> keys);

  /** Removes several entries at once and returns them; see {@link MulticastMap#getAndRemoveAll}. */
  CompletableFuture<Map<K, Versioned<V>>> getAndRemoveAll(Collection<? extends K> keys);

  /** Returns all entries as they were at one moment; see {@link MulticastMap#snapshot}. */
  CompletableFuture<Map<K, Versioned<V>>> snapshot();

  /** Returns the entries that a filter finds; see {@link MulticastMap#snapshot(Filter)}. */
  CompletableFuture<AsyncMapPage<K, V>> snapshot(Filter<? extends K> filter);

  /** Tells a listener of every change from a moment on; see {@link MulticastMap#watch}. */
  CompletableFuture<MapWatch> watch(WatchFrom from, MapWatchListener<K, V> listener);

  /** Watches with an executor that calls the listener, one call at a time. */
  CompletableFuture<MapWatch> watch(
      WatchFrom from, MapWatchListener<K, V> listener, Executor executor);

  /** Keeps a copy of the map in memory; see {@link MulticastMap#mirror}. */
  CompletableFuture<MapMirror<K, V>> mirror();

  /** Returns the position of a moment behind the call; see {@link MulticastMap#position}. */
  CompletableFuture<MapPosition> position();

  /** Begins a transaction: conditions, and what to do if they all hold or do not. */
  MapTransaction<
          K, V, CompletableFuture<MapResult<K, V>>, CompletableFuture<VersionedMapResult<K, V>>>
      transaction();

  @Override
  default MulticastMap<K, V> sync() {
    return sync(Duration.ofMillis(DistributedPrimitive.DEFAULT_OPERATION_TIMEOUT_MILLIS));
  }

  @Override
  MulticastMap<K, V> sync(Duration operationTimeout);
}
