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
package io.atomix.mcast.ordering;

import static io.atomix.mcast.ordering.Fixtures.G;
import static io.atomix.mcast.ordering.Fixtures.H;
import static io.atomix.mcast.ordering.Fixtures.K;
import static io.atomix.mcast.ordering.Fixtures.aborted;
import static io.atomix.mcast.ordering.Fixtures.blocked;
import static io.atomix.mcast.ordering.Fixtures.executed;
import static io.atomix.mcast.ordering.Fixtures.executes;
import static io.atomix.mcast.ordering.Fixtures.firstAfter;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.raised;
import static io.atomix.mcast.ordering.Fixtures.reads;
import static io.atomix.mcast.ordering.Fixtures.refused;
import static io.atomix.mcast.ordering.Fixtures.stands;
import static io.atomix.mcast.ordering.Fixtures.voted;
import static io.atomix.mcast.ordering.Fixtures.votedBehind;
import static io.atomix.mcast.ordering.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Rules 6 to 11, one by one, as group G carries them out: from the execution to what is forgotten.
 */
class ExecutionRulesTest extends OrderingRulesFixture {
  private List<Effect> confirm(long id) {
    return group.step(new Entry.Confirm(List.of(id(id))));
  }

  @Nested
  @DisplayName("Rule 6: execute a multicast message")
  class Rule6 {
    @Test
    void theLeaderLogsItWhenItIsStable() {
      Map<GroupId, MessageStatus> others = Map.of(H, votedBehind(3, 0, 9), K, raised(3, true));
      MessageStatus own = votedBehind(3, 0, 9);
      assertThat(Decisions.next(id(1), own, groups(H, K), others, true))
          .contains(new Entry.Execute(id(1), 3));
      assertThat(Decisions.next(id(1), own, groups(H, K), others, false)).isEmpty();
    }

    @Test
    void aVoteBelowTheFinalTimestampIsRaisedFirst() {
      Map<GroupId, MessageStatus> others = Map.of(H, executed(3));
      assertThat(Decisions.next(id(1), voted(2, true), groups(H, K), others, true))
          .contains(new Entry.Raise(id(1), 3));
    }

    @Test
    void itExecutesOnceAndOnlyWhenNothingIsBelowItHere() {
      multicast(1, writes(1));
      multicast(2, writes(1));
      assertThat(execute(2, 1)).as("something is below it").isEmpty();
      assertIgnored(execute(2, 1));
      assertIgnored(execute(1, 1));
      assertIgnored(execute(3, 0));
      assertThat(execute(1, 0))
          .containsExactly(
              executes(1), stands(1, executed(0)), executes(2), stands(2, executed(1)));
      assertIgnored(execute(1, 0));
      assertIgnored(execute(2, 1));
    }

    @Test
    void aChainExecutesInsideOneEntryWithLocalMessagesAndUpToWhatIsNotStable() {
      multicast(1, writes(1));
      multicast(2, writes(1));
      local(3, writes(1));
      multicast(4, writes(1));
      multicast(5, writes(1));
      assertThat(execute(4, 3)).isEmpty();
      assertThat(execute(2, 1)).isEmpty();
      List<Effect> effects = execute(1, 0);
      assertThat(effects)
          .filteredOn(effect -> effect instanceof Effect.Run)
          .containsExactly(executes(1), executes(2), executes(3), executes(4));
      assertThat(effects).endsWith(stands(5, firstAfter(votedBehind(4, 3, 4))));
    }

    @Test
    void whatWaitsForItsTurnIsInTheSnapshotWithItsDecision() throws IOException {
      multicast(1, writes(1));
      multicast(2, writes(1));
      multicast(3, writes(1));
      group.step(new Entry.Execute(id(2), 1, false));
      group.step(new Entry.Execute(id(3), 2, true));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      group.write(new DataOutputStream(bytes));
      GroupOrdering restored =
          GroupOrdering.read(
              group.self(), new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      assertThat(restored.step(new Entry.Execute(id(1), 0)))
          .isEqualTo(group.step(new Entry.Execute(id(1), 0)))
          .contains(new Effect.Run(id(2), false), new Effect.Run(id(3), true));
    }

    @Test
    void thousandsOfLocalMessagesBehindOneThatIsRaisedDoNoHarm() {
      multicast(1, writes(1));
      for (int i = 2; i < 20_000; i++) {
        local(i, writes(1));
      }
      group.step(new Entry.Raise(id(1), 3));
      multicast(20_000, writes(1));
      assertThat(group.status(id(20_000)).orElseThrow().below().nearest())
          .extracting(Position::id)
          .containsExactly(id(1));
    }

    @Test
    void entriesOfEarlierBuildsAreIgnoredWhereSomethingIsBelow() {
      multicast(1, writes(1));
      multicast(2, writes(1));
      assertIgnored(group.step(new Entry.Execute(id(2), 1, true, false)));
      assertThat(execute(1, 0))
          .containsExactly(
              executes(1), stands(1, executed(0)), stands(2, firstAfter(votedBehind(1, 0, 1))));
    }
  }

