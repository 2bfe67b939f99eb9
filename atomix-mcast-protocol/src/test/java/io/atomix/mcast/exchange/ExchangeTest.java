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
import static io.atomix.mcast.exchange.ExchangeFixture.votedBehind;
import static io.atomix.mcast.exchange.ExchangeFixture.votedNotFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.exchange.ExchangeFixture.Sent;
import io.atomix.mcast.group.StandingChange;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    assertThat(exchange.hear(H, 1, voted(0)).standings()).containsExactly(voted(0));
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
    exchange.hear(H, 1, Standing.executed(0));
    exchange.applied(1, Standing.executed(0), G, H, K);
    exchange.gathered();
    assertThat(exchange.lastSent().group()).isEqualTo(K);
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), Standing.executed(0)));
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
        new StandingChange(id(2), votedBehind(1, 0, 1), groups(G, H)),
        new StandingChange(id(3), votedBehind(2, 1, 2), groups(G, H)),
        new StandingChange(id(4), votedBehind(3, 2, 3), groups(G, H)));
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
    assertThat(exchange.hear(H, 1, voted(3)).standings()).containsExactly((Standing) null);
    exchange.applied(1, voted(0), G, H);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(1), 3));
  }

  @Test
  void factsInAnyOrderNeverTakeBackWhatIsKnown() {
    exchange.applied(1, votedNotFirst(5), G, H);
    exchange.hear(H, 1, new Standing(Standing.State.FINAL, 5, true));
    exchange.hear(H, 1, votedNotFirst(2));
    exchange.hear(H, 1, null);
    exchange.applied(1, voted(5), G, H);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 5));
  }

  @Test
  void everyReplicaAnswersWithItsStandingsButOnlyTheLeaderListens() {
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
    exchange.hear(H, 1, Standing.executed(3));
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).isEmpty();
  }

  @Test
  void rule9AsksForARefusalOnlyAfterTheTimeout() {
    exchange.applied(1, voted(0), G, H);
    exchange.leaderReplies((Standing) null);
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
    exchange.leaderReplies((Standing) null);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).isNotEmpty().containsOnly(Ask.NOTHING);
  }

  @Test
  void rule9WhatAReplicaThatDoesNotLeadDoesNotKnowStartsNoRefusal() {
    exchange.applied(1, voted(0), G, H);
    for (int i = 0; i < 30; i++) {
      exchange.after(RESEND);
      List<Sent> sent = List.copyOf(exchange.sent());
      sent.forEach(message -> exchange.reply(message, false, null, (Standing) null));
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
    exchange.applied(1, Standing.executed(3), G, H);
    exchange.after(RESEND);
    exchange.leaderReplies(Standing.executed(3));
    exchange.after(RESEND);
    assertThat(exchange.takeAppended()).as("more may gather").isEmpty();
    exchange.after(RESEND.multipliedBy(2));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Forget(List.of(id(1))));
    exchange.applied(new StandingChange(id(1), null, null));
    assertThat(exchange.size()).isZero();
  }

  @Test
  void rule10DoesNotTakeUnknownForForgottenButAsksTheLog() {
    exchange.applied(1, aborted(), G, H);
    exchange.leaderReplies((Standing) null);
    exchange.asked(H, 1);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.CONFIRMATION);
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.hear(H, 1, Standing.ABSENT);
    exchange.after(RESEND.multipliedBy(3));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Forget(List.of(id(1))));
  }

  @Test
  void rule10AsksAlsoAGroupThatWasHeardToVoteAndHasForgottenSince() {
    exchange.applied(1, voted(0), G, H);
    exchange.hear(H, 1, voted(0));
    exchange.applied(1, Standing.executed(0), G, H);
    exchange.after(RESEND);
    exchange.leaderReplies((Standing) null);
    exchange.asked(H, 1);
    exchange.after(RESEND);
    assertThat(exchange.asked(H, 1)).containsExactly(Ask.CONFIRMATION);
  }

  @Test
  void rule10ConfirmsWhatItsLogSaysToWhoAsked() {
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    assertThat(exchange.sent()).isEmpty();
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Confirm(List.of(id(1))));
    exchange.applied(1, Standing.ABSENT);
    assertThat(exchange.lastSent().group()).isEqualTo(H);
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), Standing.ABSENT));
    assertThat(exchange.size()).isZero();
  }

  @Test
  void rule10AConfirmationIsToldHoweverLongItsEntryTakes() {
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    exchange.after(RESEND);
    exchange.hear(H, new Statement(id(1), aborted(), Ask.CONFIRMATION, null));
    exchange.after(RESEND);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Confirm(List.of(id(1))));
    exchange.applied(1, Standing.ABSENT);
    assertThat(exchange.lastSent().statements())
        .containsExactly(Statement.of(id(1), Standing.ABSENT));
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
  void whatCannotBeAppendedIsProposedAgain() {
    exchange.applied(1, voted(3), G, H);
    exchange.hear(H, 1, voted(3));
    exchange.appendFails();
    exchange.after(RESEND);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 3));
  }

  @Test
  void whatWasAppendedWithoutEffectIsProposedAgainAfterAWhile() {
    exchange.applied(1, voted(3), G, H);
    exchange.hear(H, 1, voted(3));
    assertThat(exchange.takeAppended()).hasSize(1);
    exchange.after(RESEND);
    assertThat(exchange.takeAppended()).isEmpty();
    exchange.after(RESEND.multipliedBy(8));
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 3));
  }

  @Test
  void oneEntryIsAppendedAtATimeAndTheRestGathers() {
    exchange.applied(1, voted(0), G, H);
    exchange.applied(2, voted(0), G, H);
    exchange.applied(3, voted(0), G, H);
    exchange.hear(H, 1, voted(1));
    exchange.hear(H, 2, voted(1));
    exchange.hear(H, 3, voted(1));
    assertThat(exchange.appended()).hasSize(1);
    exchange.appended().get(0).done().complete(null);
    exchange.appended().remove(0);
    exchange.after(RESEND);
    assertThat(exchange.appended()).hasSize(1);
    assertThat(exchange.appended().get(0).entries()).hasSize(2);
  }

  @Test
  void messagesAndEntriesAreBounded() {
    List<StandingChange> votes = new ArrayList<>();
    List<Statement> facts = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      votes.add(new StandingChange(id(i), voted(0), groups(G, H)));
      facts.add(Statement.of(id(i), voted(7)));
    }
    exchange.applied(votes.toArray(StandingChange[]::new));
    assertThat(exchange.sent())
        .extracting(sent -> sent.statements().size())
        .containsExactly(500, 500, 200);
    exchange.hear(H, facts.toArray(Statement[]::new));
    List<Integer> entries = new ArrayList<>();
    while (!exchange.appended().isEmpty()) {
      entries.add(exchange.appended().get(0).entries().size());
      exchange.appended().get(0).done().complete(null);
      exchange.appended().remove(0);
      exchange.hear(K);
    }
    assertThat(entries.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1200);
    assertThat(entries).allMatch(size -> size <= 500);
  }

  @Test
  void forgettingIsLoggedInBatches() {
    List<StandingChange> outcomes = new ArrayList<>();
    List<Statement> facts = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      outcomes.add(new StandingChange(id(i), Standing.executed(0), groups(G, H)));
      facts.add(Statement.of(id(i), Standing.executed(0)));
    }
    exchange.applied(outcomes.toArray(StandingChange[]::new));
    exchange.hear(H, facts.toArray(Statement[]::new));
    exchange.after(RESEND);
    assertThat(exchange.takeAppended())
        .extracting(entry -> ((Entry.Forget) entry).ids().size())
        .containsExactly(500, 500, 200);
  }

  @Test
  void aHintAtTheLeaderIsFollowedOnce() {
    exchange.applied(1, voted(0), G, H);
    Sent first = exchange.lastSent();
    exchange.reply(first, false, "leader", (Standing) null);
    assertThat(exchange.sent()).hasSize(2);
    assertThat(exchange.lastSent().member()).isEqualTo("leader");
    exchange.reply(exchange.lastSent(), false, "another", (Standing) null);
    assertThat(exchange.sent()).hasSize(2);
    exchange.after(RESEND);
    assertThat(exchange.lastSent().member()).isNotIn("leader", "another");
  }

  @Test
  void theLeaderIsRememberedUntilItDoesNotAnswer() {
    exchange.applied(1, votedNotFirst(0), G, H);
    String leader = exchange.lastSent().member();
    exchange.leaderReplies(voted(0));
    exchange.after(RESEND);
    assertThat(exchange.lastSent().member()).isEqualTo(leader);
    exchange.noReply(exchange.lastSent());
    exchange.after(RESEND);
    assertThat(exchange.lastSent().member()).isNotEqualTo(leader);
  }

  @Test
  void aGroupThatThisNodeHasNotHeardOfYetIsAskedOnceItHas() {
    exchange.members();
    exchange.applied(1, voted(0), G, H);
    assertThat(exchange.sent()).isEmpty();
    exchange.members("m1");
    exchange.after(RESEND);
    assertThat(exchange.lastSent().member()).isEqualTo("m1");
  }

  @Test
  void garbageAsAMessageChangesNothing() {
    exchange.applied(1, voted(0), G, H);
    byte[] good = new ExchangeMessage(H, List.of(Statement.of(id(1), voted(3)))).encode();
    for (int length = 0; length < good.length; length++) {
      assertThat(exchange.handle(Arrays.copyOf(good, length))).isCompletedExceptionally();
    }
    byte[] newer = good.clone();
    newer[0]++;
    assertThat(exchange.handle(newer)).isCompletedExceptionally();
    assertThat(exchange.handle(null)).isCompletedExceptionally();
    assertThat(exchange.appended()).isEmpty();
    assertThat(exchange.size()).isEqualTo(1);
    exchange.handle(good);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(1), 3));
  }

  @Test
  void garbageAsAReplyChangesNothing() {
    byte[] good = new ExchangeMessage.Reply(true, null, List.of(voted(3))).encode();
    exchange.applied(1, voted(0), G, H);
    for (int length = 0; length < good.length; length++) {
      exchange.reply(exchange.lastSent(), Arrays.copyOf(good, length));
      exchange.after(RESEND);
    }
    exchange.leaderReplies();
    exchange.after(RESEND);
    exchange.leaderReplies(voted(3), voted(3));
    exchange.after(RESEND);
    assertThat(exchange.appended()).isEmpty();
    exchange.reply(exchange.lastSent(), good);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Raise(id(1), 3));
  }

  @Test
  void aGroupThatIsNoDestinationHasNoSay() {
    exchange.applied(1, voted(0), G, H);
    exchange.hear(K, 1, voted(9));
    exchange.hear(K, 1, refused());
    exchange.hear(G, 1, refused());
    assertThat(exchange.appended()).isEmpty();
  }

  @Test
  void repliesAreIgnoredByWhoLeadsNoMore() {
    exchange.applied(1, voted(0), G, H);
    Sent sent = exchange.lastSent();
    exchange.lead(false);
    exchange.reply(sent, true, null, voted(3));
    exchange.after(RESEND);
    assertThat(exchange.appended()).isEmpty();
    assertThat(exchange.sent()).hasSize(1);
  }

  @Test
  void aRestoredStateReplacesAllThatWasTracked() {
    exchange.applied(1, voted(0), G, H);
    exchange.restored(new StandingChange(id(2), voted(5), groups(G, K)));
    assertThat(exchange.size()).isEqualTo(1);
    assertThat(exchange.lastSent().group()).isEqualTo(K);
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(2), voted(5)));
  }
}
