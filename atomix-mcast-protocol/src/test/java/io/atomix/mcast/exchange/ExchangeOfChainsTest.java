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
import static io.atomix.mcast.exchange.ExchangeFixture.RESEND;
import static io.atomix.mcast.exchange.ExchangeFixture.aborted;
import static io.atomix.mcast.exchange.ExchangeFixture.groups;
import static io.atomix.mcast.exchange.ExchangeFixture.id;
import static io.atomix.mcast.exchange.ExchangeFixture.voted;
import static io.atomix.mcast.exchange.ExchangeFixture.votedBehind;
import static io.atomix.mcast.exchange.ExchangeFixture.votedNotFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.exchange.ExchangeFixture.Sent;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaders tell each other of messages that are below others, and what follows. */
class ExchangeOfChainsTest {
  private final ExchangeFixture exchange = ExchangeFixture.leader();

  /** Returns what a group was told last of a message, or null. */
  private MessageStatus toldLast(GroupId group, long sequence) {
    MessageStatus last = null;
    for (Sent sent : exchange.sent()) {
      for (Statement statement : sent.statements()) {
        if (sent.group().equals(group) && statement.id().equals(id(sequence))) {
          last = statement.status();
        }
      }
    }
    return last;
  }

  private static Statement chained(long sequence) {
    return Statement.of(id(sequence), link(sequence));
  }

  /** The vote on a message behind the one before it. */
  private static MessageStatus link(long sequence) {
    return sequence == 0 ? voted(0) : votedBehind(sequence, sequence - 1, sequence - 1);
  }

