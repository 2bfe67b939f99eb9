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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Entrance at which callers wait for a value. They get it in the order in which they asked, also
 * those who ask while the first are still being served (Atomix's OrderedFuture lets these
 * overtake). Thread-safe.
 */
final class FifoGate<T> {
  private final Queue<CompletableFuture<T>> waiting = new ArrayDeque<>();
  private boolean decided;
  private boolean nobodyWaits;
  private T value;
  private Throwable error;

  /** Returns a future for a caller, which is done if nobody is before it. */
  CompletableFuture<T> pass() {
    synchronized (this) {
      if (!nobodyWaits) {
        CompletableFuture<T> turn = new CompletableFuture<>();
        waiting.add(turn);
        return turn;
      }
    }
    return error == null
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(error);
  }

  /** Returns the value if nobody has to wait for it, else null. */
  synchronized T now() {
    return nobodyWaits ? value : null;
  }

  /** Lets all callers have the value; the first decision counts. */
  void open(T result) {
    decide(result, null);
  }

  /** Lets all callers fail; the first decision counts. */
  void close(Throwable reason) {
    decide(null, reason);
  }

  private void decide(T result, Throwable reason) {
    synchronized (this) {
      if (decided) {
        return;
      }
      decided = true;
      value = result;
      error = reason;
    }
    for (CompletableFuture<T> next = next(); next != null; next = next()) {
      if (reason == null) {
        next.complete(result);
      } else {
        next.completeExceptionally(reason);
      }
    }
  }

  private synchronized CompletableFuture<T> next() {
    CompletableFuture<T> next = waiting.poll();
    nobodyWaits = next == null;
    return next;
  }
}
