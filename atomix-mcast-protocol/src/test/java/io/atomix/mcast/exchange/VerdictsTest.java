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
import static io.atomix.mcast.exchange.ExchangeFixture.id;
import static io.atomix.mcast.exchange.ExchangeFixture.voted;
import static io.atomix.mcast.exchange.ExchangeFixture.votedBehind;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.exchange.ExchangeFixture.Sent;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.MessageStatus.Condition;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Rule 11: when leaders have conditional messages judged on previews, and what they make of it. */
class VerdictsTest {
  private final ExchangeFixture exchange = ExchangeFixture.leader();
  private final List<Long> judged = new ArrayList<>();

  /** Every message is behind the one before; odd ones do not hold. */
  private Judge.Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks) {
    MessageId before = id(id.sequence() - 1);
    if (outlooks.apply(id).certainty() != Outlook.Certainty.STABLE) {
      return new Judge.Judgement(null, null);
    } else if (outlooks.apply(before).certainty() != Outlook.Certainty.DECIDED) {
      return new Judge.Judgement(null, before);
    }
    judged.add(id.sequence());
    return new Judge.Judgement(id.sequence() % 2 == 0, null);
  }

  private static MessageStatus open(long sequence) {
    return sequence == 0
        ? voted(0)
        : votedBehind(sequence, sequence - 1, sequence - 1).withCondition(Condition.OPEN);
  }

  private static MessageStatus verdict(long sequence, boolean holds) {
    return open(sequence).withHolds(holds);
  }

  private void chain(int length) {
    exchange.judgeBy(this::judge);
    for (int i = 0; i < length; i++) {
      exchange.applied(i, open(i), G, H);
    }
  }

  private List<Condition> takeTold(long sequence) {
    List<Condition> told = new ArrayList<>();
    for (Sent sent : exchange.sent()) {
      for (Statement statement : sent.statements()) {
        if (statement.id().equals(id(sequence))) {
          told.add(statement.status().condition());
        }
      }
    }
    exchange.sent().clear();
    return told;
  }

  @Test
  void eachMessageOfAChainIsJudgedWhenTheOneBeforeItIsDecided() {
    chain(4);
    exchange.sent().clear();
    exchange.hear(
        H,
        Statement.of(id(0), open(0)),
        Statement.of(id(1), open(1)),
        Statement.of(id(2), open(2)),
        Statement.of(id(3), open(3)));
    assertThat(judged).containsExactly(1L);
    assertThat(takeTold(1)).containsExactly(Condition.FAILS);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(0), 0, true));

    exchange.hear(H, 1, verdict(1, true));
    assertThat(judged).containsExactly(1L, 2L);
    assertThat(takeTold(2)).containsExactly(Condition.HOLDS);
    assertThat(exchange.takeAppended()).containsExactly(new Entry.Execute(id(1), 1, false));

    exchange.hear(H, Statement.of(id(3), verdict(3, true)), Statement.of(id(2), verdict(2, true)));
    assertThat(judged).containsExactly(1L, 2L, 3L);
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(2), 2, true), new Entry.Execute(id(3), 3, false));
  }

  @Test
  void aVerdictIsNotTakenBackByWhatWasToldBefore() {
    chain(2);
    exchange.hear(H, Statement.of(id(0), open(0)), Statement.of(id(1), verdict(1, true)));
    exchange.hear(H, 1, open(1));
    assertThat(exchange.takeAppended())
        .containsExactly(new Entry.Execute(id(0), 0, true), new Entry.Execute(id(1), 1, false));
    exchange.sent().clear();
    exchange.applied(1, open(1), G, H);
    assertThat(exchange.hear(H, 1, verdict(1, true)).statuses().get(0).condition())
        .as("nor by the own log")
        .isEqualTo(Condition.FAILS);
  }

  @Test
  void whatWasToldStaysThoughTheOwnLogFindsOtherwise() {
    chain(2);
    exchange.hear(H, Statement.of(id(0), open(0)), Statement.of(id(1), open(1)));
    exchange.applied(1, new MessageStatus(MessageStatus.State.VOTED, 1, true, true), G, H);
    assertThat(exchange.hear(H, 1, open(1)).statuses().get(0).condition())
        .isEqualTo(Condition.FAILS);
  }

  @Test
  void onlyLeadersJudge() {
    exchange.lead(false);
    chain(2);
    exchange.hear(H, Statement.of(id(0), open(0)), Statement.of(id(1), open(1)));
    assertThat(judged).isEmpty();
    exchange.lead(true);
    exchange.hear(H, Statement.of(id(0), open(0)), Statement.of(id(1), open(1)));
    assertThat(judged).containsExactly(1L);
  }
}
