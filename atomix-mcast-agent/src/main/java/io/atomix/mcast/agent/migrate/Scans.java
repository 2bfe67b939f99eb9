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

import io.atomix.core.iterator.AsyncIterator;
import io.atomix.mcast.agent.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Goes through Atomix's iterators, and waits for answers. */
final class Scans {
  /** Longer than a group needs for a new leader. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Number of keys that are read at the same time. */
  static final int AT_ONCE = 256;

  private Scans() {}

  /** Takes an element; may wait. */
  @FunctionalInterface
  interface ElementVisitor<T> {
    void visit(T element) throws InterruptedException;
  }

  /** Hands all elements to a visitor, and gives the iterator back. */
  static <T> void each(AsyncIterator<T> elements, ElementVisitor<T> visitor)
      throws InterruptedException {
    try {
      while (result(elements.hasNext())) {
        visitor.visit(result(elements.next()));
      }
    } finally {
      elements.close();
    }
  }

  /** Reads keys, some at a time, and hands over those that are there. */
  static <K, V> void present(
      List<K> keys, SourceTable<K, V> table, SourceTable.TableVisitor<K, V> visitor)
      throws InterruptedException {
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<K> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      List<V> contents = readAll(some, table);
      for (int i = 0; i < some.size(); i++) {
        if (contents.get(i) != null) {
          visitor.visit(some.get(i), contents.get(i));
        }
      }
    }
  }

  /** Returns what keys have, all read at the same time; null for those that are not there. */
  static <K, V> List<V> readAll(List<K> keys, SourceTable<K, V> table) throws InterruptedException {
    List<CompletableFuture<V>> answers = keys.stream().map(table::read).toList();
    List<V> contents = new ArrayList<>(keys.size());
    for (CompletableFuture<V> answer : answers) {
      contents.add(result(answer));
    }
    return contents;
  }

  /**
   * Waits for an answer, for 30 seconds at most.
   *
   * @throws UnansweredException with the cause if there is none
   */
  static <T> T result(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UnansweredException(CommandException.describe(rootCause(e)), e);
    } catch (TimeoutException e) {
      throw new UnansweredException("no answer within " + LIMIT.toSeconds() + " s", e);
    }
  }

  /** Returns what an exception was caused by in the first place. */
  static Throwable rootCause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** A group has not answered, or has answered with an error; it may do better later. */
  static final class UnansweredException extends RuntimeException {
    UnansweredException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
