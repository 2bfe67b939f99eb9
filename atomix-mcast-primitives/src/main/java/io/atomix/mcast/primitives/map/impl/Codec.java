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
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.UnreadableEntriesException;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Encodes and decodes the keys and values of one map. Keys are written as Atomix's maps write them,
 * so that each is in the same partition. A value that could not be read back is refused with an
 * {@link IllegalArgumentException}; what cannot be read is an {@link UnreadableValueException}.
 *
 * @param map the name of the map, for messages
 * @param nullValues whether null is a value
 */
record Codec<K, V>(String map, ValueSerializer serializer, boolean nullValues) {
  private static final String REMEDY =
      "; read it with a program that has its class and serializer, or remove or overwrite it with"
          + " removeAll or putAll";

  void checkKey(K key) {
    Objects.requireNonNull(key, () -> "Map '" + map + "': a key is null");
  }

  String encodeKey(K key) {
    checkKey(key);
    try {
      return BaseEncoding.base16().encode(serializer.encode(key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Map '%s': key '%s': %s".formatted(map, key, e.getMessage()), e);
    }
  }

  K decodeKey(String key) {
    try {
      return serializer.decode(BaseEncoding.base16().decode(key));
    } catch (UnreadableValueException e) {
      throw new UnreadableValueException(
          "Map '%s': the key whose serialized form is %s cannot be read here: %s%s"
              .formatted(map, key, e.getMessage(), REMEDY),
          e);
    }
  }

  /**
   * Returns a filter as it is sent.
   *
   * @throws IllegalArgumentException if the keys of this map have a form of their own, of which
   *     partitions know nothing
   */
  MapFilter filter(Filter<? extends K> filter) {
    Objects.requireNonNull(filter, () -> "Map '" + map + "': the filter is null");
    MapFilter sent = MapFilter.of(filter);
    String written;
    try {
      // Whether it is what the partitions read is seen below, and that is all it is written for.
      written = BaseEncoding.base16().encode(serializer.encodeUnchecked(sent.bound()));
    } catch (RuntimeException e) {
      throw ofOwnForm(filter, e);
    }
    if (!sent.bound().equals(sent.place(written))) {
      throw ofOwnForm(filter, null);
    }
    return sent;
  }

  private IllegalArgumentException ofOwnForm(Filter<? extends K> filter, RuntimeException cause) {
    return new IllegalArgumentException(
        "Map '%s': filter %s: the partitions do not find it in the map's keys, which are written in another form: it has a serializer of its own, or String or Long among its types; read all with snapshot(), or let the map write its keys by default"
            .formatted(map, filter),
        cause);
  }

  /** Writes a value, null only where it is one. */
  byte[] encodeValue(K key, V value) {
    if (value == null && !nullValues) {
      throw new NullPointerException(
          "Map '%s': the value for key '%s' is null; give one, or configure the map for null values"
              .formatted(map, key));
    }
    return encodeOrNull(key, value);
  }

  /**
   * Returns a time to live in milliseconds.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  long millis(K key, Duration ttl) {
    Objects.requireNonNull(
        ttl, () -> "Map '%s': the time to live of key '%s' is null".formatted(map, key));
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException(
          "Map '%s': the time to live of key '%s' is %s; give a positive one, or put the entry without one to let it live until it is removed"
              .formatted(map, key, ttl));
    }
    return TimesToLive.millis(ttl);
  }

  /** Writes a value, or null. */
  byte[] encodeOrNull(K key, V value) {
    if (value == null) {
      return null;
    }
    try {
      return serializer.encode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Map '%s': the value for key '%s': %s".formatted(map, key, e.getMessage()), e);
    }
  }

  /** Writes a value of no key in particular, or null. */
  byte[] encodeAny(V value) {
    try {
      return value == null ? null : serializer.encode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Map '%s': a value: %s".formatted(map, e.getMessage()), e);
    }
  }

  V decodeAny(byte[] value) {
    return value == null ? null : serializer.decode(value);
  }

  V decodeValue(K key, byte[] value) {
    try {
      return decodeAny(value);
    } catch (UnreadableValueException e) {
      throw unreadable("key '" + key + "'", e);
    }
  }

  private UnreadableValueException unreadable(String key, UnreadableValueException why) {
    return new UnreadableValueException(
        "Map '%s': the value of %s cannot be read here: %s%s"
            .formatted(map, key, why.getMessage(), REMEDY),
        why);
  }

  /** Reads an entry, or null. */
  Versioned<V> decodeEntry(K key, Versioned<byte[]> entry) {
    return entry == null
        ? null
        : new Versioned<>(decodeValue(key, entry.value()), entry.version(), entry.creationTime());
  }

  /** Reads an entry, or null, that a write returns. */
  Versioned<V> decodeReturned(K key, Versioned<byte[]> entry) {
    try {
      return decodeEntry(key, entry);
    } catch (UnreadableValueException e) {
      throw new UnreadableValueException(
          e.getMessage() + "; the call has done what it was to do, all the same", e.getCause());
    }
  }

  /** Reads an entry, or null, of a key that was not read yet. */
  Versioned<V> decodeStored(String key, Versioned<byte[]> entry) {
    if (entry == null) {
      return null;
    }
    try {
      return entry.map(this::decodeAny);
    } catch (UnreadableValueException e) {
      throw unreadable(describe(key), e);
    }
  }

  private String describe(String key) {
    try {
      return "key '" + decodeKey(key) + "'";
    } catch (UnreadableValueException e) {
      return "the key whose serialized form is " + key;
    }
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

  /**
   * Reads entries; what was stored as null is absent in a map that knows no null.
   *
   * @throws UnreadableEntriesException if some cannot be read; it has the others
   */
  Map<K, Versioned<V>> decode(Map<String, Versioned<byte[]>> entries) {
    Map<K, Versioned<V>> decoded = new LinkedHashMap<>();
    Map<K, UnreadableValueException> unreadable = new LinkedHashMap<>();
    List<UnreadableValueException> withoutKey = new ArrayList<>();
    entries.forEach(
        (encoded, entry) -> {
          if (nullValues || entry.value() != null) {
            try {
              K key = decodeKey(encoded);
              try {
                decoded.put(key, decodeEntry(key, entry));
              } catch (UnreadableValueException e) {
                unreadable.put(key, e);
              }
            } catch (UnreadableValueException e) {
              withoutKey.add(e);
            }
          }
        });
    if (unreadable.isEmpty() && withoutKey.isEmpty()) {
      return Collections.unmodifiableMap(decoded);
    }
    throw new UnreadableEntriesException(
        message(decoded.size(), unreadable, withoutKey), decoded, unreadable, withoutKey);
  }

  private String message(
      int readable,
      Map<K, UnreadableValueException> unreadable,
      List<UnreadableValueException> withoutKey) {
    int bad = unreadable.size() + withoutKey.size();
    UnreadableValueException first =
        (unreadable.isEmpty() ? withoutKey : unreadable.values()).iterator().next();
    return "Map '%s': %d of %d entries cannot be read here%s; the others are in readable() of this exception, and what the call was to write is written. The first: %s"
        .formatted(
            map,
            bad,
            readable + bad,
            unreadable.isEmpty() ? "" : ", those of the keys " + unreadable.keySet(),
            first.getMessage());
  }
}
