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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that a leader appends to its own log, one at a time: those that gather meanwhile go
 * together. Executions go from the lowest to the highest, behind what raises or drops messages
 * (rule 6), so that few have to wait in the group. Not thread-safe; all is done on the executor.
 */
final class Orders {
  private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);
  private static final int PER_ENTRY = 500;

  private final GroupId self;
  private final OwnLog log;
  private final Executor executor;
  private final Consumer<Entry.OrderEntry> failed;

  /**
   * Entries other than executions: one that is asked for again before it is appended is appended
   * once.
   */
  private final Set<Entry.OrderEntry> others = new LinkedHashSet<>();

  private final TreeMap<Position, Entry.Execute> executions = new TreeMap<>();

  private boolean busy;

  /**
   * Creates an empty queue.
   *
   * @param failed told of each entry that may not have been appended
   */
  Orders(GroupId self, OwnLog log, Executor executor, Consumer<Entry.OrderEntry> failed) {
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

  /** Appends what has gathered, unless something is on its way. */
  void appendNext() {
    if (busy || others.isEmpty() && executions.isEmpty()) {
      return;
    }
    busy = true;
    List<Entry.OrderEntry> entries = new ArrayList<>(others.stream().limit(PER_ENTRY).toList());
    entries.forEach(others::remove);
    while (entries.size() < PER_ENTRY && !executions.isEmpty()) {
      entries.add(executions.pollFirstEntry().getValue());
    }
    log.append(entries.stream().<Command>map(Command.Order::new).toList())
        .whenCompleteAsync((done, error) -> appended(entries, error), executor);
  }

  private void appended(List<Entry.OrderEntry> entries, Throwable error) {
    busy = false;
    if (error != null) {
      LOGGER.debug(
          "Group {} could not append {} orders: {}", self, entries.size(), error.toString());
      entries.forEach(failed);
    }
    appendNext();
  }
}
