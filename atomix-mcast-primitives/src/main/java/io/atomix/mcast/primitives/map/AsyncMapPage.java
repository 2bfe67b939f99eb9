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
import java.util.concurrent.CompletableFuture;

/**
 * {@link MapPage} for callers that do not block. Every failure to get the next page is the failure
 * of its future.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface AsyncMapPage<K, V> {

  /** Returns the entries; see {@link MapPage#entries}. */
  Map<K, Versioned<V>> entries();

  /** Returns whether there are more; see {@link MapPage#hasMore}. */
  boolean hasMore();

  /** Fetches the next page; see {@link MapPage#next}. */
  CompletableFuture<AsyncMapPage<K, V>> next();

  /** Ends the read; see {@link MapPage#close}. Waits for nobody. */
  CompletableFuture<Void> close();
}
