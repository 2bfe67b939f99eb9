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

import io.atomix.core.iterator.AsyncIterator;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/**
 * Iterates over the entries of a map as of one moment, fetching them as they are wanted. For one
 * caller at a time, as Atomix's iterators are.
 */
final class PointInTimeIterator<E> implements AsyncIterator<E> {
  private final MapView<?, ?, E> view;
  private final MapSnapshot snapshot;
  private volatile Iterator<Map.Entry<String, Versioned<byte[]>>> piece =
      Collections.emptyIterator();
  private volatile Map.Entry<String, Versioned<byte[]>> last;

  PointInTimeIterator(MapView<?, ?, E> view, MapSnapshot snapshot) {
    this.view = view;
    this.snapshot = snapshot;
  }

  @Override
  public CompletableFuture<Boolean> hasNext() {
    return view.read(this::fetch);
  }

  private CompletableFuture<Boolean> fetch() {
    if (piece.hasNext()) {
      return CompletableFuture.completedFuture(true);
    }
    return snapshot
        .nextPiece()
        .thenCompose(
            entries -> {
              if (entries == null) {
                return CompletableFuture.completedFuture(false);
              }
              piece = entries.iterator();
              return fetch();
            });
  }

  @Override
  public CompletableFuture<E> next() {
    return view.read(() -> fetch().thenApply(this::take));
  }

  private E take(boolean more) {
    if (!more) {
      throw new NoSuchElementException("Map '" + view.name() + "': there are no more elements");
    }
    last = piece.next();
    return view.element(last);
  }

  /** Returns the entry of what was returned last. */
  Map.Entry<String, Versioned<byte[]>> last() {
    return last;
  }

  @Override
  public CompletableFuture<Void> close() {
    snapshot.release();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Iterator<E> sync(Duration timeout) {
    return new BlockingMapIterator<>(view, this, view.blocking(timeout));
  }
}
