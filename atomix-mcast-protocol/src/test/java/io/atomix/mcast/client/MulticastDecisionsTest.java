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

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Conditional messages: the decision, and what the branch that was taken has for results. */
class MulticastDecisionsTest extends MulticastOperationsFixture {
  @Test
  void aConditionalMessageTouchesAllThatItMayDo() {
    CompletableFuture<Decision<Integer, Void>> call =
        accounts.decide(
            map(
                east,
                new ConditionalOperation<Accounts, Integer, Void>(
                    service -> service.covers("a", 5),
                    service -> service.get("b"),
                    adding("a"),
                    adding("c")),
                west,
                new ConditionalOperation<Accounts, Integer, Void>(null, null, null, adding("d"))),
            false);
    ConditionalAction inEast = (ConditionalAction) east.message().action();
    assertThat(called(inEast.condition())).containsExactly("covers", "a", 5);
    assertThat(called(inEast.read())).containsExactly("get", "b");
    assertThat(called(inEast.then())).containsExactly("add", "a", 1);
    assertThat(called(inEast.otherwise())).containsExactly("add", "c", 1);
    assertThat(east.message().footprint())
        .as("what is read and added to is written")
        .isEqualTo(touched(Footprint.none().writes("a").reads("b").commutes("c")));
    ConditionalAction inWest = (ConditionalAction) west.message().action();
    assertThat(inWest.condition()).isNull();
    assertThat(inWest.read()).isNull();
    assertThat(inWest.then()).isNull();
    assertThat(west.message().footprint()).isEqualTo(touched(Footprint.none().commutes("d")));
    east.vote(0, true, verdict(true, 3, null));
    west.vote(0, true, verdict(true, null, null));
    assertThat(valueOf(call)).isEqualTo(new Decision<>(true, Map.of(east.id(), 3), Map.of()));
  }

  private static Function<Accounts, Void> adding(String name) {
    return service -> {
      service.add(name, 1);
      return null;
    };
  }

  @Test
  void itHoldsEarlyIfAllGroupsSaySo() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    assertThat(east.message().early()).isTrue();
    east.vote(1, true, verdict(true, 10, null));
    west.vote(1, true, verdict(true, 20, null));
    assertThat(valueOf(call).held()).isTrue();
    assertThat(valueOf(call).reads())
        .containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
    assertThat(valueOf(call).results()).isEmpty();
  }

  @Test
  void itDoesNotHoldEarlyIfOneGroupSaysSo() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    east.vote(0, true, verdict(true, 10, null));
    west.vote(0, false, verdict(false, 20, null));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(false, Map.of(east.id(), 10, west.id(), 20), Map.of()));
  }

  @Test
  void whatAGroupSaidWithAnotherVoteIsNotTheDecision() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    long sequence = east.message().sequence();
    east.vote(0, false, verdict(false, 10, null));
    west.vote(3, true, verdict(true, 20, null));
    assertThat(call).isNotDone();
    east.execute(sequence, verdict(true, 11, null));
    assertThat(call).as("what the west read is wanted too").isNotDone();
    west.execute(sequence, verdict(true, 20, null));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(true, Map.of(east.id(), 11, west.id(), 20), Map.of()));
  }

  @Test
  void withoutResultsAndReadsTheFirstExecutionTellsTheDecision() {
    for (boolean held : new boolean[] {true, false}) {
      CompletableFuture<Decision<Integer, Integer>> call = decide(false, true, false);
      long sequence = east.message().sequence();
      east.vote(0, true, verdict(true, null, null));
      west.vote(3, true, verdict(true, null, null));
      west.execute(sequence, verdict(held, null, null));
      assertThat(valueOf(call)).isEqualTo(new Decision<>(held, Map.of(), Map.of()));
    }
  }

  @Test
  void resultsOfTheBranchComeWithTheExecution() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, true);
    Command.Multicast message = east.message();
    assertThat(message.early()).isFalse();
    assertThat(west.message().early()).isFalse();
    east.vote(0, true, null);
    west.vote(0, true, null);
    assertThat(call).isNotDone();
    east.execute(message.sequence(), verdict(true, 10, 100));
    west.execute(message.sequence(), verdict(true, 20, 200));
    assertThat(valueOf(call))
        .isEqualTo(
            new Decision<>(
                true,
                Map.of(east.id(), 10, west.id(), 20),
                Map.of(east.id(), 100, west.id(), 200)));
  }

  @Test
  void partitionsThatRanNothingHaveNoResult() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(false, true, true);
    long sequence = east.message().sequence();
    east.vote(0, false, null);
    west.vote(0, true, null);
    east.execute(sequence, verdict(false, null, null));
    west.execute(sequence, verdict(false, null, null));
    assertThat(valueOf(call)).isEqualTo(new Decision<>(false, Map.of(), Map.of()));
  }

  @Test
  void whatOnlyReadsCompletesEarlyThoughResultsAreWanted() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, false, true);
    assertThat(east.message().early()).isTrue();
    assertThat(east.message().footprint()).isEqualTo(touched(Footprint.none().reads("a")));
    east.vote(0, true, verdict(true, 10, null));
    west.vote(0, false, verdict(false, 20, null));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(false, Map.of(east.id(), 10, west.id(), 20), Map.of()));
  }

  @Test
  void inOnePartitionItIsLocal() {
    CompletableFuture<Decision<Integer, Integer>> call =
        accounts.decide(Map.of(east.id(), conditional("a", true, true)), true);
    assertThat(east.raft.commands())
        .singleElement()
        .isInstanceOfSatisfying(
            Command.Local.class,
            message -> assertThat(message.action()).isInstanceOf(ConditionalAction.class));
    east.answer(new Answer.Finished(verdict(true, 10, 100)));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(true, Map.of(east.id(), 10), Map.of(east.id(), 100)));
  }

  @Test
  void aConditionThatFailsFailsTheCall() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    east.vote(0, true, verdict(true, 10, null));
    west.vote(0, false, new Result.Failed(Result.Cause.SERVICE, "no condition"));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(PrimitiveException.ServiceException.class)
        .hasMessage("no condition");
  }
}
