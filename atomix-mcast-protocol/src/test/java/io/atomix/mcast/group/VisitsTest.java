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
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.local;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An entry looks at the primitives and clients that it touches, and at those whose time has come,
 * however many others there are.
 */
class VisitsTest {
  private static final int MOST_VISITS = 20;

  private final GroupState state = new GroupState(G, MemberId.from("m1"), new TestHost());
  private final TestClient ann = new TestClient(1);
  private long index;
  private long time = 1_000_000;

  private GroupEffects submit(TestClient client, Command command) {
    index++;
    state.tick(index, time);
    Batch batch = new Batch(client.id(), client.resolvedBelow(), 0, List.of(command));
    return state.apply(
        index, batch, client.raftSession(), MemberId.from("client-" + client.raftSession()));
  }

  private long open(TestClient client, String primitive) {
    GroupEffects effects = submit(client, Texts.open(client, primitive, StoreService.TYPE.name()));
    Answer.Finished answer = (Answer.Finished) effects.answer().answers().get(0);
    return TestGroup.sessionOf(answer.result());
  }

  private static GroupFootprint all(String primitive) {
    return GroupFootprint.whole(primitive, Access.WRITE);
  }

  /** Returns how many visits of primitives and clients something took. */
  private long visitsOf(Runnable what) {
    long before = state.visits();
    what.run();
    return state.visits() - before;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 2000})
  void aPutLooksAtItsOwnPrimitiveAlone(int others) {
    long anns = open(ann, "store");
    for (int i = 0; i < others; i++) {
      TestClient other = new TestClient(1000 + i);
      long session = open(other, "other-" + i);
      if (i % 2 == 0) {
        // A timer that is not due, and one that never will be.
        submit(
            other,
            local(other, session, command("expiring", "k", "v", 1_000_000), all("other-" + i)));
      }
    }
    long visits =
        visitsOf(
            () -> {
              time += 10;
              submit(ann, local(ann, anns, command("put", "x", "1"), all("store")));
            });
    assertThat(visits).isBetween(1L, (long) MOST_VISITS);
    assertThat(state.contents().counts().primitives()).isEqualTo(others + 1);
  }

  @Test
  void timersRunOfThoseWhoseTimeHasCome() {
    List<Long> sessions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sessions.add(open(ann, "p" + i));
    }
    for (int i = 0; i < 500; i++) {
      long delay = i == 250 ? 50 : 100_000;
      submit(ann, local(ann, sessions.get(i), command("expiring", "k", "v", delay), all("p" + i)));
    }
    time += 51;
    long visits = visitsOf(() -> state.tick(++index, time));
    assertThat(visits).isBetween(1L, (long) MOST_VISITS);
    assertThat(state.contents().timers().stamp()).isEqualTo(time - 51 + 100_001);
  }

  @Test
  void theEndOfAClientLooksAtWhatItHad() {
    for (int i = 0; i < 500; i++) {
      open(new TestClient(1000 + i), "p" + i);
    }
    open(ann, "p7");
    open(ann, "p9");
    long visits = visitsOf(() -> state.end(++index, ann.raftSession(), true));
    assertThat(visits).isBetween(2L, 2L * MOST_VISITS);
    assertThat(state.contents().counts().clients()).isEqualTo(500);
  }

  @Test
  void aClientThatComesLooksAtNoOther() {
    for (int i = 0; i < 500; i++) {
      open(new TestClient(1000 + i), "store");
    }
    assertThat(visitsOf(() -> open(ann, "store"))).isBetween(1L, (long) MOST_VISITS);
  }

  /** The sum is kept, where it was counted anew. */
  @Test
  void whatClientsHaveNotReceivedIsSummedUp() {
    long anns = open(ann, "store");
    TestClient bob = new TestClient(2);
    long bobs = open(bob, "store");
    submit(bob, local(bob, bobs, command("listen"), GroupFootprint.none("store")));
    for (int i = 0; i < 3; i++) {
      submit(ann, local(ann, anns, command("put", "x", "" + i), all("store")));
    }
    assertThat(state.contents().counts().undelivered()).isEqualTo(3);
    Batch received = new Batch(bob.id(), 0, 2, List.of());
    GroupEffects heard = state.apply(++index, received, 2, MemberId.from("client-2"));
    assertThat(heard.counts().undelivered()).isEqualTo(1);
    GroupState restored = GroupState.read(G, MemberId.from("m2"), new TestHost(), state.write());
    assertThat(restored.contents().counts()).isEqualTo(heard.counts());
    assertThat(state.end(++index, 2, true).counts().undelivered()).isZero();
  }
}
