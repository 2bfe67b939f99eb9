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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs callers' code of one session: one task at a time, in the order in which they come, on any
 * thread of a pool that has none but these. Thread-safe.
 *
 * <p>While a task waits, the next ones wait as well, so that a listener is called with one event at
 * a time, and with those that came before an answer first. But the answers to what the waiting task
 * itself has called go to another thread at once, because it may wait for them. If it goes on
 * waiting, for a future of an Atomix primitive or after it has called one, everything goes on
 * without it, in its order: what it waits for may depend on a later event, as that of a lock does,
 * or on an answer to somebody else.
 */
final class CallbackContext implements ThreadContext {
  private static final Logger LOGGER = LoggerFactory.getLogger(CallbackContext.class);

  private final CallbackThreads threads;
  private final Runnable runner = this::run;
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  /**
   * Threads that run a task that does not wait, or are about to take one: one, but for a moment.
   */
  private int running;

  /** Threads whose task waits. */
  private int waiting;

  /** While no more threads than these wait, tasks are taken in their order. */
  private int ignored;

  CallbackContext(CallbackThreads threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    boolean start;
    synchronized (tasks) {
      tasks.add(task);
      start = running == 0 && (waiting <= ignored || isAwaited(task));
      if (start) {
        running++;
      }
    }
    if (start) {
      threads.run(runner);
    }
  }

  private void run() {
    try {
      runTasks(CallbackThread.current());
    } finally {
      threads.ran();
    }
  }

  private void runTasks(CallbackThread thread) {
    Runnable next;
    synchronized (tasks) {
      running--;
      next = begin(thread);
    }
    while (next != null) {
      try {
        next.run();
      } catch (Throwable e) {
        LOGGER.error("A callback failed", e);
      }
      synchronized (tasks) {
        end(thread);
        next = begin(thread);
      }
    }
  }

  private Runnable begin(CallbackThread thread) {
    Runnable next = running > 0 ? null : waiting <= ignored ? tasks.poll() : pollAwaited();
    if (next != null) {
      running++;
    }
    if (thread != null) {
      if (next != null) {
        thread.begin(this, next);
      } else {
        thread.rest();
      }
    }
    return next;
  }

  private void end(CallbackThread thread) {
    if (thread != null && thread.isWaiting()) {
      resume(thread);
    }
    running--;
  }

  private Runnable pollAwaited() {
    for (Iterator<Runnable> i = tasks.iterator(); i.hasNext(); ) {
      Runnable next = i.next();
      if (isAwaited(next)) {
        i.remove();
        return next;
      }
    }
    return null;
  }

  private static boolean isAwaited(Runnable task) {
    return task instanceof Completion<?> completion && completion.isAwaited();
  }

  /** The task of a thread waits; others may run meanwhile. */
  private void suspend(CallbackThread thread) {
    if (!thread.isWaiting()) {
      thread.waiting(true);
      running--;
      waiting++;
    }
  }

  private void resume(CallbackThread thread) {
    if (thread.isWaiting()) {
      thread.waiting(false);
      running++;
      waiting--;
      ignored = Math.min(ignored, waiting);
    }
  }

  /** Returns whether a thread has to be started, which counts from now on. */
  private boolean starts() {
    boolean start =
        running == 0
            && (waiting <= ignored
                ? !tasks.isEmpty()
                : tasks.stream().anyMatch(CallbackContext::isAwaited));
    if (start) {
      running++;
    }
    return start;
  }

  /**
   * Called by Atomix's futures on the thread that is about to wait for one.
   *
   * @throws io.atomix.primitive.PrimitiveException if no thread is left that could complete it
   */
  @Override
  public void block() {
    CallbackThread thread = ownThread();
    if (thread == null) {
      return;
    }
    threads.waits();
    boolean start;
    synchronized (tasks) {
      thread.awaitsFuture();
      suspend(thread);
      start = starts();
    }
    if (start) {
      threads.run(runner);
    }
  }

  @Override
  public void unblock() {
    CallbackThread thread = ownThread();
    if (thread != null) {
      threads.waitsNoMore();
      synchronized (tasks) {
        thread.hasFuture();
        resume(thread);
      }
    }
  }

  private CallbackThread ownThread() {
    CallbackThread thread = CallbackThread.current();
    return thread != null && thread.callbackContext() == this ? thread : null;
  }

  @Override
  public boolean isBlocked() {
    synchronized (tasks) {
      return waiting > 0;
    }
  }

  /** Looks after a thread that has been at a task for a while. */
  void lookAfter(CallbackThread thread, long task) {
    boolean waits = thread.waitsForOthers();
    boolean start;
    synchronized (tasks) {
      if (!thread.isAt(task)) {
        return;
      }
      if (thread.isAwaitingFuture() || waits) {
        suspend(thread);
        if (thread.looksAtWait() >= threads.patience()
            && (thread.isAwaitingFuture() || thread.hasCalled())) {
          ignored = Math.max(ignored, waiting);
        }
      } else {
        resume(thread);
        thread.waitsNoMore();
      }
      start = starts();
    }
    if (start) {
      threads.run(runner);
    }
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return threads.timer().schedule(delay, () -> execute(task));
  }

  @Override
  public Scheduled schedule(Duration delay, Duration interval, Runnable task) {
    return threads.timer().schedule(delay, interval, () -> execute(task));
  }

  @Override
  public void close() {}
}
