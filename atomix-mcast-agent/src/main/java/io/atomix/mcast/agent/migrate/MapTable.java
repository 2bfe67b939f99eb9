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
package io.atomix.mcast.agent.migrate;

import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A map of any of Atomix's kinds. Its values are the bytes that are stored. */
final class MapTable<K> implements TargetTable<K, StoredBytes> {
  private final AsyncAtomicMap<K, byte[]> map;
  private final Function<K, String> words;

  /** Creates a view of a map that is connected. */
  MapTable(AsyncAtomicMap<K, byte[]> map, Function<K, String> words) {
    this.map = map;
    this.words = words;
  }

  @Override
  public CompletableFuture<StoredBytes> read(K key) {
    return map.get(key).thenApply(MapTable::contents);
  }

  @Override
  public void scan(TableVisitor<K, StoredBytes> visitor) throws InterruptedException {
    Scans.each(
        map.entrySet().iterator(),
        entry -> visitor.visit(entry.getKey(), contents(entry.getValue())));
  }

  @Override
  public OptionalLong size() throws InterruptedException {
    return OptionalLong.of(Scans.result(map.size()));
  }

  @Override
  public boolean listen(Consumer<K> changed) throws InterruptedException {
    Scans.result(map.addListener(event -> changed.accept(event.key()), Runnable::run));
    return true;
  }

  @Override
  public CompletableFuture<Void> write(K key, StoredBytes contents) {
    return map.put(key, contents.bytes(), Duration.ZERO).thenApply(before -> null);
  }

  @Override
  public CompletableFuture<Void> remove(K key) {
    return map.remove(key).thenApply(before -> null);
  }

  @Override
  public String show(K key) {
    return words.apply(key);
  }

  @Override
  public void close() {
    map.close();
  }

  private static StoredBytes contents(Versioned<byte[]> value) {
    return value == null ? null : StoredBytes.ofNullable(value.value());
  }
}
