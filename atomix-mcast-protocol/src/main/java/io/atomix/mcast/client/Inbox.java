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
 * Items that a group has for one Raft session of this client: puts them into their order, each
 * once, by whichever way it comes first, and holds events back until the answer to the command that
 * published them is there. Not thread-safe.
 */
final class Inbox {
  private final TreeMap<Long, Item> early = new TreeMap<>();

  /** Items in their order that are not told yet. */
  private final Deque<Item> held = new ArrayDeque<>();

  private long received;

  /** The number of the last result in {@link #held}, or of one that was. */
  private long lastResult;

  /** Returns the number of the last item that is here with all before it. */
  long received() {
    return received;
  }

  /** Returns the number of the last item that was passed on, with all before it. */
  long told() {
    return held.isEmpty() ? received : held.peek().number() - 1;
  }

  /** Takes an item, which may have come before. */
  void take(Item item) {
    if (item.number() > received) {
      early.putIfAbsent(item.number(), item);
    }
    for (Item next = early.remove(received + 1); next != null; next = early.remove(received + 1)) {
      received++;
      held.add(next);
      if (next instanceof Item.Deferred) {
        lastResult = received;
      }
    }
  }

  /**
   * Passes on results, with all events before them, and the events whose commands have been
   * answered.
   *
   * @param answeredIndex the log index up to which commands of this session have been answered
   */
  void release(long answeredIndex, Consumer<Item> told) {
    releaseUpTo(lastResult, told);
    while (!held.isEmpty() && indexOf(held.peek()) <= answeredIndex) {
      told.accept(held.poll());
    }
  }

  /** Passes on what is here with a number up to this one. */
  void releaseUpTo(long number, Consumer<Item> told) {
    while (!held.isEmpty() && held.peek().number() <= number) {
      told.accept(held.poll());
    }
  }

  private static long indexOf(Item item) {
    return item instanceof Item.Event event ? event.index() : ((Item.SessionOver) item).index();
  }
}
