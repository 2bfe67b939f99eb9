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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * One schedule: gives one thread its turn at a time. What it decides depends on its number alone.
 * The changed classes call it, at each step that others may see.
 *
 * <p>Whoever has the turn may touch all of it; the semaphores hand it on.
 */
public final class Scheduler {
  private static final int MOST_STEPS = 200_000;
  private static final int MOST_SWITCHES = 3;
  private static final int PATIENCE_SECONDS = 100;
  private static volatile Scheduler current;

  private final Random random;
  private final Set<Integer> switches = new HashSet<>();
  private final Map<Object, Monitor> monitors = new IdentityHashMap<>();
  private final List<ScheduledThread> threads = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private final Semaphore done = new Semaphore(0);
  private final boolean shuffled;
  private int steps;
  private long unlocks;
  private volatile AssertionError failure;

  private static final class Monitor {
    private Thread owner;
    private int count;
  }

  private Scheduler(int number, int expectedSteps) {
    random = new Random(number);
    shuffled = number > 0;
    for (int i = number == 0 ? 0 : 1 + random.nextInt(MOST_SWITCHES); i > 0; i--) {
      switches.add(1 + random.nextInt(Math.max(1, expectedSteps)));
    }
  }

  static Scheduler begin(int number, int expectedSteps) {
    current = new Scheduler(number, expectedSteps);
    return current;
  }

  static void end() {
    current = null;
  }

  static Scheduler current() {
    if (current == null) {
      throw new IllegalStateException("Threads run side by side in Schedules.explore alone");
    }
    return current;
  }

