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
import io.atomix.core.collection.CollectionEvent;
import io.atomix.core.collection.CollectionEventListener;
import io.atomix.core.collection.DistributedCollection;
import io.atomix.core.collection.DistributedCollectionType;
import io.atomix.core.iterator.AsyncIterator;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.utils.time.Versioned;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A map as a collection of its keys, values or entries. Elements are equal if they are so in their
 * serialized form; what has none, null included, is none. An element that it removes is removed
 * from the map, and nothing can be added. An operation that looks at all entries looks at them as
 * of one moment; what removes several looks first, and then removes those that are still as they
 * were.
 *
 * @param <K> type of the map's keys
 * @param <V> type of the map's values
 * @param <E> type of the elements
 */
abstract class MapView<K, V, E> implements AsyncDistributedCollection<E> {
  /** Stands for the value null; no value is written as nothing. */
  private static final ByteBuffer NULL = ByteBuffer.allocate(0);

  private final DefaultAsyncMulticastMap<K, V> map;
  private final Map<CollectionEventListener<E>, AtomicMapEventListener<K, V>> listeners =
      Collections.synchronizedMap(new IdentityHashMap<>());

  MapView(DefaultAsyncMulticastMap<K, V> map) {
    this.map = map;
  }

  DefaultAsyncMulticastMap<K, V> map() {
    return map;
  }

  Codec<K, V> codec() {
    return map.codec();
  }

  /** Returns the element that stands for an entry. */
  abstract E element(Map.Entry<String, Versioned<byte[]>> entry);

  /** Returns the element that stands for an entry of which listeners are told. */
  abstract E element(K key, Versioned<V> value);

  /** Returns whether an object may be an element; what is not of its class cannot. */
  abstract boolean admits(Object object);

  /** Returns what finds the entries that one of these elements stands for. */
  abstract Predicate<Map.Entry<String, Versioned<byte[]>>> among(Collection<? extends E> elements);

  /** Removes entries, as far as they still stand for the same element; tells if there were any. */
  abstract CompletableFuture<Boolean> removeEntries(
      List<Map.Entry<String, Versioned<byte[]>>> entries);

  /** Refuses null instead of a collection. */
  <T> Collection<T> check(Collection<T> elements) {
    return Objects.requireNonNull(
        elements, () -> "Map '" + name() + "': null is given instead of a collection");
  }

