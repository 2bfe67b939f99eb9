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
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is stable, from facts in any order, and against a fixpoint made in the plainest way. */
class StabilityTest {
  private final Stability stability = new Stability(G);

  private void add(long message, GroupId... destinations) {
    stability.add(id(message), groups(destinations));
  }

  private void learn(GroupId group, long message, long vote, long... nearest) {
    stability.learn(id(message), group, voted(vote, nearest));
  }

  private static MessageStatus voted(long vote, long... nearest) {
    return status(MessageStatus.State.VOTED, vote, nearest);
  }

  /** Messages below have the timestamps below, from the lowest, unless they are given. */
  private static MessageStatus status(MessageStatus.State state, long timestamp, long... nearest) {
    List<Position> positions = new ArrayList<>();
    for (long below : nearest) {
      positions.add(new Position(below % 100, id(below / 100)));
    }
    return new MessageStatus(state, timestamp, positions.isEmpty(), Below.of(positions));
  }

  private void assertStable(long... messages) {
    List<MessageId> expected = new ArrayList<>();
    for (long message : messages) {
      expected.add(id(message));
    }
    assertThat(stability.takeStable()).isEqualTo(expected);
  }

  @Test
  void withEqualVotesAndNothingBelowItIsStable() {
    add(1, G, H);
    learn(G, 1, 0);
    assertStable();
    learn(H, 1, 0);
    assertStable(1);
    assertThat(stability.isStable(id(1))).isTrue();
  }

  @Test
  void aChainIsStableWithTheLastFactThatIsMissing() {
    for (int message = 1; message <= 1000; message++) {
      add(message, G, H);
      for (GroupId group : groups(G, H)) {
        if (message == 1) {
          continue;
        }
        Below below = Below.of(List.of(new Position(message - 2, id(message - 1))));
        MessageStatus voted =
            new MessageStatus(MessageStatus.State.VOTED, message - 1, false, below);
        stability.learn(id(message), group, voted);
      }
    }
    learn(G, 1, 0);
    assertThat(stability.takeStable()).isEmpty();
    learn(H, 1, 0);
    assertThat(stability.takeStable()).hasSize(1000).isSorted();
  }

  @Test
  void aVoteBelowTheFinalTimestampHasToBeRaisedFirst() {
    add(1, G, H);
    learn(G, 1, 0);
    learn(H, 1, 3, 901);
    add(9, G, H);
    learn(H, 9, 1);
    learn(G, 9, 1);
    assertStable(9);
    add(2, G, K);
    learn(G, 2, 2);
    stability.learn(id(1), G, status(MessageStatus.State.FINAL, 3, 202));
    assertStable();
    learn(K, 2, 2);
    assertStable(2, 1);
  }

  @Test
  void whatWillBeRaisedAboveNeedNotBeWaitedFor() {
    add(1, G, H);
    add(2, G, H);
    learn(G, 1, 0);
    learn(G, 2, 1, 100);
    learn(H, 2, 1, 300);
    learn(H, 3, 0);
    add(3, H, K);
    learn(K, 3, 0);
    assertStable(3);
    learn(H, 1, 5, 201);
    assertStable(2);
  }

  /** Message 3 is below 2 in G, and was below 1 when that voted: 1 is stable without it. */
  @Test
  void whatWasBelowThoseBelowCountsThoughTheyNeedNotWaitForIt() {
    add(1, G, H);
    add(2, G, H);
    add(3, G, H);
    learn(G, 3, 0);
    learn(G, 1, 1, 300);
    learn(H, 1, 1, 700);
    learn(G, 2, 9, 101);
    learn(H, 2, 9, 101);
    learn(H, 3, 4);
    add(7, H, K);
    learn(H, 7, 0);
    learn(K, 7, 0);
    assertStable(7, 1);
    stability.learn(id(3), G, status(MessageStatus.State.FINAL, 4));
    assertStable(3, 2);
  }

  @Test
  void aMessageOfWhichNothingElseIsKnownIsWaitedForUntilTheGroupLeavesItOut() {
    add(1, G, H);
    learn(G, 1, 1);
    learn(H, 1, 1, 900);
    assertStable();
    stability.learn(id(1), H, new MessageStatus(MessageStatus.State.VOTED, 1, false, Below.NONE));
    assertStable(1);
  }

  @Test
  void whatTheOwnGroupDoesNotKnowAnyMoreHasBeenExecutedThere() {
    add(1, G, H);
    learn(G, 1, 1, 900);
    learn(H, 1, 1);
    assertStable(1);
  }

