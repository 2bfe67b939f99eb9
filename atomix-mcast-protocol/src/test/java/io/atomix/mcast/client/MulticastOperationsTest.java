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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.Footprint;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Messages that do something else in each of several partitions. */
class MulticastOperationsTest extends MulticastOperationsFixture {
  // What goes to which group.

  @Test
  void eachPartitionGetsItsOwnOperationAndFootprintInOneMessage() {
    CompletableFuture<Void> call =
        accounts.accept(
            map(west, service -> service.add("b", 2), east, service -> service.set("a", 1)));
    Command.Multicast toEast = east.message();
    Command.Multicast toWest = west.message();
    assertThat(toEast.sequence()).isEqualTo(toWest.sequence());
    assertThat(called(toEast.action())).containsExactly("set", "a", 1);
    assertThat(called(toWest.action())).containsExactly("add", "b", 2);
    assertThat(toEast.footprint()).isEqualTo(touched(Footprint.none().writes("a")));
    assertThat(toWest.footprint()).isEqualTo(touched(Footprint.none().commutes("b")));
    assertThat(toEast.destinations()).containsExactly(east.group, west.group);
    assertThat(toWest.destinations()).isEqualTo(toEast.destinations());
    assertThat(south.raft.batchesUnderWay()).isZero();
    east.vote(2, true, NOTHING);
    assertThat(call).isNotDone();
    west.vote(2, true, NOTHING);
    assertThat(call).isCompleted();
  }

  @Test
  void whatConflictsInOnePartitionDoesNotWaitInAnother() {
    CompletableFuture<Void> first = set("a", "b");
    long sequence = east.message().sequence();
    east.vote(1, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(first).as("the votes differ, so that its place is not settled").isNotDone();
    CompletableFuture<Void> free = set("b", "a");
    assertThat(east.message().footprint()).isEqualTo(touched(Footprint.none().writes("b")));
    assertThat(west.message().footprint()).isEqualTo(touched(Footprint.none().writes("a")));
    east.vote(0, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(free).isCompleted();
    CompletableFuture<Void> behind = set("c", "b");
    // It meets the first in both partitions, because it was made to: now it cannot overtake it.
    assertThat(east.message().footprint())
        .isEqualTo(touched(Footprint.none().writes("c").reads("a")));
    assertThat(west.message().footprint()).isEqualTo(touched(Footprint.none().writes("b")));
    east.vote(0, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(behind).isCompleted();
    accounts.apply(Map.of(west.id(), service -> service.get("b")));
    assertThat(west.raft.readsUnderWay()).as("it might overtake the first").isZero();
    east.execute(sequence, NOTHING);
    assertThat(west.raft.readsUnderWay()).isEqualTo(1);
    west.raft.answerRead(value(7));
    assertThat(first).isCompleted();
  }

  @Test
  void aCommandToOnePartitionIsLocal() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(Map.of(west.id(), service -> service.set("a", 1)));
    assertThat(west.raft.commands()).singleElement().isInstanceOf(Command.Local.class);
    assertThat(east.raft.batchesUnderWay()).isZero();
    west.answer(new Answer.Finished(value(7)));
    assertThat(valueOf(call)).isEqualTo(Map.of(west.id(), 7));
  }

  @Test
  void aQueryToOnePartitionNeedsNoEntry() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(Map.of(west.id(), service -> service.get("a")));
    assertThat(west.raft.batchesUnderWay()).isZero();
    west.raft.answerRead(value(7));
    threads.runAll();
    assertThat(valueOf(call)).isEqualTo(Map.of(west.id(), 7));
  }

  // Results, and when they are there.

  private CompletableFuture<Map<PartitionId, Integer>> apply(
      Function<Accounts, Integer> inEast, Function<Accounts, Integer> inWest) {
    return accounts.apply(map(west, inWest, east, inEast));
  }

  @Test
  void resultsOfCommandsComeWithTheExecutionInTheOrderOfTheGroups() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.set("a", 1), service -> service.set("b", 2));
    Command.Multicast message = east.message();
    assertThat(message.early()).isFalse();
    assertThat(west.message().early()).isFalse();
    west.vote(0, true, null);
    east.vote(0, true, null);
    west.execute(message.sequence(), value(20));
    assertThat(call).isNotDone();
    east.execute(message.sequence(), value(10));
    assertThat(valueOf(call)).containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
  }

  @Test
  void queriesOfSeveralPartitionsCompleteEarly() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.get("a"), service -> service.get("b"));
    assertThat(east.message().early()).isTrue();
    assertThat(west.message().early()).isTrue();
    west.vote(0, true, value(20));
    east.vote(0, true, value(10));
    assertThat(valueOf(call)).containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
  }

  /** Else the group that is asked would take its result for told, while the other's is to come. */
  @Test
  void aQueryBesideACommandIsToldWithTheExecution() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.get("a"), service -> service.set("b", 2));
    Command.Multicast message = east.message();
    assertThat(message.early()).isFalse();
    assertThat(west.message().early()).isFalse();
    east.vote(0, true, null);
    west.vote(0, true, null);
    assertThat(call).isNotDone();
    east.execute(message.sequence(), value(10));
    west.execute(message.sequence(), value(20));
    assertThat(valueOf(call)).containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
  }

  @Test
  void aQueryThatChangesItsServiceIsToldWithTheExecution() {
    CompletableFuture<Map<PartitionId, Boolean>> call =
        accounts.apply(map(east, service -> service.next("a"), west, service -> service.next("b")));
    Command.Multicast message = east.message();
    assertThat(message.early()).as("else it would be run with the vote and again").isFalse();
    east.vote(0, true, null);
    west.vote(0, true, null);
    east.execute(message.sequence(), value(true));
    west.execute(message.sequence(), value(false));
    assertThat(valueOf(call)).containsEntry(east.id(), true).containsEntry(west.id(), false);
  }

  @Test
  void aServiceThatThrowsFailsTheCall() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.get("a"), service -> service.get("b"));
    east.vote(0, true, value(10));
    west.vote(0, true, new Result.Failed(Result.Cause.SERVICE, "no"));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(PrimitiveException.ServiceException.class)
        .hasMessage("no");
  }

  @Test
  void whatWasAppliedNowhereIsTriedAgain() {
    CompletableFuture<Void> call = set("a", "b");
    long sequence = east.message().sequence();
    east.answer(new Answer.Finished(Lab.refused()));
    west.vote(0, true, NOTHING);
    assertThat(call).isNotDone();
    threads.after(Duration.ofMillis(100));
    assertThat(east.message().sequence()).isGreaterThan(sequence);
    assertThat(west.message().sequence()).isEqualTo(east.message().sequence());
    east.vote(0, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(call).isCompleted();
  }

  @Test
  void whatIsRefusedAgainAndAgainFails() {
    CompletableFuture<Void> call = set("a", "b");
    for (int attempt = 0; attempt <= RETRIES; attempt++) {
      assertThat(call).isNotDone();
      east.answer(new Answer.Finished(Lab.refused()));
      west.vote(0, true, NOTHING);
      threads.after(Duration.ofMillis(100));
    }
    assertThat(Lab.failureOf(call)).isInstanceOf(NotAppliedException.class);
  }
}
