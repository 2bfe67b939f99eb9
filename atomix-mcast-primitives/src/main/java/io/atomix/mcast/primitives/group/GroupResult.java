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
package io.atomix.mcast.primitives.group;

import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.utils.time.Versioned;
import java.util.Map;

/** Result of a {@link GroupTransaction}. */
public interface GroupResult {

  /** Returns whether all conditions held, and all operations were done. */
  boolean succeeded();

  /**
   * Returns what the operations read in a map, as it was before their changes, whether the
   * conditions held or not; entries that do not exist are missing.
   *
   * @throws IllegalArgumentException if the transaction read nothing there
   */
  <K, V> Map<K, Versioned<V>> values(MulticastMap<K, V> map);

  /**
   * Returns what the operations read in a counter map, as it was before their changes, whether the
   * conditions held or not.
   *
   * @throws IllegalArgumentException if the transaction read nothing there
   */
  <K> Map<K, Long> values(MulticastCounterMap<K> counters);
}
