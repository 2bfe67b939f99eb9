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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Removes many entries, some at a time, so that no message is too large and no queue too long. */
final class Removals {
  private static final int KEYS_BYTES = 64 * 1024;
  private static final int MOST_AT_ONCE = 256;

  private Removals() {}

  /** Removes keys; those of one message at once. */
  static CompletableFuture<Boolean> ofKeys(MulticastMapProxy proxy, Collection<String> keys) {
    return removed(proxy, new ArrayList<>(keys), 0, false);
  }

  private static CompletableFuture<Boolean> removed(
      MulticastMapProxy proxy, List<String> keys, int from, boolean before) {
    if (from == keys.size()) {
      return CompletableFuture.completedFuture(before);
    }
    Set<String> some = new HashSet<>();
    int to = from;
    for (int bytes = 0;
        to < keys.size() && some.size() < MOST_AT_ONCE && bytes < KEYS_BYTES;
        to++) {
      some.add(keys.get(to));
      bytes += keys.get(to).length();
    }
    int next = to;
    return proxy
        .send(Writes.plan(some, some.stream().map(MapChange::remove).toList()), false)
        .thenCompose(outcome -> removed(proxy, keys, next, before || !outcome.values().isEmpty()));
  }

  /** Removes entries that still have their versions. */
  static CompletableFuture<Boolean> ofUnchanged(
      MulticastMapProxy proxy, List<Map.Entry<String, Versioned<byte[]>>> entries) {
    return unchanged(proxy, entries, 0, false);
  }

  private static CompletableFuture<Boolean> unchanged(
      MulticastMapProxy proxy,
      List<Map.Entry<String, Versioned<byte[]>>> entries,
      int from,
      boolean before) {
    if (from == entries.size()) {
      return CompletableFuture.completedFuture(before);
    }
    int to = Math.min(entries.size(), from + MOST_AT_ONCE);
    List<CompletableFuture<Boolean>> some =
        entries.subList(from, to).stream()
            .map(entry -> proxy.remove(entry.getKey(), entry.getValue().version()))
            .toList();
    return CompletableFuture.allOf(some.toArray(CompletableFuture[]::new))
        .thenCompose(
            done ->
                unchanged(
                    proxy, entries, to, before || some.stream().anyMatch(CompletableFuture::join)));
  }
}
