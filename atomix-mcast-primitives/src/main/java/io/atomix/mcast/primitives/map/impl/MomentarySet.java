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
import io.atomix.core.set.AsyncDistributedSet;
import io.atomix.core.set.impl.TranscodingAsyncDistributedSet;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A set of Atomix's whose iterators show one moment. */
final class MomentarySet<E> extends TranscodingAsyncDistributedSet<E, E> {
  private final Supplier<AsyncIterator<E>> iterators;
  private final Function<Collection<? extends E>, CompletableFuture<Boolean>> containsAll;

  MomentarySet(
      AsyncDistributedSet<E> backing,
      Supplier<AsyncIterator<E>> iterators,
      Function<Collection<? extends E>, CompletableFuture<Boolean>> containsAll) {
    super(backing, Function.identity(), Function.identity());
    this.iterators = iterators;
    this.containsAll = containsAll;
  }

  @Override
  public AsyncIterator<E> iterator() {
    return iterators.get();
  }

  @Override
  public CompletableFuture<Boolean> containsAll(Collection<? extends E> elements) {
    return containsAll.apply(elements);
  }
}
