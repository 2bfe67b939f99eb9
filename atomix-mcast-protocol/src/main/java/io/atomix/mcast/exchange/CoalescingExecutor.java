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
package io.atomix.mcast.exchange;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Changes that a replica's log has made, until its executor takes note of them: at once where the
 * replica leads, else with the next task that runs there anyway, since to wake a thread for every
 * entry costs a follower more than the entry does. Thread-safe.
 */
final class CoalescingExecutor implements Executor {
  private final Executor executor;
  private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
  private volatile boolean urgent;

  /** Creates an empty backlog; the executor must run one task at a time. */
  CoalescingExecutor(Executor executor) {
    this.executor = executor;
  }

  /** Sets whether changes are taken note of at once. */
  void urgent(boolean wanted) {
    urgent = wanted;
  }

  boolean isUrgent() {
    return urgent;
  }

  /** Adds a change; they are carried out in the order in which they were added. */
  void add(Runnable change) {
    changes.add(change);
    wake();
  }

  /** Carries out the changes that have been added, where the replica leads. */
  void wake() {
    if (urgent) {
      executor.execute(this::catchUp);
    }
  }

  /** Adds a change that can wait for the next task, even where the replica leads. */
  void addPatiently(Runnable change) {
    changes.add(change);
  }

  /** Runs a task after all changes that have been added so far. */
  @Override
  public void execute(Runnable task) {
    executor.execute(
        () -> {
          catchUp();
          task.run();
        });
  }

  private void catchUp() {
    for (Runnable next = changes.poll(); next != null; next = changes.poll()) {
      next.run();
    }
  }
}
