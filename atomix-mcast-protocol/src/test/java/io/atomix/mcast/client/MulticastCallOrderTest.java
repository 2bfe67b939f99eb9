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

import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.votedNotFirst;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Several calls of one client that meet in a group: who waits for whom, and what their votes tell.
 */
class MulticastCallOrderTest extends MulticastCallFixture {
  @Test
  void whatConflictsWithItWaitsUntilItsPlaceIsSettled() {
    write(false);
    g.raft.answer(voted(1, NOTHING));
    Submission conflicting = g.write(writes("map", 1));
    CompletableFuture<Result> query = g.query(reads("map", 1));
    assertThat(g.raft.batchesUnderWay()).isZero();
    h.raft.answer(votedNotFirst(1));
    assertThat(g.sequences()).containsExactly(conflicting.sequence());
    g.raft.answer(finished(1));
    g.raft.answerRead(value(1));
    assertThat(query).isCompleted();
  }

  @Test
  void whatConflictsWithItGoesBehindABarrierWhenNobodyTellsMore() {
    write(false);
    g.raft.answer(voted(0, NOTHING));
    Submission conflicting = g.write(writes("map", 1));
    assertThat(g.raft.batchesUnderWay()).isZero();
    h.pipeline.fail(LOST);
    assertThat(g.raft.commands()).as("something that conflicts with it").hasSize(1);
    g.raft.answer(finished(1));
    assertThat(g.sequences()).containsExactly(conflicting.sequence());
  }

  @Test
  void aLostAnswerSettlesNothingWhileAnotherGroupWillTellMore() {
    write(false);
    g.raft.answer(voted(1, NOTHING));
    Submission conflicting = g.write(writes("map", 1));
    h.pipeline.fail(LOST);
    assertThat(g.raft.batchesUnderWay()).isZero();
    result(g, value(1));
    assertThat(g.sequences()).containsExactly(conflicting.sequence());
  }

  /**
   * Makes a call to both groups that stands in H behind a write, which waits for an earlier call.
   */
  private CompletableFuture<List<Result>> callThatHasToWaitInOneGroup() {
    write(false);
    g.raft.answer(voted(1, NOTHING));
    h.write(writes("map", 1));
    return call(reads("map", 2), false);
  }

  @Test
  void aCallIsSentToNoGroupBeforeItMayBeSentToAll() {
    CompletableFuture<List<Result>> call = callThatHasToWaitInOneGroup();
    Submission behind = g.write(writes("other", 1));
    assertThat(g.sequences()).as("only what may go").containsExactly(behind.sequence());
    g.raft.answer(finished(0));
    assertThat(g.raft.batchesUnderWay()).isZero();
    h.raft.answer(votedNotFirst(1));
    assertThat(g.raft.commands()).hasSize(1);
    assertThat(h.raft.commands()).hasSize(2);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(finished(0), voted(0, NOTHING));
    assertThat(call).isCompleted();
  }

  @Test
  void aCallThatCannotBeSentToOneGroupIsWithdrawnFromTheOthers() {
    CompletableFuture<List<Result>> call = callThatHasToWaitInOneGroup();
    h.pipeline.fail(LOST);
    assertNotApplied(call);
    assertThat(g.raft.batchesUnderWay()).isZero();
    Submission next = g.write(writes("map", 2));
    assertThat(g.sequences()).containsExactly(next.sequence());
  }

  @Test
  void callsOfOneClientThatMeetDoNotWaitForEachOther() {
    CompletableFuture<List<Result>> first = write(false);
    CompletableFuture<List<Result>> second = write(false);
    CompletableFuture<List<Result>> third = write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    assertThat(first).isCompleted();
    g.raft.answer(voted(0, NOTHING), below(1, NOTHING, 2));
    h.raft.answer(voted(0, NOTHING), below(1, NOTHING, 2));
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
    assertThat(local.completedEarly()).isEqualTo(3);
  }

  @Test
  void aChainOfCallsIsStableByItsVotesAlone() {
    CompletableFuture<List<Result>> first = write(false);
    CompletableFuture<List<Result>> second = write(true);
    CompletableFuture<List<Result>> third = write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    assertThat(first).isCompleted();
    assertThat(g.raft.orders()).containsExactly(new Entry.Execute(local.messageId(1), 0));
    g.raft.answer(below(1, null, 1), below(2, NOTHING, 2));
    h.raft.answer(below(1, null, 1), below(2, NOTHING, 2));
    assertThat(second).as("its results are known when it is executed").isNotDone();
    assertThat(third).isCompleted();
    // Whatever is sent next tells the groups to execute all that is known to be stable.
    write(false);
    for (Lab lab : List.of(g, h)) {
      assertThat(lab.raft.orders())
          .containsExactly(
              new Entry.Execute(local.messageId(2), 1), new Entry.Execute(local.messageId(3), 2));
    }
  }

  @Test
  void aChainBehindAMessageOfAnotherClientWaitsForItsLeader() {
    CompletableFuture<List<Result>> first = write(false);
    CompletableFuture<List<Result>> second = write(false);
    MessageId other = new MessageId(1, 2, 1);
    g.raft.answer(below(1, NOTHING, other));
    h.raft.answer(below(1, NOTHING, other));
    g.raft.answer(below(2, NOTHING, 1));
    h.raft.answer(below(2, NOTHING, 1));
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
  }

  @Test
  void whatIsStableIsToldToEveryGroupBeforeWhatComesNext() {
    CompletableFuture<List<Result>> first = write(false);
    MessageId id = local.messageId(1);
    CompletableFuture<List<Result>> second = write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    assertThat(first).isCompleted();
    for (Lab lab : List.of(g, h)) {
      assertThat(lab.raft.orders()).containsExactly(new Entry.Execute(id, 0));
      assertThat(lab.raft.commands()).hasSize(1);
    }
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    assertThat(second).isCompleted();
  }

  @Test
  void whatIsKnownForLongIsNotTold() {
    CompletableFuture<List<Result>> first = write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    assertThat(first).isCompleted();
    g.after(1_001, 60_000);
    write(false);
    assertThat(g.raft.orders()).as("the groups have told each other").isEmpty();
    assertThat(g.raft.commands()).hasSize(1);
  }

  @Test
  void whatAnswersDoNotMakeStableIsNotTold() {
    write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(1, NOTHING));
    g.write(writes("other", 1));
    assertThat(g.raft.orders()).isEmpty();
  }
}
