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

import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.map.AsyncMapPage;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.utils.time.Versioned;
import java.util.Map;

/** Waits for the pages of an {@link AsyncMapPage}. */
record BlockingMapPage<K, V>(AsyncMapPage<K, V> async, BlockingCalls calls)
    implements MapPage<K, V> {

  @Override
  public Map<K, Versioned<V>> entries() {
    return async.entries();
  }

  @Override
  public boolean hasMore() {
    return async.hasMore();
  }

  @Override
  public MapPage<K, V> next() {
    return new BlockingMapPage<>(calls.complete(async.next()), calls);
  }

  @Override
  public void close() {
    async.close();
  }
}
