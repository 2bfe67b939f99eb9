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
import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.waiting;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Notification;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The order in which a session hears of answers and events, whichever way they come: an answer,
 * what its command published, then later answers; and what was published before anything that an
 * answer shows.
 */
class EventsAndAnswersTest {
  private final Lab lab = new Lab();

  private static Answer.CarriedNotification after(long answers, Notification notification) {
    return new Answer.CarriedNotification(answers, notification);
  }

  private Submission write(String name) {
    Submission submission = lab.write(writes("map", 1));
    lab.note(name, submission.result());
    return submission;
  }

  /** Two commands go as one batch, since a batch was under way when they were called. */
  private void twoInABatch() {
    write("first");
    write("second");
    write("third");
    lab.raft.answer(finished(1));
    assertThat(lab.raft.commands()).hasSize(2);
  }

  @Test
  void whatACommandPublishesIsHeardBehindItsAnswerAndBeforeTheNext() {
    twoInABatch();
    lab.raft.answer(
        List.of(after(0, event(1, 1)), after(1, event(2, 2)), after(2, event(3, 2))),
        finished(2),
        finished(3));
    assertThat(lab.told).containsExactly("first", "item 1", "second", "item 2", "third", "item 3");
  }

  @Test
  void whatCameByItselfIsHeardOnceAndInItsPlace() {
    twoInABatch();
    lab.deliver(event(1, 2), event(2, 2));
    assertThat(lab.told).containsExactly("first");
    lab.raft.answer(
        List.of(after(1, event(1, 2)), after(2, event(2, 2))), finished(2), finished(3));
    lab.deliver(event(1, 2), event(2, 2), event(3, 3));
    assertThat(lab.told).containsExactly("first", "second", "item 1", "third", "item 2", "item 3");
  }

  @Test
  void aQueryIsAnsweredBehindWhatItSaw() {
    lab.note("query", lab.query(reads("map", 1)));
    assertThat(lab.raft.queries().received()).isZero();
    lab.raft.answerReadWith(List.of(event(1, 1), event(2, 2)), value(5));
    assertThat(lab.told).containsExactly("item 1", "item 2", "query");
    assertThat(lab.deliver(event(1, 1), event(2, 2))).isEqualTo(2);
    lab.query(reads("map", 1));
    assertThat(lab.raft.queries().received()).isEqualTo(2);
  }

  @Test
  void aQueryIsAnsweredBehindWhatIsHereButHeldBackForABatch() {
    write("write");
    lab.deliver(event(1, 10));
    lab.note("query", lab.query(reads("other", 1)));
    assertThat(lab.raft.queries().received()).as("it is not told yet").isZero();
    lab.raft.answerReadWith(List.of(event(1, 10)), value(5));
    assertThat(lab.told).containsExactly("item 1", "query");
  }

  @Test
  void aQueryIsAnsweredBehindWhatWasAcknowledgedAndIsHeldBack() {
    write("write");
    lab.deliver(event(1, 10));
    lab.note("query", lab.query(reads("other", 1)));
    lab.raft.index(10);
    lab.raft.answerReadWith(List.of(), value(5));
    assertThat(lab.told).containsExactly("item 1", "query");
  }

  @Test
  void whatAQueryDidNotSeeIsHeldBackBehindIt() {
    write("write");
    lab.deliver(event(1, 10));
    lab.note("query", lab.query(reads("other", 1)));
    lab.raft.index(9);
    lab.raft.answerReadWith(List.of(), value(5));
    assertThat(lab.told).containsExactly("query");
  }

  @Test
  void aResultThatComesLaterDoesNotWaitForABatchAndEventsBeforeItDoNotEither() {
    Submission blocked = write("blocked");
    lab.raft.answer(waiting());
    write("under way");
    lab.deliver(event(1, 10), deferred(2, blocked, 1), event(3, 10));
    assertThat(lab.told).containsExactly("item 1", "blocked");
    lab.raft.answer(finished(2));
    assertThat(lab.told).containsExactly("item 1", "blocked", "under way", "item 3");
  }

  @Test
  void anAnswerDoesNotWaitForAnEventThatIsLostOnTheWay() {
    write("first");
    lab.raft.answer(List.of(after(0, event(1, 1)), after(1, event(2, 1))), finished(1));
    assertThat(lab.told)
        .as("nothing else was delivered")
        .containsExactly("item 1", "first", "item 2");
  }

  @Test
  void aBatchAcknowledgesWhatAnAnswerTookAlong() {
    write("first");
    lab.raft.answer(List.of(after(1, event(1, 1))), finished(1));
    write("second");
    assertThat(lab.raft.batch().received()).isEqualTo(1);
  }
}
