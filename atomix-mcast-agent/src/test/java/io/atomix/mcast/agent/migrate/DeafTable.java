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

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A table of which no change is told. */
record DeafTable<K, V>(SourceTable<K, V> table) implements SourceTable<K, V> {
  @Override
  public CompletableFuture<V> read(K key) {
    return table.read(key);
  }

  @Override
  public void scan(TableVisitor<K, V> visitor) throws InterruptedException {
    table.scan(visitor);
  }

  @Override
  public OptionalLong size() throws InterruptedException {
    return table.size();
  }

  @Override
  public boolean listen(Consumer<K> changed) {
    return true;
  }

  @Override
  public String show(K key) {
    return table.show(key);
  }

  @Override
  public void close() {
    table.close();
  }
}
