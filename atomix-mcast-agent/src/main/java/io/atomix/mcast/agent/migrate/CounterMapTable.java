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

import io.atomix.core.map.AsyncAtomicCounterMap;
import io.atomix.mcast.agent.CommandException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A counter map, of which Atomix tells neither the keys nor the changes: the keys have to be named,
 * and are read again and again. A counter that is zero counts as none.
 */
final class CounterMapTable implements TargetTable<String, Long> {
  private final AsyncAtomicCounterMap<String> counters;
  private final List<String> keys;
  private final String where;

  /**
   * Creates a view of a counter map that is connected.
   *
   * @param keys its keys as they are stored
   * @param where what map it is, for messages
   */
  CounterMapTable(AsyncAtomicCounterMap<String> counters, List<String> keys, String where) {
    this.counters = counters;
    this.keys = keys;
    this.where = where;
  }

  @Override
  public CompletableFuture<Long> read(String key) {
    return counters.get(key).thenApply(count -> count == 0 ? null : count);
  }

  /**
   * Hands over the counters that are not zero.
   *
   * @throws CommandException if the map has more counters than were named
   */
  @Override
  public void scan(TableVisitor<String, Long> visitor) throws InterruptedException {
    int there = Scans.result(counters.size());
    if (there > keys.size()) {
      throw new CommandException(
          "%s has %d counters, and only %d keys are named: Atomix does not tell the keys of a counter map; name all of them, one a line, in the file of --keys"
              .formatted(where, there, keys.size()));
    }
    Scans.present(keys, this, visitor);
  }

  @Override
  public OptionalLong size() throws InterruptedException {
    LongAdder there = new LongAdder();
    Scans.present(keys, this, (key, count) -> there.increment());
    return OptionalLong.of(there.sum());
  }

  @Override
  public boolean listen(Consumer<String> changed) {
    return false;
  }

  @Override
  public CompletableFuture<Void> write(String key, Long contents) {
    return counters.put(key, contents).thenApply(before -> null);
  }

  @Override
  public CompletableFuture<Void> remove(String key) {
    return counters.remove(key).thenApply(before -> null);
  }

  @Override
  public String show(String key) {
    return ShownKeys.show(key);
  }

  @Override
  public void close() {
    counters.close();
  }
}
