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

import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Entries of a {@link MulticastMap} at one moment, for a watch. Immutable.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param entries the entries
 * @param unreadable the keys of entries whose value cannot be read here, and why; empty as a rule
 * @param withoutKey why an entry cannot be read of which not even the key can; empty as a rule
 * @param lost the partitions of which changes were not told before and are gone; empty if this is
 *     the beginning of the watch
 * @param position the moment
 */
public record MapState<K, V>(
    Map<K, Versioned<V>> entries,
    Map<K, UnreadableValueException> unreadable,
    List<UnreadableValueException> withoutKey,
    Set<PartitionId> lost,
    MapPosition position) {
  /** Copies all of it. */
  public MapState {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    withoutKey = List.copyOf(withoutKey);
    lost = Collections.unmodifiableSet(new LinkedHashSet<>(lost));
  }
}
