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
package io.atomix.mcast.primitives.counter;

import java.util.Map;

/**
 * Result of a {@link CounterTransaction}, with the new values of the counters that it changed.
 *
 * @param <K> type of the keys
 * @param succeeded whether all conditions held, and {@code then} was done
 * @param values the counters that the branch that was done reads, as they were before its changes;
 *     immutable
 * @param newValues the counters that it changes, as they were after that (0 if it removed them);
 *     immutable
 */
public record CounterUpdate<K>(boolean succeeded, Map<K, Long> values, Map<K, Long> newValues) {

  /** Copies the values. */
  public CounterUpdate {
    values = Map.copyOf(values);
    newValues = Map.copyOf(newValues);
  }
}
