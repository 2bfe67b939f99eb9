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
 * Result of a {@link MapTransaction}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param succeeded whether all conditions held, and {@code then} was done
 * @param values the entries that the branch that was done reads, as they were before its writes;
 *     those that do not exist are missing; immutable
 */
public record MapResult<K, V>(boolean succeeded, Map<K, Versioned<V>> values) {

  /** Copies the values. */
  public MapResult {
    values = Map.copyOf(values);
  }
}
