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

import static io.atomix.mcast.client.pipeline.Lab.deferred;
import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.waiting;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Rule 7 at the client: queries go without an entry, and keep their place among the commands of
 * their caller.
 */
class PipelineQueriesTest {
  private final Lab lab = new Lab();

  @Test
  void aQueryIsAskedAtOnceAndFenced() {
    CompletableFuture<Result> query = lab.query(reads("map", 1));
    assertThat(lab.raft.queries().linearizable()).isTrue();
    lab.raft.answerRead(value(1));
    assertThat(query).isCompleted();
    assertThat(lab.raft.batchesUnderWay()).isZero();
  }

  @Test
  void queriesGatherWhileOneRequestIsUnderWay() {
    List<CompletableFuture<Result>> queries =
        List.of(lab.query(reads("map", 1)), lab.query(reads("map", 2)), lab.query(reads("map", 3)));
    assertThat(lab.raft.queries().queries()).hasSize(1);
    lab.raft.answerRead(value(1));
    assertThat(lab.raft.queries().queries()).hasSize(2);
    lab.raft.answerRead(value(2), value(3));
    assertThat(queries).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aQueryDoesNotOvertakeAnEarlierCommandOfThePrimitive() {
    lab.write(writes("other", 1));
    lab.write(writes("map", 9));
    lab.query(reads("map", 1));
    lab.query(reads("set", 1));
    assertThat(lab.raft.queries().queries())
        .extracting(q -> q.footprint().primitive())
        .containsExactly("set");
    lab.raft.answerRead(value(1));
    assertThat(lab.raft.readsUnderWay()).isZero();
    lab.raft.answer(finished(1));
    // The command is under way now, and Raft keeps the order of what a session asks for.
    assertThat(lab.raft.queries().queries())
        .extracting(q -> q.footprint().primitive())
        .containsExactly("map");
  }

  @Test
  void aLaterCommandThatConflictsDoesNotOvertakeAQuery() {
    CompletableFuture<Result> query = lab.query(reads("map", 1));
    lab.write(writes("map", 1));
    assertThat(lab.raft.batchesUnderWay()).isZero();
    lab.raft.answerRead(value(1));
    assertThat(query).isCompleted();
    assertThat(lab.raft.batchesUnderWay()).isEqualTo(1);
  }

  @Test
  void aLaterCommandThatDoesNotConflictNeedNotWait() {
    lab.query(reads("map", 1));
    lab.write(writes("map", 2));
    lab.write(writes("other", 1));
    assertThat(lab.raft.batchesUnderWay()).isEqualTo(1);
  }

  @Test
  void wholeReadsAndWholeWritesConflictWithKeys() {
    lab.query(GroupFootprint.whole("map", Access.READ));
    lab.write(writes("map", 2));
    assertThat(lab.raft.batchesUnderWay()).isZero();
    lab.raft.answerRead(value(1));
    lab.raft.answer(finished(1));

    lab.query(reads("map", 1));
    lab.write(GroupFootprint.whole("map", Access.COMMUTE));
    assertThat(lab.raft.batchesUnderWay()).isZero();
    lab.raft.answerRead(value(1));
    assertThat(lab.raft.batchesUnderWay()).isEqualTo(1);
  }

  @Test
  void aQueryThatHasToBeSubmittedGoesIntoTheLogInItsPlace() {
    lab.write(writes("map", 1));
    CompletableFuture<Result> query = lab.query(reads("map", 1));
    Submission later = lab.write(writes("map", 1));
    Submission unrelated = lab.write(writes("other", 1));
    lab.raft.answer(finished(1));
    assertThat(lab.sequences())
        .as("the later command waits for the query, others do not")
        .containsExactly(unrelated.sequence());
    lab.raft.answerRead((Result) null);
    lab.raft.answer(finished(3));
    // The query's own command goes first.
    assertThat(lab.sequences()).hasSize(2).endsWith(later.sequence());
    lab.raft.answer(waiting(), waiting());
    assertThat(query).isNotDone();
  }

  @Test
  void aSubmittedQueryMayHaveItsResultLater() {
    CompletableFuture<Result> query = lab.query(reads("map", 1));
    lab.raft.answerRead((Result) null);
    long sequence = lab.sequences().get(0);
    lab.raft.answer(waiting());
    lab.deliver(new Notification.Deferred(1, sequence, value(4)));
    assertThat(query).isCompleted();
  }

  @Test
  void severalQueriesThatHaveToBeSubmittedStayBeforeLaterCommands() {
    CompletableFuture<Result> one = lab.query(reads("map", 1));
    CompletableFuture<Result> two = lab.query(reads("map", 2));
    CompletableFuture<Result> three = lab.query(reads("map", 3));
    lab.raft.answerRead(value(1));
    Submission later = lab.write(writes("map", 2, 3));
    lab.raft.answerRead(null, null);
    assertThat(one).isCompleted();
    while (lab.raft.batchesUnderWay() > 0) {
      List<Long> sequences = lab.sequences();
      if (sequences.contains(later.sequence())) {
        assertThat(sequences.get(sequences.size() - 1)).isEqualTo(later.sequence());
      }
      lab.raft.answerAll(finished(2));
    }
    assertThat(List.of(two, three)).allMatch(CompletableFuture::isDone);
    assertThat(later.answer()).isCompleted();
  }

  @Test
  void whateverGoesWrongWithAReadTheLogIsAskedInstead() {
    CompletableFuture<Result> query = lab.query(reads("map", 1));
    lab.raft.failRead(new IllegalStateException("no leader"));
    lab.raft.answer(finished(1));
    assertThat(query).isCompleted();
    for (byte[] garbage : List.of(new byte[0], new byte[] {9, 9}, new byte[] {1, 1, 0, 0})) {
      CompletableFuture<Result> next = lab.query(reads("map", 1));
      lab.raft.answerRead(garbage);
      lab.raft.answer(finished(1));
      assertThat(next).isCompleted();
    }
  }

  @Test
  void aQueryAfterABlockedCommandWaitsWithIt() {
    CompletableFuture<Result> first = lab.query(reads("map", 1));
    lab.write(writes("map", 1));
    CompletableFuture<Result> second = lab.query(reads("map", 1));
    lab.raft.answerRead(value(1));
    assertThat(first).isCompleted();
    assertThat(lab.raft.batchesUnderWay()).isEqualTo(1);
    lab.raft.answerRead(value(2));
    assertThat(second).isCompleted();
  }

  @Test
  void commandsAreAsManyAsFitEvenWhenQueriesAreSubmittedInTheirPlace() {
    CompletableFuture<Result> query = lab.query(reads("map", 1));
    Submission big = lab.write(writes("map", 1), 3000);
    CompletableFuture<Result> after = lab.query(reads("map", 1));
    lab.raft.answerRead((Result) null);
    lab.raft.answerAll(finished(1));
    if (lab.raft.batchesUnderWay() > 0) {
      lab.raft.answerAll(finished(2));
    }
    assertThat(query).isCompleted();
    assertThat(big.answer()).isCompleted();
    lab.raft.answerRead(value(3));
    assertThat(after).isCompleted();
  }

  @Test
  void deferredResultsOfQueriesAreToldOnce() {
    Submission write = lab.write(writes("map", 1));
    lab.note("write", write.result());
    lab.raft.answer(waiting());
    lab.deliver(deferred(1, write, 1), deferred(1, write, 1));
    assertThat(lab.told).containsExactly("write");
  }

  @Test
  void aQueryBehindAWithdrawnMessageDoesNotOvertakeWhatIsBeforeThat() {
    Submission read = multicast(reads("map", 1), 1);
    Submission write = lab.write(writes("map", 1));
    Submission withdrawn = multicast(writes("map", 1), 2);
    CompletableFuture<Result> query = lab.query(reads("map", 1));

    withdrawn.barrier().withdraw(new IllegalStateException("another group is lost"));
    lab.pipeline.settled(withdrawn);
    lab.pipeline.forget(withdrawn.sequence());
    lab.raft.answer(waiting());
    assertThat(lab.raft.readsUnderWay()).isZero();

    lab.pipeline.settled(read);
    assertThat(lab.sequences()).containsExactly(write.sequence());
    lab.raft.answerRead(value(1));
    assertThat(query).isCompleted();
  }

  private Submission multicast(GroupFootprint footprint, int groups) {
    Command command = lab.submission(footprint, OperationType.COMMAND, 1).command();
    Submission submission =
        new Submission(
            command,
            ((Command.Local) command).sequence(),
            footprint,
            new Reach(new TreeMap<>(Map.of(Lab.G, footprint))),
            new AllGroupsBarrier(groups));
    lab.pipeline.enqueueMulticast(submission);
    lab.pipeline.runCompletions();
    return submission;
  }
}