  @Test
  void nothingIsSaidOfWhatWasExecutedBeforeTheStateWasRestored() {
    stability.restoring(true);
    add(1, G, H);
    learn(G, 1, 1, 900);
    stability.restoring(false);
    learn(H, 1, 1);
    assertStable();
    stability.learn(id(1), G, new MessageStatus(MessageStatus.State.VOTED, 1, true, Below.NONE));
    assertStable(1);
  }

  @Test
  void whatWasRaisedAboveAForgottenMessageIsStillBelowOthers() {
    // 2 was below 1 when that voted, was raised above it, and is below 3 still.
    add(2, G, H);
    learn(G, 2, 0);
    learn(H, 2, 2, 900);
    add(1, G, K);
    learn(G, 1, 1, 200);
    stability.learn(id(1), G, MessageStatus.executed(1));
    assertStable(1);
    stability.learn(id(2), G, status(MessageStatus.State.FINAL, 2));
    stability.forget(id(1));
    add(3, G, K);
    learn(G, 3, 3, 101);
    learn(K, 3, 3);
    assertStable();
    stability.learn(id(2), H, new MessageStatus(MessageStatus.State.VOTED, 2, true, Below.NONE));
    assertStable(2, 3);
  }

  @Test
  void aSetThatNamesASettledMessageAndNothingElseIsKnownOfItIsToBeAskedFor() {
    add(1, G, H);
    stability.learn(id(1), G, MessageStatus.executed(0));
    assertStable(1);
    add(2, G, H);
    learn(G, 2, 1);
    learn(H, 2, 1, 100);
    assertStable();
    assertThat(stability.takeUnjudged()).containsExactly(new Stability.Unjudged(id(2), H, id(1)));
    learn(H, 2, 1, 100);
    assertThat(stability.takeUnjudged()).as("nothing is new").isEmpty();
    stability.learn(id(2), H, new MessageStatus(MessageStatus.State.VOTED, 1, false, Below.NONE));
    assertStable(2);
  }

  @Test
  void behindAChainWithoutEndTheGroupIsAskedForASmallerSet() {
    int last = 1000;
    for (int message = 1; message <= last; message++) {
      add(message, G, H);
      learn(G, message, 0);
      stability.learn(id(message), H, behindOneElsewhere(message, message - 1));
      if (message < last) {
        stability.learn(id(message), H, MessageStatus.executed(message));
      }
    }
    Below told = stability.below(id(last), H);
    assertThat(told.nearest()).as("not all that was ever below").hasSizeLessThan(100);
    assertThat(stability.isStable(id(last))).isFalse();
    stability.learn(id(last), G, new MessageStatus(MessageStatus.State.FINAL, last, true));
    Below unknown = Below.of(List.of(new Position(last - 1, id(10_000 + last))));
    stability.learn(
        id(last), H, new MessageStatus(MessageStatus.State.VOTED, last, false, unknown));
    stability.learn(id(last), H, new MessageStatus(MessageStatus.State.VOTED, last, true));
    assertThat(stability.isStable(id(last))).isTrue();
  }

  /** Returns a vote behind the message before, and behind one that does not go to this group. */
  private static MessageStatus behindOneElsewhere(int message, long timestamp) {
    List<Position> below = new ArrayList<>();
    below.add(new Position(timestamp, id(10_000 + message)));
    if (message > 1) {
      below.add(new Position(message - 1, id(message - 1)));
    }
    return new MessageStatus(MessageStatus.State.VOTED, message, false, Below.of(below));
  }

  @Test
  void aSetThatBecameTooLargeIsToBeAskedFor() {
    for (int message = 1; message <= 100; message++) {
      add(message, G, H);
      learn(G, message, message);
      if (message < 100) {
        stability.learn(id(message), H, behindOneElsewhere(message, 0));
        stability.learn(id(message), G, MessageStatus.executed(message));
      } else {
        Position previous = new Position(99, id(99));
        stability.takeUnjudged();
        stability.learn(
            id(message),
            H,
            new MessageStatus(
                MessageStatus.State.VOTED, message, false, Below.of(List.of(previous))));
      }
    }
    assertThat(stability.takeUnjudged()).hasSize(1);
    learn(H, 100, 100);
    assertThat(stability.isStable(id(100))).isTrue();
  }

  @Test
  void aLongChainIsJudgedInWhateverOrderItsMessagesAreSettled() {
    Random random = new Random(1);
    int last = 500;
    List<Integer> messages = new ArrayList<>();
    for (int message = 1; message <= last; message++) {
      messages.add(message);
      add(message, G, H);
      learn(G, message, message);
      stability.learn(id(message), H, behindTheOneBefore(message, random));
    }
    Collections.shuffle(messages, random);
    for (int message : messages) {
      stability.learn(id(message), G, MessageStatus.executed(message));
    }
    stability.takeStable();
    stability.takeUnjudged();
    add(last + 1, G, H);
    learn(G, last + 1, last + 1);
    stability.learn(id(last + 1), H, behindTheOneBefore(last + 1, random));
    assertThat(stability.takeUnjudged()).isEmpty();
    assertStable(last + 1);
  }

