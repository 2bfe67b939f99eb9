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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.CommandException;
import io.atomix.primitive.PrimitiveException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what is asked of a cluster. */
final class ClusterAnswers {
  /** Time that the cluster has for one operation; a change of leader takes a few seconds. */
  static final Duration LIMIT = Duration.ofSeconds(15);

  private ClusterAnswers() {}

  /**
   * Returns the result of a future.
   *
   * @param what what is waited for, for messages
   * @throws CommandException if it fails, or takes longer than {@link #LIMIT}
   */
  static <T> T result(String what, CompletableFuture<T> future) {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw late(what);
    } catch (ExecutionException e) {
      throw failed(what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted: " + what);
    }
  }

  private static CommandException late(String what) {
    return new CommandException(
        "No answer to %s within %d s: a majority of a group's members may be down; a change may have been made, or be made yet"
            .formatted(what, LIMIT.toSeconds()));
  }

  /** Returns what to tell of a failed operation. */
  static RuntimeException failed(String what, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CommandException known) {
      return known;
    }
    return cause instanceof PrimitiveException.Timeout
        ? late(what)
        : new CommandException("Failed: " + what, cause);
  }
}
