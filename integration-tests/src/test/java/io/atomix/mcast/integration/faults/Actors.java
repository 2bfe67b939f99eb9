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

import io.atomix.mcast.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that repeat an operation each, from their start until they are told to stop, whatever
 * happens to the cluster meanwhile. Operations may fail; for each actor the longest time without a
 * success is kept.
 */
public final class Actors {

  private final Map<String, FutureTask<Void>> running = new LinkedHashMap<>();
  private final Map<String, Progress> progress = new LinkedHashMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Duration pause;
  private volatile boolean over;

  /** Actors that begin again as soon as they are done. */
  public Actors() {
    this(Duration.ZERO);
  }

  /** Actors that pause after each operation, to leave the machine to the cluster. */
  public Actors(Duration pause) {
    this.pause = pause;
  }

  /**
   * One operation; an AssertionError ends the actor and fails the test, another exception counts as
   * a failed operation.
   */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  private static final class Progress {
    private final AtomicLong successes = new AtomicLong();
    private volatile long last = System.nanoTime();
    private volatile long longestGap;

    private void succeed() {
      long now = System.nanoTime();
      longestGap = Math.max(longestGap, now - last);
      last = now;
      successes.incrementAndGet();
    }
  }

  /** Starts an actor. */
  public void start(String name, Step step) {
    Progress mine = new Progress();
    progress.put(name, mine);
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              while (!over) {
                try {
                  step.run();
                  mine.succeed();
                  Thread.sleep(pause.toMillis());
                } catch (Exception e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              }
              return null;
            });
    running.put(name, task);
    Thread thread = new Thread(task, "actor-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until each actor has succeeded so often again; fails if one has ended. */
  public void awaitProgress(int more) {
    Map<String, Long> enough = new LinkedHashMap<>();
    progress.forEach((name, mine) -> enough.put(name, mine.successes.get() + more));
    progress.forEach(
        (name, mine) -> {
          Await.until(
              more + " more successes of " + name,
              () -> running.get(name).isDone() || mine.successes.get() >= enough.get(name));
          if (running.get(name).isDone()) {
            Await.result(name, running.get(name));
          }
        });
  }

  /** Stops all and fails if one saw what it must not see. */
  public void stop() {
    over = true;
    running.forEach((name, task) -> Await.result("the end of " + name, task));
  }

  /** How many operations of an actor succeeded. */
  public long successes(String name) {
    return progress.get(name).successes.get();
  }

  /**
   * The longest time that an actor had no success in, in milliseconds, by its name; measured anew
   * from now on.
   */
  public Map<String, Long> longestGaps() {
    Map<String, Long> gaps = new LinkedHashMap<>();
    progress.forEach(
        (name, mine) -> {
          gaps.put(name, TimeUnit.NANOSECONDS.toMillis(mine.longestGap));
          mine.longestGap = 0;
        });
    return gaps;
  }

  /** What operations failed with. */
  public List<Throwable> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }
}
