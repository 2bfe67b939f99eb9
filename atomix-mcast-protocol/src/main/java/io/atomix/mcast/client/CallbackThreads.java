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

import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that callers' code runs on: what is done with a future's result, and listeners.
 * Nothing of the protocol runs on them, so callers' code may take its time, and wait. As many as
 * there are to be for code that does neither are always free for others, up to a limit.
 */
public final class CallbackThreads implements ThreadContextFactory {
  private static final int LIMIT = 256;
  private static final Duration LOOK = Duration.ofMillis(20);

  /** For half a second, only the answers to what a task has called pass it while it waits. */
  private static final int PATIENCE = 25;

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final String group;
  private final int size;
  private final int patience;
  private final ThreadContext timer;
  private final ThreadPoolExecutor executor;
  private final Set<CallbackThread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean watching = new AtomicBoolean();

  /**
   * Makes a pool, without threads until they are needed.
   *
   * @param group the partition group, whose name the threads bear
   * @param size how many threads there are for code that does not wait
   * @param timer runs short tasks of the pool itself, on a thread that does not run callers' code
   */
  public CallbackThreads(String group, int size, ThreadContext timer) {
    this(group, size, timer, PATIENCE);
  }

  /**
   * Makes a pool.
   *
   * @param patience for how many looks, only the answers to what a task has called pass it while it
   *     waits
   */
  CallbackThreads(String group, int size, ThreadContext timer, int patience) {
    this.patience = patience;
    this.group = group;
    this.size = size;
    this.timer = timer;
    ThreadFactory factory = this::newThread;
    this.executor =
        new ThreadPoolExecutor(
            size,
            LIMIT,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            factory,
            // After its end, what callers still have to be told must not be lost.
            (task, pool) -> factory.newThread(task).start());
    executor.allowCoreThreadTimeOut(true);
  }

  private Thread newThread(Runnable target) {
    CallbackThread thread =
        new CallbackThread(
            () -> {
              CallbackThread current = CallbackThread.current();
              threads.add(current);
              try {
                target.run();
              } finally {
                threads.remove(current);
              }
            });
    thread.setName("generic-multicast-" + group + "-callback-" + created.getAndIncrement());
    thread.setDaemon(true);
    return thread;
  }

  /** Returns a context that runs one task at a time, in their order. */
  @Override
  public ThreadContext createContext() {
    return new CallbackContext(this);
  }

  ThreadContext timer() {
    return timer;
  }

  int patience() {
    return patience;
  }

  void run(Runnable runner) {
    busy.incrementAndGet();
    executor.execute(runner);
    watch();
  }

  /** A runner has ended. */
  void ran() {
    busy.decrementAndGet();
  }

  /**
   * A thread is about to wait for a future; another may have to complete it.
   *
   * @throws PrimitiveException if there cannot be another
   */
  void waits() {
    int now = waiting.incrementAndGet();
    if (size + now > LIMIT) {
      waiting.decrementAndGet();
      throw new PrimitiveException(
          "Callbacks of partition group '"
              + group
              + "' wait for futures in "
              + (now - 1)
              + " threads already, so nothing would be left to complete them: do not wait in"
              + " listeners and continuations of futures; call async(), and go on in its futures");
    }
    if (size + now > executor.getCorePoolSize()) {
      executor.setCorePoolSize(size + now);
    }
  }

  void waitsNoMore() {
    waiting.decrementAndGet();
  }

  /** Looks after the threads, now and then, for as long as they have something to do. */
  private void watch() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      try {
        timer.schedule(LOOK, this::look);
      } catch (RejectedExecutionException e) {
        // The group is closed: what is left to be told to callers does not wait for anything.
        watching.set(false);
      }
    }
  }

  private void look() {
    watching.set(false);
    int held = 0;
    for (CallbackThread thread : threads) {
      long task = thread.task();
      CallbackContext context = thread.callbackContext();
      if (thread.isStill(task) && context != null) {
        held++;
        context.lookAfter(thread, task);
      }
    }
    int wanted = Math.min(LIMIT, size + Math.max(held, waiting.get()));
    if (wanted != executor.getCorePoolSize()) {
      executor.setCorePoolSize(wanted);
    }
    if (busy.get() > 0) {
      watch();
    }
  }

  /**
   * Ends the threads when they have done what they have to. Callbacks that wait for something else
   * are interrupted after a second, but for the one that calls this.
   */
  @Override
  public void close() {
    executor.shutdown();
    Thread closing = Thread.currentThread();
    CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () ->
                threads.stream()
                    .filter(thread -> thread != closing)
                    .forEach(CallbackThread::interrupt));
  }
}
