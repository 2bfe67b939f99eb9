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
package io.atomix.mcast.lab.demo;

import io.atomix.mcast.agent.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the workers of a {@link DemoProgram}, each on a thread of its own, for a while. */
final class LoadRunner {
  /** A step is several operations, each of which may take its time on a busy machine. */
  private static final Duration LAST_STEP = Duration.ofSeconds(60);

  private volatile boolean stopped;

  private LoadRunner() {}

  /**
   * Runs a load.
   *
   * @param warmUp how long it runs before what it does is counted, except for torn observations
   * @param time how long it runs after that
   * @throws CommandException if an operation fails or hangs, or the load has lost anything
   */
  static Tally run(DemoProgram load, Duration warmUp, Duration time) throws InterruptedException {
    load.prepare();
    List<Worker> workers = load.workers();
    Tally cold = new LoadRunner().run(workers, warmUp);
    Tally warm = new LoadRunner().run(workers, time);
    try {
      load.verify();
    } catch (IllegalStateException e) {
      throw new CommandException("Something was lost", e);
    }
    warm.addTorn(cold);
    return warm;
  }

  private Tally run(List<Worker> workers, Duration time) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(workers.size());
    try {
      List<CompletableFuture<Tally>> running = new ArrayList<>();
      workers.forEach(
          worker -> running.add(CompletableFuture.supplyAsync(() -> repeat(worker), threads)));
      // Ends early only if a worker fails.
      await(CompletableFuture.anyOf(running.toArray(CompletableFuture[]::new)), time);
      stopped = true;
      Tally sum = new Tally();
      for (CompletableFuture<Tally> each : running) {
        if (!await(each, LAST_STEP)) {
          throw new CommandException(
              "An operation has not come to an end for " + LAST_STEP.toSeconds() + " s");
        }
        sum.add(each.join());
      }
      return sum;
    } finally {
      stopped = true;
      threads.shutdownNow();
    }
  }

  private Tally repeat(Worker worker) {
    Tally tally = new Tally();
    while (!stopped) {
      worker.step(tally);
    }
    return tally;
  }

  private static boolean await(CompletableFuture<?> future, Duration time)
      throws InterruptedException {
    try {
      future.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CommandException("An operation failed", e.getCause());
    }
  }
}
