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
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.time.Versioned;
import java.util.List;
import java.util.Map;

/** Carries out operations on a map and records them as their caller saw them. Thread-safe. */
public final class HistoryRecorder {

  private final String client;
  private final AtomicMap<String, String> map;
  private final Recorder recorder = newRecorder();

  /** Records what {@code client} does to {@code map}. */
  public HistoryRecorder(String client, AtomicMap<String, String> map) {
    this.client = client;
    this.map = map;
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
      recorder.run(client, operation, () -> apply(operation));
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

  private Object apply(Operation operation) {
    if (operation instanceof Operation.Swap swap && swap.values().size() == 1) {
      Map.Entry<String, String> entry = swap.values().entrySet().iterator().next();
      return Versioned.valueOrNull(
          entry.getValue() == null
              ? map.remove(entry.getKey())
              : map.put(entry.getKey(), entry.getValue()));
    } else if (operation instanceof Operation.Read read && read.keys().size() == 1) {
      return Versioned.valueOrNull(map.get(read.keys().first()));
    } else if (operation instanceof Operation.ContainsValue contains) {
      return map.containsValue(contains.value());
    } else if (operation instanceof Operation.Size) {
      return map.size();
    } else if (operation instanceof Operation.Clear) {
      map.clear();
      return null;
    }
    throw new IllegalArgumentException("Not an operation of an AtomicMap: " + operation);
  }
}
