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
import static io.atomix.mcast.ordering.Fixtures.raisedBehind;
import static io.atomix.mcast.ordering.Fixtures.reads;
import static io.atomix.mcast.ordering.Fixtures.refused;
import static io.atomix.mcast.ordering.Fixtures.stands;
import static io.atomix.mcast.ordering.Fixtures.touches;
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
import java.util.SortedSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the ordering protocol, one by one, as group G carries them out. */
class OrderingRulesTest {
  private static final SortedSet<GroupId> G_AND_H = groups(G, H);

  private final GroupOrdering group = new GroupOrdering(G);

  private List<Effect> local(long id, Footprint footprint) {
    return group.step(new Entry.SubmitLocal(id(id), footprint));
  }

  private List<Effect> multicast(long id, Footprint footprint) {
    return group.step(new Entry.SubmitMulticast(id(id), footprint, G_AND_H));
  }

  private List<Effect> raise(long id, long timestamp) {
    return group.step(new Entry.Raise(id(id), timestamp));
  }

  private List<Effect> execute(long id, long timestamp) {
    return group.step(new Entry.Execute(id(id), timestamp));
  }

  private List<Effect> refuse(long id) {
    return group.step(new Entry.Refuse(id(id), G_AND_H));
  }

  private List<Effect> abort(long id) {
    return group.step(new Entry.Abort(id(id)));
  }

  private List<Effect> forget(long id) {
    return group.step(new Entry.Forget(List.of(id(id))));
  }

  private List<Effect> confirm(long id) {
    return group.step(new Entry.Confirm(List.of(id(id))));
  }

  private static Optional<Entry> decide(
      Standing own, SortedSet<GroupId> otherDestinations, Map<GroupId, Standing> others) {
    return Decisions.next(id(1), own, otherDestinations, others, true);
  }

  private static void assertIgnored(List<Effect> effects) {
    assertThat(effects).singleElement().isInstanceOf(Effect.Ignored.class);
  }

  @Nested
  @DisplayName("Rule 1: submit a local message")
  class Rule1 {
    @Test
    void withoutConflictItExecutesAtOnce() {
      assertThat(local(1, writes(1))).containsExactly(executes(1));
      assertThat(group.pendingCount()).isZero();
    }

    @Test
    void itDoesNotWaitForPendingMessagesThatItDoesNotMeet() {
      multicast(1, writes(1));
      multicast(2, reads(2));
      assertThat(local(3, writes(3))).containsExactly(executes(3));
      assertThat(local(4, reads(2))).containsExactly(executes(4));
    }

    @Test
    void withAConflictItWaitsUntilTheLastLowerOneIsDone() {
      multicast(1, writes(1));
      multicast(2, writes(2));
      assertThat(local(3, writes(1, 2))).containsExactly(blocked(3));
      assertThat(execute(2, 0)).containsExactly(executes(2), stands(2, executed(0)));
      assertThat(execute(1, 0)).containsExactly(executes(1), stands(1, executed(0)), executes(3));
    }

    @Test
    void itsTimestampIsAboveTheLargestOfTheConflictingOnes() {
      multicast(1, writes(1));
      raise(1, 7);
      local(3, writes(1));
      // Message 2 comes after message 3, and so after timestamp 8.
      assertThat(multicast(2, reads(1))).containsExactly(stands(2, votedBehind(9, 7, 1)));
    }

    @Test
    void severalSetFreeExecuteByTimestampThenId() {
      multicast(5, writes(1, 2));
      local(4, reads(2));
      local(3, reads(1));
      local(2, writes(1));
      local(1, reads(2));
      assertThat(execute(5, 0))
          .containsExactly(
              executes(5),
              stands(5, executed(0)),
              executes(1),
              executes(3),
              executes(4),
              executes(2));
      assertThat(group.pendingCount()).isZero();
    }

    @Test
    void aRepeatedSubmissionOfOneThatWaitsSaysSoAgain() {
      multicast(1, writes(1));
      local(2, writes(1));
      assertThat(local(2, writes(1))).containsExactly(blocked(2));
      assertThat(group.pendingCount()).isEqualTo(2);
    }
  }

