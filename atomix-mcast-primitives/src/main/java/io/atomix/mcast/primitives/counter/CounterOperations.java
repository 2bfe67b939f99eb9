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

/**
 * Builds the list of operations that a branch of a {@link CounterTransaction} carries out. Each
 * method returns the list with one operation more and leaves the old one as it was; so return what
 * the last one gave. The order of the operations means nothing: all reads see the counters as the
 * conditions saw them, before the changes, and a counter is changed at most once.
 *
 * @param <K> type of the keys
 */
public interface CounterOperations<K> {

  /** Reads a counter; see {@link CounterResult#values}. */
  CounterOperations<K> get(K key);

  /**
   * Adds to a counter.
   *
   * @param delta may be negative
   * @throws IllegalArgumentException if the branch changes this counter already
   */
  CounterOperations<K> add(K key, long delta);

  /**
   * Sets a counter.
   *
   * @throws IllegalArgumentException if the branch changes this counter already
   */
  CounterOperations<K> put(K key, long value);

  /**
   * Removes a counter.
   *
   * @throws IllegalArgumentException if the branch changes this counter already
   */
  CounterOperations<K> remove(K key);
}
