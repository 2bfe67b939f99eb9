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

import io.atomix.core.map.AtomicCounterMap;
import java.util.Collection;
import java.util.Map;

/**
 * An {@link AtomicCounterMap} whose counters can be read and changed several at once, whichever
 * partitions they are in. Needs the protocol {@code generic-multicast}. Every operation is one
 * message to no more than the partitions of the counters that it names; all are strictly
 * serializable with each other and with what they share with {@code AtomicCounterMap}.
 *
 * <p>A counter that was never set reads as 0. As in {@code AtomicCounterMap}, adding to a counter,
 * be it 0, brings it into being: it counts in {@link #size} until it is removed, whatever its
 * value. Arithmetic is that of {@code long} and wraps around; so {@link #sum} is right whenever the
 * true sum fits into a {@code long}, even if a part of it does not.
 *
 * <p>Keys are never null. A null, or an empty collection of keys, is refused with a {@link
 * NullPointerException} or {@link IllegalArgumentException} before anything is sent; whatever fails
 * later fails with a {@link io.atomix.primitive.PrimitiveException}, as in Atomix's own primitives.
 * An instance that was built read-only refuses every change, {@link #delete} among them, with an
 * {@link UnsupportedOperationException}, and sends nothing. Thread-safe; calls block, at most for
 * as long as {@link AsyncMulticastCounterMap#sync} says.
 *
 * @param <K> type of the keys
 */
public interface MulticastCounterMap<K> extends AtomicCounterMap<K> {

  /**
   * Adds to several counters at once: a transfer is {@code {a: -10, b: +10}}. Such additions
   * commute, and never wait for each other; whoever reads afterwards sees all of it.
   *
   * @param deltas what to add to each counter; may be negative
   */
  void addAll(Map<? extends K, Long> deltas);

  /**
   * Adds to several counters at once and returns what they are then. Without conflict this costs no
   * more than {@link #addAll}; but unlike that, it waits for the additions before it, and those
   * after it wait for it.
   *
   * @param deltas what to add to each counter; may be negative
   * @return the new values of these counters
   */
  Map<K, Long> addAllAndGet(Map<? extends K, Long> deltas);

  /** Returns the values of several counters at one moment; of each key, 0 if it was never set. */
  Map<K, Long> getAll(Collection<? extends K> keys);

  /** Returns the sum of all counters at one moment. */
  long sum();

  /** Begins a transaction: conditions, and what to do if they all hold or do not. */
  CounterTransaction<K, CounterResult<K>, CounterUpdate<K>> transaction();

  @Override
  AsyncMulticastCounterMap<K> async();
}
