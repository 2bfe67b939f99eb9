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
package io.atomix.mcast.replica;

import io.atomix.mcast.group.TimersDue;
import io.atomix.mcast.wire.Command;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Lets a group's time pass, which stands still without entries: the leader's replica appends one
 * when a timer is due and no other entry has let it run meanwhile. Where there are no timers it
 * does nothing. Thread-safe.
 */
final class TimerEntries {
  /** Time for which timers gather, and in which on a busy group an entry comes anyway. */
  private static final long GATHER_MILLIS = 50;

  private static final long LONGEST_WAIT_MILLIS = Duration.ofHours(1).toMillis();

  private final BooleanSupplier leads;
  private final Function<List<Command>, CompletableFuture<?>> log;
  private final Scheduler scheduler;
  private final LongSupplier date;
  private final LongSupplier clock;

  private volatile TimersDue due = TimersDue.NONE;
  private boolean appending;
  private Scheduled waking;
  private long wakesAt;

  /**
   * Makes one that nothing is due for.
   *
   * @param leads tells whether this replica leads and has applied an entry of its leadership
   * @param log appends an entry; completes when it is applied here
   * @param date tells the date with which Raft would stamp an entry, in milliseconds since 1970
   * @param clock tells the time in nanoseconds of any origin, whatever is done to the date
   */
  TimerEntries(
      BooleanSupplier leads,
      Function<List<Command>, CompletableFuture<?>> log,
      Scheduler scheduler,
      LongSupplier date,
      LongSupplier clock) {
    this.leads = leads;
    this.log = log;
    this.scheduler = scheduler;
    this.date = date;
    this.clock = clock;
  }

  /** Takes note of when timers are due, as of the entry that was applied last. */
  void due(TimersDue newDue) {
    due = newDue;
    plan();
  }

  private void plan() {
    if (due.never() || !leads.getAsBoolean()) {
      return;
    }
    synchronized (this) {
      long date = this.date.getAsLong();
      long left = due.isBy(date) ? 0 : Math.min(due.stamp() - date, LONGEST_WAIT_MILLIS);
      Duration wait = Duration.ofMillis(left + GATHER_MILLIS);
      long now = clock.getAsLong();
      if (appending || waking != null && isSoonEnough(wakesAt - now, wait.toNanos())) {
        return;
      }
      if (waking != null) {
        waking.cancel();
      }
      wakesAt = now + wait.toNanos();
      waking = scheduler.schedule(wait, this::wake);
    }
  }

  /** An alarm in the past has not gone off in time: a clock was set, or the machine was asleep. */
  private static boolean isSoonEnough(long left, long wait) {
    return left >= 0 && left <= wait;
  }

  private void wake() {
    List<String> held;
    synchronized (this) {
      waking = null;
      if (!leads.getAsBoolean() || !due.isBy(date.getAsLong())) {
        held = null;
      } else {
        held = due.held();
        appending = true;
      }
    }
    if (held == null) {
      plan();
      return;
    }
    List<Command> commands = held.stream().<Command>map(Command.Timers::new).toList();
    log.apply(commands).whenComplete((done, error) -> appended());
  }

  private void appended() {
    synchronized (this) {
      appending = false;
    }
    plan();
  }
}
