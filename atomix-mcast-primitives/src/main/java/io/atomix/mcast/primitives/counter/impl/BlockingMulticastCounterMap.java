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

import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Synchronous;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/** A counter map for callers that wait. */
final class BlockingMulticastCounterMap<K> extends Synchronous<AsyncMulticastCounterMap<K>>
    implements MulticastCounterMap<K> {
  private final MulticastCounterMapProxy<K> map;
  private final BlockingCalls calls;

  BlockingMulticastCounterMap(MulticastCounterMapProxy<K> map, BlockingCalls calls) {
    super(map);
    this.map = map;
    this.calls = calls;
  }

  @Override
  public void addAll(Map<? extends K, Long> deltas) {
    calls.complete(map.addAll(deltas));
  }

  @Override
  public Map<K, Long> addAllAndGet(Map<? extends K, Long> deltas) {
    return calls.complete(map.addAllAndGet(deltas));
  }

  @Override
  public Map<K, Long> getAll(Collection<? extends K> keys) {
    return calls.complete(map.getAll(keys));
  }

  @Override
  public long sum() {
    return calls.complete(map.sum());
  }

  @Override
  public CounterTransaction<K, CounterResult<K>, CounterUpdate<K>> transaction() {
    return CounterTransactionDraft.empty(map.name(), Committer.waiting(map.transactions(), calls));
  }

  @Override
  public long incrementAndGet(K key) {
    return calls.complete(map.incrementAndGet(key));
  }

  @Override
  public long decrementAndGet(K key) {
    return calls.complete(map.decrementAndGet(key));
  }

  @Override
  public long getAndIncrement(K key) {
    return calls.complete(map.getAndIncrement(key));
  }

  @Override
  public long getAndDecrement(K key) {
    return calls.complete(map.getAndDecrement(key));
  }

  @Override
  public long addAndGet(K key, long delta) {
    return calls.complete(map.addAndGet(key, delta));
  }

  @Override
  public long getAndAdd(K key, long delta) {
    return calls.complete(map.getAndAdd(key, delta));
  }

  @Override
  public long get(K key) {
    return calls.complete(map.get(key));
  }

  @Override
  public long put(K key, long newValue) {
    return calls.complete(map.put(key, newValue));
  }

  @Override
  public long putIfAbsent(K key, long newValue) {
    return calls.complete(map.putIfAbsent(key, newValue));
  }

  @Override
  public boolean replace(K key, long expectedOldValue, long newValue) {
    return calls.complete(map.replace(key, expectedOldValue, newValue));
  }

  @Override
  public long remove(K key) {
    return calls.complete(map.remove(key));
  }

  @Override
  public boolean remove(K key, long value) {
    return calls.complete(map.remove(key, value));
  }

  @Override
  public int size() {
    return calls.complete(map.size());
  }

  @Override
  public boolean isEmpty() {
    return calls.complete(map.isEmpty());
  }

  @Override
  public void clear() {
    calls.complete(map.clear());
  }

  @Override
  public void delete() {
    calls.complete(map.delete());
  }

  @Override
  public void close() {
    calls.complete(map.close());
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    map.addStateChangeListener(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    map.removeStateChangeListener(listener);
  }

  @Override
  public AsyncMulticastCounterMap<K> async() {
    return map;
  }
}
