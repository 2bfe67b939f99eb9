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
import static io.atomix.mcast.ordering.Fixtures.executed;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.raised;
import static io.atomix.mcast.ordering.Fixtures.reads;
import static io.atomix.mcast.ordering.Fixtures.refused;
import static io.atomix.mcast.ordering.Fixtures.touches;
import static io.atomix.mcast.ordering.Fixtures.voted;
import static io.atomix.mcast.ordering.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Outlook.Certainty;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 11: what is executed before a stable message. */
class ForesightTest {
  private final GroupOrdering group = new GroupOrdering(G);
  private final Map<MessageId, Outlook> outlooks = new HashMap<>();

  private void multicast(long id, GroupFootprint footprint) {
    group.step(new Entry.SubmitMulticast(id(id), footprint, groups(G, H)));
  }

  private void local(long id, GroupFootprint footprint) {
    group.step(new Entry.SubmitLocal(id(id), footprint));
  }

  private void is(long id, Certainty certainty, long timestamp, boolean held) {
    outlooks.put(id(id), new Outlook(certainty, timestamp, held));
  }

  private Foresight.Foreseen foresee(long id) {
    return group.foresee(id(id), each -> outlooks.getOrDefault(each, Outlook.OPEN)).orElse(null);
  }

  private static Effect.Run execution(long id, boolean held) {
    return new Effect.Run(id(id), held);
  }

  @Test
  void itIsAllThatIsBelowAsItWasDecidedTheLowestFirst() {
    multicast(1, writes(1));
    multicast(2, writes(1, 2));
    multicast(3, writes(2));
    is(1, Certainty.DECIDED, 0, true);
    is(2, Certainty.DECIDED, 1, false);
    is(3, Certainty.STABLE, 2, false);
    assertThat(foresee(3).before()).containsExactly(execution(1, true), execution(2, false));
  }

  @Test
  void whatIsNotDecidedIsWaitedForTheNearestFirst() {
    multicast(1, writes(1));
    multicast(2, writes(1));
    multicast(3, writes(1));
    is(3, Certainty.STABLE, 2, false);
    for (Certainty certainty : new Certainty[] {Certainty.OPEN, Certainty.STABLE}) {
      is(1, certainty, 0, false);
      is(2, certainty, 1, false);
      assertThat(foresee(3).undecided()).isEqualTo(id(2));
    }
    is(2, Certainty.DECIDED, 1, true);
    assertThat(foresee(3).undecided()).isEqualTo(id(1));
    is(1, Certainty.FINAL, 0, false);
    assertThat(foresee(3).undecided()).as("final, but perhaps not stable").isEqualTo(id(1));
  }

  @Test
  void whatIsRaisedAboveItOrDroppedDoesNotCountButWhatIsBelowThat() {
    multicast(1, writes(1));
    multicast(2, writes(1));
    multicast(3, writes(1));
    multicast(4, writes(1));
    is(1, Certainty.DECIDED, 0, true);
    is(2, Certainty.FINAL, 9, false);
    outlooks.put(id(3), Outlook.DROPPED);
    is(4, Certainty.STABLE, 3, false);
    assertThat(foresee(4).before()).containsExactly(execution(1, true));
  }

  @Test
  void aDecisionThatIsAheadOfTheOwnLogIsWaitedFor() {
    multicast(1, writes(1));
    multicast(2, writes(1));
    group.step(new Entry.Raise(id(2), 7));
    is(1, Certainty.DECIDED, 5, true);
    is(2, Certainty.STABLE, 7, false);
    assertThat(foresee(2).undecided()).isEqualTo(id(1));
  }

  /** What is looked for behind the local message alone would be left out. */
  @Test
  void aMessageThatIsToBeRaisedAboveOneThatComesBeforeIsWaitedFor() {
    multicast(1, writes(1));
    local(2, writes(1));
    multicast(3, writes(1));
    multicast(4, writes(1));
    group.step(new Entry.Raise(id(3), 7));
    group.step(new Entry.Raise(id(4), 9));
    is(3, Certainty.DECIDED, 7, true);
    is(4, Certainty.STABLE, 9, false);
    is(1, Certainty.DECIDED, 5, true);
    assertThat(foresee(4).undecided()).as("it comes between the two").isEqualTo(id(1));
    group.step(new Entry.Raise(id(1), 5));
    assertThat(foresee(4).before()).containsExactly(execution(1, true), execution(3, true));
  }

  @Test
  void aMessageThatIsToBeRaisedAboveAllOfThemIsNotWaitedFor() {
    multicast(1, writes(1));
    local(2, writes(1));
    multicast(3, writes(1));
    is(1, Certainty.DECIDED, 5, true);
    is(3, Certainty.STABLE, 2, false);
    assertThat(foresee(3).before()).containsExactly(execution(2, true));
  }

  @Test
  void localMessagesAndAdditionsCount() {
    multicast(1, writes(1));
    local(2, writes(1));
    multicast(3, touches(Access.COMMUTE, 2));
    multicast(4, reads(1, 2));
    is(1, Certainty.DECIDED, 0, false);
    is(3, Certainty.DECIDED, 0, true);
    is(4, Certainty.STABLE, 2, false);
    assertThat(foresee(4).before())
        .containsExactly(execution(1, false), execution(3, true), execution(2, true));
  }

  @Test
  void onlyAStableMessageIsForeseenAndOnlyAtItsTimestamp() {
    multicast(1, writes(1));
    assertThat(foresee(1)).isNull();
    is(1, Certainty.FINAL, 0, false);
    assertThat(foresee(1)).isNull();
    is(1, Certainty.STABLE, 4, false);
    assertThat(foresee(1)).isNull();
    is(1, Certainty.STABLE, 0, false);
    assertThat(foresee(1).before()).isEmpty();
    assertThat(foresee(2)).as("not pending").isNull();
  }

  private static Outlook outlook(
      MessageStatus own, MessageStatus h, MessageStatus k, boolean stable) {
    Map<GroupId, MessageStatus> others = new HashMap<>();
    others.put(H, h);
    others.put(K, k);
    return Decisions.outlook(own, groups(H, K), others, stable);
  }

  @Test
  void theOutlookIsWhatFollowsFromAllGroups() {
    MessageStatus yes = voted(3, true);
    MessageStatus no = yes.withHolds(false);
    MessageStatus open = voted(3, false).withCondition(MessageStatus.Condition.OPEN);
    assertThat(outlook(yes, yes, null, false)).isEqualTo(Outlook.OPEN);
    assertThat(outlook(yes, yes, aborted(), false)).isEqualTo(Outlook.DROPPED);
    assertThat(outlook(yes, yes, refused(), true))
        .as("perhaps it was executed and forgotten")
        .isEqualTo(Outlook.OPEN);
    assertThat(outlook(yes, voted(5, false), yes, false))
        .isEqualTo(new Outlook(Certainty.FINAL, 5, false));
    assertThat(outlook(yes, raised(5, false), null, false))
        .isEqualTo(new Outlook(Certainty.FINAL, 5, false));
    assertThat(outlook(yes, yes, open, true)).isEqualTo(new Outlook(Certainty.STABLE, 3, false));
    assertThat(outlook(yes, yes, yes, true)).isEqualTo(new Outlook(Certainty.DECIDED, 3, true));
    assertThat(outlook(yes, yes, no, true)).isEqualTo(new Outlook(Certainty.DECIDED, 3, false));
    assertThat(outlook(yes, null, executed(3), true))
        .isEqualTo(new Outlook(Certainty.DECIDED, 3, true));
  }
}
