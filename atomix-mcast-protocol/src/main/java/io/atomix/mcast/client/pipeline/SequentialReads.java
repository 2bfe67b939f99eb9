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

import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Reads that may miss the latest writes of other clients, never those of this one: any replica
 * answers that has applied enough. They go over a Raft session of their own, which is opened when
 * the first is asked; what cannot be answered so is asked at the leader. Thread-safe.
 */
public final class SequentialReads {
  private final Supplier<SessionClient> sessions;
  private CompletableFuture<SessionClient> session;

  /** The highest log index that an answer was as of. */
  private final AtomicLong seen = new AtomicLong();

  /** Reads that were asked and not answered. */
  private final Set<CompletableFuture<byte[]>> asked = ConcurrentHashMap.newKeySet();

  private boolean closed;

  /**
   * Creates reads over sessions of their own.
   *
   * @param sessions makes Raft sessions whose queries any replica answers
   */
  public SequentialReads(Supplier<SessionClient> sessions) {
    this.sessions = sessions;
  }

  /**
   * Asks a query.
   *
   * @param pipeline leads to the leader, if no replica can answer
   * @param instead the command that is submitted if the leader cannot answer at once
   */
  public CompletableFuture<Result> query(
      Pipeline pipeline, ReadRequest.Query query, Submission instead) {
    Optional<WeakRead> begun = pipeline.beginWeakRead(query);
    if (begun.isEmpty()) {
      return pipeline.query(query, instead);
    }
    WeakRead read = begun.get();
    long notBefore = Math.max(read.notBefore(), seen.get());
    byte[] request =
        new ReadRequest.Queries(notBefore, false, pipeline.told(), List.of(query)).encode();
    CompletableFuture<SessionClient> used = session();
    CompletableFuture<byte[]> answer =
        used.thenCompose(
            open -> open.execute(PrimitiveOperation.operation(ReadRequest.OPERATION, request)));
    asked.add(answer);
    if (isClosed()) {
      // Whoever closed it may not have seen that this is asked.
      answer.completeExceptionally(closedException());
    }
    return answer
        .whenComplete((bytes, error) -> asked.remove(answer))
        .handle((bytes, error) -> resultsOf(used, bytes, error))
        .thenCompose(
            found ->
                found == null || found.results().get(0) == null
                    ? pipeline.query(read, instead)
                    : pipeline.answered(read, found));
  }

  private ReadAnswer.QueryResults resultsOf(
      CompletableFuture<SessionClient> used, byte[] bytes, Throwable error) {
    if (error != null) {
      forget(used);
      return null;
    }
    try {
      if (ReadAnswer.decode(bytes) instanceof ReadAnswer.QueryResults results
          && results.results().size() == 1) {
        // Another replica, over another session, must not show an earlier state.
        seen.accumulateAndGet(results.index(), Math::max);
        return results;
      }
      return null;
    } catch (RuntimeException e) {
      // Whatever a replica answered that cannot be understood: the leader is asked instead.
      return null;
    }
  }

  private synchronized CompletableFuture<SessionClient> session() {
    if (closed) {
      return CompletableFuture.failedFuture(closedException());
    }
    if (session == null) {
      try {
        session = sessions.get().connect();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return session;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void forget(CompletableFuture<SessionClient> failed) {
    if (session == failed) {
      session = null;
      failed.thenAccept(SessionClient::close);
    }
  }

  /** Closes the session, and fails the reads that were asked and not answered. */
  public void close() {
    synchronized (this) {
      closed = true;
      if (session != null) {
        session.thenAccept(SessionClient::close);
      }
    }
    asked.forEach(each -> each.completeExceptionally(closedException()));
  }

  private static IllegalStateException closedException() {
    return new IllegalStateException("The client is closed");
  }
}
