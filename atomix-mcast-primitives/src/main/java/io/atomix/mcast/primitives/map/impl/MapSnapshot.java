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
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of all partitions as of one moment, piece by piece. The moment is that of one
 * message: a query that brings all there is, or, if that is too much, a command on which each
 * partition sets its entries aside. Asked by one caller at a time.
 */
final class MapSnapshot {
  /** Size up to which a partition answers with all its entries at once. */
  static final int SMALL_BYTES = 64 * 1024;

  private static final Logger LOGGER = LoggerFactory.getLogger(MapSnapshot.class);

  private final Snapshots snapshots;
  private final MulticastProxyClient<MulticastMapService> client;
  private final long number;
  private volatile SnapshotState state = SnapshotState.NEW;
  private volatile Iterator<PartitionId> rest;
  private volatile PartitionId partition;
  private volatile int position;

  private enum SnapshotState {
    /** Nothing was asked yet. */
    NEW,
    /** Partitions keep their entries, or may. */
    KEPT,
    /** Nobody keeps anything. */
    RELEASED
  }

  /** A partition no longer keeps its entries. */
  static final class LostException extends PrimitiveException {
    private static final long serialVersionUID = 1L;

    private LostException(String message) {
      super(message);
    }

    static LostException of(String map, PartitionId from) {
      return new LostException(
          "Reading a snapshot of map '"
              + map
              + "': "
              + from
              + " does not keep it any more, because this client's session there "
              + "was lost or others were begun and not read to their end; begin "
              + "again");
    }
  }

  MapSnapshot(Snapshots snapshots, long number) {
    this.snapshots = snapshots;
    this.client = snapshots.client();
    this.number = number;
  }

  /** Returns more entries, perhaps none, or null if all were returned, or it was released. */
  CompletableFuture<Collection<Map.Entry<String, Versioned<byte[]>>>> nextPiece() {
    return switch (state) {
      case NEW -> snapshots.areLarge() ? fix() : readAtOnce();
      case KEPT -> readKept();
      case RELEASED -> CompletableFuture.completedFuture(null);
    };
  }

  private CompletableFuture<Collection<Map.Entry<String, Versioned<byte[]>>>> readAtOnce() {
    Map<
            PartitionId,
            Function<MulticastMapService, IteratorBatch<Map.Entry<String, Versioned<byte[]>>>>>
        operations = new LinkedHashMap<>();
    client
        .getPartitionIds()
        .forEach(each -> operations.put(each, service -> service.entriesWithin(SMALL_BYTES)));
    return client
        .applyOn(operations)
        .thenCompose(
            batches -> {
              if (!batches.values().stream().allMatch(IteratorBatch::complete)) {
                snapshots.found(true);
                return fix();
              }
              state = SnapshotState.RELEASED;
              List<Map.Entry<String, Versioned<byte[]>>> all = new ArrayList<>();
              batches.values().forEach(batch -> all.addAll(batch.entries()));
              return CompletableFuture.completedFuture(all);
            });
  }

  /**
   * Fixes the moment, and returns what the history of changes is then in each partition; what is
   * asked for next is as of that moment. To be called first.
   */
  CompletableFuture<Map<PartitionId, ChangesAnswer>> fixWatch() {
    keep();
    Map<PartitionId, Function<MulticastMapService, ChangesAnswer>> operations =
        new LinkedHashMap<>();
    client
        .getPartitionIds()
        .forEach(each -> operations.put(each, service -> service.fixWatch(number)));
    return client.applyOn(operations).whenComplete((done, error) -> releaseIf(error != null));
  }

  private void keep() {
    state = SnapshotState.KEPT;
    rest = client.getPartitionIds().iterator();
    partition = rest.next();
  }

  private CompletableFuture<Collection<Map.Entry<String, Versioned<byte[]>>>> fix() {
    keep();
    Map<PartitionId, Consumer<MulticastMapService>> operations = new LinkedHashMap<>();
    client
        .getPartitionIds()
        .forEach(each -> operations.put(each, service -> service.fixSnapshot(number)));
    return client
        .acceptOn(operations)
        .whenComplete((done, error) -> releaseIf(error != null))
        .thenCompose(done -> readKept());
  }

  private CompletableFuture<Collection<Map.Entry<String, Versioned<byte[]>>>> readKept() {
    PartitionId from = partition;
    return client
        .applyOn(from, service -> service.readSnapshot(number, position))
        .whenComplete((batch, error) -> releaseIf(error != null))
        .thenCompose(
            batch -> {
              if (batch == null) {
                releaseIf(true);
                return Futures.exceptionalFuture(LostException.of(client.name(), from));
              }
              advance(batch);
              return CompletableFuture.completedFuture(batch.entries());
            });
  }

  private void advance(IteratorBatch<Map.Entry<String, Versioned<byte[]>>> batch) {
    position = batch.position();
    if (batch.complete()) {
      if (rest.hasNext()) {
        partition = rest.next();
        position = 0;
      } else {
        release();
      }
    }
  }

  private void releaseIf(boolean over) {
    if (over) {
      release();
    }
  }

  /** Lets the partitions forget the entries; nobody waits for that. */
  synchronized void release() {
    boolean kept = state == SnapshotState.KEPT;
    state = SnapshotState.RELEASED;
    if (kept) {
      for (PartitionId each : client.getPartitionIds()) {
        client
            .acceptOn(each, service -> service.releaseSnapshot(number))
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    LOGGER.debug("{} keeps snapshot {} of {} on", each, number, client.name());
                  }
                });
      }
    }
  }
}
