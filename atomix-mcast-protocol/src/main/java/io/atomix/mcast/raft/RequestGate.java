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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets requests through to a server, or keeps them waiting while its leadership moves: a leader
 * that hands over takes no more entries, and what comes while nobody leads need not be refused.
 * Requests go on in the order in which they came. Thread-safe.
 */
final class RequestGate {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean held;

  /**
   * Returns a handler behind this gate.
   *
   * @param handler must not block; it enqueues the request
   */
  <Q, A> Function<Q, CompletableFuture<A>> behind(Function<Q, CompletableFuture<A>> handler) {
    return request -> {
      // Whoever has held the gate knows that what passed before is enqueued.
      synchronized (this) {
        if (!held) {
          return handler.apply(request);
        }
        CompletableFuture<A> answer = new CompletableFuture<>();
        waiting.add(() -> pass(handler, request, answer));
        return answer;
      }
    };
  }

  private static <Q, A> void pass(
      Function<Q, CompletableFuture<A>> handler, Q request, CompletableFuture<A> answer) {
    try {
      handler
          .apply(request)
          .whenComplete(
              (result, error) -> {
                if (error == null) {
                  answer.complete(result);
                } else {
                  answer.completeExceptionally(error);
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /** Keeps requests waiting from now on. */
  synchronized void hold() {
    held = true;
  }

  /** Lets those through that wait, and all that come. */
  synchronized void release() {
    held = false;
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }
}
