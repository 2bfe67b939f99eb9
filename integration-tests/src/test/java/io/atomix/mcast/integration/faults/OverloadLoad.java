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
package io.atomix.mcast.integration.faults;

import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes to all partitions, as many as told in the time told, and how long each took. */
final class OverloadLoad {
  private final AtomicMap<String, String> map;
  private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Throwable>> outcomes = new ArrayList<>();

  OverloadLoad(AtomicMap<String, String> map) {
    this.map = map;
  }

  /** What a number of writes comes to: how long they took, one by one, and how they failed. */
  record Result(List<Long> nanos, List<Throwable> errors) {
    Duration worst() {
      return nanos.isEmpty() ? Duration.ZERO : Duration.ofNanos(Collections.max(nanos));
    }
  }

  /** Calls without waiting for answers, evenly spread over the time. */
  Result call(int calls, Duration time) {
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      long due = began + time.toNanos() * i / calls;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
      }
      long called = System.nanoTime();
      outcomes.add(
          map.async()
              .put("key-" + i % 100, "x")
              .handle(
                  (done, error) -> {
                    if (error == null) {
                      latencies.add(System.nanoTime() - called);
                    }
                    return error instanceof CompletionException ? error.getCause() : error;
                  }));
    }
    return result();
  }

  /** A task for a thread that calls again as soon as it has its answer. */
  Callable<Void> caller(int calls) {
    return () -> {
      for (int i = 0; i < calls; i++) {
        long called = System.nanoTime();
        map.put("key-" + i % 100, "x");
        latencies.add(System.nanoTime() - called);
      }
      return null;
    };
  }

  /** All calls so far; waits for those that are under way. */
  Result result() {
    List<Throwable> errors =
        outcomes.stream()
            .map(outcome -> Await.result("a write", outcome))
            .filter(Objects::nonNull)
            .toList();
    return new Result(List.copyOf(latencies), errors);
  }
}
