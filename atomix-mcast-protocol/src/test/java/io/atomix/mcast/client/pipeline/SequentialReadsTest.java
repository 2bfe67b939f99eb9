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

import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SequentialReadsTest {
  private final Lab lab = new Lab();
  private final List<FakeSession> sessions = new ArrayList<>();
  private final SequentialReads sequential =
      new SequentialReads(
          () -> {
            sessions.add(new FakeSession(100 + sessions.size()));
            return sessions.get(sessions.size() - 1);
          });

  private CompletableFuture<Result> query() {
    return sequential.query(
        lab.pipeline,
        new ReadRequest.Query(
            3, new HostedOperation("get", OperationType.QUERY, null), reads("map", 1)),
        lab.submission(reads("map", 1), OperationType.QUERY, 1));
  }

  private FakeSession session() {
    FakeSession latest = sessions.get(sessions.size() - 1);
    latest.connected();
    return latest;
  }

  private static byte[] answer(long index, Result... results) {
    return new ReadAnswer.QueryResults(index, Arrays.asList(results)).encode();
  }

  @Test
  void anyReplicaAnswersOverASessionOfItsOwn() {
    CompletableFuture<Result> query = query();
    assertThat(session().queries().linearizable()).isFalse();
    session().answerRead(value(1));
    assertThat(query).isCompleted();
    query();
    assertThat(sessions).hasSize(1);
    assertThat(lab.raft.readsUnderWay()).isZero();
  }

  @Test
  void aReplicaMustHaveAppliedTheOwnWrites() {
    lab.raft.index(41);
    lab.write(writes("map", 1));
    lab.raft.answer(finished(1));
    query();
    assertThat(session().queries().notBefore()).isEqualTo(42);
  }

  @Test
  void whileAnOwnWriteIsUnderWayTheLeaderIsAsked() {
    lab.write(writes("map", 1));
    CompletableFuture<Result> query = query();
    assertThat(sessions).isEmpty();
    lab.raft.answerRead(value(1));
    assertThat(query).isCompleted();
  }

  @Test
  void aLaterWriteThatConflictsWaitsForTheAnswer() {
    CompletableFuture<Result> query = query();
    Submission free = lab.write(writes("map", 2));
    Submission conflicting = lab.write(writes("map", 1));
    assertThat(lab.sequences()).containsExactly(free.sequence());
    lab.raft.answer(finished(1));
    assertThat(lab.raft.batchesUnderWay()).isZero();
    session().answerRead(value(1));
    assertThat(query).isCompleted();
    assertThat(lab.sequences()).containsExactly(conflicting.sequence());
  }

  @Test
  void aLaterWriteWaitsForTheLeaderTooWhereNoReplicaAnswers() {
    CompletableFuture<Result> query = query();
    Submission conflicting = lab.write(writes("map", 1));
    session().answerRead((Result) null);
    assertThat(lab.raft.batchesUnderWay()).isZero();
    lab.raft.answerRead(value(7));
    assertThat(query).isCompleted();
    assertThat(lab.sequences()).containsExactly(conflicting.sequence());
  }

  @Test
  void readsNeverGoBackInTime() {
    query();
    session().answerRead(answer(50, value(1)));
    query();
    assertThat(session().queries().notBefore()).isEqualTo(50);
    session().failRead(new IllegalStateException("lost"));
    lab.raft.answerRead(answer(60, value(1)));
    query();
    assertThat(sessions).hasSize(2);
    assertThat(session().queries().notBefore())
        .as("what the leader showed meanwhile")
        .isEqualTo(60);
    session().answerRead(answer(55, (Result) null));
  }

  @Test
  void whatTheReplicaCannotAnswerTheLeaderIsAsked() {
    CompletableFuture<Result> query = query();
    session().answerRead((Result) null);
    lab.raft.answerRead(value(7));
    assertThat(query).isCompleted();
    assertThat(session().isClosed()).isFalse();
  }

  @Test
  void anAnswerBehindTheEndOfTheSessionIsNotTold() {
    CompletableFuture<Result> query = query();
    lab.pipeline.fail(new IllegalStateException("the Raft session expired"));
    session().answerRead(value(1));
    assertThat(Lab.failureOf(query)).isInstanceOf(NotAppliedException.class);
  }

  @Test
  void garbageIsNotBelieved() {
    for (byte[] garbage : List.of(new byte[] {9}, answer(1), answer(1, value(1), value(2)))) {
      CompletableFuture<Result> query = query();
      session().answerRead(garbage);
      lab.raft.answerRead(value(7));
      assertThat(query).isCompleted();
    }
  }

  @Test
  void aSessionThatFailsIsReplacedOnce() {
    CompletableFuture<Result> one = query();
    FakeSession first = session();
    CompletableFuture<Result> two = query();
    CompletableFuture<byte[]> slow = first.execute(Lab.readOperation());
    assertThat(slow).isNotDone();
    first.failRead(new IllegalStateException("lost"));
    CompletableFuture<Result> three = query();
    FakeSession second = session();
    assertThat(second).isNotSameAs(first);
    first.failRead(new IllegalStateException("lost"));
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed())
        .as("a late failure of the first does not close the second")
        .isFalse();
    second.answerRead(value(3));
    assertThat(three).isCompleted();
    lab.raft.answerRead(value(1));
    lab.raft.answerRead(value(2));
    assertThat(List.of(one, two)).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aSessionThatCannotBeOpenedIsTriedAgainWithTheNextRead() {
    CompletableFuture<Result> query = query();
    sessions.get(0).cannotConnect();
    lab.raft.answerRead(value(1));
    assertThat(query).isCompleted();
    query();
    assertThat(sessions).hasSize(2);
  }

  @Test
  void afterTheEndTheLeaderIsAsked() {
    CompletableFuture<Result> underWay = query();
    FakeSession open = session();
    sequential.close();
    assertThat(open.isClosed()).isTrue();
    CompletableFuture<Result> query = query();
    assertThat(sessions).hasSize(1);
    lab.raft.answerRead(value(1));
    assertThat(underWay).as("what is under way is not waited for").isCompleted();
    lab.raft.answerRead(value(1));
    assertThat(query).isCompleted();
  }
}
