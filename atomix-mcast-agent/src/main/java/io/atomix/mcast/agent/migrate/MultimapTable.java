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

import io.atomix.core.multimap.AsyncAtomicMultimap;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A multimap: the contents of a key are all its values, as bytes, without an order. */
final class MultimapTable implements TargetTable<String, SortedSet<StoredBytes>> {
  private final AsyncAtomicMultimap<String, byte[]> multimap;

  /** Creates a view of a multimap that is connected. */
  MultimapTable(AsyncAtomicMultimap<String, byte[]> multimap) {
    this.multimap = multimap;
  }

  @Override
  public CompletableFuture<SortedSet<StoredBytes>> read(String key) {
    return multimap.get(key).thenApply(MultimapTable::contents);
  }

  @Override
  public void scan(TableVisitor<String, SortedSet<StoredBytes>> visitor)
      throws InterruptedException {
    List<String> keys = new ArrayList<>();
    Scans.each(
        multimap.keySet().iterator(),
        key -> {
          keys.add(key);
          if (keys.size() == Scans.AT_ONCE) {
            Scans.present(keys, this, visitor);
            keys.clear();
          }
        });
    Scans.present(keys, this, visitor);
  }

  @Override
  public OptionalLong size() throws InterruptedException {
    return OptionalLong.of(Scans.result(multimap.keySet().size()));
  }

  @Override
  public boolean listen(Consumer<String> changed) throws InterruptedException {
    Scans.result(multimap.addListener(event -> changed.accept(event.key()), Runnable::run));
    return true;
  }

  @Override
  public CompletableFuture<Void> write(String key, SortedSet<StoredBytes> contents) {
    return multimap.replaceValues(key, arrays(contents)).thenApply(before -> null);
  }

  @Override
  public CompletableFuture<Void> remove(String key) {
    return multimap.removeAll(key).thenApply(before -> null);
  }

  @Override
  public String show(String key) {
    return ShownKeys.show(key);
  }

  @Override
  public void close() {
    multimap.close();
  }

  /** Returns a list of a class that Atomix can encode. */
  private static List<byte[]> arrays(SortedSet<StoredBytes> contents) {
    List<byte[]> arrays = new ArrayList<>();
    contents.forEach(value -> arrays.add(value.bytes()));
    return arrays;
  }

  private static SortedSet<StoredBytes> contents(Versioned<Collection<byte[]>> values) {
    if (values == null || values.value() == null || values.value().isEmpty()) {
      return null;
    }
    SortedSet<StoredBytes> contents = new TreeSet<>();
    values.value().forEach(value -> contents.add(new StoredBytes(value)));
    return contents;
  }
}
