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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the futures of one instance of a primitive, for callers that block.
 *
 * @param instance what it is, for errors: {@code Map 'owners'}
 * @param timeout how long to wait for each
 */
public record BlockingCalls(String instance, Duration timeout) {

  /**
   * Returns what a future completes with, or throws what it fails with: the same exception, not one
   * around it, unless it is checked.
   *
   * @throws PrimitiveException.Timeout if it takes too long
   * @throws PrimitiveException.Interrupted if the caller is interrupted
   */
  public <T> T complete(CompletableFuture<T> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PrimitiveException.Interrupted();
    } catch (TimeoutException e) {
      PrimitiveException.Timeout late = new PrimitiveException.Timeout();
      late.initCause(new TimeoutException(instance + ": a call took longer than " + timeout));
      throw late;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      } else if (cause instanceof Error error) {
        throw error;
      }
      throw new PrimitiveException(cause);
    }
  }
}
