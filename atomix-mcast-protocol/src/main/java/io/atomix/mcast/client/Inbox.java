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
package io.atomix.mcast.client;

import io.atomix.mcast.wire.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a group has delivered to one Raft session of this client: puts items into their order, each
 * once, and holds events back until the answer to the command that published them is there. Not
 * thread-safe.
 */
final class Inbox {
  private final TreeMap<Long, Item> early = new TreeMap<>();

  /** Events in their order, which perhaps have come before that answer. */
  private final Deque<Item> held = new ArrayDeque<>();

  private long received;

  /** Returns the number of the last item that is here with all before it. */
  long received() {
    return received;
  }

  /**
   * Takes an item, which may have come before; a deferred result is passed on at once.
   *
   * @param results takes results that have not come before
   */
  void take(Item item, Consumer<Item.Deferred> results) {
    if (item.number() > received
        && early.put(item.number(), item) == null
        && item instanceof Item.Deferred deferred) {
      results.accept(deferred);
    }
    for (Item next = early.remove(received + 1); next != null; next = early.remove(received + 1)) {
      received++;
      if (!(next instanceof Item.Deferred)) {
        held.add(next);
      }
    }
  }

  /**
   * Passes on the events whose commands have been answered.
   *
   * @param answeredIndex the log index up to which commands of this session have been answered
   */
  void release(long answeredIndex, Consumer<Item> events) {
    while (!held.isEmpty() && indexOf(held.peek()) <= answeredIndex) {
      events.accept(held.poll());
    }
  }

  private static long indexOf(Item item) {
    return item instanceof Item.Event event ? event.index() : ((Item.SessionOver) item).index();
  }
}
