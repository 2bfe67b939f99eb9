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
 * A replica's own way into its group's log, over Raft sessions of its own: one entry at a time on
 * each, since Atomix's sessions lose count of more. Thread-safe. A session that fails is dropped,
 * and the next entry opens another.
 */
final class LeaderLog implements OwnLog {
  /** Number of sessions for entries that need not wait for others. */
  private static final int BESIDE = 2;

  private final Supplier<SessionClient> sessions;
  private final int maxBatchBytes;
  private final UUID id;
  private final Lane first = new Lane();
  private final List<Lane> beside = new ArrayList<>();
  private boolean closed;

  /** A session, and what is appended over it. Guarded by the log. */
  private static final class Lane {
    private CompletableFuture<SessionClient> session;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
  }

  LeaderLog(UUID id, Supplier<SessionClient> sessions, int maxEntryBytes) {
    this.id = id;
    this.sessions = sessions;
    this.maxBatchBytes = maxEntryBytes - Batch.OVERHEAD;
  }

  @Override
  public synchronized CompletableFuture<?> append(List<Command> commands) {
    return append(first, commands);
  }

  @Override
  public synchronized CompletableFuture<?> appendBeside(List<Command> commands) {
    return append(idle(), commands);
  }

  /** Returns a lane on which nothing is under way, the first one if there is none. */
  private Lane idle() {
    for (Lane lane : beside) {
      if (lane.last.isDone()) {
        return lane;
      }
    }
    if (beside.size() < BESIDE) {
      beside.add(new Lane());
      return beside.get(beside.size() - 1);
    }
    return first;
  }

  private CompletableFuture<?> append(Lane lane, List<Command> commands) {
    CompletableFuture<?> all = lane.last.handle((done, error) -> null);
    for (List<Command> part : parts(commands)) {
      all = all.thenCompose(done -> appendNow(lane, part));
    }
    lane.last = all;
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

  private CompletableFuture<?> appendNow(Lane lane, List<Command> commands) {
    byte[] batch = new Batch(id, 0, 0, commands).encode();
    CompletableFuture<SessionClient> open = open(lane);
    return open.thenCompose(
            session -> session.execute(PrimitiveOperation.operation(Batch.OPERATION, batch)))
        .thenAccept(bytes -> check(Answer.AnswerBatch.decode(bytes)))
        .whenComplete(
            (done, error) -> {
              if (error != null) {
                drop(lane, open);
              }
            });
  }

  private static void check(Answer.AnswerBatch answers) {
    if (!answers.understood()) {
      throw new IllegalStateException(
          "The group did not understand its own leader: " + answers.answers());
    }
  }

  private synchronized CompletableFuture<SessionClient> open(Lane lane) {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("The replica is stopped"));
    }
    if (lane.session == null) {
      lane.session = sessions.get().connect();
    }
    return lane.session;
  }

  private synchronized void drop(Lane lane, CompletableFuture<SessionClient> failed) {
    if (lane.session == failed) {
      lane.session = null;
      failed.thenAccept(SessionClient::close);
    }
  }

  synchronized void close() {
    closed = true;
    close(first);
    beside.forEach(LeaderLog::close);
  }

  private static void close(Lane lane) {
    if (lane.session != null) {
      lane.session.thenAccept(SessionClient::close);
    }
  }
}
