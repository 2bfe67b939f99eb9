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
package io.atomix.mcast.testing.schedules;

import java.util.concurrent.Semaphore;

/** A thread that runs only when it is its turn. */
final class ScheduledThread extends Thread {
  /** Thrown where a thread stands that has to end, because the schedule has failed. */
  static final class ScheduleOver extends Error {
    private static final long serialVersionUID = 1;

    ScheduleOver() {
      super("The schedule is over", null, false, false);
    }
  }

  /** Lets it go on. */
  final Semaphore turn = new Semaphore(0);

  final int number;

  private final Scheduler scheduler;
  private final Runnable task;

  /** The monitor that it wants, null if it wants none. */
  Object wanted;

  /** The object for whose notification it waits, null if it waits for none. */
  Object awaited;

  /** Number of unlocks there had been when it found a lock taken; -1 if it did not. */
  long unlocksSeen = -1;

  /** As long as this is above 0, it is not interrupted by others. */
  int atomic;

  boolean over;
  Throwable failure;

  ScheduledThread(Scheduler scheduler, int number, Runnable task) {
    super("scheduled-" + number);
    setDaemon(true);
    this.scheduler = scheduler;
    this.number = number;
    this.task = task;
  }

  @Override
  public void run() {
    turn.acquireUninterruptibly();
    try {
      if (!scheduler.hasFailed()) {
        task.run();
      }
    } catch (ScheduleOver e) {
      failure = null;
    } catch (Throwable e) {
      failure = e;
    } finally {
      over = true;
      scheduler.ended(this);
    }
  }

  @Override
  public String toString() {
    return "thread " + number;
  }
}
