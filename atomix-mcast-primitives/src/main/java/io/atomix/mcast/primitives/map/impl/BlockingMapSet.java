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

import io.atomix.core.set.AsyncDistributedSet;
import io.atomix.core.set.DistributedSet;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import java.util.HashSet;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;

/** A map as a set, for callers that wait; equal to sets that have the same elements. */
final class BlockingMapSet<E> extends BlockingMapView<E> implements DistributedSet<E> {
  private final MapSetView<?, ?, E> view;

  BlockingMapSet(MapSetView<?, ?, E> view, BlockingCalls calls) {
    super(view, calls);
    this.view = view;
  }

  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.DISTINCT);
  }

  @Override
  public AsyncDistributedSet<E> async() {
    return view;
  }

  /** Returns whether the other has the elements that this has at one moment. */
  @Override
  public boolean equals(Object other) {
    return other == this || other instanceof Set<?> set && set.equals(new HashSet<>(copy()));
  }

  @Override
  public int hashCode() {
    return new HashSet<>(copy()).hashCode();
  }
}
