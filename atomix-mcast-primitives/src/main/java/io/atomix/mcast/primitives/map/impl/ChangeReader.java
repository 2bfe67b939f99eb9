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

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks the partitions of a map for their changes. One message to all of them reads the changes
 * behind the places of a watch, so that what it finds are the changes between two moments of the
 * map. Of what is too much for one answer, the rest is fetched up to that moment. Thread-safe.
 */
final class ChangeReader {
  /** Bytes of changes of each partition in the answer to the message. */
  private static final int FIRST_BYTES = 128 * 1024;

  /** Bytes of changes in a further answer. */
  private static final int PIECE_BYTES = 512 * 1024;

  private final MulticastProxyClient<MulticastMapService> client;
  private final Snapshots snapshots;
  private final int historySize;
  private final long historyBytes;

  /**
   * Creates a reader.
   *
   * @param historySize how many changes each partition is to keep
   * @param historyBytes how many bytes of changes
   */
  ChangeReader(
      MulticastProxyClient<MulticastMapService> client,
      Snapshots snapshots,
      int historySize,
      long historyBytes) {
    this.client = client;
    this.snapshots = snapshots;
    this.historySize = historySize;
    this.historyBytes = historyBytes;
  }

  int historySize() {
    return historySize;
  }

  long historyBytes() {
    return historyBytes;
  }

  String map() {
    return client.name();
  }

  /** Returns the partitions of the map, in the order that positions have. */
  Collection<PartitionId> partitions() {
    return client.getPartitionIds();
  }

  /** Calls back when a change has come to a partition that was asked to say so. */
  void onChange(Consumer<PartitionId> listener) {
    for (ProxySession<MulticastMapService> session : client.getPartitions()) {
      PartitionId partition = session.partitionId();
      session.register(new ChangeEvents(() -> listener.accept(partition)));
    }
  }

  /** Passes on that a change has come to a partition. */
  private record ChangeEvents(Runnable listener) implements MapWatchClient {
    @Override
    public void changesCame(long position) {
      listener.run();
    }
  }

  /** Has all partitions keep a history; completes when they do. */
  CompletableFuture<Void> keepHistory() {
    return CompletableFuture.allOf(
        partitions().stream()
            .map(
                each ->
                    client.applyOn(each, service -> service.keepHistory(historySize, historyBytes)))
            .toArray(CompletableFuture[]::new));
  }

  /** Returns what the histories are at one moment, without changes. */
  CompletableFuture<Map<PartitionId, ChangesAnswer>> moment() {
    Map<PartitionId, Function<MulticastMapService, ChangesAnswer>> operations =
        new LinkedHashMap<>();
    partitions()
        .forEach(each -> operations.put(each, service -> service.changes(Long.MAX_VALUE, 0)));
    return client.applyOn(operations);
  }

  /**
   * Returns all entries of one moment, and what the histories are then. Whatever changes behind it
   * is in them.
   */
  CompletableFuture<Snapshots.WatchSnapshot> snapshot() {
    return keepHistory().thenCompose(kept -> snapshots.takeForWatch());
  }

  /** Returns the places behind which the next changes are. */
  static Map<PartitionId, MapPlace> places(Map<PartitionId, ChangesAnswer> histories) {
    Map<PartitionId, MapPlace> places = new LinkedHashMap<>();
    histories.forEach(
        (partition, history) ->
            places.put(partition, new MapPlace(history.incarnation(), history.newest())));
    return places;
  }

  /**
   * Changes between two moments.
   *
   * @param changes those of each partition, by position
   * @param places the places at the later moment
   * @param lost the partitions of which changes are gone; if there are any, there are no changes
   */
  record ChangesRead(
      Map<PartitionId, List<StoredChanges>> changes,
      Map<PartitionId, MapPlace> places,
      Set<PartitionId> lost) {
    boolean isEmpty() {
      return changes.values().stream().allMatch(List::isEmpty);
    }
  }

  /** Reads the changes behind places, up to a moment after the call. */
  CompletableFuture<ChangesRead> read(Map<PartitionId, MapPlace> behind) {
    Map<PartitionId, Function<MulticastMapService, ChangesAnswer>> operations =
        new LinkedHashMap<>();
    behind.forEach(
        (partition, place) ->
            operations.put(partition, service -> service.changes(place.upTo(), FIRST_BYTES)));
    return client.applyOn(operations).thenCompose(answers -> complete(behind, answers));
  }

  private CompletableFuture<ChangesRead> complete(
      Map<PartitionId, MapPlace> behind, Map<PartitionId, ChangesAnswer> answers) {
    ChangesRead read =
        new ChangesRead(new LinkedHashMap<>(), places(answers), new LinkedHashSet<>());
    List<CompletableFuture<Void>> rest = new ArrayList<>();
    answers.forEach(
        (partition, answer) -> {
          List<StoredChanges> changes = new ArrayList<>();
          read.changes().put(partition, changes);
          rest.add(take(partition, behind.get(partition), answer, answer.newest(), changes, read));
        });
    return CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                read.lost().isEmpty() ? read : new ChangesRead(Map.of(), Map.of(), read.lost()));
  }

  /** Takes an answer, and fetches what is missing up to the end. */
  private CompletableFuture<Void> take(
      PartitionId partition,
      MapPlace behind,
      ChangesAnswer answer,
      long end,
      List<StoredChanges> changes,
      ChangesRead read) {
    if (isLost(behind, answer)) {
      synchronized (read) {
        read.lost().add(partition);
      }
      return CompletableFuture.completedFuture(null);
    }
    long upTo = behind.upTo();
    for (StoredChanges each : answer.changes()) {
      if (each.position() <= end) {
        changes.add(each);
        upTo = each.position();
      }
    }
    if (upTo >= end) {
      return CompletableFuture.completedFuture(null);
    }
    MapPlace next = new MapPlace(behind.incarnation(), upTo);
    return client
        .applyOn(partition, service -> service.changes(next.upTo(), PIECE_BYTES))
        .thenCompose(more -> take(partition, next, more, end, changes, read));
  }

  /** Returns whether changes behind a place are gone. */
  static boolean isLost(MapPlace behind, ChangesAnswer answer) {
    return behind.incarnation() != answer.incarnation()
        || behind.upTo() > answer.newest()
        || behind.upTo() + 1 < answer.oldest();
  }

  /** Asks a partition to say when something changes; returns whether it has changed already. */
  CompletableFuture<Boolean> awaitChange(PartitionId partition, MapPlace behind) {
    return client.applyOn(partition, service -> service.awaitChange(behind.upTo()));
  }

  /** Does something later. */
  void schedule(Duration delay, Runnable task) {
    client.getPartition(partitions().iterator().next()).context().schedule(delay, task);
  }
}
