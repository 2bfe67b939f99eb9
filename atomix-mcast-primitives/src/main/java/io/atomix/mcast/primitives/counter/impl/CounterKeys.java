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
package io.atomix.mcast.primitives.counter.impl;

import com.google.common.io.BaseEncoding;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Turns keys into what the service knows them by, as Atomix does for its own counter maps.
 *
 * @param map name of the counter map, for errors
 * @param serializer of the keys
 */
record CounterKeys<K>(String map, ValueSerializer serializer) {

  /** Returns the name of a key. */
  String encode(K key) {
    if (key == null) {
      throw new NullPointerException("Counter map '" + map + "': a key is null");
    }
    try {
      return BaseEncoding.base16().encode(serializer.encode(key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Counter map '%s': key '%s': %s".formatted(map, key, e.getMessage()), e);
    }
  }

  /** Returns the name of each of several keys. */
  Map<K, String> encodeAll(Collection<? extends K> keys) {
    if (keys == null) {
      throw new NullPointerException(
          "Counter map '" + map + "': null is given instead of keys; give at least one");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "Counter map '" + map + "': no keys are given; give at least one");
    }
    Map<K, String> names = new HashMap<>();
    for (K key : keys) {
      names.computeIfAbsent(key, this::encode);
    }
    return names;
  }

  /**
   * Returns the name of each of several keys.
   *
   * @throws IllegalArgumentException if two keys have one name, though they do not equal each other
   */
  Map<K, String> encodeDistinct(Collection<? extends K> keys) {
    Map<K, String> names = encodeAll(keys);
    Set<String> seen = new HashSet<>();
    names.forEach(
        (key, name) -> {
          if (!seen.add(name)) {
            throw new IllegalArgumentException(
                "Counter map '%s': two keys are the same once they are encoded: '%s'"
                    .formatted(map, key));
          }
        });
    return names;
  }
}