  @Nested
  @DisplayName("Rule 2: submit a multicast message")
  class Rule2 {
    @Test
    void theVoteIsZeroAndFirstWithoutConflict() {
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, voted(0, true)));
      assertThat(multicast(2, writes(2))).containsExactly(stands(2, voted(0, true)));
    }

    @Test
    void theVoteIsAboveTheLargestTimestampOfTheConflictingOnes() {
      multicast(1, writes(1));
      raise(1, 5);
      multicast(2, writes(2));
      assertThat(multicast(3, writes(1, 2))).containsExactly(stands(3, votedBehind(6, 0, 2, 5, 1)));
    }

    @Test
    void aRepeatedSubmissionIsAnsweredWithThePresentStanding() {
      multicast(1, writes(1));
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, voted(0, true)));
      raise(1, 4);
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, raised(4, true)));
      execute(1, 4);
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, executed(4)));
      assertThat(group.pendingCount()).isZero();
    }

    @Test
    void readsDoNotConflictNorDoAdditionsButTheTwoDo() {
      multicast(1, reads(1));
      assertThat(multicast(2, reads(1))).containsExactly(stands(2, voted(0, true)));
      multicast(3, touches(Access.COMMUTE, 2));
      assertThat(multicast(4, touches(Access.COMMUTE, 2)))
          .containsExactly(stands(4, voted(0, true)));
      assertThat(multicast(5, touches(Access.COMMUTE, 1)))
          .containsExactly(stands(5, votedBehind(1, 0, 1, 0, 2)));
      assertThat(multicast(6, reads(2))).containsExactly(stands(6, votedBehind(1, 0, 3, 0, 4)));
    }

    @Test
    void theWholePrimitiveMeetsEachOfItsKeys() {
      multicast(1, writes(1));
      assertThat(multicast(2, Footprint.whole("map", Access.READ)))
          .containsExactly(stands(2, votedBehind(1, 0, 1)));
      assertThat(multicast(3, Footprint.whole("map", Access.READ)))
          .containsExactly(stands(3, votedBehind(1, 0, 1)));
      assertThat(multicast(4, writes(9))).containsExactly(stands(4, votedBehind(2, 1, 2, 1, 3)));
      assertThat(multicast(5, Footprint.whole("other", Access.WRITE)))
          .containsExactly(stands(5, voted(0, true)));
      assertThat(multicast(6, Footprint.none("map"))).containsExactly(stands(6, voted(0, true)));
    }

    @Test
    void destinationsThatLackThisGroupOrAnyOtherAreIgnored() {
      assertIgnored(group.step(new Entry.SubmitMulticast(id(1), writes(1), groups(H, K))));
      assertIgnored(group.step(new Entry.SubmitMulticast(id(1), writes(1), groups(G))));
      assertThat(group.pendingCount()).isZero();
    }

    @Test
    void anIdIsEitherLocalOrMulticast() {
      multicast(1, writes(1));
      local(2, writes(1));
      assertIgnored(local(1, writes(1)));
      assertIgnored(multicast(2, writes(1)));
      assertIgnored(refuse(2));
      assertIgnored(raise(2, 9));
      assertIgnored(execute(2, 1));
      assertIgnored(abort(2));
      assertThat(group.pendingCount()).isEqualTo(2);
    }
  }

  @Nested
  @DisplayName("Rule 3: the final timestamp")
  class Rule3 {
    @Test
    void itIsTheMaximumOfTheVotesOfAllDestinationGroups() {
      Map<GroupId, Standing> votes = Map.of(H, voted(7, true), K, voted(5, false));
      assertThat(decide(voted(3, true), groups(H, K), votes)).contains(new Entry.Raise(id(1), 7));
    }

    @Test
    void itIsUnknownWhileAVoteIsMissing() {
      for (Map<GroupId, Standing> votes :
          List.of(
              Map.<GroupId, Standing>of(),
              Map.of(H, voted(7, true)),
              Map.of(H, voted(7, true), K, Standing.ABSENT))) {
        assertThat(decide(voted(3, true), groups(H, K), votes)).isEmpty();
      }
    }

    @Test
    void aGroupThatHasGoneFurtherThanVotingTellsItForAll() {
      for (Standing standing : List.of(raised(7, false), executed(7))) {
        assertThat(decide(voted(3, true), groups(H, K), Map.of(K, standing)))
            .contains(new Entry.Raise(id(1), 7));
      }
    }
  }

  @Nested
  @DisplayName("Rule 4: raise")
  class Rule4 {
    @Test
    void aLowerVoteTakesTheFinalTimestamp() {
      multicast(1, writes(1));
      assertThat(raise(1, 6)).containsExactly(stands(1, raised(6, true)));
      assertThat(group.standing(id(1))).contains(raised(6, true));
    }

    @Test
    void itLetsThoseBetweenPassAndNoOthers() {
      multicast(1, writes(1));
      local(2, reads(1));
      multicast(3, reads(1));
      raise(3, 5);
      multicast(4, reads(1));
      assertThat(raise(1, 3))
          .containsExactly(
              stands(1, raisedBehind(3, 1, 4)),
              executes(2),
              stands(4, firstAfter(votedBehind(1, 0, 1))));
      assertThat(group.standing(id(3))).contains(raisedBehind(5, 0, 1));
    }

    @Test
    void itIsLoggedOnlyByGroupsWithALowerVote() {
      Map<GroupId, Standing> votes = Map.of(H, voted(3, false));
      assertThat(decide(voted(3, true), groups(H), votes)).containsInstanceOf(Entry.Execute.class);
    }

    @Test
    void whatIsNotAboveTheVoteOrComesAgainIsIgnored() {
      multicast(1, writes(1));
      raise(1, 6);
      byte[] before = Fixtures.bytes(group);
      assertIgnored(raise(1, 6));
      assertIgnored(raise(1, 9));
      assertIgnored(raise(2, 9));
      multicast(3, writes(1));
      assertIgnored(raise(3, 7));
      assertIgnored(raise(3, -1));
      assertIgnored(raise(3, Long.MAX_VALUE));
      abort(3);
      forget(3);
      assertThat(Fixtures.bytes(group)).isEqualTo(before);
    }
  }

  @Nested
  @DisplayName("Rule 5: closed")
  class Rule5 {
    @Test
    void whatIsBelowIsToldByTheNearestWriter() {
      multicast(1, writes(1));
      assertThat(multicast(2, writes(1, 2))).containsExactly(stands(2, votedBehind(1, 0, 1)));
      assertThat(multicast(3, writes(2))).containsExactly(stands(3, votedBehind(2, 1, 2)));
      assertThat(multicast(4, writes(1, 2))).containsExactly(stands(4, votedBehind(3, 1, 2, 2, 3)));
    }

    @Test
    void readersDoNotStandForEachOther() {
      multicast(1, writes(1));
      multicast(2, reads(1));
      multicast(3, reads(1));
      assertThat(multicast(4, writes(1)))
          .containsExactly(stands(4, votedBehind(2, 0, 1, 1, 2, 1, 3)));
    }

    @Test
    void inThePlaceOfALocalMessageStandsWhatIsBelowIt() {
      multicast(1, writes(1));
      local(2, writes(1, 2));
      assertThat(multicast(3, writes(2))).containsExactly(stands(3, votedBehind(2, 0, 1)));
      local(4, writes(2));
      assertThat(multicast(5, reads(2))).containsExactly(stands(5, votedBehind(4, 2, 3)));
    }

    @Test
    void aRaiseMakesANewSet() {
      multicast(1, writes(1));
      multicast(2, writes(1));
      multicast(3, writes(1));
      assertThat(raise(1, 2)).containsExactly(stands(1, raisedBehind(2, 1, 2)), firstNow(2));
      assertThat(group.standing(id(3))).contains(votedBehind(2, 1, 2));
    }

    private Effect firstNow(long message) {
      return stands(message, firstAfter(votedBehind(1, 0, 1)));
    }

    @Test
    void moreThanMayBeToldIsTooMany() {
      for (int message = 1; message <= Below.MOST; message++) {
        multicast(message, reads(1));
      }
      assertThat(multicast(1000, writes(1)))
          .allMatch(it -> ((Effect.Stands) it).standing().below().nearest().size() == Below.MOST);
      multicast(1001, reads(2));
      assertThat(multicast(1002, writes(2))).containsExactly(stands(1002, votedBehind(1, 0, 1001)));
      multicast(1003, reads(1, 2));
      assertThat(group.standing(id(1003)).orElseThrow().below())
          .isEqualTo(Fixtures.below(1, 1000, 1, 1002));
      for (int message = 2000; message <= 2000 + Below.MOST; message++) {
        multicast(message, reads(3));
      }
      assertThat(multicast(3000, writes(3)))
          .containsExactly(stands(3000, new Standing(Standing.State.VOTED, 1, false)));
    }

    @Test
    void ofAChainOnlyItsEndIsNamed() {
      int messages = 2 * Below.MOST;
      for (int message = 1; message <= messages; message++) {
        multicast(message, writes(1 + message % 2));
      }
      int half = messages / 2 - 1;
      assertThat(multicast(3000, Footprint.whole("map", Access.WRITE)))
          .containsExactly(stands(3000, votedBehind(half + 1, half, messages - 1, half, messages)));
    }

    @Test
    void whatWasRaisedSinceIsNamedThoughOthersNameItToo() {
      for (int message = 1; message <= 20; message++) {
        multicast(message, writes(message));
      }
      multicast(21, writes(1));
      multicast(22, writes(2));
      raise(1, 5);
      raise(2, 6);
      Below below = standingOf(multicast(3000, Footprint.whole("map", Access.WRITE))).below();
      assertThat(below.nearest())
          .hasSize(20)
          .contains(new Position(5, id(1)), new Position(6, id(2)))
          .as("what is behind these names them at a place that they have left")
          .doesNotContain(new Position(1, id(21)), new Position(1, id(22)));
    }

    private static Standing standingOf(List<Effect> effects) {
      return ((Effect.Stands) effects.get(effects.size() - 1)).standing();
    }

    @Test
    void itIsFirstWhenNoConflictingPendingMessageIsLower() {
      multicast(1, writes(1));
      multicast(2, writes(1, 2));
      multicast(3, writes(2));
      assertThat(execute(1, 0)).containsExactly(executes(1), stands(1, executed(0)), firstNow(2));
      assertThat(group.standing(id(3))).contains(votedBehind(2, 1, 2));
    }

    @Test
    void equalTimestampsAreOrderedById() {
      multicast(2, writes(1));
      multicast(1, writes(2));
      multicast(3, writes(1, 2));
      Standing third = votedBehind(1, 0, 1, 0, 2);
      raise(2, 1);
      assertThat(group.standing(id(3))).contains(third);
      assertThat(raise(1, 2)).containsExactly(stands(1, raisedBehind(2, 1, 3)));
      assertThat(execute(2, 1))
          .containsExactly(executes(2), stands(2, executed(1)), stands(3, firstAfter(third)));
    }

    @Test
    void onceFirstItStaysFirst() {
      multicast(1, writes(1));
      multicast(2, writes(1));
      local(3, writes(1));
      raise(2, 9);
      assertThat(group.standing(id(1))).contains(voted(0, true));
    }

    @Test
    void firstWithAVoteBelowTheFinalTimestampIsNotClosed() {
      assertThat(voted(3, true).isClosed(3)).isTrue();
      assertThat(voted(3, true).isClosed(4)).isFalse();
      assertThat(voted(4, false).isClosed(4)).isFalse();
      assertThat(executed(4).isClosed(4)).isTrue();
      assertThat(refused().isClosed(0)).isFalse();
    }
  }

  @Nested
  @DisplayName("Rule 6: execute a multicast message")
  class Rule6 {
    @Test
    void theLeaderLogsItWhenItIsStable() {
      Map<GroupId, Standing> others = Map.of(H, votedBehind(3, 0, 9), K, raised(3, true));
      Standing own = votedBehind(3, 0, 9);
      assertThat(Decisions.next(id(1), own, groups(H, K), others, true))
          .contains(new Entry.Execute(id(1), 3));
      assertThat(Decisions.next(id(1), own, groups(H, K), others, false)).isEmpty();
    }

    @Test
    void aVoteBelowTheFinalTimestampIsRaisedFirst() {
      Map<GroupId, Standing> others = Map.of(H, executed(3));
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
          .filteredOn(effect -> effect instanceof Effect.Execute)
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
          .contains(new Effect.Execute(id(2), false), new Effect.Execute(id(3), true));
    }

    @Test
    void thousandsOfLocalMessagesBehindOneThatIsRaisedDoNoHarm() {
      multicast(1, writes(1));
      for (int i = 2; i < 20_000; i++) {
        local(i, writes(1));
      }
      group.step(new Entry.Raise(id(1), 3));
      multicast(20_000, writes(1));
      assertThat(group.standing(id(20_000)).orElseThrow().below().nearest())
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
      assertThat(group.conflictsWithPending(Footprint.whole("map", Access.READ))).isTrue();
      assertThat(group.conflictsWithPending(Footprint.whole("set", Access.READ))).isFalse();
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
      Map<GroupId, Standing> known = Map.of(H, refused());
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
      assertThat(group.standing(id(1))).contains(executed(3));
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
      assertThat(group.standing(id(1))).contains(executed(4));
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
      assertThat(confirm(2)).containsExactly(stands(2, Standing.ABSENT));
    }

    @Test
    void itIsForgottenWhenEveryDestinationGroupIsDone() {
      for (Standing own : List.of(executed(0), aborted())) {
        for (Standing other : List.of(executed(0), aborted(), refused(), Standing.ABSENT)) {
          assertThat(decide(own, groups(H), Map.of(H, other)))
              .contains(new Entry.Forget(List.of(id(1))));
          assertThat(decide(own, groups(H, K), Map.of(H, other))).isEmpty();
        }
        for (Standing other : List.of(voted(0, true), raised(3, true))) {
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
      assertThat(group.standing(id(1))).contains(refused());

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
      for (Standing other : List.of(executed(0), aborted(), refused(), Standing.ABSENT)) {
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
    private final Standing yes = voted(3, true);
    private final Standing no = voted(3, true).withHolds(false);

    private Optional<Entry> next(Standing own, Standing h, Standing k) {
      return decide(own, groups(H, K), Map.of(H, h, K, k));
    }

    private Entry execution(boolean held) {
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
      Standing open = votedBehind(3, 0, 9).withCondition(Standing.Condition.OPEN);
      assertThat(next(yes, open, yes)).isEmpty();
      assertThat(next(open, yes, yes)).isEmpty();
      assertThat(next(raised(3, true), raised(3, true).withHolds(false), yes))
          .contains(execution(false));
    }

    @Test
    void aGroupThatHasExecutedItHasTheDecisionOfAll() {
      Standing done = Standing.executed(3, false);
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
              new Effect.Execute(id(1), false), stands(1, Standing.executed(0, false)));
      assertThat(execute(2, true))
          .containsExactly(new Effect.Execute(id(2), true), stands(2, Standing.executed(0, true)));
      assertThat(group.standing(id(1))).contains(Standing.executed(0, false));
      assertThat(confirm(1)).containsExactly(stands(1, Standing.executed(0, false)));
      assertThat(multicast(1, writes(1))).containsExactly(stands(1, Standing.executed(0, false)));
      assertIgnored(execute(1, true));
      assertThat(group.standing(id(1))).contains(Standing.executed(0, false));
    }

    @Test
    void aSnapshotKeepsTheDecision() {
      multicast(1, writes(1));
      execute(1, false);
      multicast(2, writes(1));
      execute(2, true);
      GroupOrdering restored = Fixtures.restored(G, Fixtures.bytes(group));
      assertThat(restored.standing(id(1))).contains(Standing.executed(0, false));
      assertThat(restored.standing(id(2))).contains(Standing.executed(0, true));
      assertThat(Fixtures.bytes(restored)).isEqualTo(Fixtures.bytes(group));
    }

    @Test
    void aMessageSetFreeByAnotherIsExecutedWhateverThatOneDecided() {
      multicast(1, writes(1));
      local(2, writes(1));
      assertThat(execute(1, false))
          .containsExactly(
              new Effect.Execute(id(1), false),
              stands(1, Standing.executed(0, false)),
              executes(2));
    }

    @Test
    void aNoDoesNotStandInTheWayOfEarlyCompletion() {
      assertThat(EarlyCompletion.complete(List.of(yes, no))).isTrue();
    }
  }
}
