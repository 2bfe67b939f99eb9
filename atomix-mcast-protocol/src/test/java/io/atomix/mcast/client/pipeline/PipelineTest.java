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

import static io.atomix.mcast.client.pipeline.Lab.deferred;
import static io.atomix.mcast.client.pipeline.Lab.event;
import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.waiting;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private final Lab lab = new Lab();

  @Test
  void oneBatchIsUnderWayAndTheRestGathersInItsOrder() {
    Submission a = lab.write(writes("map", 1));
    Submission b = lab.write(writes("map", 2));
    Submission c = lab.write(writes("other", 1));
    assertThat(lab.sequences()).containsExactly(a.sequence());
    lab.raft.answer(finished(1));
    assertThat(lab.sequences()).containsExactly(b.sequence(), c.sequence());
    lab.raft.answer(finished(2), finished(3));
    assertThat(lab.raft.batchesUnderWay()).isZero();
    assertThat(List.of(a, b, c))
        .extracting(submission -> submission.result().getNow(null))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(value(1), value(2), value(3));
  }

  @Test
  void aBatchFitsIntoAnEntry() {
    lab.write(writes("map", 1));
    List<Submission> gathered = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      gathered.add(lab.write(writes("map", i), 1000));
    }
    lab.raft.answerAll(finished(0));
    List<Long> sent = new ArrayList<>();
    while (lab.raft.batchesUnderWay() > 0) {
      assertThat(lab.raft.batch().encode().length).isLessThanOrEqualTo(Lab.MAX_ENTRY_BYTES);
      assertThat(lab.sequences().size()).isBetween(1, 3);
      sent.addAll(lab.sequences());
      lab.raft.answerAll(finished(0));
    }
    assertThat(sent).isEqualTo(gathered.stream().map(Submission::sequence).toList());
  }

  @Test
  void aResultMayComeLaterThanItsAnswerOrEarlier() {
    Submission late = lab.write(writes("map", 1));
    lab.raft.answer(waiting());
    assertThat(late.result()).isNotDone();
    lab.deliver(deferred(1, late, 5));
    assertThat(late.result()).isCompletedWithValueMatching(is(5));

    Submission early = lab.write(writes("map", 1));
    lab.deliver(deferred(2, early, 6));
    assertThat(early.result()).isNotDone();
    lab.raft.answer(waiting());
    assertThat(early.result()).isCompletedWithValueMatching(is(6));
  }

  @Test
  void whatIsDeliveredAgainIsToldOnce() {
    Submission write = lab.write(writes("map", 1));
    lab.raft.answer(waiting());
    lab.note("result", write.result());
    assertThat(lab.deliver(event(1, 1), deferred(2, write, 5))).isEqualTo(2);
    assertThat(lab.deliver(event(1, 1), deferred(2, write, 5), event(3, 1))).isEqualTo(3);
    assertThat(lab.deliver(event(3, 1))).isEqualTo(3);
    assertThat(lab.told).containsExactlyInAnyOrder("item 1", "result", "item 3");
  }

  @Test
  void eventsAndResultsComeInTheOrderOfTheirNumbers() {
    Submission write = lab.write(writes("map", 1));
    lab.raft.answer(waiting());
    lab.note("result", write.result());
    assertThat(lab.deliver(event(2, 1), deferred(3, write, 5))).isZero();
    assertThat(lab.told).isEmpty();
    assertThat(lab.deliver(event(1, 1))).isEqualTo(3);
    assertThat(lab.told).containsExactly("item 1", "item 2", "result");
  }

  @Test
  void anEventComesAfterTheAnswerToTheCommandThatCausedIt() {
    lab.raft.index(10);
    Submission write = lab.write(writes("map", 1));
    lab.note("result", write.result());
    lab.deliver(event(1, 11));
    assertThat(lab.told).isEmpty();
    lab.raft.answer(finished(1));
    assertThat(lab.told).containsExactly("result", "item 1");
  }

  @Test
  void anEventOfAnEarlierEntryDoesNotWaitForTheBatchThatIsUnderWay() {
    lab.raft.index(10);
    lab.write(writes("map", 1));
    lab.raft.answer(finished(1));
    lab.write(writes("map", 1));
    lab.deliver(event(1, 11), event(2, 12));
    assertThat(lab.told).containsExactly("item 1");
  }

  @Test
  void eachBatchAcknowledgesTheNotificationsThatAreHereWithAllBefore() {
    lab.deliver(event(1, 1), event(3, 1));
    lab.write(writes("map", 1));
    assertThat(lab.raft.batch().received()).isEqualTo(1);
  }

  @Test
  void notificationsAreAcknowledgedWhenThereIsNothingElseToSend() {
    lab.deliver(event(1, 1));
    lab.after(10, 1000);
    assertThat(lab.raft.batchesUnderWay()).as("a command may come soon").isZero();
    lab.after(Lab.UNACKNOWLEDGED, 1000);
    assertThat(lab.raft.batch().received()).isEqualTo(1);
    assertThat(lab.raft.commands()).isEmpty();
    lab.after(Lab.UNACKNOWLEDGED, 1000);
    lab.raft.answer();
    lab.after(Lab.UNACKNOWLEDGED, 1000);
    assertThat(lab.raft.batchesUnderWay()).isZero();
  }

  @Test
  void manyNotificationsAreAcknowledgedSoon() {
    for (int number = 1; number <= 1000; number++) {
      lab.deliver(event(number, 1));
    }
    lab.after(10, 1000);
    assertThat(lab.raft.batch().received()).isEqualTo(1000);
  }

  @Test
  void anAcknowledgementThatFailsIsMadeAgain() {
    lab.deliver(event(1, 1));
    lab.after(Lab.UNACKNOWLEDGED, 1000);
    lab.raft.failBatch(new IllegalStateException("lost"));
    lab.after(Lab.UNACKNOWLEDGED, 1000);
    assertThat(lab.raft.batch().received()).isEqualTo(1);
  }

  @Test
  void lateResultsAreAskedForAgain() {
    Submission write = lab.write(writes("map", 1));
    lab.after(5000, 1000);
    assertThat(lab.raft.readsUnderWay()).as("its batch is not answered yet").isZero();
    lab.raft.answer(waiting());
    lab.after(900, 1000);
    assertThat(lab.raft.readsUnderWay()).isZero();
    lab.after(200, 1000);
    assertThat(lab.raft.read()).isEqualTo(new ReadRequest.FetchNotifications(0));
    lab.after(500, 1000);
    assertThat(lab.raft.readsUnderWay()).isEqualTo(1);
    lab.raft.answerRead(
        new ReadAnswer.StoredNotifications(new Delivery(7, List.of(deferred(1, write, 5))))
            .encode());
    assertThat(write.result()).isCompletedWithValueMatching(is(5));
    lab.after(5000, 1000);
    assertThat(lab.raft.readsUnderWay()).isZero();
  }

  @Test
  void lateResultsAreAskedForAlsoWhileOthersComeAllTheTime() {
    Submission write = lab.write(writes("map", 1));
    lab.raft.answer(waiting());
    for (int i = 0; i < 20 && lab.raft.readsUnderWay() == 0; i++) {
      lab.write(writes("other", i));
      lab.after(100, 1000);
      lab.raft.answer(finished(0));
    }
    assertThat(lab.raft.readsUnderWay()).isEqualTo(1);
    assertThat(write.result()).isNotDone();
  }

  @Test
  void anIncomprehensibleAnswerToAskingAgainChangesNothing() {
    Submission write = lab.write(writes("map", 1));
    lab.raft.answer(waiting());
    lab.after(2000, 1000);
    lab.raft.answerRead(new byte[] {1, 77});
    lab.after(2000, 1000);
    lab.raft.failRead(new IllegalStateException("lost"));
    lab.after(2000, 1000);
    assertThat(lab.raft.readsUnderWay()).isEqualTo(1);
    assertThat(write.result()).isNotDone();
  }

  @Test
  void anIdleClientTellsOnceWhatItWillNotSubmitAnyMore() {
    Submission write = lab.write(writes("map", 1));
    lab.raft.answer(finished(1));
    lab.after(9_000, 1000);
    assertThat(lab.raft.batchesUnderWay()).isZero();
    lab.after(2_000, 1000);
    assertThat(lab.raft.batch().resolvedBelow()).isEqualTo(write.sequence() + 1);
    lab.raft.answer();
    lab.after(60_000, 1000);
    assertThat(lab.raft.batchesUnderWay()).isZero();
  }

  @Test
  void aBatchSaysWhatWillNotBeSubmittedAnyMore() {
    long before = lab.local.next();
    Submission write = lab.write(writes("map", 1));
    assertThat(lab.raft.batch().resolvedBelow()).isEqualTo(before);
    lab.raft.answer(finished(1));
    lab.local.resolved(before);
    Submission next = lab.write(writes("map", 1));
    assertThat(write.sequence()).isEqualTo(2);
    assertThat(lab.raft.batch().resolvedBelow()).isEqualTo(next.sequence());
  }

  @Test
  void callersMayCallAgainFromTheirResults() {
    List<Submission> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Submission first = lab.write(writes("map", 1));
      first.result().thenRun(() -> all.add(lab.write(writes("map", 2))));
    }
    lab.raft.answerAll(finished(1));
    lab.raft.answerAll(finished(1));
    while (lab.raft.batchesUnderWay() > 0) {
      lab.raft.answerAll(finished(2));
    }
    assertThat(all).hasSize(3).allMatch(submission -> submission.answer().isDone());
  }

  @Test
  void callersAreNeverToldUnderTheLock() {
    lab.raft.breakDown();
    List<Boolean> locked = new ArrayList<>();
    Submission write = lab.submission(writes("map", 1), OperationType.COMMAND, 1);
    write.answer().whenComplete((done, error) -> locked.add(isLockedForOthers()));
    lab.pipeline.submit(write);
    lab.query(Lab.reads("map", 1)).whenComplete((done, error) -> locked.add(isLockedForOthers()));
    assertThat(locked).containsExactly(false, false);
  }

  private boolean isLockedForOthers() {
    Thread other = new Thread(lab.pipeline::isFailed);
    other.setDaemon(true);
    other.start();
    try {
      other.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return other.isAlive();
  }

  private static Predicate<Result> is(int value) {
    return result -> result instanceof Result.Done done && done.value()[0] == value;
  }

  @Test
  void anAnswerToAllIsGivenToEachWhenTheBatchWasNotUnderstood() {
    Submission a = lab.write(writes("map", 1));
    Answer refusal =
        new Answer.Finished(new Result.Failed(Result.Cause.MALFORMED, "a newer version"));
    lab.raft.answerBytes(new Answer.AnswerBatch(4, false, List.of(refusal)).encode());
    assertThat(a.result())
        .isCompletedWithValueMatching(result -> result.toString().contains("newer"));
  }
}
