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

import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionOutcome;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The writes that an operation on several keys means. */
final class Writes {
  private Writes() {}

  /**
   * Returns the writes of entries.
   *
   * @throws IllegalArgumentException if there are none, or one cannot be written
   * @throws NullPointerException if there is a null
   */
  static <K, V> List<MapChange> puts(
      Codec<K, V> codec, Map<? extends K, ? extends V> entries, String operation) {
    return puts(codec, entries, key -> 0L, operation);
  }

  /**
   * Returns the writes of entries that live for a time.
   *
   * @throws IllegalArgumentException if there are none, one cannot be written, or the time is not
   *     positive
   * @throws NullPointerException if there is a null
   */
  static <K, V> List<MapChange> puts(
      Codec<K, V> codec, Map<? extends K, ? extends V> entries, Duration ttl, String operation) {
    return puts(codec, entries, key -> codec.millis(key, ttl), operation);
  }

  private static <K, V> List<MapChange> puts(
      Codec<K, V> codec,
      Map<? extends K, ? extends V> entries,
      ToLongFunction<K> millis,
      String operation) {
    Objects.requireNonNull(entries, () -> "Map '" + codec.map() + "': " + operation + " of null");
    codec.encodeKeys(entries.keySet(), operation);
    List<MapChange> writes = new ArrayList<>();
    entries.forEach(
        (key, value) ->
            writes.add(
                MapChange.put(
                    codec.encodeKey(key), codec.encodeValue(key, value), millis.applyAsLong(key))));
    return writes;
  }

  static List<MapChange> removals(Set<String> keys) {
    return keys.stream().map(MapChange::remove).toList();
  }

  static Set<String> keys(List<MapChange> writes) {
    Set<String> keys = new LinkedHashSet<>();
    writes.forEach(each -> keys.add(each.key()));
    return keys;
  }

  /** Returns the transaction that reads and writes without a condition, each key once. */
  static TransactionPlan<String, MapCondition, MapChange> plan(
      Set<String> reads, List<MapChange> writes) {
    Map<String, MapChange> changes = new LinkedHashMap<>();
    writes.forEach(each -> changes.put(each.key(), each));
    return TransactionPlan.unconditional(new TransactionBranch<>(reads, changes));
  }

  /** Returns the entries that were written, with their versions. */
  static Map<String, Versioned<byte[]>> written(
      List<MapChange> writes, TransactionOutcome<Versioned<byte[]>> outcome) {
    Map<String, Versioned<byte[]>> written = new HashMap<>();
    writes.forEach(
        each ->
            written.put(
                each.key(),
                new Versioned<>(each.write().value(), outcome.results().get(each.key()))));
    return written;
  }
}
