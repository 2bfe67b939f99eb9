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

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Listeners with what they are called with, in the order in which they were added, each called
 * whatever the others do. A loop over it sees the listeners there were when it began. Thread-safe.
 */
final class ListenerMap<K, V> extends AbstractMap<K, V> {
  private final ListenerCalls calls;
  private volatile Map<K, V> current = Map.of();

  ListenerMap(ListenerCalls calls, Map<? extends K, ? extends V> listeners) {
    this.calls = calls;
    putAll(listeners);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return Collections.unmodifiableMap(current).entrySet();
  }

  @Override
  public boolean containsKey(Object listener) {
    return current.containsKey(listener);
  }

  @Override
  public V get(Object listener) {
    return current.get(listener);
  }

  @Override
  public synchronized V put(K listener, V value) {
    calls.added(listener);
    Map<K, V> next = new LinkedHashMap<>(current);
    V before = next.put(listener, calls.guarded(value));
    current = next;
    return before;
  }

  @Override
  public synchronized V putIfAbsent(K listener, V value) {
    return super.putIfAbsent(listener, value);
  }

  @Override
  public synchronized V remove(Object listener) {
    Map<K, V> next = new LinkedHashMap<>(current);
    V before = next.remove(listener);
    current = next;
    return before;
  }

  @Override
  public synchronized void clear() {
    current = Map.of();
  }

  @Override
  public synchronized V computeIfAbsent(K key, Function<? super K, ? extends V> maker) {
    if (!current.containsKey(key)) {
      put(key, maker.apply(key));
    }
    return current.get(key);
  }

  @Override
  public synchronized V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends V> change) {
    return super.computeIfPresent(key, change);
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    current.forEach(
        (listener, value) -> calls.call(listener, () -> action.accept(listener, value)));
  }

  @Override
  public Collection<V> values() {
    Collection<V> values = current.values();
    return new AbstractCollection<>() {
      @Override
      public Iterator<V> iterator() {
        return Collections.unmodifiableCollection(values).iterator();
      }

      @Override
      public int size() {
        return values.size();
      }

      @Override
      public void forEach(Consumer<? super V> action) {
        calls.each(values, action);
      }
    };
  }
}
