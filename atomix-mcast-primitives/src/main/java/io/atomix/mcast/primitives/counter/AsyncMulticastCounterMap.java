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
package io.atomix.mcast.primitives.counter;

import io.atomix.core.map.AsyncAtomicCounterMap;
import io.atomix.primitive.DistributedPrimitive;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@link MulticastCounterMap} for callers that do not block. Operations that conflict take effect
 * in the order of the calls. Every failure, also one of bad arguments, is the failure of the
 * future, with the exception that {@link MulticastCounterMap} throws; methods that return a future
 * throw nothing. (The steps of a transaction return none, and check their arguments themselves.)
 * Futures complete on the primitive's thread.
 *
 * @param <K> type of the keys
 */
public interface AsyncMulticastCounterMap<K> extends AsyncAtomicCounterMap<K> {

  /** Adds to several counters at once; see {@link MulticastCounterMap#addAll}. */
  CompletableFuture<Void> addAll(Map<? extends K, Long> deltas);

  /**
   * Adds to several counters at once and returns what they are then; see {@link
   * MulticastCounterMap#addAllAndGet}.
   */
  CompletableFuture<Map<K, Long>> addAllAndGet(Map<? extends K, Long> deltas);

  /** Returns the values of several counters at one moment; of each key, 0 if it was never set. */
  CompletableFuture<Map<K, Long>> getAll(Collection<? extends K> keys);

  /** Returns the sum of all counters at one moment. */
  CompletableFuture<Long> sum();

  /** Begins a transaction: conditions, and what to do if they all hold or do not. */
  CounterTransaction<K, CompletableFuture<CounterResult<K>>, CompletableFuture<CounterUpdate<K>>>
      transaction();

  @Override
  default MulticastCounterMap<K> sync() {
    return sync(Duration.ofMillis(DistributedPrimitive.DEFAULT_OPERATION_TIMEOUT_MILLIS));
  }

  @Override
  MulticastCounterMap<K> sync(Duration operationTimeout);
}
