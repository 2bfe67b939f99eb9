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

import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.core.map.impl.NotNullAsyncAtomicMap;
import io.atomix.core.map.impl.TranscodingAsyncAtomicMap;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A map of keys and values over one of what is sent for them, as Atomix's own; but errors name the
 * key, what could not be read back is not sent, and what cannot be read hides nothing else.
 */
final class EncodedMap<K, V> extends TranscodingAsyncAtomicMap<K, V, String, byte[]> {
  private final MulticastMapProxy proxy;
  private final Codec<K, V> codec;
  private final Map<AtomicMapEventListener<K, V>, AtomicMapEventListener<String, byte[]>>
      listeners = new IdentityHashMap<>();

  private EncodedMap(MulticastMapProxy proxy, Codec<K, V> codec) {
    super(proxy, codec::encodeKey, codec::decodeKey, codec::encodeAny, codec::decodeAny);
    this.proxy = proxy;
    this.codec = codec;
  }

  /** Returns a map in which null is a value or stands for none, as the codec says. */
  static <K, V> AsyncAtomicMap<K, V> over(MulticastMapProxy proxy, Codec<K, V> codec) {
    AsyncAtomicMap<K, V> map = new EncodedMap<>(proxy, codec);
    return codec.nullValues() ? map : new NotNullAsyncAtomicMap<>(map);
  }

  private CompletableFuture<Versioned<V>> decoded(
      K key, CompletableFuture<Versioned<byte[]>> entry) {
    return entry.thenApply(found -> codec.decodeEntry(key, found));
  }

  private CompletableFuture<Versioned<V>> returned(
      K key, CompletableFuture<Versioned<byte[]>> entry) {
    return entry.thenApply(found -> codec.decodeReturned(key, found));
  }

  @Override
  public CompletableFuture<Versioned<V>> get(K key) {
    return decoded(key, proxy.get(codec.encodeKey(key)));
  }

  @Override
  public CompletableFuture<Map<K, Versioned<V>>> getAllPresent(Iterable<K> keys) {
    Set<String> encoded = new LinkedHashSet<>();
    keys.forEach(key -> encoded.add(codec.encodeKey(key)));
    return proxy.getAllPresent(encoded).thenApply(codec::decode);
  }

  @Override
  public CompletableFuture<Versioned<V>> getOrDefault(K key, V defaultValue) {
    return decoded(
        key, proxy.getOrDefault(codec.encodeKey(key), codec.encodeOrNull(key, defaultValue)));
  }

  @Override
  public CompletableFuture<Versioned<V>> computeIf(
      K key,
      Predicate<? super V> condition,
      BiFunction<? super K, ? super V, ? extends V> remappingFunction) {
    return returned(
        key,
        proxy.computeIf(
            codec.encodeKey(key),
            value -> condition.test(codec.decodeValue(key, value)),
            (encoded, value) ->
                codec.encodeOrNull(
                    key, remappingFunction.apply(key, codec.decodeValue(key, value)))));
  }

  @Override
  public CompletableFuture<Versioned<V>> put(K key, V value, Duration ttl) {
    return returned(key, proxy.put(codec.encodeKey(key), codec.encodeOrNull(key, value), ttl));
  }

  @Override
  public CompletableFuture<Versioned<V>> putAndGet(K key, V value, Duration ttl) {
    return returned(
        key, proxy.putAndGet(codec.encodeKey(key), codec.encodeOrNull(key, value), ttl));
  }

  @Override
  public CompletableFuture<Versioned<V>> putIfAbsent(K key, V value, Duration ttl) {
    return returned(
        key, proxy.putIfAbsent(codec.encodeKey(key), codec.encodeOrNull(key, value), ttl));
  }

  @Override
  public CompletableFuture<Versioned<V>> remove(K key) {
    return returned(key, proxy.remove(codec.encodeKey(key)));
  }

  @Override
  public CompletableFuture<Boolean> remove(K key, V value) {
    return proxy.remove(codec.encodeKey(key), codec.encodeOrNull(key, value));
  }

  @Override
  public CompletableFuture<Versioned<V>> replace(K key, V value) {
    return returned(key, proxy.replace(codec.encodeKey(key), codec.encodeOrNull(key, value)));
  }

  @Override
  public CompletableFuture<Boolean> replace(K key, V oldValue, V newValue) {
    return proxy.replace(
        codec.encodeKey(key), codec.encodeOrNull(key, oldValue), codec.encodeOrNull(key, newValue));
  }

  @Override
  public CompletableFuture<Boolean> replace(K key, long oldVersion, V newValue) {
    return proxy.replace(codec.encodeKey(key), oldVersion, codec.encodeOrNull(key, newValue));
  }

  @Override
  public CompletableFuture<Void> addListener(
      AtomicMapEventListener<K, V> listener, Executor executor) {
    synchronized (listeners) {
      return proxy.addListener(
          listeners.computeIfAbsent(
              listener, each -> event -> each.event(UnreadableEvent.read(codec, event))),
          executor);
    }
  }

  @Override
  public CompletableFuture<Void> removeListener(AtomicMapEventListener<K, V> listener) {
    synchronized (listeners) {
      AtomicMapEventListener<String, byte[]> removed = listeners.remove(listener);
      return removed == null
          ? CompletableFuture.completedFuture(null)
          : proxy.removeListener(removed);
    }
  }
}
