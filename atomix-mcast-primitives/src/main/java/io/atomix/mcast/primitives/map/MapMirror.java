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

import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.utils.time.Versioned;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Copy of a {@link MulticastMap} in the memory of this program, which follows the map's changes. It
 * is always what the map was at one moment, over all partitions: nobody ever sees a half of a
 * transaction in it, or something without what came before it. It may be behind the map; {@link
 * #awaitAtLeast} waits until it is not behind a position. Reads ask nobody.
 *
 * <p>Once it is closed, with its map or by itself, or has ended because the map was deleted or its
 * session is not to be recovered, reads fail with an {@link IllegalStateException}, and so do the
 * futures that wait. Thread-safe.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface MapMirror<K, V> extends AutoCloseable {
  /** Returns an entry, or null. */
  Versioned<V> get(K key);

  /** Returns the entries of these keys that exist, of one moment; immutable. */
  Map<K, Versioned<V>> getAll(Collection<? extends K> keys);

  /** Returns the number of entries. */
  int size();

  /** Returns a copy of all entries, of one moment; immutable. */
  Map<K, Versioned<V>> entries();

  /**
   * Calls a function with all entries of one moment, and returns what it returns. The mirror does
   * not go on meanwhile. The function must not keep the map, which it cannot change.
   */
  <R> R read(Function<Map<K, Versioned<V>>, R> function);

  /**
   * Returns the keys of entries whose value cannot be read here, and why; these are not among the
   * entries. Empty as a rule.
   */
  Map<K, UnreadableValueException> unreadable();

  /** Returns the moment of which it is a copy. */
  MapPosition position();

  /**
   * Completes when the mirror has everything up to a position: that of {@link
   * MulticastMap#position}, asked for after a write, to see the write here.
   *
   * @throws IllegalArgumentException as the failure of the future, if the position is of another
   *     map, or of one that was deleted and created anew
   */
  CompletableFuture<Void> awaitAtLeast(MapPosition position);

  /** Returns whether it follows no more. */
  boolean isClosed();

  /** Ends it. Never waits, and never fails. */
  @Override
  void close();
}
