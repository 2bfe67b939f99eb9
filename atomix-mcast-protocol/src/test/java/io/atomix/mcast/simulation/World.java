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
package io.atomix.mcast.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * Time, chance, and what is still to happen, of a simulation: one thread runs all of it, in an
 * order that follows from the seed.
 */
public final class World {
  public static final long MILLI = 1_000_000;
  public static final long SECOND = 1000 * MILLI;

  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now = -5 * SECOND;
  private long planned;
  private boolean faulty = true;

  private record Event(long time, long number, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event that) {
      int byTime = Long.compare(time, that.time);
      return byTime != 0 ? byTime : Long.compare(number, that.number);
    }
  }

  public World(long seed) {
    random = new Random(seed);
  }

  /** Returns the time in nanoseconds; it begins below 0, as a machine's may. */
  public long now() {
    return now;
  }

  public Random random() {
    return random;
  }

  /** Returns whether something happens that has this probability. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Returns whether a fault happens that has this probability as long as there are faults. */
  public boolean fault(double probability) {
    return faulty && chance(probability);
  }

  /** From now on nothing goes wrong any more. */
  public void heal() {
    faulty = false;
  }

  /** Returns a delay of up to so many milliseconds, short ones more often. */
  public long upTo(long millis) {
    return (long) (random.nextDouble() * random.nextDouble() * millis * MILLI);
  }

  public void in(long nanos, Runnable task) {
    events.add(new Event(now + nanos, planned++, task));
  }

  /** Runs a task again and again for ever. */
  public void every(long nanos, Runnable task) {
    in(
        nanos,
        () -> {
          task.run();
          every(nanos, task);
        });
  }

  public void run(long nanos) {
    long end = now + nanos;
    while (!events.isEmpty() && events.peek().time <= end) {
      Event next = events.poll();
      now = next.time;
      next.task.run();
    }
    now = end;
  }

  /** Returns an executor that runs one task at a time, in order, each a little later. */
  public Executor serialExecutor() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    return new Executor() {
      @Override
      public void execute(Runnable task) {
        tasks.add(task);
        if (tasks.size() == 1) {
          in(upTo(2), this::runNext);
        }
      }

      private void runNext() {
        tasks.peek().run();
        tasks.remove();
        if (!tasks.isEmpty()) {
          in(upTo(2), this::runNext);
        }
      }
    };
  }
}
