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

import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a watch is told; an entry that cannot be read here does not hide others. */
record WatchDecoder<K, V>(Codec<K, V> codec) {
  MapState<K, V> state(
      Map<String, Versioned<byte[]>> entries, Set<PartitionId> lost, MapPosition position) {
    DecodedEntries<K, V> decoded = new DecodedEntries<>(codec);
    entries.forEach(decoded::add);
    return new MapState<>(decoded.written, decoded.unreadable, decoded.withoutKey, lost, position);
  }

  MapChanges<K, V> changes(Map<PartitionId, List<StoredChanges>> changes, MapPosition position) {
    List<EntryChanges<K, V>> messages = new ArrayList<>();
    for (ChangeOrder.ChangingMessage message : ChangeOrder.of(changes)) {
      DecodedEntries<K, V> decoded = new DecodedEntries<>(codec);
      message
          .changes()
          .values()
          .forEach(each -> each.forEach(change -> decoded.add(change.key(), change.entry())));
      messages.add(
          new EntryChanges<>(
              message.name(),
              message.changes().keySet(),
              decoded.written,
              decoded.removed,
              decoded.unreadable,
              decoded.withoutKey));
    }
    return new MapChanges<>(messages, position);
  }

  private static final class DecodedEntries<K, V> {
    private final Codec<K, V> codec;
    private final Map<K, Versioned<V>> written = new LinkedHashMap<>();
    private final Set<K> removed = new LinkedHashSet<>();
    private final Map<K, UnreadableValueException> unreadable = new LinkedHashMap<>();
    private final List<UnreadableValueException> withoutKey = new ArrayList<>();

    DecodedEntries(Codec<K, V> codec) {
      this.codec = codec;
    }

    /** Adds an entry; what was stored as null is none in a map that knows no null. */
    void add(String encoded, Versioned<byte[]> entry) {
      K key;
      try {
        key = codec.decodeKey(encoded);
      } catch (UnreadableValueException e) {
        withoutKey.add(e);
        return;
      }
      if (entry == null || entry.value() == null && !codec.nullValues()) {
        removed.add(key);
        return;
      }
      try {
        written.put(key, codec.decodeEntry(key, entry));
      } catch (UnreadableValueException e) {
        unreadable.put(key, e);
      }
    }
  }
}
