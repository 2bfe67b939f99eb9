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

import io.atomix.utils.time.Versioned;
import java.util.Map;

/**
 * Entries of a {@link MulticastMap} that a {@link Filter} found, as they were at one moment; the
 * pages that follow are of the same moment, whatever is written meanwhile. Thread-safe.
 *
 * <p>While there is more, the partitions may keep what the filter found, until the last page is
 * read, a page is closed, or the client's session ends. Of 16 begun by one client and not read to
 * their end, snapshots included, the oldest is dropped: then the next page fails with a {@link
 * io.atomix.primitive.PrimitiveException}, and the read is to begin again.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface MapPage<K, V> extends AutoCloseable {

  /**
   * Returns the entries, in the order of their keys.
   *
   * @return immutable
   * @throws UnreadableEntriesException if some cannot be read here; it has the others, and the next
   *     page can be read all the same
   */
  Map<K, Versioned<V>> entries();

  /** Returns whether the limit cut: whether at that moment there were more. */
  boolean hasMore();

  /**
   * Returns the next page. A page has one: whoever asks a second time is refused.
   *
   * @throws java.util.NoSuchElementException if there are no more
   * @throws IllegalStateException if it was asked for before, or the read is closed or has failed
   */
  MapPage<K, V> next();

  /** Ends the read: the partitions forget what they keep for it. Nothing happens after the last. */
  @Override
  void close();

  /** Returns the page for callers that do not block. */
  AsyncMapPage<K, V> async();
}
