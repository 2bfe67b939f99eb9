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
package io.atomix.mcast.lab.workload;

import io.atomix.core.map.AsyncAtomicMap;

/** A map that is filled with values of 100 bytes, to see what they take. */
public final class StoredMap {
  private static final int VALUE_BYTES = 100;

  private final AsyncAtomicMap<String, byte[]> map;

  private StoredMap(AsyncAtomicMap<String, byte[]> map) {
    this.map = map;
  }

  /** Opens the map on a contender. */
  public static StoredMap open(Stage stage, Contender contender) {
    return new StoredMap(stage.map(contender, "stored"));
  }

  /** Puts so many entries and waits until all are there. */
  public void fill(int keys) {
    Filling.fill(keys, i -> map.put("key-" + i, new byte[VALUE_BYTES]));
  }

  /** Removes all entries. */
  public void clear() {
    map.clear().join();
  }
}
