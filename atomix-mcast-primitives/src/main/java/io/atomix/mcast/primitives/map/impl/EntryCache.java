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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.utils.time.Versioned;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that were read, kept until an event says that they have changed, or the map is written to
 * through the same instance. Thread-safe.
 *
 * <p>Events may arrive long after the write that they tell of was acknowledged, and after an even
 * later value was read. So an event never brings a value back: it replaces what it is newer than,
 * and where that cannot be told the value is read again when it is wanted.
 */
final class EntryCache<K, V> {
  private static final Logger LOGGER = LoggerFactory.getLogger(EntryCache.class);

  private final Cache<K, CompletableFuture<Versioned<V>>> cache;

  EntryCache(int size) {
    cache = CacheBuilder.newBuilder().maximumSize(size).build();
  }

  /** Returns an entry, or null if there is none, read with {@code reader} unless it is kept. */
  CompletableFuture<Versioned<V>> get(K key, Function<K, CompletableFuture<Versioned<V>>> reader) {
    // It is kept before it is read, so that no event between its reading and its keeping is missed.
    CompletableFuture<Versioned<V>> entry = new CompletableFuture<>();
    CompletableFuture<Versioned<V>> kept = cache.asMap().putIfAbsent(key, entry);
    if (kept != null) {
      return kept;
    }
    CompletableFuture<Versioned<V>> reading;
    try {
      reading = reader.apply(key);
    } catch (RuntimeException e) {
      reading = CompletableFuture.failedFuture(e);
    }
    reading.whenComplete(
        (value, error) -> {
          if (error == null) {
            entry.complete(value);
          } else {
            cache.asMap().remove(key, entry);
            entry.completeExceptionally(error);
          }
        });
    return entry;
  }

  /**
   * Returns whether there is an entry, read with {@code reader} unless it is kept, or asked for
   * with {@code asker} if its value cannot be read here.
   */
  CompletableFuture<Boolean> contains(
      K key,
      Function<K, CompletableFuture<Versioned<V>>> reader,
      Function<K, CompletableFuture<Boolean>> asker) {
    return get(key, reader)
        .thenApply(Objects::nonNull)
        .exceptionallyCompose(
            error -> {
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              return cause instanceof UnreadableValueException
                  ? asker.apply(key)
                  : CompletableFuture.failedFuture(cause);
            });
  }

  void changed(AtomicMapEvent<K, V> event) {
    K key;
    try {
      key = event.key();
    } catch (UnreadableValueException e) {
      // No key that was asked for, or one that equals it in another form.
      forgetAll();
      return;
    }
    try {
      replace(event);
    } catch (UnreadableValueException e) {
      // The next reader reads it again, and gets the error.
      cache.invalidate(key);
    }
  }

  private void replace(AtomicMapEvent<K, V> event) {
    CompletableFuture<Versioned<V>> kept = cache.getIfPresent(event.key());
    while (kept != null && !update(event, kept)) {
      kept = cache.getIfPresent(event.key());
    }
  }

  /**
   * Returns whether what is kept is no older than an event now, unless it was changed meanwhile.
   */
  private boolean update(AtomicMapEvent<K, V> event, CompletableFuture<Versioned<V>> kept) {
    Versioned<V> value = kept.isDone() && !kept.isCompletedExceptionally() ? kept.join() : null;
    Versioned<V> told = event.newValue();
    Versioned<V> removed = told == null ? event.oldValue() : null;
    if (value == null
        || told == null && (removed == null || value.version() <= removed.version())) {
      return cache.asMap().remove(event.key(), kept);
    }
    return told == null
        || value.version() >= told.version()
        || cache.asMap().replace(event.key(), kept, CompletableFuture.completedFuture(told));
  }

  void forget(Iterable<? extends K> keys) {
    cache.invalidateAll(keys);
  }

  /** Forgets keys as they are sent; one that cannot be read here is not kept here. */
  void forget(Collection<String> encoded, Function<String, K> decoder) {
    for (String key : encoded) {
      try {
        cache.invalidate(decoder.apply(key));
      } catch (UnreadableValueException e) {
        LOGGER.trace("No entry of key {} is kept", key, e);
      }
    }
  }

  void forgetAll() {
    cache.invalidateAll();
  }
}
