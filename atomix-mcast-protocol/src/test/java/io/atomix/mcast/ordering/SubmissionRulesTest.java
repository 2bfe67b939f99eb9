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

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 1 to 5, one by one, as group G carries them out: from the submission to what is closed. */
class SubmissionRulesTest extends OrderingRulesFixture {
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
    void theVoteIsNotBelowTheLowestThatTheClientAsksFor() {
      assertThat(multicast(1, writes(1), 7)).containsExactly(stands(1, voted(7, true)));
      assertThat(multicast(2, writes(1), 5)).containsExactly(stands(2, votedBehind(8, 7, 1)));
      assertThat(multicast(3, writes(1), 100)).containsExactly(stands(3, votedBehind(100, 8, 2)));
    }

    @Test
    void aLowestVoteBeyondAllReasonLeavesRoomForThoseBehind() {
      long highest = 1L << 61;
      assertThat(multicast(1, writes(1), Long.MAX_VALUE))
          .containsExactly(stands(1, voted(highest, true)));
      assertThat(multicast(2, writes(1)))
          .containsExactly(stands(2, votedBehind(highest + 1, highest, 1)));
      assertThat(raise(2, highest + 5))
          .isNotEmpty()
          .doesNotHaveAnyElementsOfTypes(Effect.Ignored.class);
      assertThat(multicast(3, writes(2), -1)).containsExactly(stands(3, voted(0, true)));
    }

    @Test
    void aRepeatedSubmissionIsAnsweredWithThePresentStatus() {
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
      assertThat(multicast(2, GroupFootprint.whole("map", Access.READ)))
          .containsExactly(stands(2, votedBehind(1, 0, 1)));
      assertThat(multicast(3, GroupFootprint.whole("map", Access.READ)))
          .containsExactly(stands(3, votedBehind(1, 0, 1)));
      assertThat(multicast(4, writes(9))).containsExactly(stands(4, votedBehind(2, 1, 2, 1, 3)));
      assertThat(multicast(5, GroupFootprint.whole("other", Access.WRITE)))
          .containsExactly(stands(5, voted(0, true)));
      assertThat(multicast(6, GroupFootprint.none("map")))
          .containsExactly(stands(6, voted(0, true)));
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
      Map<GroupId, MessageStatus> votes = Map.of(H, voted(7, true), K, voted(5, false));
      assertThat(decide(voted(3, true), groups(H, K), votes)).contains(new Entry.Raise(id(1), 7));
    }

    @Test
    void itIsUnknownWhileAVoteIsMissing() {
      for (Map<GroupId, MessageStatus> votes :
          List.of(
              Map.<GroupId, MessageStatus>of(),
              Map.of(H, voted(7, true)),
              Map.of(H, voted(7, true), K, MessageStatus.ABSENT))) {
        assertThat(decide(voted(3, true), groups(H, K), votes)).isEmpty();
      }
    }

    @Test
    void aGroupThatHasGoneFurtherThanVotingTellsItForAll() {
      for (MessageStatus status : List.of(raised(7, false), executed(7))) {
        assertThat(decide(voted(3, true), groups(H, K), Map.of(K, status)))
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
      assertThat(group.status(id(1))).contains(raised(6, true));
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
      assertThat(group.status(id(3))).contains(raisedBehind(5, 0, 1));
    }

    @Test
    void itIsLoggedOnlyByGroupsWithALowerVote() {
      Map<GroupId, MessageStatus> votes = Map.of(H, voted(3, false));
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
      assertThat(group.status(id(3))).contains(votedBehind(2, 1, 2));
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
          .allMatch(it -> ((Effect.Stands) it).status().below().nearest().size() == Below.MOST);
      multicast(1001, reads(2));
      assertThat(multicast(1002, writes(2))).containsExactly(stands(1002, votedBehind(1, 0, 1001)));
      multicast(1003, reads(1, 2));
      assertThat(group.status(id(1003)).orElseThrow().below())
          .isEqualTo(Fixtures.below(1, 1000, 1, 1002));
      for (int message = 2000; message <= 2000 + Below.MOST; message++) {
        multicast(message, reads(3));
      }
      assertThat(multicast(3000, writes(3)))
          .containsExactly(stands(3000, new MessageStatus(MessageStatus.State.VOTED, 1, false)));
    }

    @Test
    void ofAChainOnlyItsEndIsNamed() {
      int messages = 2 * Below.MOST;
      for (int message = 1; message <= messages; message++) {
        multicast(message, writes(1 + message % 2));
      }
      int half = messages / 2 - 1;
      assertThat(multicast(3000, GroupFootprint.whole("map", Access.WRITE)))
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
      Below below = statusOf(multicast(3000, GroupFootprint.whole("map", Access.WRITE))).below();
      assertThat(below.nearest())
          .hasSize(20)
          .contains(new Position(5, id(1)), new Position(6, id(2)))
          .as("what is behind these names them at a place that they have left")
          .doesNotContain(new Position(1, id(21)), new Position(1, id(22)));
    }

    private static MessageStatus statusOf(List<Effect> effects) {
      return ((Effect.Stands) effects.get(effects.size() - 1)).status();
    }

    @Test
    void itIsFirstWhenNoConflictingPendingMessageIsLower() {
      multicast(1, writes(1));
      multicast(2, writes(1, 2));
      multicast(3, writes(2));
      assertThat(execute(1, 0)).containsExactly(executes(1), stands(1, executed(0)), firstNow(2));
      assertThat(group.status(id(3))).contains(votedBehind(2, 1, 2));
    }

    @Test
    void equalTimestampsAreOrderedById() {
      multicast(2, writes(1));
      multicast(1, writes(2));
      multicast(3, writes(1, 2));
      MessageStatus third = votedBehind(1, 0, 1, 0, 2);
      raise(2, 1);
      assertThat(group.status(id(3))).contains(third);
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
      assertThat(group.status(id(1))).contains(voted(0, true));
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
}
