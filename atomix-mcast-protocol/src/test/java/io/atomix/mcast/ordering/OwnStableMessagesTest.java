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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.OwnStableMessages.StableJudgement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnStableMessagesTest {
  private static final MessageId OTHER = new MessageId(7, 8, 1);

  private final OwnStableMessages<String> own = new OwnStableMessages<>(message(0));

  private static MessageId message(long sequence) {
    return new MessageId(1, 2, sequence);
  }

  private static MessageStatus vote(long timestamp, MessageId... below) {
    List<Position> positions =
        Arrays.stream(below).map(id -> new Position(timestamp - 1, id)).toList();
    return new MessageStatus(
        MessageStatus.State.VOTED, timestamp, below.length == 0, Below.of(positions));
  }

  private boolean takes(long sequence, MessageStatus... answers) {
    return isStable(message(sequence), answers);
  }

  private boolean isStable(MessageId id, MessageStatus... answers) {
    List<StableJudgement<String>> told = own.take(id, List.of(answers), id.toString());
    assertThat(told).as("told at once").hasSize(1);
    return told.get(0).stable();
  }

  @Test
  void aChainIsStableLinkByLink() {
    assertThat(takes(1, vote(0), vote(0))).isTrue();
    assertThat(takes(2, vote(1, message(1)), vote(1, message(1)))).isTrue();
    // It was executed in one of the groups in between.
    assertThat(takes(4, vote(2, message(2)), vote(2))).isTrue();
    assertThat(takes(5, vote(3, message(2), message(4)), vote(3, message(4)))).isTrue();
  }

  @Test
  void behindOneThatIsNotKnownToBeStableNothingIs() {
    assertThat(takes(1, vote(0), vote(1, OTHER))).isFalse();
    assertThat(takes(2, vote(2, message(1)), vote(2, message(1)))).isFalse();
    assertThat(takes(3, vote(3, message(2)), vote(3, message(2)))).isFalse();
    assertThat(takes(4, vote(4), vote(4))).as("nothing is below it").isTrue();
  }

  @Test
  void messagesOfOthersAreNotKnown() {
    assertThat(takes(1, vote(0), vote(0))).isTrue();
    assertThat(takes(2, vote(1, OTHER), vote(1))).isFalse();
    assertThat(takes(3, vote(1, OTHER, message(1)), vote(1, message(1)))).isFalse();
    assertThat(isStable(OTHER, vote(0), vote(0))).isFalse();
    assertThat(takes(4, vote(1, OTHER), vote(1))).isFalse();
  }

  @Test
  void unequalVotesAreRaisedToATimestampWithASetOfItsOwn() {
    assertThat(takes(1, vote(0), vote(0))).isTrue();
    assertThat(takes(2, vote(1, message(1)), vote(2, message(1)))).isFalse();
    assertThat(takes(3, vote(1, message(1)), vote(0))).isFalse();
  }

  @Test
  void aSetThatIsTooLargeToBeToldSaysNothing() {
    MessageStatus tooMany = new MessageStatus(MessageStatus.State.VOTED, 1, false, Below.TOO_MANY);
    assertThat(takes(1, tooMany, tooMany)).isFalse();
    assertThat(takes(2)).isFalse();
  }

  @Test
  void whatWasRefusedIsNotStable() {
    MessageStatus refused = MessageStatus.dropped(MessageStatus.State.REFUSED);
    assertThat(takes(1, vote(0), refused)).isFalse();
    assertThat(takes(2, refused, refused)).isFalse();
  }

  @Test
  void onlyTheLastMessagesAreRemembered() {
    assertThat(takes(1, vote(0), vote(0))).isTrue();
    for (int i = 2; i < 50_000; i++) {
      assertThat(takes(i, vote(0), vote(0))).isTrue();
    }
    assertThat(takes(50_000, vote(1, message(49_999)), vote(1, message(40_000)))).isTrue();
    assertThat(takes(50_001, vote(1, message(1)), vote(1))).isFalse();
  }

  private static StableJudgement<String> told(long sequence, boolean stable) {
    return new StableJudgement<>("" + sequence, stable);
  }

  private List<StableJudgement<String>> take(long sequence, MessageStatus... answers) {
    return own.take(message(sequence), List.of(answers), "" + sequence);
  }

  @Test
  void answersMayComeInAnyOrder() {
    assertThat(take(3, vote(3, message(2)), vote(3))).isEmpty();
    assertThat(take(4, vote(4, message(3)), vote(4))).isEmpty();
    assertThat(take(2, vote(2, message(1)), vote(2))).isEmpty();
    assertThat(take(1, vote(0), vote(0)))
        .containsExactly(told(1, true), told(2, true), told(3, true), told(4, true));
  }

  @Test
  void whatWaitsForAnAnswerThatIsLostIsTold() {
    assertThat(take(2, vote(1, message(1)), vote(1))).isEmpty();
    assertThat(take(3, vote(2, message(2)), vote(2))).isEmpty();
    assertThat(own.lost(message(1))).containsExactly(told(2, false), told(3, false));
    assertThat(own.lost(message(1))).isEmpty();
    assertThat(own.lost(message(2))).isEmpty();
    assertThat(take(4, vote(3, message(2)), vote(3))).containsExactly(told(4, false));
  }

  @Test
  void whatWaitsForSeveralIsToldOnce() {
    assertThat(take(3, vote(1, message(1), message(2)), vote(1, message(1)))).isEmpty();
    assertThat(take(2, vote(0), vote(0))).containsExactly(told(2, true));
    assertThat(take(1, vote(0), vote(0))).containsExactly(told(1, true), told(3, true));
  }
}
