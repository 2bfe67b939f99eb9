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

import io.atomix.utils.concurrent.AbstractThreadContext;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Contexts for Raft's client that run a task on the thread that brings it, if nothing else is under
 * way: the caller of an operation sends it, and the network's thread takes the answer in. Waking
 * another thread for either costs more than what it would do.
 *
 * <p>So nothing that runs in them may block, or call what the application has passed. A group's
 * client is made for that: it completes futures of the application in the contexts of its sessions.
 */
final class InlineContexts implements ThreadContextFactory {
  private final ThreadContextFactory pool;

  /**
   * Makes a factory of inline contexts.
   *
   * @param pool makes contexts that run what cannot be run inline; closing this factory leaves it
   *     open
   */
  InlineContexts(ThreadContextFactory pool) {
    this.pool = pool;
  }

  @Override
  public ThreadContext createContext() {
    return new InlineContext(pool.createContext());
  }

  /**
   * Runs one task at a time, in the order in which they come. A thread runs the task that it brings
   * and those that it brings meanwhile, but never what other threads bring: it may hold locks.
   */
  private static final class InlineContext extends AbstractThreadContext {
    private final ThreadContext pool;
    private final Deque<InlineTask> tasks = new ArrayDeque<>();
    private Thread runner;

    private record InlineTask(Runnable command, Thread from) {}

    private InlineContext(ThreadContext pool) {
      this.pool = pool;
    }

    @Override
    public boolean isCurrentContext() {
      synchronized (tasks) {
        return runner == Thread.currentThread();
      }
    }

    @Override
    public void execute(Runnable command) {
      Thread current = Thread.currentThread();
      synchronized (tasks) {
        if (runner != null) {
          tasks.add(new InlineTask(command, current));
          return;
        }
        runner = current;
      }
      run(command, false);
    }

    private void run(Runnable first, boolean all) {
      Runnable next = first;
      while (next != null) {
        try {
          next.run();
        } catch (RuntimeException | Error e) {
          handOver();
          throw e;
        }
        next = next(all);
      }
    }

    /** Returns what this thread goes on with, or null: then another does, or nobody has to. */
    private Runnable next(boolean all) {
      synchronized (tasks) {
        InlineTask next = tasks.peek();
        if (next != null && (all || next.from() == runner)) {
          return tasks.poll().command();
        }
      }
      handOver();
      return null;
    }

    private void handOver() {
      synchronized (tasks) {
        if (tasks.isEmpty()) {
          runner = null;
          return;
        }
        // Nobody, but somebody is at it.
        runner = HANDED_OVER;
      }
      pool.execute(this::takeOver);
    }

    private void takeOver() {
      Runnable first;
      synchronized (tasks) {
        runner = Thread.currentThread();
        first = tasks.poll().command();
      }
      run(first, true);
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable command) {
      return pool.schedule(delay, () -> execute(command));
    }

    @Override
    public Scheduled schedule(Duration delay, Duration interval, Runnable command) {
      return pool.schedule(delay, interval, () -> execute(command));
    }

    @Override
    public void close() {
      pool.close();
    }

    /** Stands for a thread of the pool that has been asked to go on. */
    private static final Thread HANDED_OVER = new Thread(() -> {}, "handed over");
  }
}
