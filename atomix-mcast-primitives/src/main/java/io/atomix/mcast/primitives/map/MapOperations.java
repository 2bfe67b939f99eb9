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

import java.time.Duration;

/**
 * Builds the list of operations that a branch of a {@link MapTransaction} carries out. Each method
 * returns the list with one operation more and leaves the old one as it was; so return what the
 * last one gave. The order of the operations means nothing: all reads see the map as the conditions
 * saw it, before the writes, and a key is put, touched or removed at most once.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface MapOperations<K, V> {

  /** Reads an entry; see {@link MapResult#values}. */
  MapOperations<K, V> get(K key);

  /**
   * Writes an entry, which then has no time to live.
   *
   * @throws IllegalArgumentException if the branch writes this key already
   */
  MapOperations<K, V> put(K key, V value);

  /**
   * Writes an entry that lives for a time, as {@link MulticastMap#put(Object, Object, Duration)}
   * does.
   *
   * @param ttl by the log's time, and at least a millisecond
   * @throws IllegalArgumentException if the branch writes this key already, or the time is zero or
   *     negative
   */
  MapOperations<K, V> put(K key, V value, Duration ttl);

  /**
   * Sets how long an entry lives from now on, if there is one; see {@link MulticastMap#touch}. That
   * it is there is told by {@link VersionedMapResult#versions}, and by a {@link #get} of the key.
   *
   * @param ttl by the log's time, and at least a millisecond
   * @throws IllegalArgumentException if the branch writes this key already, or the time is zero or
   *     negative
   */
  MapOperations<K, V> touch(K key, Duration ttl);

  /**
   * Removes an entry, if it exists.
   *
   * @throws IllegalArgumentException if the branch writes this key already
   */
  MapOperations<K, V> remove(K key);
}
