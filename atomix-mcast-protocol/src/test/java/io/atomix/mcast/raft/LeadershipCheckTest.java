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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LeadershipCheckTest {
  private static final LeadershipCheck.Others TWO_OF_FIVE =
      new LeadershipCheck.Others(
          List.of("m2", "m3", "m4", "m5").stream().map(MemberId::from).toList(), 2);

  private final Queue<CompletableFuture<Long>> questions = new ArrayDeque<>();
  private final LeadershipCheck check =
      new LeadershipCheck(
          member -> {
            CompletableFuture<Long> question = new CompletableFuture<>();
            questions.add(question);
            return question;
          });

  private void answer(long term) {
    questions.remove().complete(term);
  }

  private void fail() {
    questions.remove().completeExceptionally(new TimeoutException("cut off"));
  }

  @Test
  void aMemberAloneAsksNobody() {
    assertThat(check.holds(7, new LeadershipCheck.Others(List.of(), 0))).isCompletedWithValue(true);
    assertThat(questions).isEmpty();
  }

  @Test
  void theTermHoldsWhenAMajorityKnowsNoLaterOne() {
    CompletableFuture<Boolean> holds = check.holds(7, TWO_OF_FIVE);
    answer(7);
    assertThat(holds).isNotDone();
    fail();
    answer(8);
    assertThat(holds).isNotDone();
    answer(6);
    assertThat(holds).isCompletedWithValue(true);
  }

  @Test
  void itDoesNotWhenAMajorityIsNotToBeHad() {
    CompletableFuture<Boolean> holds = check.holds(7, TWO_OF_FIVE);
    answer(8);
    answer(7);
    fail();
    assertThat(holds).isNotDone();
    fail();
    assertThat(holds).isCompletedWithValue(false);
  }

  @Test
  void aMemberThatCannotEvenBeAskedHasNotAnswered() {
    LeadershipCheck stopped =
        new LeadershipCheck(
            member -> {
              throw new IllegalStateException("stopped");
            });
    assertThat(stopped.holds(7, TWO_OF_FIVE)).isCompletedWithValue(false);
    assertThat(stopped.holds(7, TWO_OF_FIVE)).isCompletedWithValue(false);
  }

  @Test
  void whoComesLaterIsAnsweredByARoundThatBeginsLater() {
    CompletableFuture<Boolean> first = check.holds(7, TWO_OF_FIVE);
    CompletableFuture<Boolean> second = check.holds(7, TWO_OF_FIVE);
    CompletableFuture<Boolean> third = check.holds(7, TWO_OF_FIVE);
    assertThat(questions).as("of the first round").hasSize(4);
    answer(7);
    answer(7);
    assertThat(first).isCompletedWithValue(true);
    assertThat(second).as("who was asked before it came").isNotDone();
    answer(7);
    answer(7);
    assertThat(second).isNotDone();
    assertThat(questions).as("of one round for both").hasSize(4);
    answer(7);
    answer(7);
    assertThat(second).isCompletedWithValue(true);
    assertThat(third).isCompletedWithValue(true);
    fail();
    fail();
    assertThat(questions).isEmpty();
  }

  @Test
  void anEarlierTermIsOver() {
    check.holds(7, TWO_OF_FIVE);
    CompletableFuture<Boolean> earlier = check.holds(7, TWO_OF_FIVE);
    CompletableFuture<Boolean> later = check.holds(9, TWO_OF_FIVE);
    for (int i = 0; i < 8; i++) {
      answer(9);
    }
    assertThat(later).isCompletedWithValue(true);
    assertThat(earlier).isCompletedWithValue(false);
  }
}
