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
package io.atomix.mcast.exchange;

import static io.atomix.mcast.exchange.ExchangeFixture.G;
import static io.atomix.mcast.exchange.ExchangeFixture.H;
import static io.atomix.mcast.exchange.ExchangeFixture.groups;
import static io.atomix.mcast.exchange.ExchangeFixture.id;
import static io.atomix.mcast.exchange.ExchangeFixture.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.exchange.ExchangeFixture.Notice;
import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rule 8: whom the leader of one group tells that messages are stable, and whom not. */
class StableNoticesTest {
  private static final ClientAddress ANN = new ClientAddress(7, new UUID(1, 2), "a1");
  private static final ClientAddress BOB = new ClientAddress(8, new UUID(3, 4), "a2");

  /** A message of a client that is not of this test. */
  private static final MessageId OTHER = new MessageId(9, 9, 1);

  private final ExchangeFixture exchange = ExchangeFixture.leader();

  private static MessageStatus behind(MessageId below) {
    return behind(1, new Position(0, below));
  }

  private static MessageStatus behind(long timestamp, Position below) {
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, false, Below.of(List.of(below)));
  }

  private void applied(
      MessageId id, MessageStatus status, ClientAddress client, GroupId... groups) {
    exchange.applied(new StatusChange(id, status, groups(groups), true, false, client));
  }

  /** Another client's message is pending in G and H, and stable, but not executed. */
  private void otherIsStable() {
    applied(OTHER, voted(0), null, G, H);
    exchange.hear(H, Statement.of(OTHER, voted(0)));
  }

  @Test
  void aMessageBehindOneOfAnotherClientIsToldAtOnce() {
    applied(OTHER, voted(0), null, G, H);
    applied(id(1), behind(OTHER), ANN, G, H);
    exchange.hear(H, Statement.of(OTHER, voted(0)));
    assertThat(exchange.takeNotices()).isEmpty();
    exchange.hear(H, Statement.of(id(1), behind(OTHER)));
    assertThat(exchange.takeNotices()).containsExactly(new Notice(ANN, List.of(1L)));
    assertThat(exchange.takeAppended())
        .as("before it is executed here")
        .contains(new Entry.Execute(id(1), 1));
    exchange.applied(1, MessageStatus.executed(1), G, H);
    assertThat(exchange.takeNotices()).as("once").isEmpty();
  }

  @Test
  void whatBecomesStableByTheSameNewsIsToldEachClientAtOnce() {
    otherIsStable();
    MessageId bobs = new MessageId(3, 4, 5);
    applied(id(1), behind(OTHER), ANN, G, H);
    applied(bobs, behind(2, new Position(1, id(1))), BOB, G, H);
    applied(id(2), behind(3, new Position(2, bobs)), ANN, G, H);
    exchange.hear(
        H,
        Statement.of(id(2), behind(3, new Position(2, bobs))),
        Statement.of(bobs, behind(2, new Position(1, id(1)))),
        Statement.of(id(1), behind(OTHER)));
    assertThat(exchange.takeNotices())
        .containsExactlyInAnyOrder(new Notice(ANN, List.of(1L, 2L)), new Notice(BOB, List.of(5L)));
  }

  @Test
  void afterUnequalVotesItIsToldOnceItIsRaised() {
    applied(id(1), voted(0), ANN, G, H);
    exchange.hear(H, 1, voted(3));
    assertThat(exchange.takeNotices()).as("not closed in G").isEmpty();
    applied(id(1), new MessageStatus(MessageStatus.State.FINAL, 3, true), ANN, G, H);
    assertThat(exchange.takeNotices()).containsExactly(new Notice(ANN, List.of(1L)));
  }

  @Test
  void whatBecomesStableIsObservedWhoeverIsTold() {
    applied(id(1), voted(0), null, G, H);
    exchange.hear(H, 1, voted(3));
    assertThat(exchange.stable()).isEmpty();
    applied(id(1), new MessageStatus(MessageStatus.State.FINAL, 3, true), null, G, H);
    assertThat(exchange.stable()).containsExactly(new Position(3, id(1)));
    applied(id(1), MessageStatus.executed(3), null, G, H);
    applied(id(2), voted(0), null, G, H);
    applied(id(2), MessageStatus.executed(0), null, G, H);
    assertThat(exchange.stable()).as("what is executed is not told again").hasSize(1);
  }

  @Test
  void aLeaderThatTrailsItsLogTellsTheFinalTimestampAllTheSame() {
    applied(id(1), voted(0), null, G, H);
    exchange.hear(H, 1, MessageStatus.executed(3));
    assertThat(exchange.stable()).containsExactly(new Position(3, id(1)));
  }

  @Test
  void whatALeaderKnowsCanBeSeen() {
    otherIsStable();
    applied(id(1), voted(1), null, G, H);
    assertThat(exchange.view().statuses())
        .containsOnlyKeys(OTHER, id(1))
        .containsEntry(OTHER, Map.of(G, voted(0), H, voted(0)))
        .containsEntry(id(1), Map.of(G, voted(1)));
    assertThat(exchange.view().stable()).containsExactly(OTHER);
    applied(OTHER, MessageStatus.executed(0), null, G, H);
    assertThat(exchange.view().stable()).isEmpty();
    exchange.lead(false);
    assertThat(exchange.view()).isEqualTo(new ExchangeView(Map.of(), Set.of()));
  }

  @Test
  void whatTheClientKnowsFromTheVotesIsNotTold() {
    applied(id(1), voted(0), ANN, G, H);
    exchange.hear(H, 1, voted(0));
    applied(id(2), behind(id(1)), ANN, G, H);
    exchange.hear(H, Statement.of(id(2), behind(id(1))));
    assertThat(exchange.takeNotices()).isEmpty();
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(1), 0), new Entry.Execute(id(2), 1));
  }

  @Test
  void whatTheClientKnowsIsNotToldThoughItHasExecutedWhatIsBelowByItself() {
    applied(id(1), voted(0), ANN, G, H);
    applied(id(2), behind(id(1)), ANN, G, H);
    applied(id(1), MessageStatus.executed(0), ANN, G, H);
    exchange.hear(H, 2, voted(1));
    assertThat(exchange.takeNotices()).isEmpty();
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(2), 1));
  }

  @Test
  void whatIsBehindAMessageThatHadToBeToldIsToldToo() {
    applied(OTHER, voted(0), null, G, H);
    applied(id(1), behind(OTHER), ANN, G, H);
    MessageStatus second = behind(2, new Position(1, id(1)));
    applied(id(2), second, ANN, G, H);
    exchange.hear(
        H,
        Statement.of(id(2), second),
        Statement.of(id(1), behind(OTHER)),
        Statement.of(OTHER, voted(0)));
    assertThat(exchange.takeNotices()).containsExactly(new Notice(ANN, List.of(1L, 2L)));
  }

  @Test
  void aConditionMustHoldInAllGroups() {
    otherIsStable();
    MessageStatus open = behind(OTHER).withCondition(MessageStatus.Condition.OPEN);
    MessageStatus fails = behind(OTHER).withHolds(false);
    MessageStatus holds = behind(OTHER).withHolds(true);
    applied(id(1), open, ANN, G, H);
    exchange.hear(H, Statement.of(id(1), holds));
    assertThat(exchange.takeNotices()).as("G has not judged").isEmpty();
    applied(id(2), holds, ANN, G, H);
    exchange.hear(H, Statement.of(id(2), fails));
    assertThat(exchange.takeNotices()).as("H says no").isEmpty();
    applied(id(3), holds, ANN, G, H);
    exchange.hear(H, Statement.of(id(3), holds));
    assertThat(exchange.takeNotices()).containsExactly(new Notice(ANN, List.of(3L)));
  }

  @Test
  void whoWantsAResultIsNotTold() {
    otherIsStable();
    applied(id(1), behind(OTHER), null, G, H);
    exchange.hear(H, Statement.of(id(1), behind(OTHER)));
    assertThat(exchange.takeNotices()).isEmpty();
  }

  @Test
  void onlyTheFirstGroupTells() {
    GroupId lower = new GroupId("data", 0);
    applied(id(1), voted(0), ANN, lower, G);
    exchange.hear(lower, 1, voted(3));
    applied(id(1), new MessageStatus(MessageStatus.State.FINAL, 3, true), ANN, lower, G);
    assertThat(exchange.takeAppended()).contains(new Entry.Execute(id(1), 3));
    assertThat(exchange.takeNotices()).isEmpty();
  }

  @Test
  void whatAnotherGroupHasExecutedIsNotTold() {
    otherIsStable();
    applied(id(1), behind(OTHER), ANN, G, H);
    exchange.hear(H, 1, MessageStatus.executed(1));
    assertThat(exchange.takeNotices()).as("H tells its result").isEmpty();
  }

  @Test
  void whoDoesNotLeadTellsNothing() {
    otherIsStable();
    exchange.lead(false);
    applied(id(1), behind(OTHER), ANN, G, H);
    exchange.hear(H, Statement.of(id(1), behind(OTHER)));
    assertThat(exchange.takeNotices()).isEmpty();
  }

  @Test
  void aNewLeaderTellsWhatItHearsToBeStable() {
    exchange.lead(false);
    exchange.restored(
        new StatusChange(OTHER, voted(0), groups(G, H)),
        new StatusChange(id(1), behind(OTHER), groups(G, H), false, false, ANN));
    exchange.lead(true);
    exchange.hear(H, Statement.of(id(1), behind(OTHER)), Statement.of(OTHER, voted(0)));
    assertThat(exchange.takeNotices()).containsExactly(new Notice(ANN, List.of(1L)));
  }
}
