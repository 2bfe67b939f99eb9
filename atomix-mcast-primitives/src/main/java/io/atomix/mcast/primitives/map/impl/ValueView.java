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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The values of a map. One whose version is not positive stands for any version, as in Atomix's
 * maps; creation times are not compared.
 */
final class ValueView<K, V> extends MapView<K, V, Versioned<V>> {

  ValueView(DefaultAsyncMulticastMap<K, V> map) {
    super(map);
  }

  @Override
  Versioned<V> element(Map.Entry<String, Versioned<byte[]>> entry) {
    return codec().decodeStored(entry.getKey(), entry.getValue());
  }

  @Override
  Versioned<V> element(K key, Versioned<V> value) {
    return value;
  }

  @Override
  boolean admits(Object object) {
    return object instanceof Versioned;
  }

  @Override
  Predicate<Map.Entry<String, Versioned<byte[]>>> among(Collection<? extends Versioned<V>> values) {
    Map<ByteBuffer, Set<Long>> versions = new HashMap<>();
    for (Versioned<V> value : values) {
      ByteBuffer encoded = value == null ? null : valueOf(value.value());
      if (encoded != null) {
        versions
            .computeIfAbsent(encoded, each -> new HashSet<>())
            .add(Math.max(0, value.version()));
      }
    }
    return entry -> {
      Set<Long> found = versions.get(encoded(entry.getValue()));
      return found != null && (found.contains(0L) || found.contains(entry.getValue().version()));
    };
  }

  @Override
  CompletableFuture<Boolean> removeEntries(List<Map.Entry<String, Versioned<byte[]>>> entries) {
    return map().removeUnchanged(entries);
  }

  @Override
  public CompletableFuture<Boolean> contains(Versioned<V> value) {
    return read(
        () -> {
          if (value == null || valueOf(value.value()) == null) {
            return CompletableFuture.completedFuture(false);
          }
          return value.version() > 0
              ? containsAll(List.of(value))
              : map().containsValue(value.value());
        });
  }
}
