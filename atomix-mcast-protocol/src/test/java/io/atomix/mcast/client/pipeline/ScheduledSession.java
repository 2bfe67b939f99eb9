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

import io.atomix.mcast.fakeraft.FakeRaftSession;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A Raft session for any threads: what is asked of it is answered when one of them says so. */
final class ScheduledSession extends FakeRaftSession {
  private final long id;
  private final Queue<Asked> asked = new ArrayDeque<>();
  private final List<Long> log = new ArrayList<>();
  private int batches;
  private boolean closed;

  private record Asked(PrimitiveOperation operation, CompletableFuture<byte[]> answer) {}

  ScheduledSession(GroupId group, long id) {
    super(group, PrimitiveState.CONNECTED);
    this.id = id;
  }

  @Override
  protected long id() {
    return id;
  }

  @Override
  public synchronized CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    Asked next = new Asked(operation, new CompletableFuture<>());
    if (operation.id().type() == OperationType.COMMAND) {
      batches++;
      Schedules.same("batches under way", 1, batches);
    }
    asked.add(next);
    return next.answer();
  }

  /** Answers the oldest request, if there is one; returns false if there is none. */
  boolean answer() {
    Asked next;
    byte[] bytes;
    synchronized (this) {
      next = closed ? null : asked.poll();
      if (next == null) {
        return false;
      }
      if (next.operation().id().type() == OperationType.COMMAND) {
        batches--;
        bytes = apply(Batch.decode(next.operation().value()));
      } else {
        bytes = read((ReadRequest.Queries) ReadRequest.decode(next.operation().value()));
      }
    }
    next.answer().complete(bytes);
    return true;
  }

  private byte[] apply(Batch batch) {
    List<Answer> answers = new ArrayList<>();
    for (Command command : batch.commands()) {
      log.add(((Command.Local) command).sequence());
      answers.add(Lab.finished(log.size()));
    }
    return new Answer.AnswerBatch(log.size(), true, answers).encode();
  }

  private byte[] read(ReadRequest.Queries queries) {
    List<Result> results = new ArrayList<>();
    queries.queries().forEach(query -> results.add(Lab.value(log.size())));
    return new ReadAnswer.QueryResults(log.size(), results).encode();
  }

  /** Returns the numbers of the messages that were applied, in their order. */
  synchronized List<Long> log() {
    return new ArrayList<>(log);
  }

  @Override
  public CompletableFuture<SessionClient> connect() {
    return CompletableFuture.completedFuture(this);
  }

  /** Nothing is answered any more. */
  @Override
  public synchronized CompletableFuture<Void> close() {
    closed = true;
    return CompletableFuture.completedFuture(null);
  }
}