  @Nested
  @DisplayName("Rule 7: query")
  class Rule7 {
    @Test
    void itMayBeAnsweredAtOnceIfNoConflictingMessageIsPending() {
      multicast(1, writes(1));
      assertThat(group.conflictsWithPending(reads(1))).isTrue();
      assertThat(group.conflictsWithPending(reads(2))).isFalse();
      assertThat(group.conflictsWithPending(GroupFootprint.whole("map", Access.READ))).isTrue();
      assertThat(group.conflictsWithPending(GroupFootprint.whole("set", Access.READ))).isFalse();
      assertThat(group.anyPending("map")).isTrue();
      assertThat(group.anyPending("set")).isFalse();
      execute(1, 0);
      assertThat(group.conflictsWithPending(reads(1))).isFalse();
      assertThat(group.anyPending("map")).isFalse();
    }

    @Test
    void itWaitsForAWaitingLocalWriteToo() {
      multicast(1, reads(1));
      local(2, writes(1));
      assertThat(group.conflictsWithPending(reads(1))).isTrue();
      assertThat(local(3, reads(1))).containsExactly(blocked(3));
    }
  }

  @Nested
  @DisplayName("Rule 8: early completion")
  class Rule8 {
    @Test
    void withAllVotesEqualAndAllGroupsReadyNothingCanChange() {
      assertThat(EarlyCompletion.complete(List.of(voted(0, true), voted(0, true)))).isTrue();
      assertThat(EarlyCompletion.complete(List.of(raised(4, true), voted(4, true)))).isTrue();
    }

    @Test
    void equalVotesAloneAreNotEnough() {
      assertThat(EarlyCompletion.complete(List.of(voted(1, true), voted(1, false)))).isFalse();
    }

    @Test
    void unequalVotesAreNotEnough() {
      assertThat(EarlyCompletion.complete(List.of(voted(0, true), voted(1, true)))).isFalse();
      assertThat(EarlyCompletion.complete(List.of(voted(0, true), executed(1)))).isFalse();
    }

    @Test
    void aRefusalIsNeverCompletion() {
      assertThat(EarlyCompletion.complete(List.of(voted(0, true), refused()))).isFalse();
      assertThat(EarlyCompletion.complete(List.of(refused(), refused()))).isFalse();
      assertThat(EarlyCompletion.complete(List.of())).isFalse();
    }
  }