  /** Returns a vote behind the message before, and behind two of all others. */
  private static MessageStatus behindTheOneBefore(int message, Random random) {
    Set<Position> below = new TreeSet<>();
    for (int i = 0; i < 3 && message > 1; i++) {
      int lower = i == 0 ? message - 1 : 1 + random.nextInt(message - 1);
      below.add(new Position(lower, id(lower)));
    }
    return new MessageStatus(
        MessageStatus.State.VOTED, message, below.isEmpty(), Below.of(List.copyOf(below)));
  }

  @Test
  void aVoteThatComesBehindTheRaiseTellsWhatWasBelowItThen() {
    add(1, G, H);
    add(2, G, H);
    learn(G, 2, 6);
    learn(H, 2, 6, 105);
    learn(G, 1, 9);
    stability.learn(id(1), H, status(MessageStatus.State.FINAL, 9));
    assertThat(stability.isStable(id(2))).as("what was below 1 at 5 is not known").isFalse();
    learn(H, 1, 5);
    assertThat(stability.isStable(id(2))).as("1 was raised above it").isTrue();
  }

  @Test
  void tooManyAreWaitedForUntilNothingIsBelow() {
    add(1, G, H);
    learn(H, 1, 1);
    stability.learn(id(1), G, new MessageStatus(MessageStatus.State.VOTED, 1, false));
    assertStable();
    stability.learn(
        id(1), G, new MessageStatus(MessageStatus.State.VOTED, 1, true, Below.TOO_MANY));
    assertStable(1);
  }

  @Test
  void whatIsDroppedIsNotWaitedFor() {
    add(1, G, H);
    add(2, G, H);
    learn(G, 2, 0);
    learn(G, 1, 1, 200);
    learn(H, 1, 1);
    assertStable();
    stability.learn(id(2), H, Fixtures.refused());
    assertStable(1);
    assertThat(stability.isStable(id(2))).isFalse();
  }

  @Test
  void executedAnywhereItIsStable() {
    add(1, G, H, K);
    stability.learn(id(1), K, Fixtures.executed(7));
    assertStable(1);
  }

  @Test
  void othersAreToldWhatIsClosedHereThoughTheLogDoesNotSaySo() {
    add(1, G, H);
    add(2, G, K);
    learn(G, 1, 0);
    learn(G, 2, 1, 100);
    learn(K, 2, 1, 900);
    learn(H, 1, 0);
    assertStable(1);
    assertThat(stability.takeClosed()).containsExactly(id(2));
    assertThat(stability.below(id(2), G)).isEqualTo(Below.NONE);
    assertStable();
  }

  @Test
  void aGroupThatIsNoDestinationHasNoSay() {
    add(1, G, H);
    learn(G, 1, 0);
    learn(K, 1, 0);
    stability.learn(id(1), K, Fixtures.executed(0));
    assertStable();
    learn(K, 2, 0);
    add(2, G, H);
    learn(G, 2, 0);
    assertStable();
  }

  @Test
  void whatIsForgottenLeavesNothing() {
    for (int message = 1; message <= 20_000; message++) {
      add(message, G, H);
      learn(G, message, 1, message * 100L + 100);
      learn(H, message, 1, message * 100L + 100);
      stability.learn(id(message), G, Fixtures.executed(1));
      stability.forget(id(message));
    }
    assertThat(stability.size()).isLessThan(10_001);
  }

  /** A group that is below itself by its own words, or in a circle, keeps nobody searching. */
  @Test
  void circlesDoNoHarm() {
    add(1, G, H);
    add(2, G, H);
    for (GroupId group : groups(G, H)) {
      learn(group, 1, 1, 101, 201);
      learn(group, 2, 1, 101, 201, 901);
    }
    assertStable();
    add(9, G, H);
    learn(G, 9, 1, 101, 201);
    learn(H, 9, 1, 101, 201);
    assertStable(1, 2, 9);
  }

  @Test
  void itDerivesWhatThePlainFixpointDoesAndNothingMoreFromLess() {
    Seeds.forEach(
        "StabilityTest#itDerivesWhatThePlainFixpointDoesAndNothingMoreFromLess",
        300,
        seed -> {
          Random random = new Random(seed);
          RandomGroups run = new RandomGroups(random);
          for (int step = 0; step < 150; step++) {
            run.step();
            run.check();
          }
          List<RandomGroups.Told> facts = new ArrayList<>(run.told());
          Collections.shuffle(facts, random);
          run.checkSome(facts.subList(0, random.nextInt(facts.size() + 1)));
        });
  }
}
