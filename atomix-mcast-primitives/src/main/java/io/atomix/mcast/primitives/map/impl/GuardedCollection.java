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

import io.atomix.core.collection.AsyncDistributedCollection;
import io.atomix.core.collection.impl.TranscodingAsyncDistributedCollection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A view of a map that changes it only as the map itself would, so not if that is read-only. */
final class GuardedCollection<E> extends TranscodingAsyncDistributedCollection<E, E> {
  private final Supplier<CompletableFuture<Void>> clearing;

  GuardedCollection(
      AsyncDistributedCollection<E> backing, Supplier<CompletableFuture<Void>> clearing) {
    super(backing, Function.identity(), Function.identity());
    this.clearing = clearing;
  }

  @Override
  public CompletableFuture<Void> clear() {
    return clearing.get();
  }
}
