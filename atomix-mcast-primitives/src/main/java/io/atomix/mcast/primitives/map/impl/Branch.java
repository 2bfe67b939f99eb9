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

import io.atomix.mcast.primitives.map.MapOperations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The operations of a branch of a transaction, with keys and values as they are sent.
 *
 * @param reads keys to read
 * @param writes what to write, by key
 */
record Branch<K, V>(Codec<K, V> codec, Set<String> reads, Map<String, MapWrite> writes)
    implements MapOperations<K, V> {

  static <K, V> Branch<K, V> empty(Codec<K, V> codec) {
    return new Branch<>(codec, Set.of(), Map.of());
  }

  boolean isEmpty() {
    return reads.isEmpty() && writes.isEmpty();
  }

  @Override
  public Branch<K, V> get(K key) {
    Set<String> copy = new LinkedHashSet<>(reads);
    copy.add(codec.encodeKey(key));
    return new Branch<>(codec, Collections.unmodifiableSet(copy), writes);
  }

  @Override
  public Branch<K, V> put(K key, V value) {
    return with(key, MapWrite.put(codec.encodeKey(key), codec.encodeValue(key, value)));
  }

  @Override
  public Branch<K, V> remove(K key) {
    return with(key, MapWrite.remove(codec.encodeKey(key)));
  }

  private Branch<K, V> with(K key, MapWrite write) {
    Map<String, MapWrite> copy = new LinkedHashMap<>(writes);
    if (copy.put(write.key(), write) != null) {
      throw new IllegalArgumentException(
          "Transaction on map '%s': a branch writes key '%s' twice; write it once"
              .formatted(codec.map(), key));
    }
    return new Branch<>(codec, reads, Collections.unmodifiableMap(copy));
  }
}