  @Nested
  @DisplayName("Rule 9: refuse")
  class Rule9 {
    @Test
    void aRefusedMessageThatArrivesLaterIsAnsweredAsRefused() {
      assertThat(refuse(1)).containsExactly(stands(1, refused()));
      assertThat(refuse(1)).containsExactly(stands(1, refused()));
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, aborted()));
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, aborted()));
      assertThat(group.pendingCount()).isZero();
    }

    @Test
    void aGroupThatHasVotedCannotRefuse() {
      multicast(1, writes(1));
      assertThat(refuse(1)).containsExactly(stands(1, voted(0, true)));
      assertThat(group.isPending(id(1))).isTrue();
    }

    @Test
    void groupsThatHoldItVotedLogItsAbort() {
      Map<GroupId, MessageStatus> known = Map.of(H, refused());
      assertThat(decide(voted(0, true), groups(H, K), known)).contains(new Entry.Abort(id(1)));
      assertThat(decide(voted(0, true), groups(H, K), Map.of(K, aborted())))
          .contains(new Entry.Abort(id(1)));
    }

    @Test
    void anAbortSetsFreeWhatWaited() {
      multicast(1, writes(1));
      local(2, writes(1));
      multicast(3, writes(1));
      assertThat(abort(1))
          .containsExactly(
              stands(1, aborted()), executes(2), stands(3, firstAfter(votedBehind(2, 0, 1))));
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, aborted()));
    }

    @Test
    void whatAllHaveVotedOnOrNobodyHasIsNotAborted() {
      multicast(1, writes(1));
      raise(1, 3);
      assertIgnored(abort(1));
      assertThat(decide(raised(3, true), groups(H), Map.of(H, refused()))).isEmpty();
      execute(1, 3);
      assertIgnored(abort(1));
      assertIgnored(abort(2));
      assertThat(group.status(id(1))).contains(executed(3));
    }

    @Test
    void aRefusalThatDoesNotConcernThisGroupIsIgnored() {
      assertIgnored(group.step(new Entry.Refuse(id(1), groups(H, K))));
      assertThat(group.outcomeCount()).isZero();
    }
  }

  @Nested
  @DisplayName("Rule 10: remember")
  class Rule10 {
    @Test
    void theOutcomeIsKeptWithItsTimestampAndDestinations() {
      multicast(1, writes(1));
      raise(1, 4);
      execute(1, 4);
      refuse(2);
      assertThat(group.status(id(1))).contains(executed(4));
      assertThat(group.destinations(id(1))).isEqualTo(G_AND_H);
      assertThat(group.multicastMessages())
          .containsExactly(
              new KnownMessage(id(1), executed(4), G_AND_H),
              new KnownMessage(id(2), refused(), G_AND_H));
    }

    @Test
    void aGroupWhoseLeaderForgotCanAskAgain() {
      multicast(1, writes(1));
      assertThat(confirm(1)).containsExactly(stands(1, voted(0, true)));
      execute(1, 0);
      assertThat(confirm(1)).containsExactly(stands(1, executed(0)));
      assertThat(confirm(2)).containsExactly(stands(2, MessageStatus.ABSENT));
    }

    @Test
    void itIsForgottenWhenEveryDestinationGroupIsDone() {
      for (MessageStatus own : List.of(executed(0), aborted())) {
        for (MessageStatus other :
            List.of(executed(0), aborted(), refused(), MessageStatus.ABSENT)) {
          assertThat(decide(own, groups(H), Map.of(H, other)))
              .contains(new Entry.Forget(List.of(id(1))));
          assertThat(decide(own, groups(H, K), Map.of(H, other))).isEmpty();
        }
        for (MessageStatus other : List.of(voted(0, true), raised(3, true))) {
          assertThat(decide(own, groups(H), Map.of(H, other))).isEmpty();
        }
      }
    }

    @Test
    void aRefusalIsForgottenOnlyWhenTheMessageCannotComeAnyMore() {
      Submitters.Submitter client = group.submitters().open(0, 0);
      client.resolved(1);
      refuse(1);
      multicast(2, writes(1));
      execute(2, 0);
      Entry.Forget forget = new Entry.Forget(List.of(id(1), id(2), id(3)));
      assertThat(group.step(forget))
          .satisfiesExactly(
              done -> assertThat(done).isEqualTo(new Effect.Forgotten(id(2))),
              unknown ->
                  assertThat(((Effect.Ignored) unknown).reason()).contains("are not remembered"),
              kept ->
                  assertThat(((Effect.Ignored) kept).reason())
                      .contains(id(1).toString())
                      .contains("may still come"));
      assertThat(group.status(id(1))).contains(refused());

      client.resolved(2);
      client.resolved(1);
      assertThat(forget(1)).as("resolved").containsExactly(new Effect.Forgotten(id(1)));
    }

    @Test
    void aRefusalIsForgottenWhenTheSessionIsOver() {
      Submitters.Submitter client = group.submitters().open(0, 0);
      refuse(1);
      Submitters.Submitter again = group.submitters().open(0, 0);
      group.submitters().close(client);
      assertIgnored(forget(1));
      group.submitters().close(again);
      assertThat(forget(1)).containsExactly(new Effect.Forgotten(id(1)));
    }

    @Test
    void aRefusalIsProposedToBeForgottenAsAnyOutcomeIs() {
      for (MessageStatus other : List.of(executed(0), aborted(), refused(), MessageStatus.ABSENT)) {
        assertThat(decide(refused(), groups(H), Map.of(H, other)))
            .contains(new Entry.Forget(List.of(id(1))));
      }
    }

    @Test
    void forgettingLeavesNothing() {
      byte[] empty = Fixtures.bytes(group);
      multicast(1, writes(1));
      execute(1, 0);
      assertThat(forget(1)).containsExactly(new Effect.Forgotten(id(1)));
      assertThat(group.destinations(id(1))).isEmpty();
      assertThat(Fixtures.bytes(group)).isEqualTo(empty);
    }

    @Test
    void whatIsPendingIsNotForgotten() {
      multicast(1, writes(1));
      assertIgnored(forget(1));
      assertIgnored(forget(2));
      assertThat(group.isPending(id(1))).isTrue();
    }
  }

  @Nested
  @DisplayName("Rule 11: condition")
  class Rule11 {
    private final MessageStatus yes = voted(3, true);
    private final MessageStatus no = voted(3, true).withHolds(false);

    private Optional<Entry.OrderEntry> next(MessageStatus own, MessageStatus h, MessageStatus k) {
      return decide(own, groups(H, K), Map.of(H, h, K, k));
    }

    private Entry.OrderEntry execution(boolean held) {
      return new Entry.Execute(id(1), 3, held);
    }

    private List<Effect> execute(long id, boolean held) {
      return group.step(new Entry.Execute(id(id), 0, held));
    }

    @Test
    void itHoldsOnlyIfEveryGroupSaysSo() {
      assertThat(next(yes, yes, yes)).contains(execution(true));
      assertThat(next(no, yes, yes)).contains(execution(false));
      assertThat(next(yes, no, yes)).contains(execution(false));
      assertThat(next(yes, yes, no)).contains(execution(false));
      assertThat(next(no, no, no)).contains(execution(false));
    }

    @Test
    void whatAGroupSaysCountsOnlyWithTheFinalTimestamp() {
      assertThat(next(voted(2, true).withHolds(false), yes, yes))
          .contains(new Entry.Raise(id(1), 3));
      assertThat(next(raised(3, true), yes, voted(2, true).withHolds(false))).isEmpty();
      MessageStatus open = votedBehind(3, 0, 9).withCondition(MessageStatus.Condition.OPEN);
      assertThat(next(yes, open, yes)).isEmpty();
      assertThat(next(open, yes, yes)).isEmpty();
      assertThat(next(raised(3, true), raised(3, true).withHolds(false), yes))
          .contains(execution(false));
    }

    @Test
    void aGroupThatHasExecutedItHasTheDecisionOfAll() {
      MessageStatus done = MessageStatus.executed(3, false);
      assertThat(decide(yes, groups(H, K), Map.of(H, done))).contains(execution(false));
      assertThat(next(yes, done, yes)).contains(execution(false));
      assertThat(next(yes, yes, done)).contains(execution(false));
      assertThat(next(yes, executed(3), yes)).contains(execution(true));
    }

    @Test
    void theExecutionCarriesTheDecisionWhichIsRemembered() {
      multicast(1, writes(1));
      multicast(2, writes(2));
      assertThat(execute(1, false))
          .containsExactly(
              new Effect.Run(id(1), false), stands(1, MessageStatus.executed(0, false)));
      assertThat(execute(2, true))
          .containsExactly(new Effect.Run(id(2), true), stands(2, MessageStatus.executed(0, true)));
      assertThat(group.status(id(1))).contains(MessageStatus.executed(0, false));
      assertThat(confirm(1)).containsExactly(stands(1, MessageStatus.executed(0, false)));
      assertThat(multicast(1, writes(1)))
          .containsExactly(stands(1, MessageStatus.executed(0, false)));
      assertIgnored(execute(1, true));
      assertThat(group.status(id(1))).contains(MessageStatus.executed(0, false));
    }

    @Test
    void aSnapshotKeepsTheDecision() {
      multicast(1, writes(1));
      execute(1, false);
      multicast(2, writes(1));
      execute(2, true);
      GroupOrdering restored = Fixtures.restored(G, Fixtures.bytes(group));
      assertThat(restored.status(id(1))).contains(MessageStatus.executed(0, false));
      assertThat(restored.status(id(2))).contains(MessageStatus.executed(0, true));
      assertThat(Fixtures.bytes(restored)).isEqualTo(Fixtures.bytes(group));
    }

    @Test
    void aMessageSetFreeByAnotherIsExecutedWhateverThatOneDecided() {
      multicast(1, writes(1));
      local(2, writes(1));
      assertThat(execute(1, false))
          .containsExactly(
              new Effect.Run(id(1), false),
              stands(1, MessageStatus.executed(0, false)),
              executes(2));
    }

    @Test
    void aNoDoesNotStandInTheWayOfEarlyCompletion() {
      assertThat(EarlyCompletion.complete(List.of(yes, no))).isTrue();
    }
  }
}
