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

import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.refused;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Losses: the session of one group, an answer or a result is lost before the call knows how it
 * ends.
 */
class MulticastCallLossTest extends MulticastCallFixture {
  @Test
  void aCallThatOneGroupWasNeverSentTookEffectNowhere() {
    h.write(writes("other", 1));
    CompletableFuture<List<Result>> call = write(true);
    g.write(writes("other", 1));
    g.raft.answer(voted(0, null), finished(1));
    h.pipeline.fail(LOST);
    assertNotApplied(call);
  }

  @Test
  void aCallIsNotSentToAnyGroupWhenOneIsLost() {
    h.pipeline.fail(LOST);
    CompletableFuture<List<Result>> call = write(true);
    assertNotApplied(call);
    assertThat(Lab.failureOf(call)).hasMessageContaining("data-2");
    assertThat(g.raft.batchesUnderWay()).isZero();
    assertThat(local.resolvedBelow()).isEqualTo(2);
    assertThat(g.write(writes("map", 1)).result()).as("what comes next is not held up").isNotDone();
    assertThat(g.raft.batchesUnderWay()).isEqualTo(1);
  }

  @Test
  void aLostResultThatIsWantedIsAnUnknownOutcomeThatSaysItWasApplied() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    h.pipeline.fail(LOST);
    assertThat(call).as("G will say whether it was applied").isNotDone();
    result(g, value(1));
    assertUnknown(call);
    assertThat(Lab.failureOf(call)).hasMessageContaining("was applied");
  }

  @Test
  void aLostAnswerDoesNotMatterWhereNoResultIsWantedAndAnotherGroupExecutes() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    h.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    result(g, value(1));
    assertResults(call, value(1));
  }

  @Test
  void aLostAnswerIsAnUnknownOutcomeWhereTheOthersTakeItForKnown() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(0, NOTHING));
    assertThat(call).isNotDone();
    h.raft.failBatch(LOST);
    assertUnknown(call);
  }

  @Test
  void theOrderOfAnswerAndLossDoesNotMatter() {
    CompletableFuture<List<Result>> call = write(false);
    h.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    g.raft.answer(voted(0, NOTHING));
    assertUnknown(call);
  }

  @Test
  void allAnswersLostIsAnUnknownOutcome() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    h.raft.failBatch(LOST);
    assertUnknown(call);
  }

  @Test
  void anAbortIsToldThoughAnotherAnswerWasLost() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.failBatch(LOST);
    h.raft.answer(voted(0, null));
    result(h, refused());
    assertNotApplied(call);
  }

  @Test
  void aNumberIsResolvedWhenNoGroupCanHearOfItAnyMore() {
    CompletableFuture<List<Result>> call = write(false);
    assertThat(g.raft.batch().resolvedBelow()).isEqualTo(1);
    g.raft.answer(voted(2, NOTHING));
    result(g, value(1));
    assertThat(call).isCompleted();
    assertThat(local.resolvedBelow()).as("H may still hear of it").isEqualTo(1);
    h.raft.failBatch(LOST);
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void aSessionThatCannotBeAskedForLeavesNothingBehind() {
    Entrance broken =
        new Entrance() {
          @Override
          public GroupId group() {
            return Lab.H;
          }

          @Override
          public CompletableFuture<HostedSessionClient.OpenedSession> whenOpen() {
            throw new IllegalStateException("no memory");
          }
        };
    CompletableFuture<List<Result>> call =
        MulticastCall.submit(
            local,
            MulticastMessage.to(
                List.of(
                    Destinations.destination(g, 5, writes("map", 1)),
                    Destination.deletion(broken, "map")),
                true,
                true),
            true,
            group -> null);
    assertThat(call).isCompletedExceptionally();
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void groupsAreNamedInErrors() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    h.pipeline.fail(LOST);
    result(g, value(1));
    for (GroupId group : List.of(Lab.G, Lab.H)) {
      assertThat(Lab.failureOf(call)).hasMessageContaining(group.toString());
    }
  }
}
