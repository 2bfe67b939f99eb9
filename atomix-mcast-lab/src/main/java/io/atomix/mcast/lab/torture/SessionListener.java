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

import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.AsyncPrimitive;
import io.atomix.primitive.PrimitiveState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Listener of a primitive's events, which are those of its sessions: what happens while one is lost
 * is not told. So the states that the primitive tells are recorded, too, and every two seconds
 * something is read, since an answer comes behind all events up to the state that it shows.
 *
 * @param <L> the type of the lines that it records
 */
abstract class SessionListener<L> extends RecordingListener<L> {
  private static final Duration PACE = Duration.ofSeconds(2);

  private final AsyncPrimitive primitive;

  /** Touched by the thread alone, as all below. */
  private boolean begun;

  private boolean listening;
  private boolean reading;

  /**
   * Listens as soon as it is to {@link #begin}.
   *
   * @param primitive whose events and states it hears
   * @param client who listens
   */
  SessionListener(AsyncPrimitive primitive, EventLog<L> log, String client) {
    super(log, client, "listens to " + primitive.name());
    this.primitive = primitive;
  }

  /** Registers the listener. */
  abstract CompletableFuture<Void> register();

  /** Takes it away again after that has failed. */
  abstract CompletableFuture<Void> unregister();

  /** A line that is not about an event or a read. */
  abstract L line(ListenerMoment kind, long time, String text);

  /** Reads something; the result records what was found, and is used on the thread. */
  abstract CompletableFuture<Runnable> read();

  /** Reads all; as {@link #read}. */
  abstract Runnable readAll();

  @Override
  final void listen() {
    if (!begun) {
      begun = true;
      primitive.addStateChangeListener(state -> onThread(() -> told(state)));
      thread()
          .scheduleWithFixedDelay(
              this::readUnlessReading, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
    }
    note(ListenerMoment.BEGIN, client());
    register().whenComplete((done, error) -> onThread(() -> registered(error)));
  }

  private void registered(Throwable error) {
    if (error == null) {
      listening = true;
      note(ListenerMoment.LISTENING, client());
      return;
    }
    System.out.println(client() + " does not listen to " + primitive.name() + ": " + error);
    unregister().whenComplete((done, failed) -> onThread(this::again));
  }

  private void told(PrimitiveState state) {
    note(ListenerMoment.STATE, state.name());
  }

  private void note(ListenerMoment kind, String text) {
    add(line(kind, LocalTime.nanos(), text));
  }

  private void readUnlessReading() {
    if (reading || !listening) {
      return;
    }
    reading = true;
    read()
        .whenComplete(
            (found, error) ->
                onThread(
                    () -> {
                      reading = false;
                      if (error == null) {
                        found.run();
                      }
                    }));
  }

  @Override
  final Runnable newest() {
    Runnable found = readAll();
    return () -> {
      if (listening) {
        found.run();
        note(ListenerMoment.DRAINED, client());
        drained();
      }
    };
  }

  /** Has the thread do something, unless it has ended. */
  final void onThread(Runnable task) {
    try {
      thread().execute(() -> runUnlessClosed(task));
    } catch (RejectedExecutionException e) {
      if (!isClosed()) {
        throw e;
      }
    }
  }

  private void runUnlessClosed(Runnable task) {
    if (!isClosed()) {
      task.run();
    }
  }

  @Override
  public String toString() {
    return "the listener of " + primitive.name();
  }
}
