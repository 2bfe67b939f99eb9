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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.mcast.primitives.map.AsyncMapPage;
import io.atomix.mcast.primitives.map.UnreadableEntriesException;
import io.atomix.utils.time.Versioned;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A page of a {@link FilteredRead}. The last that was made is the one that may be continued. */
final class FilteredPage<K, V> implements AsyncMapPage<K, V> {
  private final DefaultAsyncMulticastMap<K, V> map;
  private final FilteredRead read;
  private final boolean more;
  private final AtomicBoolean closed;
  private final AtomicBoolean continued = new AtomicBoolean();
  private final Map<K, Versioned<V>> entries;
  private final UnreadableEntriesException unreadable;

  /**
   * Makes a page of what was read.
   *
   * @param closed whether the read is over, for all pages of it
   */
  FilteredPage(
      DefaultAsyncMulticastMap<K, V> map,
      FilteredRead read,
      AtomicBoolean closed,
      Map<String, Versioned<byte[]>> encoded) {
    this.map = map;
    this.read = read;
    this.more = read.hasMore();
    this.closed = closed;
    Map<K, Versioned<V>> decoded = Map.of();
    UnreadableEntriesException failure = null;
    try {
      decoded = map.codec().decode(encoded);
    } catch (UnreadableEntriesException e) {
      failure = e.of("a read with a filter");
    }
    this.entries = decoded;
    this.unreadable = failure;
  }

  @Override
  public Map<K, Versioned<V>> entries() {
    if (unreadable != null) {
      throw unreadable;
    }
    return entries;
  }

  @Override
  public boolean hasMore() {
    return more;
  }

  @Override
  public CompletableFuture<AsyncMapPage<K, V>> next() {
    return map.guard().read(this::fetch);
  }

  private CompletableFuture<AsyncMapPage<K, V>> fetch() {
    if (!more) {
      throw new NoSuchElementException(
          "Map '%s': this is the last page; ask hasMore() first".formatted(map.name()));
    } else if (closed.get()) {
      throw new IllegalStateException(
          "Map '%s': this read was closed, or has failed; begin again with snapshot(filter)"
              .formatted(map.name()));
    } else if (!continued.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "Map '%s': the page behind this one was asked for already; go on from that one"
              .formatted(map.name()));
    }
    return read.next()
        .whenComplete((page, error) -> closed.compareAndSet(false, error != null))
        .thenApply(page -> new FilteredPage<>(map, read, closed, page));
  }

  @Override
  public CompletableFuture<Void> close() {
    closed.set(true);
    read.close();
    return CompletableFuture.completedFuture(null);
  }
}
