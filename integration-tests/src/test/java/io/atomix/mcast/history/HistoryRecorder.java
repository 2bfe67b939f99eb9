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
package io.atomix.mcast.history;

import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.Recorder;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.primitive.PrimitiveException;
import java.util.List;

/**
 * Carries out operations on a map and records them as their caller saw them; on a {@link
 * MulticastMap} also operations on several keys. Thread-safe.
 */
public final class HistoryRecorder {

  private final String client;
  private final OnMap map;
  private final Recorder recorder = newRecorder();

  /** Records what {@code client} does to {@code map}. */
  public HistoryRecorder(String client, AtomicMap<String, String> map) {
    this(client, map, "");
  }

  /**
   * Records what {@code client} does to {@code map}.
   *
   * @param ballast is appended to each value that goes to the map, and taken off each value that
   *     comes back, so that histories of large values stay short
   */
  public HistoryRecorder(String client, AtomicMap<String, String> map, String ballast) {
    this.client = client;
    this.map =
        map instanceof MulticastMap<String, String> several
            ? new OnMulticastMap(several, ballast)
            : new OnMap(map, ballast);
  }

  /** A recorder that knows which errors of this protocol say that nothing was applied. */
  public static Recorder newRecorder() {
    return new Recorder(Event.OBJECT, HistoryRecorder::saysNotApplied);
  }

  /**
   * Carries out one operation. If it fails with an error that says that nothing was applied it
   * leaves no trace; after any other error its outcome counts as unknown.
   */
  public void run(Operation operation) {
    try {
      recorder.run(client, operation, () -> map.apply(operation));
    } catch (PrimitiveException e) {
      // It is recorded what that means.
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(operation + " of " + client + " failed", e);
    }
  }

  /** What was recorded so far. */
  public List<Event> events() {
    return recorder.events();
  }

  private static boolean saysNotApplied(Throwable error) {
    return error instanceof NotAppliedException || error.getCause() instanceof NotAppliedException;
  }
}
