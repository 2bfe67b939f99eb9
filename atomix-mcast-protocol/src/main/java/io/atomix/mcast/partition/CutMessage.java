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
package io.atomix.mcast.partition;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The message that cuts all groups of a backup at one instant, of a client that submits nothing
 * else. Thread-safe.
 */
public final class CutMessage {
  private static final long SEQUENCE = 1;

  private final UUID client;
  private final byte[] greeting;
  private final byte[] batch;

  /**
   * Creates the cut of these groups.
   *
   * @param client an identity that no other client has or had
   */
  public CutMessage(UUID client, SortedSet<GroupId> groups) {
    this.client = client;
    this.greeting = new Batch(client, 0, 0, List.of()).encode();
    this.batch = new Batch(client, 0, 0, List.of(new Command.Cut(SEQUENCE, groups))).encode();
  }

  /** Returns the message's id. */
  public MessageId id() {
    return new MessageId(
        client.getMostSignificantBits(), client.getLeastSignificantBits(), SEQUENCE);
  }

  /**
   * Submits the message to all groups, as soon as all know its client (rule 10): one that does not
   * would forget that it has refused the message, and vote when it comes, though others have
   * aborted it.
   *
   * @param sessions an open Raft session with each of the groups
   * @return done when all groups have it in their logs, and then all execute it; failed if one does
   *     not take it
   */
  public CompletableFuture<Void> submit(Collection<? extends SessionClient> sessions) {
    return submit(sessions, greeting).thenCompose(known -> submit(sessions, batch));
  }

  private static CompletableFuture<Void> submit(
      Collection<? extends SessionClient> sessions, byte[] bytes) {
    return CompletableFuture.allOf(
        sessions.stream().map(session -> submit(session, bytes)).toArray(CompletableFuture[]::new));
  }

  private static CompletableFuture<Void> submit(SessionClient session, byte[] bytes) {
    return session
        .execute(PrimitiveOperation.operation(Batch.OPERATION, bytes))
        .thenAccept(answer -> check(Answer.AnswerBatch.decode(answer)));
  }

  private static void check(Answer.AnswerBatch answers) {
    if (!answers.understood()) {
      throw new IllegalStateException(
          "A member does not know backups: upgrade the atomix-mcast jars of all members ("
              + answers.answers()
              + ")");
    }
    for (Answer answer : answers.answers()) {
      if (answer instanceof Answer.Finished finished
          && finished.result() instanceof Result.Failed failed) {
        throw new IllegalStateException(failed.message());
      }
    }
  }
}
