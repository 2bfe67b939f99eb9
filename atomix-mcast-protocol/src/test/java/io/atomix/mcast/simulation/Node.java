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

import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One run of a process: its threads, clocks and what it listens to. When it dies, whatever it has
 * not done yet is never done; what it has sent is on its way.
 */
final class Node implements ThreadContextFactory {
  private static final long EPOCH_MILLIS = 1_000_000_000_000L;

  private final World world;
  private final String name;
  private final int taskMillis;
  private final Map<String, Function<byte[], CompletableFuture<byte[]>>> handlers = new HashMap<>();
  private final List<RaftSession> sessions = new ArrayList<>();
  private boolean alive = true;
  private long pausedUntil = Long.MIN_VALUE;
  private long clockAhead;
  private long calendarAhead;

  Node(World world, String name) {
    this(world, name, 1);
  }

  /**
   * Creates one.
   *
   * @param taskMillis how long a thread may take at most before it does what it was given
   */
  Node(World world, String name, int taskMillis) {
    this.world = world;
    this.name = name;
    this.taskMillis = taskMillis;
    this.clockAhead = world.random().nextInt();
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return alive;
  }

  void die() {
    alive = false;
  }

  /** What is subscribed to here, by subject. */
  Map<String, Function<byte[], CompletableFuture<byte[]>>> handlers() {
    return handlers;
  }

  /** The Raft sessions that this process has opened. */
  List<RaftSession> sessions() {
    return sessions;
  }

  /** No thread does anything for so long. */
  void pause(long nanos) {
    pausedUntil = Math.max(pausedUntil, world.now() + nanos);
  }

  /** The clock that measures time is ahead by so much more: a machine was asleep. */
  void leap(long nanos) {
    clockAhead += nanos;
  }

  /** The date is set, forwards or backwards. */
  void setDate(long millis) {
    calendarAhead = millis;
  }

  /** Returns the time in nanoseconds of an origin that only this process knows. */
  long nanos() {
    return world.now() + clockAhead;
  }

  /** Returns the date of this process, in milliseconds. */
  long millis() {
    return EPOCH_MILLIS + world.now() / World.MILLI + calendarAhead;
  }

  /** Returns an identity that no other has in this run of the simulation. */
  UUID newIdentity() {
    return new UUID(world.random().nextLong(), world.random().nextLong());
  }

  /** Does something of this process after a while, if it is still alive then. */
  void in(long nanos, Runnable task) {
    world.in(
        nanos,
        () -> {
          if (!alive) {
            return;
          }
          if (world.now() < pausedUntil) {
            in(pausedUntil - world.now(), task);
          } else {
            task.run();
          }
        });
  }

  @Override
  public ThreadContext createContext() {
    return new Context();
  }

  /** Runs one task at a time, in order, each a little later. */
  private final class Context implements ThreadContext {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
      if (tasks.size() == 1) {
        in(world.upTo(taskMillis), this::runNext);
      }
    }

    private void runNext() {
      tasks.peek().run();
      tasks.remove();
      if (!tasks.isEmpty()) {
        in(world.upTo(taskMillis), this::runNext);
      }
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable callback) {
      Timer timer = new Timer(this, callback, 0);
      in(delay.toNanos(), timer::fire);
      return timer;
    }

    @Override
    public Scheduled schedule(Duration initialDelay, Duration interval, Runnable callback) {
      Timer timer = new Timer(this, callback, interval.toNanos());
      in(world.upTo(initialDelay.toMillis()), timer::fire);
      return timer;
    }

    @Override
    public boolean isBlocked() {
      return false;
    }

    @Override
    public void block() {
      throw new UnsupportedOperationException("Nothing may wait here");
    }

    @Override
    public void unblock() {}

    @Override
    public void close() {}
  }

  private final class Timer implements Scheduled {
    private final Context context;
    private final Runnable task;
    private final long interval;
    private boolean cancelled;

    private Timer(Context context, Runnable task, long interval) {
      this.context = context;
      this.task = task;
      this.interval = interval;
    }

    private void fire() {
      if (cancelled) {
        return;
      }
      context.execute(
          () -> {
            if (!cancelled) {
              task.run();
            }
          });
      if (interval > 0) {
        in(interval, this::fire);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
