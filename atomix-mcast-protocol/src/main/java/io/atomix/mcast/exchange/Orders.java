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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that a leader appends to its own log, one at a time: those that gather meanwhile go
 * together. Executions go from the lowest to the highest, behind what raises or drops messages
 * (rule 6), so that few have to wait in the group. Not thread-safe; all is done on the executor.
 *
 * <p>Where the other members are far away, a few go beside each other, since waiting costs more
 * than an entry does: what becomes stable while others are on their way would be two delays late. A
 * group takes them in any order (rule 6: what is stable waits there for what is below it).
 */
final class Orders {
  private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);
  private static final int PER_ENTRY = 500;

  /** Number of entries that may be under way at once where the others are far away. */
  private static final int MOST_UNDER_WAY = 3;

  /** Shortest time of the quickest of some entries from which the others count as far away. */
  private static final long FAR_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** Number of entries whose quickest counts: on a busy machine most are slow. */
  private static final int TIMED = 32;

  private final GroupId self;
  private final OwnLog log;
  private final Executor executor;
  private final Consumer<Entry.OrderEntry> failed;
  private final LongSupplier clock;

  /**
   * Entries other than executions: one that is asked for again before it is appended is appended
   * once.
   */
  private final Set<Entry.OrderEntry> others = new LinkedHashSet<>();

  private final TreeMap<Position, Entry.Execute> executions = new TreeMap<>();

  /** Times that the last entries took, the latest at the end. */
  private final Deque<Long> times = new ArrayDeque<>();

  private int underWay;

  /**
   * Creates an empty queue.
   *
   * @param failed told of each entry that may not have been appended
   * @param clock tells the time in nanoseconds of any origin
   */
  Orders(
      GroupId self,
      OwnLog log,
      Executor executor,
      Consumer<Entry.OrderEntry> failed,
      LongSupplier clock) {
    this.clock = clock;
    this.self = self;
    this.log = log;
    this.executor = executor;
    this.failed = failed;
  }

  /** Adds an entry, to be appended by {@link #appendNext}. */
  void add(Entry.OrderEntry entry) {
    if (entry instanceof Entry.Execute execution) {
      executions.put(new Position(execution.timestamp(), execution.id()), execution);
    } else {
      others.add(entry);
    }
  }

  void clear() {
    others.clear();
    executions.clear();
  }

  /** Appends what has gathered, unless as much as may be is on its way. */
  void appendNext() {
    while ((!others.isEmpty() || !executions.isEmpty()) && mayAppend()) {
      append();
    }
  }

  private boolean mayAppend() {
    return underWay == 0 || underWay < MOST_UNDER_WAY && isFar();
  }

  private boolean isFar() {
    return times.size() == TIMED && times.stream().allMatch(nanos -> nanos >= FAR_NANOS);
  }

  private void append() {
    List<Entry.OrderEntry> entries = new ArrayList<>(others.stream().limit(PER_ENTRY).toList());
    entries.forEach(others::remove);
    while (entries.size() < PER_ENTRY && !executions.isEmpty()) {
      entries.add(executions.pollFirstEntry().getValue());
    }
    List<Command> commands = entries.stream().<Command>map(Command.Order::new).toList();
    long began = clock.getAsLong();
    CompletableFuture<?> appending =
        underWay == 0 ? log.append(commands) : log.appendBeside(commands);
    underWay++;
    appending.whenCompleteAsync((done, error) -> appended(entries, began, error), executor);
  }

  private void appended(List<Entry.OrderEntry> entries, long began, Throwable error) {
    underWay--;
    if (error == null) {
      if (times.size() == TIMED) {
        times.removeFirst();
      }
      times.add(clock.getAsLong() - began);
    } else {
      LOGGER.debug(
          "Group {} could not append {} orders: {}", self, entries.size(), error.toString());
      entries.forEach(failed);
    }
    appendNext();
  }
}
