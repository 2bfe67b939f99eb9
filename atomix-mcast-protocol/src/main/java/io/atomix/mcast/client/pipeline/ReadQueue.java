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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Queries on their way to a group without a log entry: what gathers while one request is under way
 * goes in the next. Passive, and not thread-safe.
 */
final class ReadQueue {
  private final Deque<PendingQuery> waiting = new ArrayDeque<>();

  /** The queries of the request that is under way, or null. */
  private List<PendingQuery> asked;

  void add(PendingQuery query) {
    waiting.add(query);
  }

  /** Returns whether queries wait, and no request is under way. */
  boolean hasNext() {
    return asked == null && !waiting.isEmpty();
  }

  /** Returns the queries that wait, in their order; whoever asks one removes it. */
  Iterator<PendingQuery> waiting() {
    return waiting.iterator();
  }

  /** These are asked; they were removed. */
  void asked(List<PendingQuery> queries) {
    asked = queries;
  }

  /** A request was answered; returns false if that means nothing any more. */
  boolean answered(List<PendingQuery> queries) {
    if (asked != queries) {
      return false;
    }
    asked = null;
    return true;
  }

  /** Takes out all that is not answered: an answer that comes later means nothing. */
  List<PendingQuery> drain() {
    List<PendingQuery> left = new ArrayList<>();
    if (asked != null) {
      left.addAll(asked);
      asked = null;
    }
    left.addAll(waiting);
    waiting.clear();
    return left;
  }
}
