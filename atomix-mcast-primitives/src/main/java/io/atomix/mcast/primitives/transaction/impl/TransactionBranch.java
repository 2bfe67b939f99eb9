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
package io.atomix.mcast.primitives.transaction.impl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Operations of one branch of a transaction. It is not changed once it is made.
 *
 * @param <K> type of the keys
 * @param <W> type of the changes
 * @param reads keys to read
 * @param changes what to do to keys, one change for each
 */
public record TransactionBranch<K, W>(Set<K> reads, Map<K, W> changes) {

  /** Returns a branch that does nothing. */
  public static <K, W> TransactionBranch<K, W> empty() {
    return new TransactionBranch<>(Set.of(), Map.of());
  }

  /** Returns whether it does nothing. */
  public boolean isEmpty() {
    return reads.isEmpty() && changes.isEmpty();
  }

  /** Returns the branch with one key more to read. */
  public TransactionBranch<K, W> reading(K key) {
    Set<K> more = new LinkedHashSet<>(reads);
    more.add(key);
    return new TransactionBranch<>(Collections.unmodifiableSet(more), changes);
  }

  /**
   * Returns the branch with one change more.
   *
   * @param subject names the transaction, for errors
   * @param shown the key as its user wrote it, for errors
   * @throws IllegalArgumentException if it changes this key already
   */
  public TransactionBranch<K, W> changing(K key, W change, String subject, Object shown) {
    Map<K, W> more = new LinkedHashMap<>(changes);
    if (more.put(key, change) != null) {
      throw new IllegalArgumentException(
          "%s: a branch changes key '%s' twice; change it once".formatted(subject, shown));
    }
    return new TransactionBranch<>(reads, Collections.unmodifiableMap(more));
  }

  /** Returns the branch with other names for its keys. */
  <N> TransactionBranch<N, W> named(Function<? super K, N> names) {
    Set<N> namedReads = new LinkedHashSet<>();
    reads.forEach(key -> namedReads.add(names.apply(key)));
    Map<N, W> namedChanges = new LinkedHashMap<>();
    changes.forEach((key, change) -> namedChanges.put(names.apply(key), change));
    return new TransactionBranch<>(namedReads, namedChanges);
  }
}
