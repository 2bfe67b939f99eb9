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
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The keys of a map. */
final class KeyView<K, V> extends MapSetView<K, V, K> {

  KeyView(DefaultAsyncMulticastMap<K, V> map) {
    super(map);
  }

  @Override
  K element(Map.Entry<String, Versioned<byte[]>> entry) {
    return codec().decodeKey(entry.getKey());
  }

  @Override
  K element(K key, Versioned<V> value) {
    return key;
  }

  @Override
  boolean admits(Object object) {
    return true;
  }

  @Override
  Predicate<Map.Entry<String, Versioned<byte[]>>> among(Collection<? extends K> keys) {
    Set<String> encoded = encoded(keys);
    return entry -> encoded.contains(entry.getKey());
  }

  private Set<String> encoded(Collection<? extends K> keys) {
    Set<String> encoded = new HashSet<>();
    check(keys).forEach(key -> encoded.add(keyOf(key)));
    return encoded;
  }

  @Override
  CompletableFuture<Boolean> removeEntries(List<Map.Entry<String, Versioned<byte[]>>> entries) {
    Set<String> keys = new LinkedHashSet<>();
    entries.forEach(entry -> keys.add(entry.getKey()));
    return map().removeKeys(keys);
  }

  @Override
  public CompletableFuture<Boolean> contains(K key) {
    return read(
        () ->
            keyOf(key) == null ? CompletableFuture.completedFuture(false) : map().containsKey(key));
  }

  @Override
  public CompletableFuture<Boolean> containsAll(Collection<? extends K> keys) {
    return read(
        () -> {
          Set<String> encoded = encoded(keys);
          return encoded.contains(null)
              ? CompletableFuture.completedFuture(false)
              : map().proxy().containsKeys(encoded);
        });
  }

  @Override
  public CompletableFuture<Boolean> remove(K key) {
    return write(
        () ->
            keyOf(key) == null
                ? CompletableFuture.completedFuture(false)
                : map().remove(key).thenApply(Objects::nonNull));
  }

  /** Removes keys whatever their values: at once, if they fit into one message. */
  @Override
  public CompletableFuture<Boolean> removeAll(Collection<? extends K> keys) {
    return write(
        () -> {
          Set<String> encoded = encoded(keys);
          encoded.remove(null);
          return map().removeKeys(encoded);
        });
  }
}
