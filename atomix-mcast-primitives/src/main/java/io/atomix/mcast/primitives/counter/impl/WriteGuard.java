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
package io.atomix.mcast.primitives.counter.impl;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Keeps changes from being sent through an instance that was built read-only.
 *
 * @param name the map's name, for errors
 * @param readOnly whether changes are refused
 */
record WriteGuard(String name, boolean readOnly) {

  /** Sends a change, or fails with {@link UnsupportedOperationException}. */
  <T> CompletableFuture<T> write(Supplier<CompletableFuture<T>> change) {
    if (readOnly) {
      return CompletableFuture.failedFuture(
          new UnsupportedOperationException(
              "Counter map '%s' was built read-only; it cannot be changed through this instance"
                  .formatted(name)));
    }
    return change.get();
  }
}
