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

import io.atomix.utils.time.Versioned;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The entries of a map. One whose version is not positive stands for any version, as in Atomix's
 * maps; creation times are not compared.
 */
final class EntryView<K, V> extends MapSetView<K, V, Map.Entry<K, Versioned<V>>> {

  EntryView(DefaultAsyncMulticastMap<K, V> map) {
    super(map);
  }

  /** Key and value of an entry, without its version: equal for entries that are equal. */
  private record Content(String key, ByteBuffer value) {}

  @Override
  Map.Entry<K, Versioned<V>> element(Map.Entry<String, Versioned<byte[]>> entry) {
    return Entries.of(
        codec().decodeKey(entry.getKey()), codec().decodeStored(entry.getKey(), entry.getValue()));
  }

  @Override
  Map.Entry<K, Versioned<V>> element(K key, Versioned<V> value) {
    return Entries.of(key, value);
  }

  @Override
  boolean admits(Object object) {
    return object instanceof Map.Entry<?, ?> entry && entry.getValue() instanceof Versioned;
  }

  /** Returns what an entry is sent as, or null if it cannot be one. */
  private Content contentOf(Map.Entry<K, Versioned<V>> entry) {
    if (entry == null || entry.getValue() == null) {
      return null;
    }
    String key = keyOf(entry.getKey());
    ByteBuffer value = valueOf(entry.getValue().value());
    return key == null || value == null ? null : new Content(key, value);
  }

  @Override
  Predicate<Map.Entry<String, Versioned<byte[]>>> among(
      Collection<? extends Map.Entry<K, Versioned<V>>> entries) {
    Map<Content, Set<Long>> versions = new HashMap<>();
    for (Map.Entry<K, Versioned<V>> entry : entries) {
      Content content = contentOf(entry);
      if (content != null) {
        versions
            .computeIfAbsent(content, each -> new HashSet<>())
            .add(Math.max(0, entry.getValue().version()));
      }
    }
    return entry -> {
      Set<Long> found = versions.get(new Content(entry.getKey(), encoded(entry.getValue())));
      return found != null && (found.contains(0L) || found.contains(entry.getValue().version()));
    };
  }

  @Override
  CompletableFuture<Boolean> removeEntries(List<Map.Entry<String, Versioned<byte[]>>> entries) {
    return map().removeUnchanged(entries);
  }

  @Override
  public CompletableFuture<Boolean> contains(Map.Entry<K, Versioned<V>> entry) {
    return containsAll(Collections.singleton(entry));
  }

  @Override
  public CompletableFuture<Boolean> containsAll(
      Collection<? extends Map.Entry<K, Versioned<V>>> entries) {
    return read(
        () -> {
          List<Predicate<Map.Entry<String, Versioned<byte[]>>>> wanted =
              check(entries).stream()
                  .map(entry -> among(Collections.<Map.Entry<K, Versioned<V>>>singleton(entry)))
                  .toList();
          return entriesOf(entries)
              .thenApply(all -> wanted.stream().allMatch(each -> all.stream().anyMatch(each)));
        });
  }

  private CompletableFuture<List<Map.Entry<String, Versioned<byte[]>>>> entriesOf(
      Collection<? extends Map.Entry<K, Versioned<V>>> entries) {
    Set<String> keys = new HashSet<>();
    for (Map.Entry<K, Versioned<V>> entry : entries) {
      Content content = contentOf(entry);
      if (content != null) {
        keys.add(content.key());
      }
    }
    return map().proxy().getAllPresent(keys).thenApply(all -> List.copyOf(all.entrySet()));
  }

  @Override
  public CompletableFuture<Boolean> remove(Map.Entry<K, Versioned<V>> entry) {
    return removeAll(Collections.singleton(entry));
  }

  @Override
  public CompletableFuture<Boolean> removeAll(
      Collection<? extends Map.Entry<K, Versioned<V>>> entries) {
    return write(
        () -> {
          Predicate<Map.Entry<String, Versioned<byte[]>>> among = among(check(entries));
          return entriesOf(entries)
              .thenCompose(all -> removeEntries(all.stream().filter(among).toList()));
        });
  }
}
