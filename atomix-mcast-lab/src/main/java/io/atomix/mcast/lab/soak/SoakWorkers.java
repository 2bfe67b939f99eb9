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
package io.atomix.mcast.lab.soak;

import io.atomix.core.Atomix;
import io.atomix.mcast.agent.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Threads that work until they are stopped, and pause while something is measured. */
final class SoakWorkers implements AutoCloseable {
  private static final int THREADS_PER_NODE = 2;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long STOP_SECONDS = 60;

  /** Fair, so that who wants to measure comes to his turn. */
  private final ReadWriteLock measuring = new ReentrantReadWriteLock(true);

  private final AtomicLong operations = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch ended;
  private volatile boolean over;

  private SoakWorkers(List<SoakClient> clients) {
    this.ended = new CountDownLatch(clients.size());
    for (SoakClient client : clients) {
      Thread thread = new Thread(() -> work(client), "soak-" + threads.size());
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  /** Starts two threads for each node. */
  static SoakWorkers start(List<Atomix> nodes, long seed) {
    List<SoakClient> clients = new ArrayList<>();
    for (Atomix node : nodes) {
      for (int i = 0; i < THREADS_PER_NODE; i++) {
        clients.add(new SoakClient(node, seed + clients.size()));
      }
    }
    SoakWorkers workers = new SoakWorkers(clients);
    workers.threads.forEach(Thread::start);
    return workers;
  }

  private void work(SoakClient client) {
    try {
      while (!over) {
        measuring.readLock().lock();
        try {
          client.step();
        } finally {
          measuring.readLock().unlock();
        }
        operations.incrementAndGet();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    } finally {
      ended.countDown();
    }
  }

  /** Returns how many operations have succeeded. */
  long operations() {
    return operations.get();
  }

  /**
   * Measures something while no operation is under way.
   *
   * @throws CommandException if an operation has failed before
   */
  void paused(Runnable measurement) {
    if (failure.get() != null) {
      throw new CommandException("An operation failed", failure.get());
    }
    measuring.writeLock().lock();
    try {
      measurement.run();
    } finally {
      measuring.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new CommandException(
            "An operation has not come to an end for " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
