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
package io.atomix.mcast.checker;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * Records operations as their callers see them, with times of {@link System#nanoTime}: for all
 * clients in one process. Thread-safe.
 */
public final class Recorder {

  private final String object;
  private final Predicate<Throwable> notApplied;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  /**
   * A recorder of what is done to one object.
   *
   * @param object its name
   * @param notApplied whether an error says that the operation took no effect and never will; after
   *     any other error its outcome counts as unknown
   */
  public Recorder(String object, Predicate<Throwable> notApplied) {
    this.object = object;
    this.notApplied = notApplied;
  }

  /**
   * Carries out an operation and records it.
   *
   * @param client who does it
   * @param operation what {@code call} does
   * @param call does it, and gives the result in a form that {@link Event#completed} takes
   * @return the result
   * @throws Exception what {@code call} throws, after recording what that means
   */
  public <T> T run(String client, Operation operation, Callable<T> call) throws Exception {
    long invoked = System.nanoTime();
    T result;
    try {
      result = call.call();
    } catch (Exception e) {
      failed(client, operation, invoked, e);
      throw e;
    }
    long returned = System.nanoTime();
    events.add(Event.completed(client, operation, invoked, returned, result).on(object));
    return result;
  }

  /**
   * Records an operation that ended now, for callers that do not wait.
   *
   * @param invoked {@link System#nanoTime} before it began
   */
  public void completed(String client, Operation operation, long invoked, Object result) {
    events.add(Event.completed(client, operation, invoked, System.nanoTime(), result).on(object));
  }

  /** Records an operation that failed; nothing if {@code error} says that it took no effect. */
  public void failed(String client, Operation operation, long invoked, Throwable error) {
    if (!notApplied.test(error)) {
      events.add(Event.unknown(client, operation, invoked).on(object));
    }
  }

  /** Returns the events recorded so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }
}
