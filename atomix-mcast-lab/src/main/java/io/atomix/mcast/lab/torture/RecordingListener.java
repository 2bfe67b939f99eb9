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
package io.atomix.mcast.lab.torture;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Listens to a primitive and records what it is told, on a thread of its own. It begins again as
 * long as that fails or ends by itself, until it has been told all that there is.
 *
 * @param <L> the type of the lines that it records
 */
abstract class RecordingListener<L> implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final EventLog<L> log;
  private final String client;
  private final ScheduledExecutorService thread;
  private volatile boolean drained;
  private volatile boolean closed;

  /**
   * Goes on behind what the log has, as soon as it is to {@link #begin}.
   *
   * @param client who listens
   * @param what he does, for the name of the thread
   */
  RecordingListener(EventLog<L> log, String client, String what) {
    this.log = log;
    this.client = client;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, client + "/" + what);
              made.setDaemon(true);
              return made;
            });
  }

  /** Begins to listen, or does so again. Called on the thread, and not after the end. */
  abstract void listen();

  /**
   * Asks what there is.
   *
   * @return is run on the thread, and calls {@link #drained} if it has been told all of that
   */
  abstract Runnable newest();

  /** Begins. */
  final void begin() {
    thread.execute(this::listenUnlessClosed);
  }

  /** Begins again in a while. */
  final void again() {
    thread.schedule(this::listenUnlessClosed, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void listenUnlessClosed() {
    if (!closed) {
      listen();
    }
  }

  /** The thread that what is touched by it alone is touched by. */
  final ScheduledExecutorService thread() {
    return thread;
  }

  final String client() {
    return client;
  }

  final boolean isClosed() {
    return closed;
  }

  /** Records a line. */
  final void add(L line) {
    log.add(line);
  }

  /** Takes note that it has been told all that there is. */
  final void drained() {
    drained = true;
  }

  /**
   * Waits until it has been told all that there is, and ends; nobody changes any more.
   *
   * @throws IllegalStateException if that does not come to pass within 60 s
   */
  final void drain() {
    if (!ProcessWait.until(DRAIN, () -> drained || isDrained())) {
      throw new IllegalStateException(
          client + " was not told within " + DRAIN + " all that there is for " + this);
    }
    close();
  }

  private boolean isDrained() {
    try {
      thread.submit(newest()).get();
    } catch (Exception e) {
      System.out.println(client + " does not know what there is for " + this + ": " + e);
    }
    return drained;
  }

  @Override
  public final void close() {
    if (closed) {
      return;
    }
    closed = true;
    thread.shutdown();
    log.close();
  }
}
