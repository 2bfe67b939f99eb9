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
package io.atomix.mcast.lab.bench;

import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.lab.workload.PlacedWrites;
import io.atomix.mcast.time.LocalTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes of one kind that begin at a fixed rate, around a moment, however many are under way. How
 * long one took is counted from when it should have begun.
 */
final class PacedWrites {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_EVERY_NANOS = 10_000_000;

  private final PlacedWrites.PlacedWrite kind;
  private final double nanosBetween;
  private final long zero;
  private final SecondsTally tally;
  private final AtomicLong underWay = new AtomicLong();

  /**
   * Prepares writes.
   *
   * @param perSecond the rate
   * @param zero the moment, as {@link LocalTime#nanos} tells the time
   */
  PacedWrites(PlacedWrites.PlacedWrite kind, double perSecond, long zero, SecondsTally tally) {
    this.kind = kind;
    this.nanosBetween = 1e9 / perSecond;
    this.zero = zero;
    this.tally = tally;
  }

  PlacedWrites.PlacedWrite kind() {
    return kind;
  }

  SecondsTally tally() {
    return tally;
  }

  /** Begins writes until an end, and returns when all have ended, or a minute after. */
  void run(long end) {
    Slot slot = new Slot(kind.partitions().hashCode(), zero);
    ExecutorService threads = Executors.newCachedThreadPool(PacedWrites::thread);
    long start = LocalTime.nanos();
    int number = 0;
    for (long due = start; due < end; due = start + (long) (++number * nanosBetween)) {
      waitUntil(due);
      long begun = due - zero;
      underWay.incrementAndGet();
      if (kind.blocks()) {
        Slot own = new Slot(number, zero);
        CompletableFuture.supplyAsync(() -> begin(own), threads)
            .thenCompose(done -> done)
            .whenComplete((done, error) -> ended(begun, error));
      } else {
        begin(slot).whenComplete((done, error) -> ended(begun, error));
      }
    }
    long patience = LocalTime.nanos() + PATIENCE_NANOS;
    while (underWay.get() > 0 && LocalTime.nanos() < patience) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    threads.shutdownNow();
  }

  /** Returns how many writes have not ended. */
  long unended() {
    return underWay.get();
  }

  private CompletableFuture<?> begin(Slot slot) {
    try {
      return kind.operation().start(slot);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void ended(long begun, Throwable error) {
    tally.ended(begun, LocalTime.nanos() - zero, error != null);
    underWay.decrementAndGet();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "bench-blocked");
    thread.setDaemon(true);
    return thread;
  }

  static void waitUntil(long due) {
    for (long left = due - LocalTime.nanos(); left > 0; left = due - LocalTime.nanos()) {
      LockSupport.parkNanos(left);
    }
  }
}
