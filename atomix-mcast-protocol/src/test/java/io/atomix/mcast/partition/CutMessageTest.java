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
package io.atomix.mcast.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.client.pipeline.FakeSession;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CutMessageTest {
  private static final UUID CLIENT = new UUID(1, 2);
  private static final TreeSet<GroupId> GROUPS =
      new TreeSet<>(Set.of(new GroupId("data", 1), new GroupId("data", 2)));
  private static final Answer VOTED =
      new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 0, true), null);

  private final FakeSession one = new FakeSession(1);
  private final FakeSession other = new FakeSession(2);
  private final CompletableFuture<Void> submitted =
      new CutMessage(CLIENT, GROUPS).submit(List.of(one, other));

  /** Rule 10: else a group could forget that it has refused it, and vote on it. */
  @Test
  void noGroupGetsItBeforeAllKnowItsClient() {
    Stream.of(one, other)
        .forEach(each -> assertThat(each.batch()).isEqualTo(new Batch(CLIENT, 0, 0, List.of())));
    one.answer();
    assertThat(one.batchesUnderWay()).isZero();
    other.answer();
    Stream.of(one, other)
        .forEach(each -> assertThat(each.commands()).containsExactly(new Command.Cut(1, GROUPS)));
    one.answer(VOTED);
    assertThat(submitted).isNotDone();
    other.answer(VOTED);
    assertThat(submitted).isCompleted();
  }

  @Test
  void itIsNotTakenIfOneGroupHasRefusedIt() {
    one.answer();
    other.answer();
    one.answer(VOTED);
    other.answer(new Answer.Finished(new Result.Failed(Result.Cause.ABORTED, "it came too late")));
    assertThatThrownBy(submitted::join).hasMessageContaining("it came too late");
  }
}
