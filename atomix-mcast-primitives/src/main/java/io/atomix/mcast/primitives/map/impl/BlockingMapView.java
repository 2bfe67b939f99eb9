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

import io.atomix.core.collection.AsyncDistributedCollection;
import io.atomix.core.collection.CollectionEventListener;
import io.atomix.core.collection.DistributedCollection;
import io.atomix.core.iterator.SyncIterator;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.utils.time.Versioned;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A view of a map for callers that wait, with all that {@link Collection} asks of one. */
class BlockingMapView<E> extends AbstractCollection<E> implements DistributedCollection<E> {
  private final MapView<?, ?, E> view;
  private final BlockingCalls calls;

  BlockingMapView(MapView<?, ?, E> view, BlockingCalls calls) {
    this.view = view;
    this.calls = calls;
  }

  @Override
  public int size() {
    return calls.complete(view.size());
  }

  @Override
  public boolean isEmpty() {
    return calls.complete(view.isEmpty());
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean contains(Object object) {
    return view.admits(object) && calls.complete(view.contains((E) object));
  }

  @Override
  public boolean containsAll(Collection<?> objects) {
    List<E> elements = elements(objects);
    return (elements == null || elements.size() == objects.size())
        && calls.complete(view.containsAll(elements));
  }

  @Override
  public boolean add(E element) {
    return calls.complete(view.add(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return calls.complete(view.addAll(elements));
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean remove(Object object) {
    return calls.complete(
        view.admits(object) ? view.remove((E) object) : view.removeAll(List.of()));
  }

  @Override
  public boolean removeAll(Collection<?> objects) {
    return calls.complete(view.removeAll(elements(objects)));
  }

  @Override
  public boolean retainAll(Collection<?> objects) {
    return calls.complete(view.retainAll(elements(objects)));
  }

  /** Returns those of these objects that may be elements; null, which the view refuses, of null. */
  @SuppressWarnings("unchecked")
  private List<E> elements(Collection<?> objects) {
    if (objects == null) {
      return null;
    }
    List<E> elements = new ArrayList<>();
    objects.stream().filter(view::admits).forEach(object -> elements.add((E) object));
    return elements;
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter, "filter");
    List<Map.Entry<String, Versioned<byte[]>>> unwanted =
        calls.complete(view.read(view::entries)).stream()
            .filter(entry -> filter.test(view.element(entry)))
            .toList();
    return calls.complete(view.write(() -> view.removeEntries(unwanted)));
  }

  @Override
  public void clear() {
    calls.complete(view.clear());
  }

  @Override
  public SyncIterator<E> iterator() {
    return new BlockingMapIterator<>(view, view.newIterator(), calls);
  }

  /** Returns what does not know the size, which was that of another moment. */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(iterator(), 0);
  }

  /** Returns the elements as of one moment. */
  final List<E> copy() {
    List<E> copy = new ArrayList<>();
    iterator().forEachRemaining(copy::add);
    return copy;
  }

  @Override
  public Object[] toArray() {
    return copy().toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return copy().toArray(array);
  }

  @Override
  public void addListener(CollectionEventListener<E> listener) {
    calls.complete(view.addListener(listener));
  }

  @Override
  public void removeListener(CollectionEventListener<E> listener) {
    calls.complete(view.removeListener(listener));
  }

  @Override
  public String name() {
    return view.name();
  }

  @Override
  public PrimitiveType<?, ?, ?> type() {
    return view.type();
  }

  @Override
  public PrimitiveProtocol protocol() {
    return view.protocol();
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    view.addStateChangeListener(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    view.removeStateChangeListener(listener);
  }

  @Override
  public void close() {
    calls.complete(view.close());
  }

  @Override
  public void delete() {
    calls.complete(view.delete());
  }

  @Override
  public AsyncDistributedCollection<E> async() {
    return view;
  }
}
