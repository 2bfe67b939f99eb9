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

import io.atomix.utils.concurrent.AtomixFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The end of an operation on its way to its caller: completes the caller's future where callers'
 * code may run. It knows which callback has called the operation, if one has, because that callback
 * may wait for it.
 */
final class Completion<T> implements BiConsumer<T, Throwable>, Runnable {
  private final Executor executor;
  private final CompletableFuture<T> future = new AtomixFuture<>();
  private final CallbackThread caller;
  private final long callback;
  private T value;
  private Throwable error;

  private Completion(Executor executor) {
    this.executor = executor;
    CallbackThread current = CallbackThread.current();
    this.caller = current == null ? null : current.caller();
    this.callback = current == null ? 0 : current.callersTask();
    if (current != null) {
      current.calls();
    }
  }

  /** Returns a future that completes as another does, on an executor. */
  static <T> CompletableFuture<T> on(Executor executor, CompletableFuture<T> operation) {
    Completion<T> completion = new Completion<>(executor);
    operation.whenComplete(completion);
    return completion.future;
  }

  /** Returns the thread of the callback that called the operation, or null. */
  CallbackThread caller() {
    return caller;
  }

  /** Returns the number of that callback. */
  long callback() {
    return callback;
  }

  /** Returns whether the callback that called the operation has not returned yet. */
  boolean isAwaited() {
    return caller != null && caller.isAt(callback);
  }

  @Override
  public void accept(T result, Throwable failure) {
    value = result;
    error = failure;
    executor.execute(this);
  }

  @Override
  public void run() {
    if (error == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(error);
    }
  }
}
