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
package io.atomix.mcast.integration.atomicity;

import io.atomix.mcast.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that do one thing again and again, some writing and some observing, for a while. */
final class Scene {

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong observations = new AtomicLong();
  private final List<String> torn = new ArrayList<>();
  private final List<FutureTask<Void>> actors = new ArrayList<>();

  /** One step of an actor; whatever it throws fails the scene. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** An observation: a description of what is wrong with it, or null. */
  @FunctionalInterface
  interface Observation {
    String make() throws Exception;
  }

  /** Adds a thread that repeats {@code step} until the scene is over. */
  Scene actor(Step step) {
    FutureTask<Void> actor =
        new FutureTask<>(
            () -> {
              while (!over.get()) {
                step.run();
              }
              return null;
            });
    actors.add(actor);
    return this;
  }

  /** Adds a thread that repeats an observation until the scene is over. */
  Scene observer(Observation observation) {
    return actor(
        () -> {
          String wrong = observation.make();
          observations.incrementAndGet();
          if (wrong != null) {
            synchronized (torn) {
              torn.add(wrong);
            }
          }
        });
  }

  /** Plays for {@code time}; gives what was seen that should not have been. */
  List<String> play(Duration time) {
    actors.forEach(
        actor -> {
          Thread thread = new Thread(actor, "scene");
          thread.setDaemon(true);
          thread.start();
        });
    long end = System.nanoTime() + time.toNanos();
    try {
      Await.until(
          "the end of the scene",
          time.plus(Await.LIMIT),
          () -> System.nanoTime() > end || actors.stream().anyMatch(FutureTask::isDone),
          Boolean.TRUE::equals);
    } finally {
      over.set(true);
    }
    actors.forEach(actor -> Await.result("an actor", actor));
    return torn();
  }

  /** For an actor: waits until {@code more} observations were made, or the scene is over. */
  void awaitObservations(int more) throws InterruptedException {
    long enough = observations.get() + more;
    while (observations.get() < enough && !over.get()) {
      Thread.sleep(1);
    }
  }

  /** How many observations were made. */
  long observations() {
    return observations.get();
  }

  private List<String> torn() {
    synchronized (torn) {
      return List.copyOf(torn);
    }
  }
}
