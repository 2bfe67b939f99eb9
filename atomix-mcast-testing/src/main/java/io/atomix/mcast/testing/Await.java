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
package io.atomix.mcast.testing;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Waits for conditions with a deadline, and says what it saw when it gives up. */
public final class Await {

  /** Time to wait unless told otherwise: generous, because it is only spent by failing tests. */
  public static final Duration LIMIT = Duration.ofSeconds(45);

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int OBSERVATIONS_KEPT = 10;

  private Await() {}

  /**
   * A reading of the state under test; what it throws counts as an observation, not as a failure.
   */
  @FunctionalInterface
  public interface Probe<T> {
    T read() throws Exception;
  }

  /**
   * Reads until the value satisfies {@code holds}, for at most {@link #LIMIT}.
   *
   * @param what the condition in words, for the message of the failure
   * @return the value that satisfied the condition
   * @throws AssertionError when the time is over; its message lists the last distinct values seen
   */
  public static <T> T until(String what, Probe<T> probe, Predicate<? super T> holds) {
    return until(what, LIMIT, probe, holds);
  }

  /** As {@link #until(String, Probe, Predicate)}, with a limit of its own. */
  public static <T> T until(
      String what, Duration limit, Probe<T> probe, Predicate<? super T> holds) {
    long start = System.nanoTime();
    Deque<String> seen = new ArrayDeque<>();
    Object last = new Object();
    while (true) {
      Object observation;
      try {
        T value = probe.read();
        if (holds.test(value)) {
          return value;
        }
        observation = value;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting for: " + what + "; saw " + seen, e);
      } catch (Exception e) {
        observation = e.toString();
      }
      long elapsed = System.nanoTime() - start;
      if (!Objects.equals(observation, last)) {
        last = observation;
        seen.addLast("at " + TimeUnit.NANOSECONDS.toMillis(elapsed) + " ms: " + observation);
        if (seen.size() > OBSERVATIONS_KEPT) {
          seen.removeFirst();
        }
      }
      if (elapsed > limit.toNanos()) {
        throw new AssertionError(
            "Waited " + limit + " in vain for: " + what + "; saw " + String.join(", ", seen));
      }
      pause(what);
    }
  }

  /** Waits until {@code condition} reads true. */
  public static void until(String what, Probe<Boolean> condition) {
    until(what, condition, Boolean.TRUE::equals);
  }

  /** Waits until nothing holds what is referred to, the caller's own variables included. */
  public static void garbage(String what, Reference<?> reference) {
    until(
        what + " is garbage",
        () -> {
          System.gc();
          return reference.refersTo(null);
        });
  }

  /**
   * The result of a future that is expected to complete normally within {@link #LIMIT}.
   *
   * @throws AssertionError when it does not complete in time, or completes with an exception
   */
  public static <T> T result(String what, Future<T> future) {
    return result(what, LIMIT, future);
  }

  /** As {@link #result(String, Future)}, with a limit of its own. */
  public static <T> T result(String what, Duration limit, Future<T> future) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("Waited " + limit + " in vain for the result of: " + what, e);
    } catch (ExecutionException e) {
      throw new AssertionError("Failed: " + what + ": " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the result of: " + what, e);
    }
  }

  /**
   * The exception of a future that is expected to fail within {@link #LIMIT}.
   *
   * @throws AssertionError when it completes normally or does not complete in time
   */
  public static Throwable failure(String what, CompletableFuture<?> future) {
    try {
      Object value = future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("Expected to fail, but gave " + value + ": " + what);
    } catch (TimeoutException e) {
      throw new AssertionError("Waited " + LIMIT + " in vain for the failure of: " + what, e);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the failure of: " + what, e);
    }
  }

  /**
   * Waits until a future is done, one way or the other.
   *
   * @return what it failed with, null if it completed normally
   * @throws AssertionError when it does not complete within {@link #LIMIT}
   */
  public static Throwable outcome(String what, CompletableFuture<?> future) {
    try {
      future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return null;
    } catch (TimeoutException e) {
      throw new AssertionError("Waited " + LIMIT + " in vain for the end of: " + what, e);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the end of: " + what, e);
    }
  }

  private static void pause(String what) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for: " + what, e);
    }
  }
}
