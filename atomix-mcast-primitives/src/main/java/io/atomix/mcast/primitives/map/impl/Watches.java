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

import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The watches of one instance of a map. The first has the partitions keep a history of changes.
 * Thread-safe.
 */
final class Watches<K, V> {
  private final ChangeReader reader;
  private final Codec<K, V> codec;
  private final PrimitiveListeners counts;
  private final Set<DefaultMapWatch<K, V>> watches = ConcurrentHashMap.newKeySet();
  private final Set<DefaultMapMirror<K, V>> mirrors = ConcurrentHashMap.newKeySet();

  Watches(ChangeReader reader, Codec<K, V> codec, PrimitiveListeners counts) {
    this.reader = reader;
    this.codec = codec;
    this.counts = counts;
    reader.onChange(this::changesCame);
  }

  /** Something may have changed in a partition; its session may be a new one. */
  void changesCame(PartitionId partition) {
    watches.forEach(watch -> watch.changesCame(partition));
  }

  /** The map's state has changed. */
  void stateChanged(PrimitiveState state) {
    if (state == PrimitiveState.EXPIRED || state == PrimitiveState.CLOSED) {
      watches.forEach(
          watch ->
              watch.end(
                  new PrimitiveException.ClosedSession(
                      "Map '" + reader.map() + "': the watch has ended with its session")));
    }
  }

  CompletableFuture<MapWatch> watch(
      WatchFrom from, MapWatchListener<K, V> listener, Executor executor) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(executor, "executor");
    if (from instanceof WatchFrom.KeptStart kept) {
      new WatchStart(reader.map(), kept.position()).check(new LinkedHashSet<>(reader.partitions()));
    }
    DefaultMapWatch<K, V> watch =
        new DefaultMapWatch<>(
            reader, new WatchDecoder<>(codec), listener, executor, counts, this::forget);
    return reader
        .keepHistory()
        .thenCompose(
            kept -> {
              watches.add(watch);
              counts.add(watch);
              return watch.begin(from);
            })
        .whenComplete(
            (begun, error) -> {
              if (error != null) {
                watch.close();
              }
            });
  }

  private void forget(DefaultMapWatch<K, V> watch) {
    watches.remove(watch);
    counts.remove(watch);
  }

  CompletableFuture<MapMirror<K, V>> mirror(Executor executor) {
    DefaultMapMirror<K, V> mirror = new DefaultMapMirror<>(reader.map(), mirrors::remove);
    mirrors.add(mirror);
    return watch(WatchFrom.snapshot(), mirror, executor)
        .thenCompose(mirror::begun)
        .whenComplete(
            (begun, error) -> {
              if (error != null) {
                mirror.close();
              }
            });
  }

  /** Returns the position at a moment behind the call. */
  CompletableFuture<MapPosition> position() {
    return reader
        .moment()
        .thenCompose(
            histories ->
                histories.values().stream().allMatch(each -> each.incarnation() > 0)
                    ? CompletableFuture.completedFuture(histories)
                    : reader.keepHistory().thenCompose(kept -> reader.moment()))
        .thenApply(histories -> new MapPosition(reader.map(), ChangeReader.places(histories)));
  }

  /** Ends all watches and mirrors. */
  void close() {
    mirrors.forEach(DefaultMapMirror::close);
    watches.forEach(DefaultMapWatch::close);
  }
}
