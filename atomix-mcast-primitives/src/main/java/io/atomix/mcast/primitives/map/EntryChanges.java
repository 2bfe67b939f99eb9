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
 * Changes that one message has made: a write of one entry or of several, a transaction, or the end
 * of an entry's time to live. Of an entry that it changed more than once, this has what is there in
 * the end. Immutable.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param message the name of the message, the same for every watch of the map and no other
 *     message's
 * @param partitions the partitions in which it has changed something
 * @param written the entries that are there since
 * @param removed the keys of those that are not
 * @param unreadable the keys of entries that were written with a value that cannot be read here,
 *     and why; empty as a rule
 * @param withoutKey why a change cannot be read of which not even the key can; empty as a rule
 */
public record EntryChanges<K, V>(
    String message,
    Set<PartitionId> partitions,
    Map<K, Versioned<V>> written,
    Set<K> removed,
    Map<K, UnreadableValueException> unreadable,
    List<UnreadableValueException> withoutKey) {
  /** Copies all of it. */
  public EntryChanges {
    partitions = Collections.unmodifiableSet(new LinkedHashSet<>(partitions));
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
    unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    withoutKey = List.copyOf(withoutKey);
  }
}
