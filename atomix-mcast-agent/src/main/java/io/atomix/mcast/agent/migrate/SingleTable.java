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
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A primitive that is one value: a counter, an id generator or a value. It has one key. It is read
 * again and again, since of counters Atomix tells no changes, and of values none after a session
 * was lost.
 *
 * @param what it is called for people
 * @param get reads it; null for what it is in the beginning
 * @param set gives it a value, null for what it is in the beginning
 * @param enough whether the second, in the target, will do for the first
 * @param end gives the session back
 */
record SingleTable<V>(
    String what,
    Supplier<CompletableFuture<V>> get,
    Function<V, CompletableFuture<Void>> set,
    BiPredicate<V, V> enough,
    Runnable end)
    implements TargetTable<String, V> {

  @Override
  public CompletableFuture<V> read(String key) {
    return get.get();
  }

  @Override
  public void scan(TableVisitor<String, V> visitor) throws InterruptedException {
    V contents = Scans.result(get.get());
    if (contents != null) {
      visitor.visit(what, contents);
    }
  }

  @Override
  public OptionalLong size() throws InterruptedException {
    return OptionalLong.of(Scans.result(get.get()) == null ? 0 : 1);
  }

  @Override
  public boolean listen(Consumer<String> changed) {
    return false;
  }

  @Override
  public boolean isSame(V contents, V inTarget) {
    return enough.test(contents, inTarget);
  }

  @Override
  public CompletableFuture<Void> write(String key, V contents) {
    return set.apply(contents);
  }

  @Override
  public CompletableFuture<Void> remove(String key) {
    return set.apply(null);
  }

  @Override
  public String show(String key) {
    return what;
  }

  @Override
  public void close() {
    end.run();
  }
}
