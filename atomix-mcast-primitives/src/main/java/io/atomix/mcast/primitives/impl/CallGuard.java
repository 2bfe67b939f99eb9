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
package io.atomix.mcast.primitives.impl;

import io.atomix.primitive.PrimitiveException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Stands before the asynchronous calls of one instance of a primitive. Every failure of a call (an
 * argument, its encoding, the instance's own state) is the failure of its future and is never
 * thrown; an instance that is closed or read-only sends nothing. Thread-safe.
 */
public final class CallGuard {
  private final String instance;
  private final boolean readOnly;
  private volatile boolean closed;

  /**
   * Creates the guard of an instance that is open.
   *
   * @param instance what it is, for errors: {@code Map 'owners'}
   * @param readOnly whether it refuses to change anything
   */
  public CallGuard(String instance, boolean readOnly) {
    this.instance = instance;
    this.readOnly = readOnly;
  }

  /** Returns what the instance is, for errors. */
  public String instance() {
    return instance;
  }

  /** Makes a call that changes nothing. */
  public <T> CompletableFuture<T> read(Supplier<CompletableFuture<T>> call) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new PrimitiveException.ClosedSession(
              instance + " is closed; open it again with its builder to use it"));
    }
    return attempt(call);
  }

  /**
   * Makes a call that may change something; fails with {@link UnsupportedOperationException} if the
   * instance is read-only.
   */
  public <T> CompletableFuture<T> write(Supplier<CompletableFuture<T>> call) {
    if (readOnly) {
      return CompletableFuture.failedFuture(
          new UnsupportedOperationException(
              instance + " was built read-only; it cannot be changed through this instance"));
    }
    return read(call);
  }

  /** Closes the instance: calls fail from now on. The caller ends its sessions. */
  public void close() {
    closed = true;
  }

  private static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> future;
    try {
      future = call.get();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // Serializers throw the latter two for classes that cannot be loaded and for cycles.
      return CompletableFuture.failedFuture(e);
    }
    return future.isCompletedExceptionally() ? unwrapped(future) : future;
  }

  /** Returns a future that fails with the exception itself, as a failed future does. */
  private static <T> CompletableFuture<T> unwrapped(CompletableFuture<T> failed) {
    CompletableFuture<T> bare = new CompletableFuture<>();
    failed.whenComplete((value, error) -> bare.completeExceptionally(cause(error)));
    return bare;
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }
}