  @Test
  void whatIsBelowIsToldWithTheVote() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    assertThat(toldLast(H, 2)).isEqualTo(votedBehind(1, 0, 1));
  }

  @Test
  void aChainIsExecutedByOneEntryFromTheLowestToTheHighestWithOneMessageOfNews() {
    List<Statement> news = new ArrayList<>();
    for (int message = 0; message < 10; message++) {
      exchange.applied(message, link(message), G, H);
      news.add(0, chained(message));
    }
    exchange.hear(H, news.toArray(Statement[]::new));
    assertThat(exchange.appended()).hasSize(1);
    List<Entry> entries = exchange.appended().get(0).entries();
    assertThat(entries).hasSize(10);
    for (int message = 0; message < 10; message++) {
      assertThat(entries.get(message)).isEqualTo(new Entry.Execute(id(message), message));
    }
  }

  @Test
  void aRaiseGoesBeforeWhatItLetsPass() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    exchange.hear(H, Statement.of(id(2), voted(1)), Statement.of(id(1), votedNotFirst(7)));
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Raise(id(1), 7), new Entry.Execute(id(2), 1));
  }

  @Test
  void nothingIsExecutedBeforeWhatIsBelowItElsewhereIsStable() {
    exchange.applied(1, voted(1), G, H);
    exchange.hear(H, 1, votedBehind(1, 0, 2));
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.applied(2, voted(0), G, H);
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.hear(H, 2, voted(0));
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(2), 0), new Entry.Execute(id(1), 1));
  }

  @Test
  void aSetThatWasToldBeforeARaiseDoesNotCount() {
    exchange.applied(1, new MessageStatus(MessageStatus.State.FINAL, 5, true), G, H);
    exchange.hear(H, 1, voted(3));
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.hear(H, 1, new MessageStatus(MessageStatus.State.FINAL, 5, false, Below.NONE));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 5));
  }

  @Test
  void whoDoesNotKnowWhatIsBelowIsToldWhenTheMessageIsClosed() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H, K);
    exchange.hear(H, 2, voted(1));
    exchange.hear(K, 2, voted(1));
    exchange.sent().clear();
    exchange.hear(H, 1, voted(0));
    assertThat(toldLast(K, 2))
        .isEqualTo(new MessageStatus(MessageStatus.State.VOTED, 1, false, Below.NONE));
    assertThat(toldLast(H, 2)).as("it finds out by itself").isNull();
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(1), 0), new Entry.Execute(id(2), 1));
  }

  /** Whoever asked meanwhile knows it already. */
  @Test
  void thatAnotherGroupHasHeardSoIsNoReasonNotToTell() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H, K);
    exchange.hear(K, 2, voted(1));
    exchange.sent().clear();
    exchange.hear(H, Statement.of(id(1), voted(0)), Statement.of(id(2), voted(1)));
    assertThat(toldLast(K, 2).below()).isEqualTo(Below.NONE);
  }

  @Test
  void soIsWhoDoesNotKnowWhatIsBelowThat() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, K);
    exchange.applied(3, votedBehind(2, 1, 2), G, K);
    exchange.hear(K, Statement.of(id(2), voted(1)), Statement.of(id(3), votedBehind(2, 1, 2)));
    exchange.sent().clear();
    exchange.hear(H, 1, voted(0));
    assertThat(toldLast(K, 2).below()).isEqualTo(Below.NONE);
    assertThat(toldLast(K, 3).below()).isEqualTo(Below.NONE);
    assertThat(exchange.takeAppended()).hasSize(3);
  }

  @Test
  void whoWasToldOfTooManyIsToldWhenNothingIsBelowAnyMore() {
    exchange.applied(1, votedNotFirst(4), G, H);
    exchange.sent().clear();
    exchange.applied(1, voted(4), G, H);
    assertThat(toldLast(H, 1)).isEqualTo(voted(4));
  }

  @Test
  void whoKnowsWhatIsBelowIsNotToldThatItHasGone() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    exchange.hear(H, Statement.of(id(1), voted(0)), Statement.of(id(2), votedBehind(1, 0, 1)));
    exchange.takeAppended();
    exchange.sent().clear();
    MessageStatus first =
        new MessageStatus(MessageStatus.State.VOTED, 1, true, votedBehind(1, 0, 1).below());
    exchange.applied(
        new StatusChange(id(1), MessageStatus.executed(0), groups(G, H)),
        new StatusChange(id(2), first, groups(G, H)),
        new StatusChange(id(2), MessageStatus.executed(1), groups(G, H)));
    assertThat(exchange.sent()).isEmpty();
    assertThat(exchange.takeAppended()).isEmpty();
  }

  @Test
  void whatIsDroppedSetsFreeWhatIsAboveIt() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    exchange.hear(H, 2, voted(1));
    exchange.hear(H, 1, aborted());
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Abort(id(1)), new Entry.Execute(id(2), 1));
  }

  @Test
  void whatIsStableIsProposedOnceWhateverIsBelowItHere() {
    MessageStatus open = voted(0).withCondition(MessageStatus.Condition.OPEN);
    exchange.applied(1, open, G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    exchange.hear(H, Statement.of(id(1), open), Statement.of(id(2), votedBehind(1, 0, 1)));
    // The first one is not decided; the log executes the second behind it.
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(2), 1));
    exchange.applied(1, MessageStatus.executed(0), G, H);
    exchange.applied(2, MessageStatus.executed(1), G, H);
    assertThat(exchange.takeAppended()).isEmpty();
  }

  @Test
  void whatHasBeenRaisedAboveAMessageIsNotInItsWay() {
    exchange.applied(1, voted(2), G, H);
    exchange.applied(2, votedBehind(3, 2, 1), G, H);
    exchange.applied(3, votedBehind(4, 3, 2), G, H);
    exchange.hear(H, Statement.of(id(1), voted(2)), Statement.of(id(2), votedBehind(7, 2, 1)));
    Entry execution = new Entry.Execute(id(1), 2);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(2), 7), execution);
    exchange.applied(2, new MessageStatus(MessageStatus.State.FINAL, 7, false, below(4, 3)), G, H);
    exchange.hear(H, 3, votedBehind(4, 2, 1));
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(3), 4), new Entry.Execute(id(2), 7));
  }

  private static Below below(long timestamp, long sequence) {
    return votedBehind(timestamp + 1, timestamp, sequence).below();
  }

  @Test
  void anExecutionThatCouldNotBeAppendedIsProposedAgain() {
    exchange.applied(1, voted(0), G, H);
    exchange.hear(H, 1, voted(0));
    exchange.appendFails();
    exchange.after(Duration.ofSeconds(1));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 0));
  }

  @Test
  void aSetWithASettledMessageOfWhichNothingElseIsKnownIsAskedForAgain() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    exchange.sent().clear();
    // H has executed the first one, and has never told what was below it.
    exchange.hear(
        H,
        Statement.of(id(1), MessageStatus.executed(0)),
        Statement.of(id(2), votedBehind(1, 0, 1)));
    assertThat(toldLast(H, 2)).isNotNull();
    exchange.sent().clear();
    exchange.hear(H, Statement.of(id(2), votedBehind(1, 0, 1)));
    assertThat(exchange.sent()).as("it has said nothing new").isEmpty();
    exchange.hear(H, Statement.of(id(2), voted(1)));
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(1), 0), new Entry.Execute(id(2), 1));
  }

  @Test
  void aNewLeaderTellsWhatIsBelowAndLearnsAgainWhatItNeeds() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    exchange.lead(false);
    exchange.sent().clear();
    exchange.lead(true);
    assertThat(toldLast(H, 2)).isEqualTo(votedBehind(1, 0, 1));
    exchange.hear(H, Statement.of(id(1), voted(0)), Statement.of(id(2), votedBehind(1, 0, 1)));
    assertThat(exchange.takeAppended()).hasSize(2);
  }

  @Test
  void aConditionalMessageWaitsForTheVerdictsOfAllGroups() {
    MessageStatus open = votedBehind(1, 0, 1).withCondition(MessageStatus.Condition.OPEN);
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, open, G, H);
    exchange.hear(H, Statement.of(id(1), voted(0)), Statement.of(id(2), open));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 0));
    exchange.sent().clear();
    exchange.applied(1, MessageStatus.executed(0), G, H);
    MessageStatus judged =
        new MessageStatus(
            MessageStatus.State.VOTED, 1, true, open.below(), MessageStatus.Condition.FAILS);
    exchange.applied(2, judged, G, H);
    assertThat(toldLast(H, 2).condition()).isEqualTo(MessageStatus.Condition.FAILS);
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.hear(H, 2, judged.withHolds(true));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(2), 1, false));
  }

  @Test
  void aResendLeavesOutWhatIsSettled() {
    exchange.applied(1, voted(0), G, K);
    exchange.applied(2, votedBehind(1, 0, 1), G, H);
    assertThat(toldLast(H, 2)).isEqualTo(votedBehind(1, 0, 1));
    exchange.hear(K, 1, voted(0));
    exchange.sent().clear();
    exchange.after(RESEND);
    assertThat(toldLast(H, 2).below()).isEqualTo(Below.NONE);
  }

  /** The group has given the vote that the message's client asked for. */
  private static StatusChange foreseen(long sequence, MessageStatus vote) {
    return new StatusChange(id(sequence), vote, groups(G, H), false, true, null);
  }

  private static StatusChange told(long sequence, MessageStatus vote) {
    return new StatusChange(id(sequence), vote, groups(G, H), true, false, null);
  }

  @Test
  void aChainThatItsClientKnowsToBeStableIsNotTold() {
    exchange.applied(told(1, voted(0)), foreseen(2, votedBehind(1024, 0, 1)));
    exchange.applied(foreseen(3, votedBehind(2048, 1024, 2)));
    exchange.gathered();
    assertThat(statements(2)).as("its client has time for two batches").isZero();
    assertThat(statements(3)).isZero();
    exchange.applied(
        new StatusChange(id(2), MessageStatus.executed(1024), groups(G, H)),
        new StatusChange(id(3), MessageStatus.executed(2048), groups(G, H)));
    for (int i = 0; i < 4; i++) {
      exchange.gathered();
    }
    assertThat(statements(2)).isZero();
    assertThat(statements(3)).isZero();
  }

  @Test
  void aChainWhoseClientSaysNothingIsToldAfterAWhile() {
    exchange.applied(told(1, voted(0)), foreseen(2, votedBehind(1024, 0, 1)));
    for (int i = 0; i < 4; i++) {
      exchange.gathered();
    }
    assertThat(statements(2)).isEqualTo(1);
  }

  @Test
  void behindAMessageThatIsNotAsForeseenNothingIs() {
    exchange.applied(1, votedNotFirst(3), G, H);
    exchange.applied(foreseen(2, votedBehind(1024, 3, 1)));
    assertThat(statements(2)).isEqualTo(1);
  }

  @Test
  void whatAnotherGroupHasVotedOtherwiseOnIsToldToAllAtOnce() {
    exchange.applied(told(1, voted(0)));
    exchange.applied(
        new StatusChange(id(2), votedBehind(1024, 0, 1), groups(G, H, K), false, true, null));
    exchange.hear(H, 2, votedBehind(1030, 1029, 7));
    assertThat(exchange.lastSent().group()).as("H has the answer").isEqualTo(K);
    exchange.hear(K, 2, voted(1024));
    assertThat(exchange.takeAppended()).contains(new Entry.Raise(id(2), 1030));
  }

  private long statements(long sequence) {
    return exchange.sent().stream()
        .flatMap(message -> message.statements().stream())
        .filter(statement -> statement.id().equals(id(sequence)))
        .count();
  }
}
