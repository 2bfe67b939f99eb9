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
import io.atomix.core.iterator.SyncIterator;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import java.util.List;

/**
 * An iterator for callers that wait, which can remove what it returned last, if that is still as it
 * was returned.
 */
final class BlockingMapIterator<E> implements SyncIterator<E> {
  private final MapView<?, ?, E> view;
  private final PointInTimeIterator<E> iterator;
  private final BlockingCalls calls;
  private boolean removable;

  BlockingMapIterator(MapView<?, ?, E> view, PointInTimeIterator<E> iterator, BlockingCalls calls) {
    this.view = view;
    this.iterator = iterator;
    this.calls = calls;
  }

  @Override
  public boolean hasNext() {
    return calls.complete(iterator.hasNext());
  }

  @Override
  public E next() {
    // An unreadable entry is passed over, and is not the last that was returned.
    removable = false;
    E next = calls.complete(iterator.next());
    removable = true;
    return next;
  }

  @Override
  public void remove() {
    if (!removable) {
      throw new IllegalStateException(
          "Map '%s': nothing to remove; call next() first, and remove() once after it"
              .formatted(view.name()));
    }
    calls.complete(view.write(() -> view.removeEntries(List.of(iterator.last()))));
    removable = false;
  }

  @Override
  public void close() {
    calls.complete(iterator.close());
  }

  @Override
  public AsyncIterator<E> async() {
    return iterator;
  }
}
