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

/**
 * Result of a {@link MapTransaction}, with the versions of the entries that it put or touched.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param succeeded whether all conditions held, and {@code then} was done
 * @param values the entries that the branch that was done reads, as they were before its writes;
 *     those that do not exist are missing; immutable
 * @param versions the versions, after the transaction, of the entries that the branch puts, and of
 *     those that it touches and that are there; one that had the same value before keeps its
 *     version; immutable
 */
public record VersionedMapResult<K, V>(
    boolean succeeded, Map<K, Versioned<V>> values, Map<K, Long> versions) {

  /** Copies values and versions. */
  public VersionedMapResult {
    values = Map.copyOf(values);
    versions = Map.copyOf(versions);
  }
}
