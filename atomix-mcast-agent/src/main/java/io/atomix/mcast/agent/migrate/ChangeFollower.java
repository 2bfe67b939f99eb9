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
package io.atomix.mcast.agent.migrate;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Copies keys that may differ: reads each from the source and gives the target the same. A key that
 * changes while it is copied is copied again, and no key twice at a time, so the target ends with
 * what the source has, in whatever order changes are told. What fails is tried again.
 *
 * <p>Safe for use by several threads.
 */
final class ChangeFollower<K, V> implements AutoCloseable {
  private static final int AT_ONCE = 128;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final SourceTable<K, V> source;
  private final TargetTable<K, V> target;
  private final Duration patience;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "mcast-migrate");
            made.setDaemon(true);
            return made;
          });

  /** Keys to copy, with when they were marked; the oldest first. */
  private final Map<K, Long> waiting = new LinkedHashMap<>();

  /** Keys that are being copied, with when they were marked. */
  private final Map<K, Long> busy = new HashMap<>();

  /** Keys that could not be copied, with when that was so first. */
  private final Map<K, Long> failing = new HashMap<>();

  private long marks;
  private long copied;
  private String trouble;
  private CommandException hopeless;
  private boolean closed;

  /**
   * Creates a follower that has nothing to do yet.
   *
   * @param patience how long a key is tried before the whole is given up
   */
  ChangeFollower(SourceTable<K, V> source, TargetTable<K, V> target, Duration patience) {
    this.source = source;
    this.target = target;
    this.patience = patience;
  }

  /**
   * Lag of the target.
   *
   * @param keys the number of keys that may differ
   * @param age how long ago the first of them was marked
   * @param trouble what the last attempt failed with; null if all is well
   */
  record Lag(int keys, Duration age, String trouble) {}

  /** Has a key copied soon. Does not wait. */
  void mark(K key) {
    synchronized (this) {
      marks++;
      waiting.putIfAbsent(key, LocalTime.nanos());
    }
    later();
  }

  /** Returns how often {@link #mark} was called. */
  synchronized long marks() {
    return marks;
  }

  /** Returns how many times a key was copied. */
  synchronized long copied() {
    return copied;
  }

  /** Returns how far the target is behind what was marked. */
  synchronized Lag lag() {
    long now = LocalTime.nanos();
    long oldest = now;
    Iterator<Long> first = waiting.values().iterator();
    if (first.hasNext()) {
      oldest = Math.min(oldest, first.next());
    }
    for (long since : busy.values()) {
      oldest = Math.min(oldest, since);
    }
    return new Lag(keysBehind(), Duration.ofNanos(now - oldest), trouble);
  }

  /**
   * Waits until at most so many keys are left to copy.
   *
   * @return whether that is so; false if the time was over first
   * @throws CommandException if a key could not be copied for too long
   */
  synchronized boolean awaitAtMost(int keys, Duration limit) throws InterruptedException {
    long end = LocalTime.nanos() + limit.toNanos();
    while (keysBehind() > keys) {
      check();
      long left = TimeUnit.NANOSECONDS.toMillis(end - LocalTime.nanos());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    check();
    return true;
  }

  /**
   * Throws what made this give up, if it has.
   *
   * @throws CommandException if a key could not be copied for too long
   */
  synchronized void check() {
    if (hopeless != null) {
      throw hopeless;
    }
  }

  /** Stops copying; returns at once. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
    }
    thread.shutdownNow();
  }

  private int keysBehind() {
    return waiting.size() + busy.size();
  }

  private synchronized void later() {
    if (!closed) {
      thread.execute(this::start);
    }
  }

  private void start() {
    for (Map.Entry<K, Long> next = next(); next != null; next = next()) {
      K key = next.getKey();
      copy(key).whenComplete((done, error) -> ended(key, error));
    }
  }

  private synchronized Map.Entry<K, Long> next() {
    if (closed || hopeless != null || busy.size() >= AT_ONCE) {
      return null;
    }
    for (Iterator<Map.Entry<K, Long>> each = waiting.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<K, Long> entry = each.next();
      if (!busy.containsKey(entry.getKey())) {
        each.remove();
        busy.put(entry.getKey(), entry.getValue());
        return Map.entry(entry.getKey(), entry.getValue());
      }
    }
    return null;
  }

  private CompletableFuture<Void> copy(K key) {
    try {
      return source
          .read(key)
          .thenCompose(
              contents -> contents == null ? target.remove(key) : target.write(key, contents));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void ended(K key, Throwable error) {
    synchronized (this) {
      if (error == null) {
        busy.remove(key);
        failing.remove(key);
        copied++;
        trouble = null;
        notifyAll();
      } else {
        failed(key, error);
      }
    }
    later();
  }

  /** Keeps the key among those that are busy until it is its turn again. */
  private void failed(K key, Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    trouble = CommandException.describe(cause);
    long now = LocalTime.nanos();
    long since = failing.computeIfAbsent(key, first -> now);
    if (now - since > patience.toNanos()) {
      hopeless =
          new CommandException(
              "%s could not be copied for %d s (%s); the rest stays as it is: mend that, and begin again"
                  .formatted(source.show(key), patience.toSeconds(), trouble));
      notifyAll();
    } else if (!closed) {
      thread.schedule(() -> again(key), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void again(K key) {
    synchronized (this) {
      Long since = busy.remove(key);
      waiting.merge(key, since, Math::min);
    }
    start();
  }
}
