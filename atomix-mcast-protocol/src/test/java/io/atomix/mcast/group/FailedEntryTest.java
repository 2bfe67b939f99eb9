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
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A fault of ours strikes in the middle of an entry. */
class FailedEntryTest {
  private final TestReplica replica = new TestReplica(G, "m1");
  private final TestClient ann = new TestClient(1);
  private long index;

  private byte[] apply(Command... commands) {
    replica.tick(++index, 1_000_000);
    byte[] batch = new Batch(ann.id(), 0, 0, List.of(commands)).encode();
    return replica.batch(ann.raftSession(), ann.member(), batch);
  }

  @Test
  void itsReplicaIsToldWhatCameOfItBefore() {
    Answer.AnswerBatch opened =
        Answer.AnswerBatch.decode(apply(Texts.open(ann, STORE, StoreService.TYPE.name())));
    long session = TestGroup.sessionOf(((Answer.Finished) opened.answers().get(0)).result());
    long voted = ann.next();
    Command.Local failing = put(ann, session, "y", "2");
    replica.host().take();
    replica.host().failWith(ann.message(failing.sequence()));

    assertThatThrownBy(() -> apply(putBoth(voted, session, "x", "1"), failing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("thrown by the test");
    assertThat(replica.host().remembered())
        .as("what the exchange is told, so that other groups hear of the vote")
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.id()).isEqualTo(ann.message(voted));
              assertThat(change.status().state()).isEqualTo(MessageStatus.State.VOTED);
            });
  }
}
