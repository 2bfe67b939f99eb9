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
package io.atomix.mcast.client;

import java.util.Collection;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** Listeners in the order in which they were added, each called whatever the others do. */
final class ListenerSet<E> extends CopyOnWriteArraySet<E> {
  private static final long serialVersionUID = 1;

  private final transient ListenerCalls calls;

  ListenerSet(ListenerCalls calls, Collection<? extends E> listeners) {
    this.calls = calls;
    addAll(listeners);
  }

  @Override
  public boolean add(E listener) {
    calls.added(listener);
    return super.add(listener);
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    super.forEach(listener -> calls.call(listener, () -> action.accept(listener)));
  }
}
