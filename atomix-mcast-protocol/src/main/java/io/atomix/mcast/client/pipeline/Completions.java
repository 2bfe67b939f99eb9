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
package io.atomix.mcast.client.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls callers back, in order, once a lock is released: their code may call whatever takes it.
 * Thread-safe.
 */
final class Completions {
  private static final Logger LOGGER = LoggerFactory.getLogger(Completions.class);

  private final String client;
  private final Object lock;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Creates an empty queue.
   *
   * @param client what the log names if a callback fails
   */
  Completions(String client, Object lock) {
    this.client = client;
    this.lock = lock;
  }

  void add(Runnable completion) {
    waiting.add(completion);
  }

  /**
   * Runs completions in their order; if another thread is at it, that one runs these as well. Who
   * holds the lock leaves it to whoever releases it.
   */
  void run() {
    if (Thread.holdsLock(lock)) {
      return;
    }
    if (running.getAndIncrement() == 0) {
      int seen = 1;
      do {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
          run(next);
        }
        seen = running.addAndGet(-seen);
      } while (seen != 0);
    }
  }

  private void run(Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException e) {
      LOGGER.warn("Client of {}: a callback failed", client, e);
    }
  }
}
