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

import com.google.common.io.BaseEncoding;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.Versioned;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How the keys and values of one map are written. Keys are written as Atomix's maps write them, so
 * that each is in the same partition.
 *
 * @param map the name of the map, for messages
 * @param nullValues whether null is a value
 */
record Codec<K, V>(String map, Serializer serializer, boolean nullValues) {

  void checkKey(K key) {
    Objects.requireNonNull(key, () -> "Map '" + map + "': a key is null");
  }

  String encodeKey(K key) {
    checkKey(key);
    return BaseEncoding.base16().encode(serializer.encode(key));
  }

  K decodeKey(String key) {
    return serializer.decode(BaseEncoding.base16().decode(key));
  }

  byte[] encodeValue(K key, V value) {
    if (value == null && !nullValues) {
      throw new NullPointerException(
          "Map '%s': the value for key '%s' is null; give one, or configure the map for null values"
              .formatted(map, key));
    }
    return value == null ? null : serializer.encode(value);
  }

  V decodeValue(byte[] value) {
    return value == null ? null : serializer.decode(value);
  }

  /**
   * Writes the keys that an operation names.
   *
   * @throws IllegalArgumentException if there are none, or one is named twice
   */
  Set<String> encodeKeys(Collection<? extends K> keys, String operation) {
    Objects.requireNonNull(keys, () -> "Map '" + map + "': " + operation + ": keys are null");
    Set<String> encoded = new LinkedHashSet<>();
    for (K key : keys) {
      if (!encoded.add(encodeKey(key))) {
        throw new IllegalArgumentException(
            "Map '%s': %s: key '%s' is named twice; name each once".formatted(map, operation, key));
      }
    }
    checkNotEmpty(encoded, operation);
    return encoded;
  }

  private void checkNotEmpty(Collection<?> keys, String operation) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "Map '%s': %s: no keys are named; name at least one".formatted(map, operation));
    }
  }

  /** Reads entries; what was stored as null is absent in a map that knows no null. */
  Map<K, Versioned<V>> decode(Map<String, Versioned<byte[]>> entries) {
    Map<K, Versioned<V>> decoded = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (nullValues || entry.value() != null) {
            decoded.put(decodeKey(key), entry.map(this::decodeValue));
          }
        });
    return Collections.unmodifiableMap(decoded);
  }
}
