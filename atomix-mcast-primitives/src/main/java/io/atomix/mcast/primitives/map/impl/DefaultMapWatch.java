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

import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch at its user's. It goes in steps: it reads the changes behind its position, tells the
 * listener, and reads on; when there is nothing to read, it asks the partitions to say when there
 * is. So it never has more than the listener has time for, and a lost session, a change of leader
 * or a restart costs it nothing but a step that is done again.
 */
final class DefaultMapWatch<K, V> implements MapWatch, ListenerCounts.WatchView {
  private static final Logger LOGGER = LoggerFactory.getLogger(DefaultMapWatch.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /** Lets changes gather, and others use the partitions, which each step asks all of. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final ChangeReader reader;
  private final WatchDecoder<K, V> decoder;
  private final MapWatchListener<K, V> listener;
  private final Executor executor;
  private final PrimitiveListeners counts;
  private final Consumer<DefaultMapWatch<K, V>> forget;

  /** Guarded by this, as all below. */
  private Map<PartitionId, MapPlace> places;

  private boolean stepping;
  private boolean again;

  /** All partitions have said that there is nothing new, and none has said since that there is. */
  private boolean resting;

  /** The time up to which the listener has been told everything. */
  private long toldUpTo = LocalTime.nanos();

  /** The beginning of the step that is under way. */
  private long stepBegan = toldUpTo;

  private boolean over;

  /** The partitions that are to say when something changes, and have not. */
  private final Set<PartitionId> asked = new HashSet<>();

  DefaultMapWatch(
      ChangeReader reader,
      WatchDecoder<K, V> decoder,
      MapWatchListener<K, V> listener,
      Executor executor,
      PrimitiveListeners counts,
      Consumer<DefaultMapWatch<K, V>> forget) {
    this.reader = reader;
    this.decoder = decoder;
    this.listener = listener;
    this.executor = executor;
    this.counts = counts;
    this.forget = forget;
  }

  /** Begins; completes when it is sure from which moment on everything is told. */
  CompletableFuture<MapWatch> begin(WatchFrom from) {
    synchronized (this) {
      stepping = true;
    }
    if (from == WatchFrom.snapshot()) {
      return reader
          .snapshot()
          .thenApply(
              snapshot -> {
                tell(snapshot, Set.of());
                return this;
              });
    }
    return reader
        .moment()
        .thenApply(
            histories -> {
              if (from instanceof WatchFrom.KeptStart kept) {
                new WatchStart(reader.map(), kept.position()).check(histories);
                goOn(kept.position().places());
              } else {
                goOn(ChangeReader.places(histories));
              }
              return this;
            });
  }

  /** A partition has something to tell. */
  void changesCame(PartitionId partition) {
    synchronized (this) {
      asked.remove(partition);
      if (resting) {
        resting = false;
        toldUpTo = LocalTime.nanos();
      }
    }
    step();
  }

  private void step() {
    Map<PartitionId, MapPlace> behind;
    synchronized (this) {
      if (over || stepping) {
        again = true;
        return;
      }
      stepping = true;
      again = false;
      stepBegan = LocalTime.nanos();
      behind = places;
    }
    attempt(() -> reader.read(behind), this::take);
  }

  private void take(ChangeReader.ChangesRead read) {
    if (!read.lost().isEmpty()) {
      LOGGER.warn(
          "A watch of map '{}' has lost changes of {}, which are gone from the history: it fetches"
              + " all entries. If this happens often, give the map a larger historySize ({}) and"
              + " historyBytes ({})",
          reader.map(),
          read.lost(),
          reader.historySize(),
          reader.historyBytes());
      counts.gone(read.lost());
      attempt(reader::snapshot, snapshot -> tell(snapshot, read.lost()));
    } else if (read.isEmpty()) {
      ask(read.places());
    } else {
      MapPosition position = new MapPosition(reader.map(), read.places());
      execute(
          () -> {
            MapChanges<K, V> changes = decoder.changes(read.changes(), position);
            call(() -> listener.onChanges(changes));
            changes.messages().forEach(each -> counts.changed(each.partitions()));
            goOn(read.places());
          });
    }
  }

  private void tell(Snapshots.WatchSnapshot snapshot, Set<PartitionId> lost) {
    Map<PartitionId, MapPlace> at = ChangeReader.places(snapshot.histories());
    execute(
        () -> {
          MapState<K, V> state =
              decoder.state(snapshot.entries(), lost, new MapPosition(reader.map(), at));
          call(() -> listener.onSnapshot(state));
          goOn(at);
        });
  }

  /** The listener has been called for all up to these places. */
  private void goOn(Map<PartitionId, MapPlace> upTo) {
    synchronized (this) {
      places = upTo;
      toldUpTo = stepBegan;
      stepping = false;
    }
    schedule(PAUSE, this::step);
  }

  /** Asks the partitions that were not asked to say when something changes. */
  private void ask(Map<PartitionId, MapPlace> upTo) {
    List<CompletableFuture<Boolean>> asking = new ArrayList<>();
    synchronized (this) {
      upTo.forEach(
          (partition, place) -> {
            if (asked.add(partition)) {
              asking.add(reader.awaitChange(partition, place));
            }
          });
    }
    attempt(
        () ->
            CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new))
                .thenApply(done -> asking.stream().anyMatch(CompletableFuture::join)),
        this::rest);
  }

  private void rest(boolean changed) {
    boolean on;
    synchronized (this) {
      stepping = false;
      if (changed) {
        // Which of them will say so is not kept apart; those that do are asked once more.
        asked.clear();
      }
      on = changed || again;
      toldUpTo = stepBegan;
      resting = !on;
    }
    if (on) {
      step();
    }
  }

  private <T> void attempt(Question<T> asking, Consumer<T> answer) {
    CompletableFuture.completedFuture(null)
        .thenCompose(begin -> asking.ask())
        .whenComplete(
            (result, error) -> {
              if (error == null) {
                answer.accept(result);
              } else {
                failed(error instanceof CompletionException ? error.getCause() : error);
              }
            });
  }

  /** Asks the partitions. */
  private interface Question<T> {
    CompletableFuture<T> ask();
  }

  private void failed(Throwable error) {
    if (error instanceof PrimitiveException.ClosedSession
        || error instanceof PrimitiveException.UnknownService) {
      end(error);
      return;
    }
    LOGGER.debug("A watch of map '{}' asks once more", reader.map(), error);
    synchronized (this) {
      asked.clear();
      stepping = false;
    }
    schedule(RETRY, this::step);
  }

  private void schedule(Duration delay, Runnable task) {
    if (!isClosed()) {
      reader.schedule(delay, task);
    }
  }

  private void execute(Runnable task) {
    try {
      executor.execute(
          () -> {
            if (!isClosed()) {
              task.run();
            }
          });
    } catch (RuntimeException e) {
      LOGGER.warn("A listener of map '{}' has no thread to run on any more", reader.map(), e);
      close();
    }
  }

  private void call(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOGGER.warn("A listener of map '{}' failed: {}", reader.map(), listener, e);
    }
  }

  /** Ends it, because it cannot go on. */
  void end(Throwable why) {
    if (closeHere()) {
      try {
        executor.execute(() -> call(() -> listener.onEnd(why)));
      } catch (RuntimeException e) {
        LOGGER.warn("A watch of map '{}' has ended, and its listener has no thread", map(), why);
      }
    }
  }

  private String map() {
    return reader.map();
  }

  @Override
  public synchronized MapPosition position() {
    if (places == null) {
      throw new IllegalStateException(
          "Map '"
              + reader.map()
              + "': a watch has no position before its listener was called with the snapshot");
    }
    return new MapPosition(reader.map(), places);
  }

  @Override
  public synchronized long behindNanos() {
    return resting || over ? 0 : LocalTime.nanos() - toldUpTo;
  }

  @Override
  public synchronized boolean isClosed() {
    return over;
  }

  @Override
  public void close() {
    closeHere();
  }

  private boolean closeHere() {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
    }
    forget.accept(this);
    return true;
  }
}
