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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.wire.Notification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * Notifications that a group has for one Raft session of this client: puts them into their order,
 * each once, by whichever way it comes first, and holds events back until the answer to the command
 * that published them is there. Not thread-safe.
 */
final class NotificationReceiver {
  private final TreeMap<Long, Notification> early = new TreeMap<>();

  /** Notifications in their order that are not told yet. */
  private final Deque<Notification> held = new ArrayDeque<>();

  private long received;

  /** The number of the last result in {@link #held}, or of one that was. */
  private long lastResult;

  /** Returns the number of the last notification that is here with all before it. */
  long received() {
    return received;
  }

  /** Returns the number of the last notification that was passed on, with all before it. */
  long told() {
    return held.isEmpty() ? received : held.peek().number() - 1;
  }

  /** Takes a notification, which may have come before. */
  void take(Notification notification) {
    if (notification.number() > received) {
      early.putIfAbsent(notification.number(), notification);
    }
    for (Notification next = early.remove(received + 1);
        next != null;
        next = early.remove(received + 1)) {
      received++;
      held.add(next);
      if (next instanceof Notification.Deferred) {
        lastResult = received;
      }
    }
  }

  /**
   * Takes out results, with all events before them, and the events whose commands have been
   * answered.
   *
   * @param answeredIndex the log index up to which commands of this session have been answered
   */
  List<Notification> release(long answeredIndex) {
    if (held.isEmpty()) {
      return List.of();
    }
    List<Notification> released = releaseUpTo(lastResult);
    while (!held.isEmpty() && indexOf(held.peek()) <= answeredIndex) {
      released.add(held.poll());
    }
    return released;
  }

  /** Takes out what is here with a number up to this one. */
  List<Notification> releaseUpTo(long number) {
    List<Notification> released = new ArrayList<>();
    while (!held.isEmpty() && held.peek().number() <= number) {
      released.add(held.poll());
    }
    return released;
  }

  private static long indexOf(Notification notification) {
    return notification instanceof Notification.Published event
        ? event.index()
        : ((Notification.SessionOver) notification).index();
  }
}
