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
package io.atomix.mcast.client.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Questions of one kind to a group: what gathers while one request is under way goes in the next.
 * Thread-safe; it calls nobody with its lock held.
 */
final class Gathering<Q> {
  private static final int MOST = 2000;

  private final Function<List<Q>, CompletableFuture<byte[]>> ask;
  private final BiConsumer<List<Q>, byte[]> answered;
  private List<Q> waiting = new ArrayList<>();

  /** The questions of the request that is under way, or null. */
  private List<Q> asked;

  private boolean over;

  /**
   * Creates an empty one.
   *
   * @param ask sends a request
   * @param answered takes the answer to each request once, null if there was none
   */
  Gathering(
      Function<List<Q>, CompletableFuture<byte[]>> ask, BiConsumer<List<Q>, byte[]> answered) {
    this.ask = ask;
    this.answered = answered;
  }

  /** Adds a question, which {@link #send} sends; returns false if nothing is asked any more. */
  synchronized boolean add(Q question) {
    if (!over) {
      waiting.add(question);
    }
    return !over;
  }

  /** Sends what has gathered, unless a request is under way. */
  void send() {
    List<Q> next;
    synchronized (this) {
      if (asked != null || waiting.isEmpty()) {
        return;
      }
      next = List.copyOf(waiting.subList(0, Math.min(MOST, waiting.size())));
      waiting = new ArrayList<>(waiting.subList(next.size(), waiting.size()));
      asked = next;
    }
    ask.apply(next).whenComplete((bytes, error) -> answered(next, error == null ? bytes : null));
  }

  private void answered(List<Q> questions, byte[] bytes) {
    synchronized (this) {
      if (asked != questions) {
        return;
      }
      asked = null;
    }
    answered.accept(questions, bytes);
    send();
  }

  /** Nothing is asked any more: gives out all that is not answered. */
  synchronized List<Q> close() {
    over = true;
    List<Q> left = new ArrayList<>();
    if (asked != null) {
      left.addAll(asked);
      asked = null;
    }
    left.addAll(waiting);
    waiting = List.of();
    return left;
  }
}
