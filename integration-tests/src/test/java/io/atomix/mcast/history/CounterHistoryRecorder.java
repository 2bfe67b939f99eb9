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

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.Recorder;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.primitive.PrimitiveException;
import java.util.List;

/**
 * Carries out operations on a counter map and records them as their caller saw them. The operations
 * are those on counters, or those on registers whose values are numbers of more than 0, but not
 * both in one history. Thread-safe.
 */
public final class CounterHistoryRecorder {

  private final String client;
  private final OnCounters counters;
  private final Recorder recorder = HistoryRecorder.newRecorder();

  /** Records what {@code client} does to {@code counters}. */
  public CounterHistoryRecorder(String client, MulticastCounterMap<String> counters) {
    this.client = client;
    this.counters = new OnCounters(counters);
  }

  /**
   * Carries out one operation. If it fails with an error that says that nothing was applied it
   * leaves no trace; after any other error its outcome counts as unknown.
   */
  public void run(Operation operation) {
    try {
      recorder.run(client, operation, () -> counters.apply(operation));
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
}
