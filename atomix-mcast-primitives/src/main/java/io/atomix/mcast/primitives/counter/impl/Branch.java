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

import io.atomix.mcast.primitives.counter.CounterOperations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The operations of a branch of a transaction. A key is in at most one of the changes.
 *
 * @param reads counters to read
 * @param deltas what to add to counters
 * @param values what to set counters to
 * @param removed counters to remove
 */
record Branch<K>(Set<K> reads, Map<K, Long> deltas, Map<K, Long> values, Set<K> removed)
    implements CounterOperations<K> {

  static <K> Branch<K> empty() {
    return new Branch<>(Set.of(), Map.of(), Map.of(), Set.of());
  }

  boolean isEmpty() {
    return reads.isEmpty() && changed().isEmpty();
  }

  /** Returns the counters that it changes. */
  Set<K> changed() {
    Set<K> changed = new LinkedHashSet<>(deltas.keySet());
    changed.addAll(values.keySet());
    changed.addAll(removed);
    return changed;
  }

  @Override
  public Branch<K> get(K key) {
    return new Branch<>(with(reads, checkNotNull(key)), deltas, values, removed);
  }

  @Override
  public Branch<K> add(K key, long delta) {
    checkUnchanged(key);
    return new Branch<>(reads, with(deltas, key, delta), values, removed);
  }

  @Override
  public Branch<K> put(K key, long value) {
    checkUnchanged(key);
    return new Branch<>(reads, deltas, with(values, key, value), removed);
  }

  @Override
  public Branch<K> remove(K key) {
    checkUnchanged(key);
    return new Branch<>(reads, deltas, values, with(removed, key));
  }

  private void checkUnchanged(K key) {
    checkNotNull(key);
    if (deltas.containsKey(key) || values.containsKey(key) || removed.contains(key)) {
      throw new IllegalArgumentException(
          "Transaction on counters: a branch changes counter '%s' twice; change it once"
              .formatted(key));
    }
  }

  private static <K> K checkNotNull(K key) {
    if (key == null) {
      throw new NullPointerException("Transaction on counters: a key is null");
    }
    return key;
  }

  private static <E> Set<E> with(Set<E> set, E element) {
    Set<E> copy = new LinkedHashSet<>(set);
    copy.add(element);
    return Collections.unmodifiableSet(copy);
  }

  private static <K> Map<K, Long> with(Map<K, Long> map, K key, long value) {
    Map<K, Long> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return Collections.unmodifiableMap(copy);
  }
}
