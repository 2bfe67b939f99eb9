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
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs that are slow or fail, members that do not lead, and messages that mean nothing. */
class ExchangeFaultsTest {
  private final ExchangeFixture exchange = ExchangeFixture.leader();

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
    List<StatusChange> votes = new ArrayList<>();
    List<Statement> facts = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      votes.add(new StatusChange(id(i), voted(0), groups(G, H)));
      facts.add(Statement.of(id(i), voted(7)));
    }
    exchange.applied(votes.toArray(StatusChange[]::new));
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
  void aHintAtTheLeaderIsFollowedOnce() {
    exchange.applied(1, voted(0), G, H);
    Sent first = exchange.lastSent();
    exchange.reply(first, false, "leader", (MessageStatus) null);
    assertThat(exchange.sent()).hasSize(2);
    assertThat(exchange.lastSent().member()).isEqualTo("leader");
    exchange.reply(exchange.lastSent(), false, "another", (MessageStatus) null);
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
    exchange.restored(new StatusChange(id(2), voted(5), groups(G, K)));
    assertThat(exchange.size()).isEqualTo(1);
    assertThat(exchange.lastSent().group()).isEqualTo(K);
    assertThat(exchange.lastSent().statements()).containsExactly(Statement.of(id(2), voted(5)));
  }
}
