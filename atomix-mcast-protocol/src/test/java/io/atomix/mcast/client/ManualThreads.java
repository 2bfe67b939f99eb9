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

import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** Thread contexts whose tasks and timers run when a test says so, on the test's own thread. */
public final class ManualThreads implements ThreadContextFactory {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private long now;
  private boolean stopped;

  private static final class Timer implements Scheduled {
    private final Runnable task;
    private final Duration interval;
    private long at;
    private boolean cancelled;

    private Timer(Runnable task, long at, Duration interval) {
      this.task = task;
      this.at = at;
      this.interval = interval;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Runs all tasks, and what they add. */
  public void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Returns the time in nanoseconds. */
  public long now() {
    return now;
  }

  /** Lets time pass, and runs all tasks and timers that are due. */
  public void after(Duration time) {
    long end = now + time.toNanos();
    runAll();
    for (Timer next = due(end); next != null; next = due(end)) {
      now = Math.max(now, next.at);
      timers.remove(next);
      if (next.interval != null) {
        next.at += next.interval.toNanos();
        timers.add(next);
      }
      next.task.run();
      runAll();
    }
    now = end;
  }

  private Timer due(long end) {
    timers.removeIf(timer -> timer.cancelled);
    return timers.stream()
        .filter(timer -> timer.at <= end)
        .min(Comparator.comparingLong(timer -> timer.at))
        .orElse(null);
  }

  /** Returns how many timers are still to run. */
  public int timers() {
    timers.removeIf(timer -> timer.cancelled);
    return timers.size();
  }

  /** From now on nothing more is accepted. */
  public void stop() {
    stopped = true;
  }

  @Override
  public ThreadContext createContext() {
    return new Context();
  }

  private final class Context implements ThreadContext {
    @Override
    public void execute(Runnable task) {
      check();
      tasks.add(task);
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable callback) {
      return add(new Timer(callback, now + delay.toNanos(), null));
    }

    @Override
    public Scheduled schedule(Duration initialDelay, Duration interval, Runnable callback) {
      return add(new Timer(callback, now + initialDelay.toNanos(), interval));
    }

    private Timer add(Timer timer) {
      check();
      timers.add(timer);
      return timer;
    }

    private void check() {
      if (stopped) {
        throw new RejectedExecutionException("stopped");
      }
    }

    @Override
    public boolean isBlocked() {
      return false;
    }

    @Override
    public void block() {}

    @Override
    public void unblock() {}

    @Override
    public void close() {}
  }
}
