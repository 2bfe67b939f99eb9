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

import com.google.common.collect.ForwardingMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * A map that tells of each change, whichever method makes it. Its views cannot be changed, but for
 * the iterator of its entries, which removes.
 */
final class ObservedMap<K, V> extends ForwardingMap<K, V> {
  private final Map<K, V> entries;
  private final EntryObserver<K, V> observer;

  /** Hears of changes. */
  interface EntryObserver<K, V> {
    /** An entry has changed, from what it was to what it is; null is none. */
    void changed(K key, V before, V after);
  }

  ObservedMap(Map<K, V> entries, EntryObserver<K, V> observer) {
    this.entries = entries;
    this.observer = observer;
  }

  @Override
  protected Map<K, V> delegate() {
    return entries;
  }

  @Override
  public V put(K key, V value) {
    V before = entries.put(key, value);
    observer.changed(key, before, value);
    return before;
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> more) {
    more.forEach(this::put);
  }

  @Override
  @SuppressWarnings("unchecked")
  public V remove(Object key) {
    V before = entries.remove(key);
    if (before != null) {
      observer.changed((K) key, before, null);
    }
    return before;
  }

  @Override
  public boolean remove(Object key, Object value) {
    boolean same = value != null && value.equals(entries.get(key));
    if (same) {
      remove(key);
    }
    return same;
  }

  @Override
  public void clear() {
    standardClear();
  }

  @Override
  public Set<K> keySet() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public Collection<V> values() {
    return Collections.unmodifiableCollection(entries.values());
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return new RemovingIterator(entries.entrySet().iterator());
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }

  private final class RemovingIterator implements Iterator<Map.Entry<K, V>> {
    private final Iterator<Map.Entry<K, V>> iterator;
    private Map.Entry<K, V> last;

    private RemovingIterator(Iterator<Map.Entry<K, V>> iterator) {
      this.iterator = iterator;
    }

    @Override
    public boolean hasNext() {
      return iterator.hasNext();
    }

    @Override
    public Map.Entry<K, V> next() {
      Map.Entry<K, V> next = iterator.next();
      last = Map.entry(next.getKey(), next.getValue());
      return last;
    }

    @Override
    public void remove() {
      iterator.remove();
      observer.changed(last.getKey(), last.getValue(), null);
    }
  }
}
