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
import static io.atomix.mcast.exchange.ExchangeFixture.K;
import static io.atomix.mcast.exchange.ExchangeFixture.REFUSAL;
import static io.atomix.mcast.exchange.ExchangeFixture.RESEND;
import static io.atomix.mcast.exchange.ExchangeFixture.groups;
import static io.atomix.mcast.exchange.ExchangeFixture.id;
import static io.atomix.mcast.exchange.ExchangeFixture.voted;
import static io.atomix.mcast.exchange.ExchangeFixture.votedBehind;
import static io.atomix.mcast.exchange.ExchangeFixture.votedNotFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.exchange.ExchangeFixture.Sent;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Who is told what of messages under way, and which entries follow (rules 4 to 6). */
class ExchangeTest {
  private final ExchangeFixture exchange = ExchangeFixture.leader();

  @Test
  void tellsTheOtherDestinationsAtOnceWhatItsLogSays() {
    exchange.applied(1, voted(4), G, H, K);
    assertThat(exchange.sent()).extracting(Sent::group).containsExactly(H, K);
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(1), voted(4)));
  }

  @Test
  void whatNobodyWaitsForIsToldTogether() {
    exchange.appliedUnhurried(1, voted(0), G, H);
    exchange.appliedUnhurried(2, voted(0), G, H);
    assertThat(exchange.sent()).isEmpty();
    exchange.gathered();
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), voted(0)), Statement.of(id(2), voted(0)));
    exchange.leaderReplies(voted(0), voted(0));
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(1), 0), new Entry.Execute(id(2), 0));
  }

  @Test
  void whoAskedMeanwhileWasAnsweredAndIsNotTold() {
    exchange.appliedUnhurried(1, voted(0), G, H);
    assertThat(exchange.hear(H, 1, voted(0)).statuses()).containsExactly(voted(0));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 0));
    exchange.gathered();
    assertThat(exchange.sent()).isEmpty();
  }

  @Test
  void whatOneGroupHasVotedOtherwiseOnIsToldToAllAtOnce() {
    exchange.appliedUnhurried(1, voted(0), G, H, K);
    exchange.appliedUnhurried(2, voted(0), G, H, K);
    exchange.appliedUnhurried(3, voted(0), G, H, K);
    exchange.hear(H, 1, voted(4));
    assertThat(exchange.lastSent().group()).isEqualTo(K);
    assertThat(exchange.lastSent().statements())
        .as("H has the answer, and K does not know that there is anything to be said")
        .containsExactly(Statement.of(id(1), voted(0)));
    exchange.leaderReplies(voted(0));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(1), 4));

    exchange.hear(H, 2, votedNotFirst(0));
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(2), voted(0)));
    int sent = exchange.sent().size();
    exchange.hear(H, 3, voted(0));
    assertThat(exchange.sent()).as("which its client may have heard, too").hasSize(sent);
  }

  @Test
  void whoSpokeBeforeTheOwnVoteIsToldAtOnce() {
    exchange.hear(H, 1, voted(0));
    exchange.appliedUnhurried(1, voted(0), G, H);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 0));
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(1), voted(0)));
  }

  @Test
  void whatIsExecutedMeanwhileIsToldToWhoHasNotHeardOfIt() {
    exchange.appliedUnhurried(1, voted(0), G, H, K);
    exchange.hear(H, 1, MessageStatus.executed(0));
    exchange.applied(1, MessageStatus.executed(0), G, H, K);
    exchange.gathered();
    assertThat(exchange.lastSent().group()).isEqualTo(K);
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), MessageStatus.executed(0)));
  }

  @Test
  void whenSomethingWaitsAllIsToldAtOnceAndForAWhile() {
    exchange.appliedUnhurried(1, voted(0), G, H);
    exchange.hurry();
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(1), voted(0)));
    exchange.appliedUnhurried(2, voted(0), G, H);
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(2), voted(0)));
  }

  @Test
  void aMessageThatWaitsHurriesTheOthers() {
    exchange.appliedUnhurried(1, voted(0), G, H);
    exchange.applied(2, votedNotFirst(1), G, H);
    assertThat(exchange.lastSent().statements()).contains(Statement.of(id(2), votedNotFirst(1)));
    assertThat(exchange.sent().stream().flatMap(sent -> sent.statements().stream()))
        .contains(Statement.of(id(1), voted(0)));
  }

  @Test
  void whatOneEntryVotesOnIsToldInOneMessage() {
    exchange.appliedUnhurried(1, voted(0), G, H);
    exchange.applied(
        new StatusChange(id(2), votedBehind(1, 0, 1), groups(G, H)),
        new StatusChange(id(3), votedBehind(2, 1, 2), groups(G, H)),
        new StatusChange(id(4), votedBehind(3, 2, 3), groups(G, H)));
    assertThat(exchange.sent()).hasSize(1);
    assertThat(exchange.lastSent().statements())
        .extracting(Statement::id)
        .containsExactlyInAnyOrder(id(1), id(2), id(3), id(4));
  }

  @Test
  void aVoteAboveAnotherIsToldAtOnceWhoeverWaits() {
    exchange.appliedUnhurried(1, voted(3), G, H);
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(1), voted(3)));
  }

  @Test
  void aLeaderThatIsReplacedTellsNothingThatHasGathered() {
    exchange.appliedUnhurried(1, voted(0), G, H);
    exchange.lead(false);
    exchange.gathered();
    assertThat(exchange.sent()).isEmpty();
  }

  @Test
  void rule4RaisesAVoteBelowTheFinalTimestamp() {
    exchange.applied(1, voted(0), G, H);
    exchange.leaderReplies(voted(3));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(1), 3));
  }

  @Test
  void rule6ExecutesWhenAllGroupsAreReady() {
    exchange.applied(1, voted(3), G, H, K);
    exchange.hear(H, 1, voted(3));
    exchange.hear(K, 1, votedNotFirst(3));
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.hear(K, 1, voted(3));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 3));
  }

  @Test
  void aFactThatArrivesBeforeTheOwnVoteIsNotLost() {
    assertThat(exchange.hear(H, 1, voted(3)).statuses()).containsExactly((MessageStatus) null);
    exchange.applied(1, voted(0), G, H);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(1), 3));
  }

  @Test
  void factsInAnyOrderNeverTakeBackWhatIsKnown() {
    exchange.applied(1, votedNotFirst(5), G, H);
    exchange.hear(H, 1, new MessageStatus(MessageStatus.State.FINAL, 5, true));
    exchange.hear(H, 1, votedNotFirst(2));
    exchange.hear(H, 1, null);
    exchange.applied(1, voted(5), G, H);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 5));
  }

  @Test
  void everyReplicaAnswersWithItsStatusesButOnlyTheLeaderListens() {
    ExchangeFixture follower = new ExchangeFixture();
    follower.applied(1, voted(0), G, H);
    ExchangeMessage.Reply reply =
        follower.hear(H, Statement.of(id(1), voted(3)), Statement.of(id(2), voted(0)));
    assertThat(reply)
        .isEqualTo(new ExchangeMessage.Reply(false, "m3", Arrays.asList(voted(0), null)));
    follower.hear(H, new Statement(id(3), voted(0), Ask.REFUSAL, groups(G, H)));
    follower.after(REFUSAL);
    assertThat(follower.sent()).isEmpty();
    assertThat(follower.appended()).isEmpty();
  }

  @Test
  void aNewLeaderKnowsNothingButItsLogAndAsksAgain() {
    exchange.applied(1, voted(3), G, H);
    exchange.hear(H, 1, votedNotFirst(3));
    exchange.lead(false);
    exchange.asked(H, 1);
    exchange.hear(H, 1, voted(3));
    exchange.lead(true);
    assertThat(exchange.appended()).isEmpty();
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.NOTHING);
    exchange.hear(H, 1, voted(3));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 3));
  }

  @Test
  void tellsAgainEveryResendIntervalUntilNothingMoreIsToBeHeard() {
    exchange.applied(1, voted(3), G, H);
    assertThat(exchange.asked(H, 1)).hasSize(1);
    exchange.after(RESEND.dividedBy(2));
    assertThat(exchange.asked(H, 1)).isEmpty();
    exchange.after(RESEND);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).hasSize(2);
    exchange.hear(H, 1, MessageStatus.executed(3));
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).isEmpty();
  }
}
