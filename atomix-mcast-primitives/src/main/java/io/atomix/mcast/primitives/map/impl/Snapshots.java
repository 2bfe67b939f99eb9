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

import com.google.common.collect.ImmutableMap;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.time.Versioned;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Takes snapshots of one map. Thread-safe. */
final class Snapshots {
  private static final int TRIALS = 3;

  private final MulticastProxyClient<MulticastMapService> client;
  private final AtomicLong numbers = new AtomicLong();

  /** True if the last snapshot was too large for one message: the next will be, too. */
  private volatile boolean large;

  Snapshots(MulticastProxyClient<MulticastMapService> client) {
    this.client = client;
  }

  MulticastProxyClient<MulticastMapService> client() {
    return client;
  }

  /** Fixes a moment, not before this call, when the first piece is asked for. */
  MapSnapshot open() {
    return new MapSnapshot(this, numbers.incrementAndGet());
  }

  boolean areLarge() {
    return large;
  }

  void found(boolean nowLarge) {
    large = nowLarge;
  }

  /** Fetches all entries as of one moment. */
  CompletableFuture<Map<String, Versioned<byte[]>>> take() {
    return attempt(() -> collect(open(), ImmutableMap.builder()), TRIALS);
  }

  /**
   * A read that has begun.
   *
   * @param page the entries of its first page
   */
  record Begun(FilteredRead read, Map<String, Versioned<byte[]>> page) {}

  /** Fetches the first page of the entries that a filter finds, as of one moment. */
  CompletableFuture<Begun> read(MapFilter filter, int limit) {
    return attempt(
        () -> {
          FilteredRead read = new FilteredRead(client, numbers.incrementAndGet(), filter, limit);
          return read.first().thenApply(page -> new Begun(read, page));
        },
        TRIALS);
  }

  /**
   * Entries of one moment, and what the histories of changes are then.
   *
   * @param histories by partition
   */
  record WatchSnapshot(
      Map<String, Versioned<byte[]>> entries, Map<PartitionId, ChangesAnswer> histories) {}

  /** Fetches all entries as of one moment, and where each history of changes is then. */
  CompletableFuture<WatchSnapshot> takeForWatch() {
    return attempt(
        () -> {
          MapSnapshot snapshot = open();
          return snapshot
              .fixWatch()
              .thenCompose(
                  histories ->
                      collect(snapshot, ImmutableMap.builder())
                          .thenApply(entries -> new WatchSnapshot(entries, histories)));
        },
        TRIALS);
  }

  private static <T> CompletableFuture<T> attempt(
      Supplier<CompletableFuture<T>> fetching, int trials) {
    return fetching
        .get()
        .handle(
            (fetched, error) -> {
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              if (cause instanceof MapSnapshot.LostException && trials > 1) {
                return attempt(fetching, trials - 1);
              }
              return error == null
                  ? CompletableFuture.completedFuture(fetched)
                  : Futures.<T>exceptionalFuture(cause);
            })
        .thenCompose(future -> future);
  }

  private static CompletableFuture<Map<String, Versioned<byte[]>>> collect(
      MapSnapshot snapshot, ImmutableMap.Builder<String, Versioned<byte[]>> collected) {
    return snapshot
        .nextPiece()
        .thenCompose(
            piece -> {
              if (piece == null) {
                return CompletableFuture.completedFuture(collected.build());
              }
              collected.putAll(piece);
              return collect(snapshot, collected);
            });
  }
}
