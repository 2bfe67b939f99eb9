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

import io.atomix.core.set.AsyncDistributedSet;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A set of any of Atomix's kinds: its elements are keys, whose contents are only that they are. */
final class SetTable<E> implements TargetTable<E, Boolean> {
  private final AsyncDistributedSet<E> set;
  private final Function<E, String> words;

  /** Creates a view of a set that is connected. */
  SetTable(AsyncDistributedSet<E> set, Function<E, String> words) {
    this.set = set;
    this.words = words;
  }

  @Override
  public CompletableFuture<Boolean> read(E element) {
    return set.contains(element).thenApply(there -> there ? true : null);
  }

  @Override
  public void scan(TableVisitor<E, Boolean> visitor) throws InterruptedException {
    Scans.each(set.iterator(), element -> visitor.visit(element, true));
  }

  @Override
  public OptionalLong size() throws InterruptedException {
    return OptionalLong.of(Scans.result(set.size()));
  }

  @Override
  public boolean listen(Consumer<E> changed) throws InterruptedException {
    Scans.result(set.addListener(event -> changed.accept(event.element()), Runnable::run));
    return true;
  }

  @Override
  public CompletableFuture<Void> write(E element, Boolean contents) {
    return set.add(element).thenApply(added -> null);
  }

  @Override
  public CompletableFuture<Void> remove(E element) {
    return set.remove(element).thenApply(removed -> null);
  }

  @Override
  public String show(E element) {
    return words.apply(element);
  }

  @Override
  public void close() {
    set.close();
  }
}
