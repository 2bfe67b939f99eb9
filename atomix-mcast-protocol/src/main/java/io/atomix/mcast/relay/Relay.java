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
package io.atomix.mcast.relay;

import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the threads of the protocol and somebody who observes: what happens waits here,
 * and is told in its order on a thread for callers' code. What is told costs the protocol a place
 * in a queue; a thread is woken once in a while, not for each thing. The queue is bounded: the
 * oldest is dropped, and counted. Thread-safe.
 */
final class Relay {
  private static final Logger LOGGER = LoggerFactory.getLogger(Relay.class);

  /** Time for which events gather, unless there are many. */
  private static final Duration GATHER_TIME = Duration.ofMillis(10);

  private static final int MUCH = 1000;
  private static final int AT_ONCE = 256;

  private final String observed;
  private final int capacity;
  private final LongConsumer missed;
  private final ThreadContextFactory callbacks;
  private final ThreadContext callers;
  private final ThreadContext timer;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private long dropped;

  /** True if a timer will see to it that what waits is told. */
  private boolean timed;

  /** True if a thread tells what waits, or is about to. */
  private boolean telling;

  /** Only the thread that tells uses it. */
  private boolean complained;

  /** A place in the queue that somebody waits for. */
  private record Mark(CompletableFuture<Void> reached) implements Runnable {
    @Override
    public void run() {
      reached.complete(null);
    }
  }

  /**
   * Makes a queue.
   *
   * @param observed what is observed, for the log
   * @param capacity how many things wait at most
   * @param timer runs short tasks of the queue itself
   * @param missed is told how many things were dropped
   */
  Relay(
      String observed,
      int capacity,
      ThreadContextFactory callbacks,
      ThreadContext timer,
      LongConsumer missed) {
    this.observed = observed;
    this.capacity = capacity;
    this.callbacks = callbacks;
    this.callers = callbacks.createContext();
    this.timer = timer;
    this.missed = missed;
  }

  /** Adds something to be told; returns at once. */
  void tell(Runnable thing) {
    add(thing, false);
  }

  /**
   * Returns a future that completes on a thread for callers' code when all that was to be told
   * before has been told, or dropped.
   */
  CompletableFuture<Void> told() {
    Mark mark = new Mark(new CompletableFuture<>());
    CompletableFuture<Void> told = mark.reached.thenRunAsync(() -> {}, callbacks.createContext());
    add(mark, true);
    return told;
  }

  /** Returns whether nothing waits, and nothing is being told. */
  boolean isIdle() {
    synchronized (waiting) {
      return waiting.isEmpty() && !telling && dropped == 0;
    }
  }

  private void add(Runnable thing, boolean hurry) {
    boolean start;
    boolean schedule;
    Runnable oldest = null;
    synchronized (waiting) {
      if (waiting.size() == capacity) {
        oldest = waiting.remove();
        dropped += oldest instanceof Mark ? 0 : 1;
      }
      waiting.add(thing);
      start = !telling && (hurry || waiting.size() >= MUCH);
      schedule = !telling && !start && !timed;
      telling |= start;
      timed |= schedule;
    }
    if (oldest instanceof Mark mark) {
      mark.run();
    }
    if (start) {
      callers.execute(this::run);
    } else if (schedule) {
      schedule();
    }
  }

  private void schedule() {
    try {
      timer.schedule(GATHER_TIME, this::due);
    } catch (RejectedExecutionException e) {
      // The group is closed; what is left is told all the same.
      due();
    }
  }

  private void due() {
    boolean start;
    synchronized (waiting) {
      timed = false;
      start = !telling && !waiting.isEmpty();
      telling |= start;
    }
    if (start) {
      callers.execute(this::run);
    }
  }

  private void run() {
    List<Runnable> next = new ArrayList<>();
    while (true) {
      next.clear();
      long lost;
      synchronized (waiting) {
        lost = dropped;
        dropped = 0;
        while (next.size() < AT_ONCE && !waiting.isEmpty()) {
          next.add(waiting.remove());
        }
        if (next.isEmpty() && lost == 0) {
          telling = false;
          return;
        }
      }
      if (lost > 0) {
        carefully(() -> missed.accept(lost));
      }
      next.forEach(this::carefully);
    }
  }

  private void carefully(Runnable thing) {
    try {
      thing.run();
    } catch (Throwable e) {
      if (!complained) {
        complained = true;
        LOGGER.warn(
            "An observer of {} threw an exception; it is still called, and later"
                + " exceptions are not logged",
            observed,
            e);
      }
    }
  }
}
