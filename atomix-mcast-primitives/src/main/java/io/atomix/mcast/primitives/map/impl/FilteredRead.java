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

import io.atomix.core.iterator.impl.IteratorBatch;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.time.Versioned;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries that a filter finds, as of one moment, page by page in the order of their keys: that
 * of one message, as with {@link MapSnapshot}. If they are few, they all come with it, and no
 * partition keeps anything; else each keeps what it found, and of each no more than a piece is here
 * at a time. Asked for one page after another.
 */
final class FilteredRead {
  private static final Logger LOGGER = LoggerFactory.getLogger(FilteredRead.class);

  private final MulticastProxyClient<MulticastMapService> client;
  private final long number;
  private final MapFilter filter;
  private final int limit;
  private final List<PartitionShare> shares = new ArrayList<>();
  private boolean kept;

  /** Entries that are still to come of one partition. */
  private static final class PartitionShare {
    private final PartitionId partition;
    private final Deque<MapFilter.Found<Versioned<byte[]>>> fetched = new ArrayDeque<>();
    private int position;
    private boolean complete;

    PartitionShare(PartitionId partition) {
      this.partition = partition;
    }
  }

  /**
   * Begins a read.
   *
   * @param number tells the client's snapshots apart
   * @param limit entries of a page, 0 for all
   */
  FilteredRead(
      MulticastProxyClient<MulticastMapService> client, long number, MapFilter filter, int limit) {
    this.client = client;
    this.number = number;
    this.filter = filter;
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    client.getPartitionIds().forEach(each -> shares.add(new PartitionShare(each)));
  }

  /** Fixes the moment, and returns the first page. */
  CompletableFuture<Map<String, Versioned<byte[]>>> first() {
    Map<
            PartitionId,
            Function<MulticastMapService, IteratorBatch<Map.Entry<String, Versioned<byte[]>>>>>
        operations = new LinkedHashMap<>();
    client
        .getPartitionIds()
        .forEach(
            each ->
                operations.put(
                    each, service -> service.matchesWithin(filter, MapSnapshot.SMALL_BYTES)));
    return client.applyOn(operations).thenCompose(this::takeOrFix);
  }

  private CompletableFuture<Map<String, Versioned<byte[]>>> takeOrFix(
      Map<PartitionId, IteratorBatch<Map.Entry<String, Versioned<byte[]>>>> batches) {
    if (batches.values().stream().allMatch(IteratorBatch::complete)) {
      shares.forEach(share -> take(share, batches.get(share.partition)));
      return next();
    }
    keep(true);
    Map<PartitionId, Consumer<MulticastMapService>> operations = new LinkedHashMap<>();
    client
        .getPartitionIds()
        .forEach(each -> operations.put(each, service -> service.fixMatches(number, filter)));
    return client
        .acceptOn(operations)
        .whenComplete((done, error) -> closeIf(error != null))
        .thenCompose(done -> next());
  }

  /** Returns the next page, empty if there is nothing. A read that fails is closed. */
  CompletableFuture<Map<String, Versioned<byte[]>>> next() {
    return next(new LinkedHashMap<>()).whenComplete((page, error) -> closeIf(error != null));
  }

  private CompletableFuture<Map<String, Versioned<byte[]>>> next(
      Map<String, Versioned<byte[]>> page) {
    List<CompletableFuture<Void>> missing = new ArrayList<>();
    for (PartitionShare share : shares) {
      if (share.fetched.isEmpty() && !share.complete) {
        missing.add(fetch(share, limit - page.size()));
      }
    }
    if (!missing.isEmpty()) {
      return CompletableFuture.allOf(missing.toArray(CompletableFuture[]::new))
          .thenCompose(done -> next(page));
    }
    while (page.size() < limit) {
      PartitionShare lowest = lowest();
      if (lowest == null) {
        break;
      }
      Map.Entry<String, Versioned<byte[]>> entry = lowest.fetched.poll().entry();
      page.put(entry.getKey(), entry.getValue());
      if (lowest.fetched.isEmpty() && !lowest.complete) {
        return page.size() < limit ? next(page) : CompletableFuture.completedFuture(page);
      }
    }
    closeIf(shares.stream().allMatch(share -> share.complete));
    return CompletableFuture.completedFuture(page);
  }

  private PartitionShare lowest() {
    return shares.stream()
        .filter(share -> !share.fetched.isEmpty())
        .min(Comparator.comparing(share -> share.fetched.peek(), MapFilter.Found.order()))
        .orElse(null);
  }

  private CompletableFuture<Void> fetch(PartitionShare share, int most) {
    return client
        .applyOn(share.partition, service -> service.readMatches(number, share.position, most))
        .thenCompose(
            batch -> {
              if (batch == null) {
                return Futures.exceptionalFuture(
                    MapSnapshot.LostException.of(client.name(), share.partition));
              }
              take(share, batch);
              return CompletableFuture.completedFuture(null);
            });
  }

  private void take(
      PartitionShare share, IteratorBatch<Map.Entry<String, Versioned<byte[]>>> batch) {
    batch
        .entries()
        .forEach(
            entry -> share.fetched.add(new MapFilter.Found<>(filter.place(entry.getKey()), entry)));
    share.position = batch.position();
    share.complete = batch.complete();
  }

  /** Returns whether there are more entries than the pages had. */
  boolean hasMore() {
    return shares.stream().anyMatch(share -> !share.fetched.isEmpty() || !share.complete);
  }

  private void closeIf(boolean over) {
    if (over) {
      close();
    }
  }

  /** Returns what it was before. */
  private synchronized boolean keep(boolean now) {
    boolean before = kept;
    kept = now;
    return before;
  }

  /** Lets the partitions forget what they keep; nobody waits for that. */
  void close() {
    if (keep(false)) {
      for (PartitionShare share : shares) {
        client
            .acceptOn(share.partition, service -> service.releaseSnapshot(number))
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    LOGGER.debug(
                        "{} keeps read {} of {} on", share.partition, number, client.name());
                  }
                });
      }
    }
  }
}
