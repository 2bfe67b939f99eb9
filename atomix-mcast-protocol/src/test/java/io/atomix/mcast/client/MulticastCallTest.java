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

import static io.atomix.mcast.client.Lab.finished;
import static io.atomix.mcast.client.Lab.reads;
import static io.atomix.mcast.client.Lab.refused;
import static io.atomix.mcast.client.Lab.value;
import static io.atomix.mcast.client.Lab.voted;
import static io.atomix.mcast.client.Lab.votedNotFirst;
import static io.atomix.mcast.client.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One message to the groups G and H, whose answers and results are given by hand. */
class MulticastCallTest {
  private static final RuntimeException LOST =
      new IllegalStateException("its Raft session expired");
  private static final Result NOTHING = new Result.Done(null);

  private final LocalClient local = new LocalClient();
  private final Lab g = new Lab(Lab.G, local);
  private final Lab h = new Lab(Lab.H, local);
  private final Map<Lab, Long> items = new HashMap<>();

  private CompletableFuture<List<Result>> call(Footprint footprint, boolean resultWanted) {
    return MulticastCall.submit(
        local,
        new TreeMap<>(
            Map.of(
                Lab.G, g.target(5, footprint, !resultWanted),
                Lab.H, h.target(6, footprint, !resultWanted))),
        resultWanted,
        true,
        Elsewhere.NOWHERE);
  }

  private Answer.Voted below(long timestamp, Result early, long ownBelow) {
    return below(timestamp, early, local.messageId(ownBelow));
  }

  private static Answer.Voted below(long timestamp, Result early, MessageId below) {
    Below positions = Below.of(List.of(new Position(timestamp - 1, below)));
    return new Answer.Voted(new Standing(Standing.State.VOTED, timestamp, false, positions), early);
  }

  private CompletableFuture<List<Result>> write(boolean resultWanted) {
    return call(writes("map", 1), resultWanted);
  }

  private void result(Lab lab, long sequence, Result result) {
    Item item = new Item.Deferred(items.merge(lab, 1L, Long::sum), sequence, result);
    lab.pipeline.deliver(new Delivery(7, List.of(item)));
  }

  private void result(Lab lab, Result result) {
    result(lab, 1, result);
  }

  private static void assertResults(CompletableFuture<List<Result>> call, Result... results) {
    assertThat(call).isCompleted();
    assertThat(call.join()).usingRecursiveFieldByFieldElementComparator().containsExactly(results);
  }

  private static void assertUnknown(CompletableFuture<?> call) {
    assertThat(Lab.failureOf(call)).isInstanceOf(OutcomeUnknownException.class);
  }

  private static void assertNotApplied(CompletableFuture<?> call) {
    assertThat(Lab.failureOf(call))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("nothing was applied");
  }

  @AfterEach
  void nothingIsLeft() {
    g.pipeline.fail(LOST);
    h.pipeline.fail(LOST);
    assertThat(local.resolvedBelow())
        .as("a number that stays unresolved holds up forgetting for ever")
        .isEqualTo(local.next());
  }

  @Test
  void eachGroupIsGivenTheMessageUnderOneNumberWithItsOwnSession() {
    write(true);
    Command.Multicast toG = (Command.Multicast) g.raft.commands().get(0);
    Command.Multicast toH = (Command.Multicast) h.raft.commands().get(0);
    assertThat(toG.sequence()).isEqualTo(toH.sequence());
    assertThat(List.of(toG.session(), toH.session())).containsExactly(5L, 6L);
    assertThat(toG.destinations()).containsExactly(Lab.G, Lab.H);
  }

  @Test
  void aTracerHearsOfItsCallAndOfItsEnd() {
    List<Happening> heard = new ArrayList<>();
    local.trace(
        new Tracer() {
          @Override
          public void atCaller(long micros, Happening happening) {
            heard.add(happening);
          }
        });
    write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    write(false);
    g.raft.answer(votedNotFirst(1));
    h.raft.answer(voted(0, NOTHING));
    result(g, 2, value(1));
    write(true);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(new Answer.Finished(refused()));
    local.trace(Tracer.NONE);
    write(true);
    assertThat(heard)
        .containsExactly(
            called(1),
            new Happening.Returned(local.messageId(1), Happening.Ending.EARLY),
            called(2),
            new Happening.Returned(local.messageId(2), Happening.Ending.EXECUTED),
            called(3),
            new Happening.Returned(local.messageId(3), Happening.Ending.FAILED));
  }

  private Happening called(long sequence) {
    return new Happening.Called(local.messageId(sequence), "map", Set.of(Lab.G, Lab.H));
  }

  @Test
  void rule8CompletesWithEqualVotesThatAreAllFirst() {
    CompletableFuture<List<Result>> call = write(false);
    h.raft.answer(voted(3, value(2)));
    assertThat(call).isNotDone();
    g.raft.answer(voted(3, value(1)));
    assertResults(call, value(1), value(2));
  }

