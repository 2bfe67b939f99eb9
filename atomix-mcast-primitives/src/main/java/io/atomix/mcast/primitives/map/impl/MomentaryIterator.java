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
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.time.Versioned;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Iterates over the entries of a map as of one moment, fetching them as they are wanted. For one
 * caller at a time, as Atomix's iterators are.
 */
final class MomentaryIterator<T> implements AsyncIterator<T> {
  private final Snapshot snapshot;
  private final Function<Map.Entry<String, Versioned<byte[]>>, T> view;
  private volatile Iterator<Map.Entry<String, Versioned<byte[]>>> piece =
      Collections.emptyIterator();

  MomentaryIterator(Snapshot snapshot, Function<Map.Entry<String, Versioned<byte[]>>, T> view) {
    this.snapshot = snapshot;
    this.view = view;
  }

  @Override
  public CompletableFuture<Boolean> hasNext() {
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
              return hasNext();
            });
  }

  @Override
  public CompletableFuture<T> next() {
    return hasNext()
        .thenCompose(
            more ->
                more
                    ? CompletableFuture.completedFuture(view.apply(piece.next()))
                    : Futures.exceptionalFuture(
                        new NoSuchElementException("The iterator has no more elements")));
  }

  @Override
  public CompletableFuture<Void> close() {
    snapshot.release();
    return CompletableFuture.completedFuture(null);
  }
}
