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
package io.atomix.mcast.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Collects what a listener hears, in order, for a test to wait for. */
public final class Heard<E> {

  private final List<E> events = new CopyOnWriteArrayList<>();

  /** Takes one event; any thread. */
  public void add(E event) {
    events.add(event);
  }

  /** Returns the events heard so far. */
  public List<E> soFar() {
    return List.copyOf(events);
  }

  /** Waits until at least {@code count} events were heard, and gives all. */
  public List<E> atLeast(int count) {
    return Await.until(count + " events", this::soFar, seen -> seen.size() >= count);
  }

  /** Waits for the first event that {@code matches}. */
  public E first(String what, Predicate<? super E> matches) {
    Await.until(what, this::soFar, seen -> seen.stream().anyMatch(matches));
    return events.stream().filter(matches).findFirst().orElseThrow();
  }
}
