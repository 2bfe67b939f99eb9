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
import static io.atomix.mcast.exchange.ExchangeFixture.aborted;
import static io.atomix.mcast.exchange.ExchangeFixture.groups;
import static io.atomix.mcast.exchange.ExchangeFixture.id;
import static io.atomix.mcast.exchange.ExchangeFixture.refused;
import static io.atomix.mcast.exchange.ExchangeFixture.voted;
import static io.atomix.mcast.exchange.ExchangeFixture.votedNotFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.exchange.ExchangeFixture.Sent;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 9 and 10 between groups: refusals, aborts, and what is forgotten. */
class ExchangeOutcomesTest {
  private final ExchangeFixture exchange = ExchangeFixture.leader();

  @Test
  void rule9AsksForARefusalOnlyAfterTheTimeout() {
    exchange.applied(1, voted(0), G, H);
    exchange.leaderReplies((MessageStatus) null);
    exchange.asked(H, 1);
    exchange.after(REFUSAL.minusNanos(1));
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.NOTHING);
    exchange.after(RESEND);
    assertThat(exchange.lastSent().statements())
        .containsExactly(new Statement(id(1), voted(0), Ask.REFUSAL, groups(G, H)));
  }

  @Test
  void rule9AGroupThatHasVotedIsNotAskedForARefusal() {
    exchange.applied(1, votedNotFirst(0), G, H);
    exchange.hear(H, 1, voted(0));
    exchange.after(REFUSAL);
    exchange.leaderReplies((MessageStatus) null);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).isNotEmpty().containsOnly(Ask.NOTHING);
  }

  @Test
  void rule9WhatAReplicaThatDoesNotLeadDoesNotKnowStartsNoRefusal() {
    exchange.applied(1, voted(0), G, H);
    for (int i = 0; i < 30; i++) {
      exchange.after(RESEND);
      List<Sent> sent = List.copyOf(exchange.sent());
      sent.forEach(message -> exchange.reply(message, false, null, (MessageStatus) null));
    }
    assertThat(exchange.asked(H, 1)).hasSizeGreaterThan(20).containsOnly(Ask.NOTHING);
  }

  @Test
  void rule9LogsARefusalThatItIsAskedForUnlessItKnowsTheMessage() {
    Statement ask = new Statement(id(1), voted(0), Ask.REFUSAL, groups(G, H));
    exchange.hear(H, ask);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Refuse(id(1), groups(G, H)));
    exchange.applied(1, voted(0), G, H);
    exchange.takeAppended();
    exchange.hear(H, ask);
    assertThat(exchange.takeAppended()).doesNotHaveAnyElementsOfTypes(Entry.Refuse.class);
  }

  @Test
  void aRefusalThatIsAskedForAgainWhileTheLogIsSlowIsAppendedOnce() {
    exchange.hear(K, new Statement(id(9), voted(0), Ask.REFUSAL, groups(G, K)));
    for (int i = 0; i < 10; i++) {
      exchange.hear(H, new Statement(id(1), voted(0), Ask.REFUSAL, groups(G, H)));
    }
    assertThat(exchange.takeAppended())
        .containsExactly(
            new Entry.Refuse(id(9), groups(G, K)), new Entry.Refuse(id(1), groups(G, H)));
  }

  @Test
  void rule9AbortsWhatAnotherGroupHasRefused() {
    exchange.applied(1, voted(0), G, H, K);
    exchange.hear(H, 1, refused());
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Abort(id(1)));
  }

  @Test
  void rule10ForgetsWhatAllGroupsHaveExecuted() {
    exchange.applied(1, MessageStatus.executed(3), G, H);
    exchange.after(RESEND);
    exchange.leaderReplies(MessageStatus.executed(3));
    exchange.after(RESEND);
    assertThat(exchange.takeAppended()).as("more may gather").isEmpty();
    exchange.after(RESEND.multipliedBy(2));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Forget(List.of(id(1))));
    exchange.applied(new StatusChange(id(1), null, null));
    assertThat(exchange.size()).isZero();
  }

  @Test
  void rule10DoesNotTakeUnknownForForgottenButAsksTheLog() {
    exchange.applied(1, aborted(), G, H);
    exchange.leaderReplies((MessageStatus) null);
    exchange.asked(H, 1);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.CONFIRMATION);
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.hear(H, 1, MessageStatus.ABSENT);
    exchange.after(RESEND.multipliedBy(3));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Forget(List.of(id(1))));
  }

  @Test
  void rule10AsksAlsoAGroupThatWasHeardToVoteAndHasForgottenSince() {
    exchange.applied(1, voted(0), G, H);
    exchange.hear(H, 1, voted(0));
    exchange.applied(1, MessageStatus.executed(0), G, H);
    exchange.after(RESEND);
    exchange.leaderReplies((MessageStatus) null);
    exchange.asked(H, 1);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.CONFIRMATION);
  }

  @Test
  void rule10ConfirmsWhatItsLogSaysToWhoAsked() {
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    assertThat(exchange.sent()).isEmpty();
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Confirm(List.of(id(1))));
    exchange.applied(1, MessageStatus.ABSENT);
    assertThat(exchange.lastSent().group()).isEqualTo(H);
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), MessageStatus.ABSENT));
    assertThat(exchange.size()).isZero();
  }

  @Test
  void rule10AConfirmationIsToldHoweverLongItsEntryTakes() {
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    exchange.after(RESEND);
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    exchange.after(RESEND);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Confirm(List.of(id(1))));
    exchange.applied(1, MessageStatus.ABSENT);
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), MessageStatus.ABSENT));
  }

  @Test
  void rule10AConfirmationThatCouldNotBeLoggedIsAskedForAgain() {
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    exchange.appendFails();
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Confirm(List.of(id(1))));
  }

  @Test
  void rule10AVoteThatComesBeforeTheConfirmationAnswersInItsPlace() {
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    exchange.applied(1, voted(0), G, H);
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.NOTHING);
  }

  @Test
  void rule10ARefusalThatMustBeKeptIsSeldomProposedToBeForgotten() {
    exchange.applied(1, refused(), G, H);
    exchange.hear(H, 1, aborted());
    int proposals = 0;
    for (int i = 0; i < 100; i++) {
      exchange.after(RESEND);
      proposals += exchange.takeAppended().size();
    }
    assertThat(proposals).as("in ten seconds, with a refusal time-out of two").isBetween(4, 6);
    assertThat(exchange.asked(H, 1)).hasSize(1);
  }

  @Test
  void forgettingIsLoggedInBatches() {
    List<StatusChange> outcomes = new ArrayList<>();
    List<Statement> facts = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      outcomes.add(new StatusChange(id(i), MessageStatus.executed(0), groups(G, H)));
      facts.add(Statement.of(id(i), MessageStatus.executed(0)));
    }
    exchange.applied(outcomes.toArray(StatusChange[]::new));
    exchange.hear(H, facts.toArray(Statement[]::new));
    exchange.after(RESEND);
    assertThat(exchange.takeAppended())
        .extracting(entry -> ((Entry.Forget) entry).ids().size())
        .containsExactly(500, 500, 200);
  }
}
