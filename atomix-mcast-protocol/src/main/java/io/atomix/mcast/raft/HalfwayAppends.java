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
package io.atomix.mcast.raft;

import io.atomix.utils.concurrent.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks of a leader whether entries have gathered while an append is under way, when half of the
 * time is over that an append takes.
 *
 * <p>Atomix's leader has two appends under way to a member, the second half of that time behind the
 * first at least. But it looks only when an entry is logged, or an append is answered. So an entry
 * that is logged in the first half goes when the answer comes, up to a whole round trip after it
 * was logged; and what waits for others, as a message behind others does, waits so at each step.
 *
 * <p>On the Raft thread, but for the answers, which any thread brings.
 */
final class HalfwayAppends {
  /** Atomix counts in milliseconds, and a timer costs more than shorter ones would win. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  /** Part of a new time in the mean of all, as in the mean round trip of TCP (RFC 6298). */
  private static final int SHARE = 8;

  private final Scheduler raft;
  private final LongSupplier clock;
  private final Supplier<Unsent> unsent;
  private final Runnable sending;
  private long sent;
  private volatile long roundTrip;
  private boolean looks;

  /** Entries that have not been sent to a member. */
  enum Unsent {
    NONE,
    /** Atomix's leader would send them if it looked. */
    SENDABLE,
    /** It is too early for that. */
    EARLY
  }

  /**
   * Creates one that looks for the first time when an append has been answered.
   *
   * @param raft runs tasks on the Raft thread
   * @param clock tells the time in nanoseconds of any origin
   * @param unsent looks for entries that have not been sent
   * @param sending has Atomix's leader send what it can
   */
  HalfwayAppends(Scheduler raft, LongSupplier clock, Supplier<Unsent> unsent, Runnable sending) {
    this.raft = raft;
    this.clock = clock;
    this.unsent = unsent;
    this.sending = sending;
  }

  /** An append has been sent. */
  void sent(CompletableFuture<?> answer) {
    long began = clock.getAsLong();
    sent = began;
    answer.thenRun(() -> answered(clock.getAsLong() - began));
  }

  private void answered(long nanos) {
    long mean = roundTrip;
    // Answers of two members at once: one of them may not count, which does not matter.
    roundTrip = mean == 0 ? nanos : mean + (nanos - mean) / SHARE;
  }

  /** The leader has written an entry to its log, and is about to send it if it can. */
  void logged() {
    long mean = roundTrip;
    if (mean >= SHORTEST_NANOS && isUnderWay(mean)) {
      lookAfter(Math.max(0, mean / 2 - (clock.getAsLong() - sent)) + MILLISECOND);
    }
  }

  private boolean isUnderWay(long mean) {
    return clock.getAsLong() - sent < mean;
  }

  private void lookAfter(long nanos) {
    if (!looks) {
      looks = true;
      raft.schedule(Duration.ofNanos(nanos), this::look);
    }
  }

  private void look() {
    looks = false;
    long mean = roundTrip;
    Unsent found = unsent.get();
    if (found == Unsent.SENDABLE) {
      sending.run();
    } else if (found == Unsent.EARLY && isUnderWay(mean)) {
      lookAfter(Math.max(mean / SHARE, MILLISECOND));
    }
  }
}