  /** Returns a key as it is sent, or null if it cannot be one. */
  String keyOf(K key) {
    try {
      return key == null ? null : codec().encodeKey(key);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Returns a value as it is sent, or null if it cannot be one. */
  ByteBuffer valueOf(V value) {
    try {
      return value == null ? NULL : ByteBuffer.wrap(codec().encodeAny(value));
    } catch (RuntimeException e) {
      return null;
    }
  }

  static ByteBuffer encoded(Versioned<byte[]> value) {
    return value.value() == null ? NULL : ByteBuffer.wrap(value.value());
  }

  /** Returns all entries as of one moment. */
  CompletableFuture<List<Map.Entry<String, Versioned<byte[]>>>> entries() {
    return map.proxy().snapshot().thenApply(all -> List.copyOf(all.entrySet()));
  }

  final <T> CompletableFuture<T> read(Supplier<CompletableFuture<T>> call) {
    return map.guard().read(call);
  }

  final <T> CompletableFuture<T> write(Supplier<CompletableFuture<T>> call) {
    return map.guard().write(call);
  }

  @Override
  public CompletableFuture<Boolean> remove(E element) {
    return write(
        () -> {
          Predicate<Map.Entry<String, Versioned<byte[]>>> wanted =
              among(Collections.singleton(element));
          return entries().thenCompose(all -> removeOne(all.stream().filter(wanted).toList()));
        });
  }

  /** Removes the first of these that is still there. */
  private CompletableFuture<Boolean> removeOne(List<Map.Entry<String, Versioned<byte[]>>> found) {
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    return removeEntries(found.subList(0, 1))
        .thenCompose(
            removed ->
                removed
                    ? CompletableFuture.completedFuture(true)
                    : removeOne(found.subList(1, found.size())));
  }

  @Override
  public CompletableFuture<Boolean> removeAll(Collection<? extends E> elements) {
    return removeIf(elements, true);
  }

  @Override
  public CompletableFuture<Boolean> retainAll(Collection<? extends E> elements) {
    return removeIf(elements, false);
  }

  private CompletableFuture<Boolean> removeIf(Collection<? extends E> elements, boolean named) {
    return write(
        () -> {
          Predicate<Map.Entry<String, Versioned<byte[]>>> among = among(check(elements));
          return entries()
              .thenCompose(
                  all -> removeEntries(all.stream().filter(e -> among.test(e) == named).toList()));
        });
  }

  @Override
  public CompletableFuture<Boolean> containsAll(Collection<? extends E> elements) {
    return read(
        () -> {
          List<Predicate<Map.Entry<String, Versioned<byte[]>>>> wanted =
              check(elements).stream()
                  .map(element -> among(Collections.<E>singleton(element)))
                  .toList();
          return entries()
              .thenApply(all -> wanted.stream().allMatch(each -> all.stream().anyMatch(each)));
        });
  }

  @Override
  public CompletableFuture<Boolean> add(E element) {
    return unsupported("add to");
  }

  @Override
  public CompletableFuture<Boolean> addAll(Collection<? extends E> elements) {
    return unsupported("add to");
  }

  final <T> CompletableFuture<T> unsupported(String what) {
    return write(
        () -> {
          throw new UnsupportedOperationException(
              "Map '%s': cannot %s a view of it; use the map itself".formatted(name(), what));
        });
  }

  @Override
  public CompletableFuture<Integer> size() {
    return map.size();
  }

  @Override
  public CompletableFuture<Boolean> isEmpty() {
    return map.isEmpty();
  }

  @Override
  public CompletableFuture<Void> clear() {
    return map.clear();
  }

  @Override
  public AsyncIterator<E> iterator() {
    return newIterator();
  }

  final PointInTimeIterator<E> newIterator() {
    return new PointInTimeIterator<>(this, map.proxy().openSnapshot());
  }

  @Override
  public CompletableFuture<Void> addListener(
      CollectionEventListener<E> listener, Executor executor) {
    return read(
        () -> {
          Objects.requireNonNull(listener, "listener");
          AtomicMapEventListener<K, V> added =
              event -> {
                switch (event.type()) {
                  case INSERT ->
                      listener.event(
                          new CollectionEvent<>(
                              CollectionEvent.Type.ADD, element(event.key(), event.newValue())));
                  case REMOVE ->
                      listener.event(
                          new CollectionEvent<>(
                              CollectionEvent.Type.REMOVE, element(event.key(), event.oldValue())));
                  default -> {}
                }
              };
          if (listeners.putIfAbsent(listener, added) != null) {
            return CompletableFuture.completedFuture(null);
          }
          return map.addListener(added, executor)
              .whenComplete(
                  (done, error) -> {
                    if (error != null) {
                      listeners.remove(listener, added);
                    }
                  });
        });
  }

  @Override
  public CompletableFuture<Void> removeListener(CollectionEventListener<E> listener) {
    return read(
        () -> {
          AtomicMapEventListener<K, V> removed =
              listeners.remove(Objects.requireNonNull(listener, "listener"));
          return removed == null
              ? CompletableFuture.completedFuture(null)
              : map.removeListener(removed);
        });
  }

  @Override
  public String name() {
    return map.name();
  }

  @Override
  public PrimitiveType<?, ?, ?> type() {
    return DistributedCollectionType.instance();
  }

  @Override
  public PrimitiveProtocol protocol() {
    return map.protocol();
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    map.addStateChangeListener(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    map.removeStateChangeListener(listener);
  }

  /** Closes the map. */
  @Override
  public CompletableFuture<Void> close() {
    return map.close();
  }

  /** Deletes the map. */
  @Override
  public CompletableFuture<Void> delete() {
    return map.delete();
  }

  final BlockingCalls blocking(Duration timeout) {
    return new BlockingCalls(map.guard().instance(), timeout);
  }

  @Override
  public DistributedCollection<E> sync(Duration operationTimeout) {
    return new BlockingMapView<>(this, blocking(operationTimeout));
  }
}
