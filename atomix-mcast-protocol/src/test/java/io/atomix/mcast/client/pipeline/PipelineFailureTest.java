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
package io.atomix.mcast.client.pipeline;

import static io.atomix.mcast.client.pipeline.Lab.event;
import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.waiting;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Result;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What a caller is told when the session is lost, or an answer cannot be had: whether its operation
 * was applied.
 */
class PipelineFailureTest {
  private final Lab lab = new Lab();
  private final RuntimeException expired = new IllegalStateException("its Raft session expired");

  private static void assertNotApplied(CompletableFuture<?> future) {
    assertThat(Lab.failureOf(future))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("data-1")
        .hasMessageContaining("nothing was applied")
        .hasMessageContaining("its Raft session expired")
        .matches(error -> ((NotAppliedException) error).isTransient());
  }

  private static void assertUnknown(CompletableFuture<?> future, String why) {
    assertThat(Lab.failureOf(future))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("data-1")
        .hasMessageContaining("whether it was applied is unknown")
        .hasMessageContaining(why);
  }

  @Test
  void whatWasNotSentWasNotAppliedAndWhatWasSentIsUnknown() {
    Submission deferred = lab.write(writes("map", 1));
    lab.raft.answer(waiting());
    Submission sent = lab.write(writes("map", 1));
    Submission unsent = lab.write(writes("map", 1));
    lab.pipeline.fail(expired);
    assertUnknown(deferred.result(), "its Raft session expired");
    assertUnknown(sent.result(), "its Raft session expired");
    assertNotApplied(unsent.result());
  }

  @Test
  void whatIsSubmittedLaterIsNotSent() {
    lab.pipeline.fail(expired);
    assertNotApplied(lab.write(writes("map", 1)).result());
    assertNotApplied(lab.query(reads("map", 1)));
    assertThat(lab.raft.batchesUnderWay()).isZero();
    assertThat(lab.raft.readsUnderWay()).isZero();
  }

  @Test
  void queriesChangeNothingSoTheyMayBeTriedAgain() {
    CompletableFuture<Result> asked = lab.query(reads("map", 1));
    CompletableFuture<Result> gathered = lab.query(reads("map", 1));
    lab.pipeline.fail(expired);
    assertNotApplied(asked);
    assertNotApplied(gathered);
    lab.raft.answerRead(value(1));
    assertThat(lab.raft.readsUnderWay()).isZero();
  }

  @Test
  void nothingWaitsForASessionThatNeverAnswersAgain() {
    Submission sent = lab.write(writes("map", 1));
    lab.pipeline.forget(sent.sequence());
    lab.pipeline.fail(expired);
    assertUnknown(sent.answer(), "expired");
    assertUnknown(sent.deferred(), "expired");
  }

  @Test
  void anAnswerThatComesAfterTheEndMeansNothing() {
    Submission sent = lab.write(writes("map", 1));
    lab.deliver(event(1, 99));
    lab.pipeline.fail(expired);
    lab.raft.answer(finished(1));
    assertUnknown(sent.result(), "expired");
    assertThat(lab.told).isEmpty();
    lab.after(60_000, 1000);
    assertThat(lab.raft.batchesUnderWay()).isZero();
  }

  @Test
  void theFirstReasonCounts() {
    lab.pipeline.fail(expired);
    lab.pipeline.fail(new IllegalStateException("another"));
    assertNotApplied(lab.write(writes("map", 1)).result());
  }

  @Test
  void aBatchThatFailsAloneIsUnknownAndTheNextOneGoes() {
    Submission first = lab.write(writes("map", 1));
    Submission second = lab.write(writes("map", 1));
    lab.raft.failBatch(new IllegalStateException("no answer"));
    assertUnknown(first.result(), "no answer");
    lab.raft.answer(finished(2));
    assertThat(second.result()).isCompleted();
  }

  @Test
  void anAnswerThatCannotBeUnderstoodIsAnUnknownOutcome() {
    byte[] good = new Answer.AnswerBatch(1, true, List.of(finished(1))).encode();
    for (int length = 0; length < good.length; length++) {
      Submission write = lab.write(writes("map", 1));
      lab.raft.answerBytes(Arrays.copyOf(good, length));
      assertUnknown(write.result(), "The answer to a batch");
    }
  }

  @Test
  void anAnswerWithTooFewOrTooManyPartsIsNobodysAnswer() {
    for (List<Answer> answers :
        List.<List<Answer>>of(
            List.of(), List.of(finished(1)), List.of(finished(1), finished(2), finished(3)))) {
      lab.write(writes("map", 9));
      Submission one = lab.write(writes("map", 1));
      Submission two = lab.write(writes("map", 2));
      lab.raft.answer(finished(9));
      lab.raft.answerBytes(new Answer.AnswerBatch(1, true, answers).encode());
      assertUnknown(one.result(), "holds " + answers.size() + " answers");
      assertUnknown(two.result(), "holds " + answers.size() + " answers");
    }
  }

  @Test
  void aSessionThatRefusesRequestsAtOnceFailsThemAll() {
    lab.raft.breakDown();
    assertUnknown(lab.write(writes("map", 1)).result(), "Session not open");
    assertUnknown(lab.query(reads("map", 1)), "Session not open");
    assertThat(lab.pipeline.hello()).isCompletedExceptionally();
  }

  @Test
  void aFirstBatchThatIsNotUnderstoodFails() {
    CompletableFuture<Void> hello = lab.pipeline.hello();
    lab.raft.answerBytes(new byte[] {42});
    assertThat(hello).isCompletedExceptionally();
  }
}
