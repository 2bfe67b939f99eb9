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
package io.atomix.mcast.group;

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What answers take along for a client that listens. */
class CarriedEventsTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);

  private long open(TestClient client, boolean listens) {
    long session = group.open(client, STORE, StoreService.TYPE);
    if (listens) {
      group.submit(client, local(client, session, command("listen"), GroupFootprint.none(STORE)));
    }
    return session;
  }

  private Answer.AnswerBatch batch(TestClient client, long received, Command... commands) {
    return group.bytes(client, new Batch(client.id(), 0, received, List.of(commands)).encode());
  }

  private static List<String> shown(Answer.AnswerBatch batch) {
    return batch.notifications().stream()
        .map(each -> each.after() + ": item " + each.notification().number())
        .toList();
  }

  @Test
  void whatOthersPublishedComesFirstAndWhatACommandPublishesBehindItsAnswer() {
    long anns = open(ann, true);
    long bobs = open(bob, false);
    group.submit(bob, put(bob, bobs, "x", "1"));
    Answer.AnswerBatch answer = batch(ann, 0, put(ann, anns, "x", "2"), put(ann, anns, "y", "1"));
    assertThat(shown(answer)).containsExactly("0: item 1", "1: item 2", "2: item 3");
  }

  @Test
  void whatTheClientHasIsNotTakenAlong() {
    long anns = open(ann, true);
    group.submit(ann, put(ann, anns, "x", "1"));
    assertThat(shown(batch(ann, 1, put(ann, anns, "x", "2")))).containsExactly("1: item 2");
    assertThat(shown(batch(ann, 2))).isEmpty();
  }

  @Test
  void nothingIsTakenAlongForWhoeverDoesNotListen() {
    open(ann, true);
    long bobs = open(bob, false);
    Answer.AnswerBatch answer = batch(bob, 0, put(bob, bobs, "x", "1"));
    assertThat(answer.notifications()).isEmpty();
  }

  @Test
  void anAnswerTakesNoMoreAlongThanItShould() {
    open(ann, true);
    long bobs = open(bob, false);
    for (int i = 0; i < 1100; i++) {
      group.submit(bob, put(bob, bobs, "x", "v" + i));
    }
    assertThat(batch(ann, 0).notifications()).hasSize(1000);
  }

  @Test
  void resultsOfQueriesTakeAlongWhatHappenedBefore() {
    long anns = open(ann, true);
    group.submit(ann, put(ann, anns, "x", "1"));
    group.submit(ann, put(ann, anns, "x", "2"));
    var get = new ReadRequest.Query(anns, query("get", "x"), reads("x"));
    assertThat(notifications(new ReadRequest.Queries(0, true, 1, List.of(get))))
        .containsExactly(2L);
    assertThat(notifications(new ReadRequest.Queries(0, false, 0, List.of(get))))
        .containsExactly(1L, 2L);
    assertThat(notifications(new ReadRequest.Queries(0, true, 2, List.of(get)))).isEmpty();
  }

  private List<Long> notifications(ReadRequest.Queries request) {
    ReadAnswer.QueryResults results = (ReadAnswer.QueryResults) group.read(ann, request);
    assertThat(results.results()).doesNotContainNull();
    return results.notifications().stream().map(Notification::number).toList();
  }
}