  @Test
  void rule8DoesNotCompleteWithUnequalVotes() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(3, NOTHING));
    h.raft.answer(voted(4, NOTHING));
    assertThat(call).isNotDone();
    result(h, value(9));
    assertResults(call, value(9));
  }

  @Test
  void rule8DoesNotCompleteWithEqualVotesOneOfWhichIsNotFirst() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(3, NOTHING));
    h.raft.answer(votedNotFirst(3));
    assertThat(call).isNotDone();
    result(g, value(9));
    assertResults(call, value(9));
  }

  @Test
  void aWriteWhoseResultsAreWantedWaitsForAllOfThem() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    assertThat(call).isNotDone();
    result(h, value(2));
    assertThat(call).isNotDone();
    result(g, value(1));
    assertResults(call, value(1), value(2));
  }

  @Test
  void aWriteWithoutAResultIsCompleteOnceItIsExecutedAnywhere() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    result(g, value(1));
    assertResults(call, value(1));
    h.raft.answer(voted(0, NOTHING));
  }

  @Test
  void aResultMayComeBeforeTheAnswer() {
    CompletableFuture<List<Result>> call = write(true);
    result(g, value(1));
    result(h, value(2));
    assertResults(call, value(1), value(2));
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void aRefusalFailsTheCallAtOnce() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(new Answer.Finished(refused()));
    assertNotApplied(call);
    assertThat(local.resolvedBelow()).as("H may still hear of it").isEqualTo(1);
    h.raft.answer(voted(0, null));
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void anAbortAfterTheVoteFailsTheCall() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    result(g, refused());
    assertNotApplied(call);
    h.raft.answer(voted(1, NOTHING));
  }

  @Test
  void aServiceThatThrowsIsAResult() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    Result thrown = new Result.Failed(Result.Cause.SERVICE, "no");
    result(g, thrown);
    result(h, value(2));
    assertResults(call, thrown, value(2));
  }

  @Test
  void anUnknownSessionFailsTheCall() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(new Answer.Finished(new Result.Failed(Result.Cause.UNKNOWN_SESSION, "gone")));
    assertThat(Lab.failureOf(call)).isInstanceOf(PrimitiveException.UnknownSession.class);
    h.raft.answer(voted(0, null));
  }

  @Test
  void aCallThatOneGroupWasNeverSentTookEffectNowhere() {
    h.write(writes("other", 1));
    CompletableFuture<List<Result>> call = write(true);
    g.write(writes("other", 1));
    g.raft.answer(voted(0, null), finished(1));
    h.pipeline.fail(LOST);
    assertNotApplied(call);
  }

  @Test
  void aCallIsNotSentToAnyGroupWhenOneIsLost() {
    h.pipeline.fail(LOST);
    CompletableFuture<List<Result>> call = write(true);
    assertNotApplied(call);
    assertThat(Lab.failureOf(call)).hasMessageContaining("data-2");
    assertThat(g.raft.batchesUnderWay()).isZero();
    assertThat(local.resolvedBelow()).isEqualTo(2);
    assertThat(Pipeline.resultOf(g.write(writes("map", 1))))
        .as("what comes next is not held up")
        .isNotDone();
    assertThat(g.raft.batchesUnderWay()).isEqualTo(1);
  }

  @Test
  void aLostResultThatIsWantedIsAnUnknownOutcomeThatSaysItWasApplied() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    h.pipeline.fail(LOST);
    assertThat(call).as("G will say whether it was applied").isNotDone();
    result(g, value(1));
    assertUnknown(call);
    assertThat(Lab.failureOf(call)).hasMessageContaining("was applied");
  }

  @Test
  void aLostAnswerDoesNotMatterWhereNoResultIsWantedAndAnotherGroupExecutes() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    h.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    result(g, value(1));
    assertResults(call, value(1));
  }

  @Test
  void aLostAnswerIsAnUnknownOutcomeWhereTheOthersTakeItForKnown() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(0, NOTHING));
    assertThat(call).isNotDone();
    h.raft.failBatch(LOST);
    assertUnknown(call);
  }

  @Test
  void theOrderOfAnswerAndLossDoesNotMatter() {
    CompletableFuture<List<Result>> call = write(false);
    h.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    g.raft.answer(voted(0, NOTHING));
    assertUnknown(call);
  }

  @Test
  void allAnswersLostIsAnUnknownOutcome() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    h.raft.failBatch(LOST);
    assertUnknown(call);
  }

  @Test
  void anAbortIsToldThoughAnotherAnswerWasLost() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.failBatch(LOST);
    h.raft.answer(voted(0, null));
    result(h, refused());
    assertNotApplied(call);
  }

  @Test
  void aNumberIsResolvedWhenNoGroupCanHearOfItAnyMore() {
    CompletableFuture<List<Result>> call = write(false);
    assertThat(g.raft.batch().resolvedBelow()).isEqualTo(1);
    g.raft.answer(voted(2, NOTHING));
    result(g, value(1));
    assertThat(call).isCompleted();
    assertThat(local.resolvedBelow()).as("H may still hear of it").isEqualTo(1);
    h.raft.failBatch(LOST);
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void aCommandThatCannotBeMadeLeavesNothingBehind() {
    CompletableFuture<List<Result>> call =
        MulticastCall.submit(
            local,
            new TreeMap<>(
                Map.of(
                    Lab.G,
                    new MulticastTarget(
                        () -> g.open(5),
                        writes("map", 1),
                        (sequence, session, footprint, groups) -> {
                          throw new IllegalStateException("no memory");
                        }))),
            true,
            true,
            Elsewhere.NOWHERE);
    assertThat(call).isCompletedExceptionally();
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

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
    g.after(101, 60_000);
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

  @Test
  void lateItemsOfACallThatIsOverAreAcknowledgedAndIgnored() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    h.raft.answer(voted(1, NOTHING));
    assertThat(call).isCompleted();
    assertThat(g.deliver(new Item.Deferred(1, 1, value(1)))).isEqualTo(1);
    g.after(Lab.UNACKNOWLEDGED, 60_000);
    assertThat(g.raft.batch().received()).isEqualTo(1);
    g.after(60_000, 1000);
    assertThat(g.raft.readsUnderWay()).as("nothing is late").isZero();
  }

  @Test
  void groupsAreNamedInErrors() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    h.pipeline.fail(LOST);
    result(g, value(1));
    for (GroupId group : List.of(Lab.G, Lab.H)) {
      assertThat(Lab.failureOf(call)).hasMessageContaining(group.toString());
    }
  }
}
