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

import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A copy of a map that a watch keeps up. Readers share a lock; the watch takes it for a step. */
final class DefaultMapMirror<K, V> implements MapMirror<K, V>, MapWatchListener<K, V> {
  private final String map;
  private final Consumer<DefaultMapMirror<K, V>> forget;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final CompletableFuture<MapMirror<K, V>> filled = new CompletableFuture<>();

  /** Guarded by the lock, as all below. */
  private final Map<K, Versioned<V>> entries = new HashMap<>();

  private final Map<K, UnreadableValueException> unreadable = new LinkedHashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private MapPosition position;

  /** The end of it, null as long as it follows. */
  private RuntimeException over;

  private volatile MapWatch watch;

  private record Waiter(MapPosition position, CompletableFuture<Void> future) {}

  DefaultMapMirror(String map, Consumer<DefaultMapMirror<K, V>> forget) {
    this.map = map;
    this.forget = forget;
  }

  /** Takes the watch that keeps it up; completes when there is a copy. */
  CompletableFuture<MapMirror<K, V>> begun(MapWatch keptBy) {
    watch = keptBy;
    return filled;
  }

  @Override
  public void onSnapshot(MapState<K, V> state) {
    changing(
        () -> {
          entries.clear();
          unreadable.clear();
          entries.putAll(state.entries());
          unreadable.putAll(state.unreadable());
          position = state.position();
        });
    filled.complete(this);
  }

  @Override
  public void onChanges(MapChanges<K, V> changes) {
    changing(
        () -> {
          changes.messages().forEach(this::apply);
          position = changes.position();
        });
  }

  private void apply(EntryChanges<K, V> changes) {
    changes.written().keySet().forEach(unreadable::remove);
    changes.removed().forEach(unreadable::remove);
    entries.putAll(changes.written());
    changes.removed().forEach(entries::remove);
    changes.unreadable().keySet().forEach(entries::remove);
    unreadable.putAll(changes.unreadable());
  }

  private void changing(Runnable change) {
    List<Runnable> told = new ArrayList<>();
    lock.writeLock().lock();
    try {
      change.run();
      waiters.removeIf(waiter -> isOver(waiter, told));
    } finally {
      lock.writeLock().unlock();
    }
    told.forEach(Runnable::run);
  }

  /** Returns whether somebody waits no longer, and adds what he is to be told then. */
  private boolean isOver(Waiter waiter, List<Runnable> told) {
    try {
      if (!position.isAtLeast(waiter.position)) {
        return false;
      }
      told.add(() -> waiter.future.complete(null));
    } catch (IllegalArgumentException e) {
      told.add(() -> waiter.future.completeExceptionally(e));
    }
    return true;
  }

  @Override
  public void onEnd(Throwable why) {
    end(
        new IllegalStateException(
            "The mirror of map '" + map + "' has ended: " + why.getMessage(), why));
  }

  private void end(RuntimeException why) {
    List<Waiter> left;
    lock.writeLock().lock();
    try {
      if (over != null) {
        return;
      }
      over = why;
      left = List.copyOf(waiters);
      waiters.clear();
    } finally {
      lock.writeLock().unlock();
    }
    forget.accept(this);
    left.forEach(waiter -> waiter.future.completeExceptionally(why));
    filled.completeExceptionally(why);
  }

  private <R> R reading(Supplier<R> read) {
    lock.readLock().lock();
    try {
      if (over != null) {
        throw over;
      }
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Versioned<V> get(K key) {
    return reading(() -> entries.get(key));
  }

  @Override
  public Map<K, Versioned<V>> getAll(Collection<? extends K> keys) {
    return reading(
        () -> {
          Map<K, Versioned<V>> found = new LinkedHashMap<>();
          for (K key : keys) {
            Versioned<V> entry = entries.get(key);
            if (entry != null) {
              found.put(key, entry);
            }
          }
          return Collections.unmodifiableMap(found);
        });
  }

  @Override
  public int size() {
    return reading(entries::size);
  }

  @Override
  public Map<K, Versioned<V>> entries() {
    return reading(() -> Collections.unmodifiableMap(new HashMap<>(entries)));
  }

  @Override
  public <R> R read(Function<Map<K, Versioned<V>>, R> function) {
    return reading(() -> function.apply(Collections.unmodifiableMap(entries)));
  }

  @Override
  public Map<K, UnreadableValueException> unreadable() {
    return reading(() -> Collections.unmodifiableMap(new LinkedHashMap<>(unreadable)));
  }

  @Override
  public MapPosition position() {
    return reading(() -> position);
  }

  @Override
  public CompletableFuture<Void> awaitAtLeast(MapPosition wanted) {
    Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
    List<Runnable> told = new ArrayList<>();
    lock.writeLock().lock();
    try {
      if (over != null) {
        waiter.future.completeExceptionally(over);
      } else if (!isOver(waiter, told)) {
        waiters.add(waiter);
      }
    } finally {
      lock.writeLock().unlock();
    }
    told.forEach(Runnable::run);
    return waiter.future;
  }

  @Override
  public boolean isClosed() {
    lock.readLock().lock();
    try {
      return over != null;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    MapWatch keptBy = watch;
    if (keptBy != null) {
      keptBy.close();
    }
    end(
        new IllegalStateException(
            "The mirror of map '" + map + "' is closed; open another one with mirror()"));
  }
}