  int steps() {
    return steps;
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Returns where threads changed places. */
  String story() {
    return story.isEmpty() ? "" : "\n  " + String.join("\n  ", story);
  }

  void run(Runnable... tasks) {
    threads.clear();
    for (Runnable task : tasks) {
      threads.add(new ScheduledThread(this, threads.size() + 1, task));
    }
    threads.forEach(Thread::start);
    handOn(null);
    try {
      if (!done.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        failed("A thread does not come to its next step: " + stacks());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("Interrupted");
    }
    for (ScheduledThread thread : threads) {
      if (thread.failure != null) {
        throw new AssertionError(thread + " failed: " + thread.failure, thread.failure);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private String stacks() {
    StringBuilder text = new StringBuilder();
    for (ScheduledThread thread : threads) {
      text.append("\n  ").append(thread);
      for (StackTraceElement element : thread.getStackTrace()) {
        text.append("\n    ").append(element);
      }
    }
    return text.toString();
  }

  private void failed(String why) {
    if (failure == null) {
      failure = new AssertionError(why);
    }
  }

  void ended(ScheduledThread thread) {
    monitors.values().removeIf(monitor -> monitor.owner == thread);
    if (thread.failure != null) {
      failed(thread + " failed");
    }
    handOn(thread);
  }

  /** Gives another thread its turn, or the same; null if nobody has it. */
  private ScheduledThread handOn(ScheduledThread from) {
    List<ScheduledThread> able = new ArrayList<>();
    for (ScheduledThread thread : threads) {
      if (!thread.over && (hasFailed() || isAble(thread))) {
        able.add(thread);
      }
    }
    if (able.isEmpty()) {
      boolean all = threads.stream().allMatch(thread -> thread.over);
      if (!all) {
        failed("Threads wait for each other: " + stacks());
        return handOn(from);
      }
      done.release();
      return null;
    }
    if (able.size() > 1) {
      able.remove(from);
    }
    ScheduledThread next = able.get(shuffled ? random.nextInt(able.size()) : 0);
    if (next != from) {
      next.turn.release();
    }
    return next;
  }

  private boolean isAble(ScheduledThread thread) {
    if (thread.awaited != null || thread.unlocksSeen == unlocks) {
      return false;
    }
    Monitor monitor = thread.wanted == null ? null : monitors.get(thread.wanted);
    return monitor == null || monitor.owner == thread;
  }

  /** The thread cannot go on, or need not: others may. */
  private void giveWay(ScheduledThread thread) {
    if (story.size() < 60) {
      story.add(thread + " at " + place());
    }
    if (handOn(thread) != thread) {
      thread.turn.acquireUninterruptibly();
    }
    if (hasFailed()) {
      throw new ScheduledThread.ScheduleOver();
    }
  }

  private static String place() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().startsWith(ScheduledClasses.OWN))
                    .findFirst()
                    .map(
                        frame ->
                            frame.getClassName().replaceAll(".*\\.", "")
                                + "."
                                + frame.getMethodName()
                                + ":"
                                + frame.getLineNumber())
                    .orElse("its begin"));
  }

  private static ScheduledThread self() {
    return Thread.currentThread() instanceof ScheduledThread thread ? thread : null;
  }

  /** A step that others may see is next. */
  public static void point() {
    ScheduledThread thread = self();
    if (thread == null || thread.atomic > 0) {
      return;
    }
    Scheduler scheduler = current();
    if (scheduler.hasFailed()) {
      throw new ScheduledThread.ScheduleOver();
    }
    scheduler.steps++;
    if (scheduler.steps > MOST_STEPS) {
      scheduler.failed("It does not end within " + MOST_STEPS + " steps");
    }
    if (scheduler.switches.contains(scheduler.steps)) {
      scheduler.giveWay(thread);
    }
  }

  /** Begins what nobody interrupts. */
  public static void enterAtomic() {
    ScheduledThread thread = self();
    if (thread != null) {
      thread.atomic++;
    }
  }

  /** Ends it. */
  public static void leaveAtomic() {
    ScheduledThread thread = self();
    if (thread != null) {
      thread.atomic--;
    }
  }

  /** Enters a monitor. */
  public static void enter(Object lock) {
    point();
    current().take(lock, 1);
  }

  private void take(Object lock, int count) {
    ScheduledThread thread = self();
    Monitor monitor = monitors.get(lock);
    while (monitor != null && monitor.owner != Thread.currentThread()) {
      thread.wanted = lock;
      giveWay(thread);
      thread.wanted = null;
      monitor = monitors.get(lock);
    }
    if (monitor == null) {
      monitor = new Monitor();
      monitor.owner = Thread.currentThread();
      monitors.put(lock, monitor);
    }
    monitor.count += count;
  }

  /** Leaves a monitor. */
  public static void exit(Object lock) {
    Scheduler scheduler = current();
    Monitor monitor = scheduler.monitors.get(lock);
    if (monitor == null || monitor.owner != Thread.currentThread()) {
      if (scheduler.hasFailed()) {
        return;
      }
      throw new IllegalMonitorStateException();
    }
    monitor.count--;
    if (monitor.count == 0) {
      scheduler.monitors.remove(lock);
    }
  }

  /** Returns whether this thread is in a monitor. */
  public static boolean holdsLock(Object lock) {
    Monitor monitor = current().monitors.get(lock);
    return monitor != null && monitor.owner == Thread.currentThread();
  }

  /** Waits until it is notified; no time passes in a schedule. */
  public static void await(Object lock) {
    Scheduler scheduler = current();
    ScheduledThread thread = self();
    Monitor monitor = scheduler.monitors.remove(lock);
    thread.awaited = lock;
    scheduler.giveWay(thread);
    scheduler.take(lock, monitor.count);
  }

  /** Wakes one that waits. */
  public static void notifyOne(Object lock) {
    Scheduler scheduler = current();
    List<ScheduledThread> waiting =
        scheduler.threads.stream().filter(thread -> thread.awaited == lock).toList();
    if (!waiting.isEmpty()) {
      waiting.get(scheduler.random.nextInt(waiting.size())).awaited = null;
    }
  }

  /** Wakes all that wait. */
  public static void notifyEach(Object lock) {
    current().threads.stream()
        .filter(thread -> thread.awaited == lock)
        .forEach(thread -> thread.awaited = null);
  }

  /** Locks a lock. */
  public static void lock(Lock lock) {
    point();
    ScheduledThread thread = self();
    while (!lock.tryLock()) {
      Scheduler scheduler = current();
      thread.unlocksSeen = scheduler.unlocks;
      scheduler.giveWay(thread);
      thread.unlocksSeen = -1;
    }
  }

  /** Unlocks a lock. */
  public static void unlock(Lock lock) {
    lock.unlock();
    current().unlocks++;
  }
}
