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

import io.atomix.mcast.NotAppliedException;
import io.atomix.utils.concurrent.Scheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Tries operations again that are known to have been applied nowhere, and no others. */
final class Retries {
  private Retries() {}

  /**
   * Follows an operation that has begun, and carries it out again.
   *
   * @param first the operation
   * @param again begins it anew
   * @param retried told each time that it is tried again
   */
  static <T> CompletableFuture<T> follow(
      CompletableFuture<T> first,
      ProxyOptions options,
      Scheduler scheduler,
      Supplier<CompletableFuture<T>> again,
      Runnable retried) {
    if (options.maxRetries() == 0) {
      return first;
    }
    CompletableFuture<T> future = new CompletableFuture<>();
    Supplier<CompletableFuture<T>> counted =
        () -> {
          retried.run();
          return again.get();
        };
    await(options, scheduler, counted, first, options.maxRetries(), future);
    return future;
  }

  private static <T> void await(
      ProxyOptions options,
      Scheduler scheduler,
      Supplier<CompletableFuture<T>> operation,
      CompletableFuture<T> running,
      int left,
      CompletableFuture<T> future) {
    running.whenComplete(
        (value, error) -> {
          if (error == null) {
            future.complete(value);
          } else if (left > 0 && worthTrying(error)) {
            again(options, scheduler, operation, left - 1, future);
          } else {
            future.completeExceptionally(error);
          }
        });
  }

  private static <T> void again(
      ProxyOptions options,
      Scheduler scheduler,
      Supplier<CompletableFuture<T>> operation,
      int left,
      CompletableFuture<T> future) {
    try {
      scheduler.schedule(
          options.retryDelay(),
          () -> {
            try {
              await(options, scheduler, operation, operation.get(), left, future);
            } catch (RuntimeException e) {
              future.completeExceptionally(e);
            }
          });
    } catch (RuntimeException e) {
      // Threads that are stopped take no more tasks; the caller must not wait for them.
      future.completeExceptionally(e);
    }
  }

  private static boolean worthTrying(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof NotAppliedException refused && refused.isTransient();
  }
}
