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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When queries of several groups are asked in rounds. */
class RoundsChoiceTest {
  private final RoundsChoice choice = new RoundsChoice();

  private int messagesInARow() {
    int messages = 0;
    while (!choice.begin(1)) {
      messages++;
      choice.endMessage();
    }
    return messages;
  }

  @Test
  void fewAtOnceAreMessages() {
    assertThat(choice.begin(3)).isFalse();
    assertThat(choice.begin(3)).isFalse();
    assertThat(choice.begin(3)).isTrue();
    choice.endRounds(true);
    assertThat(choice.begin(3)).as("as many again").isTrue();
    choice.endRounds(true);
    choice.endMessage();
    assertThat(choice.begin(3)).isFalse();
  }

  @Test
  void eachFailureInARowMakesTwiceAsManyMessages() {
    choice.begin(1);
    choice.endRounds(false);
    for (int messages : new int[] {1, 2, 4, 8, 16, 16}) {
      assertThat(messagesInARow()).isEqualTo(messages);
      choice.endRounds(false);
    }
    assertThat(messagesInARow()).isEqualTo(16);
    choice.endRounds(true);
    assertThat(messagesInARow()).as("after a success").isZero();
  }
}
