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
package io.atomix.mcast.replica;

import io.atomix.mcast.exchange.OwnLog;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A replica's own way into its group's log, over a Raft session of its own: one entry at a time.
 * Thread-safe. A session that fails is dropped, and the next entry opens another.
 */
final class LeaderLog implements OwnLog {
  private final Supplier<SessionClient> sessions;
  private final int maxBatchBytes;
  private final UUID id;
  private CompletableFuture<SessionClient> session;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
  private boolean closed;

  LeaderLog(UUID id, Supplier<SessionClient> sessions, int maxEntryBytes) {
    this.id = id;
    this.sessions = sessions;
    this.maxBatchBytes = maxEntryBytes - Batch.OVERHEAD;
  }

  @Override
  public synchronized CompletableFuture<?> append(List<Command> commands) {
    CompletableFuture<?> all = last.handle((done, error) -> null);
    for (List<Command> part : parts(commands)) {
      all = all.thenCompose(done -> appendNow(part));
    }
    last = all;
    return all;
  }

  private List<List<Command>> parts(List<Command> commands) {
    List<List<Command>> parts = new ArrayList<>();
    List<Command> part = new ArrayList<>();
    int bytes = 0;
    for (Command command : commands) {
      if (!part.isEmpty() && bytes + command.size() > maxBatchBytes) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(command);
      bytes += command.size();
    }
    parts.add(part);
    return parts;
  }

  private CompletableFuture<?> appendNow(List<Command> commands) {
    byte[] batch = new Batch(id, 0, 0, commands).encode();
    CompletableFuture<SessionClient> open = open();
    return open.thenCompose(
            session -> session.execute(PrimitiveOperation.operation(Batch.OPERATION, batch)))
        .thenAccept(bytes -> check(Answer.AnswerBatch.decode(bytes)))
        .whenComplete(
            (done, error) -> {
              if (error != null) {
                drop(open);
              }
            });
  }

  private static void check(Answer.AnswerBatch answers) {
    if (!answers.understood()) {
      throw new IllegalStateException(
          "The group did not understand its own leader: " + answers.answers());
    }
  }

  private synchronized CompletableFuture<SessionClient> open() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("The replica is stopped"));
    }
    if (session == null) {
      session = sessions.get().connect();
    }
    return session;
  }

  private synchronized void drop(CompletableFuture<SessionClient> failed) {
    if (session == failed) {
      session = null;
      failed.thenAccept(SessionClient::close);
    }
  }

  synchronized void close() {
    closed = true;
    if (session != null) {
      session.thenAccept(SessionClient::close);
    }
  }
}
