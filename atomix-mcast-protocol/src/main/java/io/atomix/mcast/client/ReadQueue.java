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
package io.atomix.mcast.client;

import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Queries on their way to a group without a log entry: what gathers while one request is under way
 * goes in the next. Guarded by the lock of the pipeline that it belongs to.
 */
final class ReadQueue {
  private static final int QUERIES_PER_REQUEST = 2000;

  private final Object lock;
  private final SessionClient session;
  private final boolean linearizable;
  private final Items items;
  private final Predicate<Waiting> ready;
  private final Runnable unlocked;
  private final Deque<Waiting> queue = new ArrayDeque<>();

  /** The queries of the request that is under way, or null. */
  private List<Waiting> asked;

  private long index;

  /**
   * A query, and what to do with its result: nothing was found out if that is empty (rule 7).
   *
   * @param afterCommand the last command of the primitive that was called before and is not
   *     answered, or null
   * @param after the number of the last unsettled call before it that conflicts with it, or 0
   */
  record Waiting(
      ReadRequest.Query query,
      Submission afterCommand,
      long after,
      BiConsumer<Waiting, Optional<Result>> done) {}

  /** Items that the group has for this client besides answers. Called with the lock. */
  interface Items {
    /** Returns the number of the last item that was told, with all before it. */
    long told();

    /**
     * Takes what goes along with an answer, to be told before it with all that is here already.
     *
     * @param index the log index that the answer is as of
     */
    void take(List<Item> items, long index);
  }

  /**
   * Creates a queue.
   *
   * @param items has what comes along with answers told before them
   * @param ready tells whether all that a query has to wait for has happened
   * @param unlocked called when answers have been given out and the lock is released
   */
  ReadQueue(
      Object lock,
      SessionClient session,
      boolean linearizable,
      Items items,
      Predicate<Waiting> ready,
      Runnable unlocked) {
    this.lock = lock;
    this.session = session;
    this.linearizable = linearizable;
    this.items = items;
    this.ready = ready;
    this.unlocked = unlocked;
  }

  void add(Waiting waiting) {
    queue.add(waiting);
    sendNext();
  }

  /** Sends what may be sent, if no request is under way. */
  void sendNext() {
    if (asked != null || queue.isEmpty()) {
      return;
    }
    List<Waiting> sending = new ArrayList<>();
    for (Iterator<Waiting> i = queue.iterator();
        i.hasNext() && sending.size() < QUERIES_PER_REQUEST; ) {
      Waiting next = i.next();
      if (ready.test(next)) {
        sending.add(next);
        i.remove();
      }
    }
    if (sending.isEmpty()) {
      return;
    }
    asked = sending;
    ReadRequest request =
        new ReadRequest.Queries(
            0, linearizable, items.told(), sending.stream().map(Waiting::query).toList());
    execute(request).whenComplete((bytes, error) -> answered(sending, bytes, error));
  }

  private CompletableFuture<byte[]> execute(ReadRequest request) {
    try {
      return session.execute(PrimitiveOperation.operation(GroupService.READ, request.encode()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(List<Waiting> sending, byte[] bytes, Throwable error) {
    ReadAnswer.Results answer = error == null ? decode(bytes, sending.size()) : null;
    synchronized (lock) {
      if (asked != sending) {
        return;
      }
      asked = null;
      if (answer != null) {
        index = Math.max(index, answer.index());
        items.take(answer.items(), answer.index());
      }
      for (int i = 0; i < sending.size(); i++) {
        Optional<Result> result =
            answer == null ? Optional.empty() : Optional.ofNullable(answer.results().get(i));
        sending.get(i).done().accept(sending.get(i), result);
      }
      sendNext();
    }
    unlocked.run();
  }

  /**
   * Returns the results, or null for an answer that cannot be understood: the log is asked instead.
   */
  private static ReadAnswer.Results decode(byte[] bytes, int expected) {
    try {
      return ReadAnswer.decode(bytes) instanceof ReadAnswer.Results found
              && found.results().size() == expected
          ? found
          : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Returns the highest log index that an answer was as of. */
  long index() {
    return index;
  }

  /** Returns what is not answered yet, and forgets it: an answer that comes later means nothing. */
  List<Waiting> drain() {
    List<Waiting> left = new ArrayList<>();
    if (asked != null) {
      left.addAll(asked);
      asked = null;
    }
    left.addAll(queue);
    queue.clear();
    return left;
  }
}
