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

import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MulticastMap;
import java.util.function.UnaryOperator;

/**
 * Builds the list of operations that a {@link GroupTransaction} carries out. Each method returns
 * the list with more operations and leaves the old one as it was; so return what the last one gave.
 * The order of the operations means nothing: all reads see what the conditions saw, before the
 * changes, and a key of a primitive is changed at most once.
 */
public interface GroupOperations {

  /** Adds operations on a map; see {@link GroupTransaction#on(MulticastMap)} for what it may be. */
  <K, V> GroupOperations on(MulticastMap<K, V> map, UnaryOperator<MapOperations<K, V>> operations);

  /** Adds operations on a counter map. */
  <K> GroupOperations on(
      MulticastCounterMap<K> counters, UnaryOperator<CounterOperations<K>> operations);
}
