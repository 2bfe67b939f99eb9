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

import static io.atomix.mcast.client.pipeline.Lab.refused;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.votedNotFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Results of one message to two groups: by the votes, by executions, by refusals. */
class MulticastCallTest extends MulticastCallFixture {
  @Test
  void eachGroupIsGivenTheMessageUnderOneNumberWithItsOwnSession() {
    write(true);
    Command.Multicast toG = (Command.Multicast) g.raft.commands().get(0);
    Command.Multicast toH = (Command.Multicast) h.raft.commands().get(0);
    assertThat(toG.sequence()).isEqualTo(toH.sequence());
    assertThat(List.of(toG.session(), toH.session())).containsExactly(5L, 6L);
    assertThat(toG.destinations()).containsExactly(Lab.G, Lab.H);
  }

  @Test
  void aTracerHearsOfItsCallAndOfItsEnd() {
    List<ProtocolEvent> heard = new ArrayList<>();
    local.trace(
        new Tracer() {
          @Override
          public void atCaller(long micros, ProtocolEvent event) {
            heard.add(event);
          }
        });
    write(false);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(voted(0, NOTHING));
    write(false);
    g.raft.answer(votedNotFirst(1));
    h.raft.answer(voted(0, NOTHING));
    result(g, 2, value(1));
    write(true);
    g.raft.answer(voted(0, NOTHING));
    h.raft.answer(new Answer.Finished(refused()));
    local.trace(Tracer.NONE);
    write(true);
    assertThat(heard)
        .containsExactly(
            called(1),
            new ProtocolEvent.Returned(local.messageId(1), ProtocolEvent.Ending.EARLY),
            called(2),
            new ProtocolEvent.Returned(local.messageId(2), ProtocolEvent.Ending.EXECUTED),
            called(3),
            new ProtocolEvent.Returned(local.messageId(3), ProtocolEvent.Ending.FAILED));
  }

  private ProtocolEvent called(long sequence) {
    return new ProtocolEvent.Called(local.messageId(sequence), "map", Set.of(Lab.G, Lab.H));
  }

  @Test
  void rule8CompletesWithEqualVotesThatAreAllFirst() {
    CompletableFuture<List<Result>> call = write(false);
    h.raft.answer(voted(3, value(2)));
    assertThat(call).isNotDone();
    g.raft.answer(voted(3, value(1)));
    assertResults(call, value(1), value(2));
  }

  @Test
  void rule8DoesNotCompleteWithUnequalVotes() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(3, NOTHING));
    h.raft.answer(voted(4, NOTHING));
    assertThat(call).isNotDone();
    result(h, value(9));
    assertResults(call, value(9));
  }

  @Test
  void rule8DoesNotCompleteWithEqualVotesOneOfWhichIsNotFirst() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(3, NOTHING));
    h.raft.answer(votedNotFirst(3));
    assertThat(call).isNotDone();
    result(g, value(9));
    assertResults(call, value(9));
  }

  @Test
  void aWriteWhoseResultsAreWantedWaitsForAllOfThem() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    assertThat(call).isNotDone();
    result(h, value(2));
    assertThat(call).isNotDone();
    result(g, value(1));
    assertResults(call, value(1), value(2));
  }

  @Test
  void aWriteWithoutAResultIsCompleteOnceItIsExecutedAnywhere() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    result(g, value(1));
    assertResults(call, value(1));
    h.raft.answer(voted(0, NOTHING));
  }

  @Test
  void aResultMayComeBeforeTheAnswer() {
    CompletableFuture<List<Result>> call = write(true);
    result(g, value(1));
    result(h, value(2));
    assertResults(call, value(1), value(2));
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void aRefusalFailsTheCallAtOnce() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(new Answer.Finished(refused()));
    assertNotApplied(call);
    assertThat(local.resolvedBelow()).as("H may still hear of it").isEqualTo(1);
    h.raft.answer(voted(0, null));
    assertThat(local.resolvedBelow()).isEqualTo(2);
  }

  @Test
  void anAbortAfterTheVoteFailsTheCall() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    result(g, refused());
    assertNotApplied(call);
    h.raft.answer(voted(1, NOTHING));
  }

  @Test
  void aServiceThatThrowsIsAResult() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(voted(0, null));
    h.raft.answer(voted(0, null));
    Result thrown = new Result.Failed(Result.Cause.SERVICE, "no");
    result(g, thrown);
    result(h, value(2));
    assertResults(call, thrown, value(2));
  }

  @Test
  void anUnknownSessionFailsTheCall() {
    CompletableFuture<List<Result>> call = write(true);
    g.raft.answer(new Answer.Finished(new Result.Failed(Result.Cause.UNKNOWN_SESSION, "gone")));
    assertThat(Lab.failureOf(call)).isInstanceOf(PrimitiveException.UnknownSession.class);
    h.raft.answer(voted(0, null));
  }

  @Test
  void lateNotificationsOfACallThatIsOverAreAcknowledgedAndIgnored() {
    CompletableFuture<List<Result>> call = write(false);
    g.raft.answer(voted(1, NOTHING));
    h.raft.answer(voted(1, NOTHING));
    assertThat(call).isCompleted();
    assertThat(g.deliver(new Notification.Deferred(1, 1, value(1)))).isEqualTo(1);
    g.after(Lab.UNACKNOWLEDGED, 60_000);
    assertThat(g.raft.batch().received()).isEqualTo(1);
    g.after(60_000, 1000);
    assertThat(g.raft.readsUnderWay()).as("nothing is late").isZero();
  }
}
