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
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Rule 8: messages to G and H of which a leader says that they are stable; votes and results are
 * given by hand.
 */
class ToldStableTest {
  private static final RuntimeException LOST =
      new IllegalStateException("its Raft session expired");
  private static final Result NOTHING = new Result.Done(null);
  private static final Action WRITE = new HostedOperation("put", OperationType.COMMAND, null);

  private final LocalClient local = new LocalClient();
  private final Lab g = new Lab(Lab.G, local);
  private final Lab h = new Lab(Lab.H, local);

  private CompletableFuture<List<Result>> call(
      GroupFootprint footprint, Action action, boolean resultWanted) {
    return MulticastCall.submit(
        local,
        MulticastMessage.to(
            List.of(
                Destinations.destination(g, 5, action, footprint),
                Destinations.destination(h, 6, action, footprint)),
            resultWanted,
            !resultWanted),
        true,
        group -> null);
  }

  private CompletableFuture<List<Result>> write() {
    return call(writes("map", 1), WRITE, false);
  }

  /** A vote behind something of another client, of a write that takes effect all the same. */
  private static Answer behind(long vote) {
    return new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, vote, false), NOTHING);
  }

  private void stable(long... sequences) {
    g.pipeline.stable(java.util.Arrays.stream(sequences).boxed().toList());
  }

  @Test
  void aWriteWhoseResultNobodyWantsIsCompleteBeforeItIsExecutedAnywhere() {
    CompletableFuture<List<Result>> call = write();
    g.raft.answer(behind(1));
    h.raft.answer(behind(2));
    assertThat(call).isNotDone();
    stable(1);
    assertThat(call).isCompletedWithValue(List.of(NOTHING, NOTHING));
    assertThat(List.of(local.completedEarly(), local.completedStable(), local.completedLate()))
        .containsExactly(0L, 1L, 0L);
    assertThat(g.deliver(new Notification.Deferred(1, 1, value(1))))
        .as("the result of the execution comes and is acknowledged")
        .isEqualTo(1);
  }

  @Test
  void theVotesMayComeLater() {
    CompletableFuture<List<Result>> call = write();
    stable(1);
    g.raft.answer(behind(1));
    assertThat(call).as("H may have voted behind the end of the primitive").isNotDone();
    h.raft.answer(behind(2));
    assertThat(call).isCompleted();
  }

  @Test
  void itIsToldTwiceOrTooLateOrOfNoMessageOfThisClient() {
    CompletableFuture<List<Result>> call = write();
    stable(1, 1, 99, -1);
    g.raft.answer(behind(1));
    h.raft.answer(behind(2));
    assertThat(call).isCompleted();
    stable(1);
    assertThat(local.completedStable()).isEqualTo(1);
  }

  @Test
  void aWriteThatMayComeBehindAnEndWaitsForItsExecution() {
    CompletableFuture<List<Result>> call = write();
    g.raft.answer(behind(1));
    h.raft.answer(new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 2, false), null));
    stable(1);
    assertThat(call).isNotDone();
    Result deleted = new Result.Failed(Result.Cause.DELETED, "it is deleted");
    h.deliver(new Notification.Deferred(1, 1, deleted));
    assertThat(call).isCompletedWithValue(List.of(deleted));
  }

  @Test
  void whoWantsResultsWaitsForThem() {
    CompletableFuture<List<Result>> call = call(writes("map", 1), WRITE, true);
    g.raft.answer(behind(1));
    h.raft.answer(behind(2));
    stable(1);
    assertThat(call).isNotDone();
    g.deliver(new Notification.Deferred(1, 1, value(1)));
    h.deliver(new Notification.Deferred(1, 1, value(2)));
    assertThat(call).isCompleted();
  }

  private static ConditionalAction onlyIf(HostedOperation read) {
    return new ConditionalAction(
        new HostedOperation("is", OperationType.QUERY, null),
        read,
        new HostedOperation("put", OperationType.COMMAND, null),
        null);
  }

  /** A vote behind something that cannot change what the group has found of the condition. */
  private static Answer judged(long vote, boolean holds) {
    MessageStatus status =
        new MessageStatus(MessageStatus.State.VOTED, vote, false).withHolds(holds);
    return new Answer.Voted(status, verdict(holds));
  }

  private static Result verdict(boolean holds) {
    return new Result.Done(new GroupVerdict(holds, null, null, null).encode());
  }

  @Test
  void aConditionHeldThatWasJudgedWithTheVotesIfALeaderSaysThatItsMessageIsStable() {
    CompletableFuture<List<Result>> call = call(writes("map", 1), onlyIf(null), false);
    g.raft.answer(judged(1, false));
    h.raft.answer(judged(2, true));
    assertThat(call).isNotDone();
    stable(1);
    assertThat(call).isCompleted();
    assertThat(call.join())
        .as("G has judged anew behind what a raise has put below the message")
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(verdict(true), verdict(true));
  }

  @Test
  void aConditionThatWasNotJudgedWithEachVoteIsHeardOfByItsExecution() {
    CompletableFuture<List<Result>> call = call(writes("map", 1), onlyIf(null), false);
    g.raft.answer(judged(1, true));
    MessageStatus open =
        new MessageStatus(MessageStatus.State.VOTED, 2, false)
            .withCondition(MessageStatus.Condition.OPEN);
    h.raft.answer(new Answer.Voted(open, null));
    stable(1);
    assertThat(call).as("H may have voted behind the end of the primitive").isNotDone();
    g.deliver(new Notification.Deferred(1, 1, verdict(true)));
    assertThat(call).isCompleted();
  }

  @Test
  void whoReadsWaits() {
    HostedOperation read = new HostedOperation("get", OperationType.QUERY, null);
    CompletableFuture<List<Result>> call = call(writes("map", 1), onlyIf(read), false);
    g.raft.answer(judged(1, true));
    h.raft.answer(judged(2, true));
    stable(1);
    assertThat(call).isNotDone();
    g.deliver(new Notification.Deferred(1, 1, verdict(true)));
    assertThat(call).isCompleted();
  }

  @Test
  void whatConflictsWithItNeedNotWaitAnyMore() {
    write();
    g.raft.answer(voted(0, NOTHING));
    Submission conflicting = g.write(writes("map", 1));
    assertThat(g.raft.batchesUnderWay()).isZero();
    stable(1);
    assertThat(g.sequences()).containsExactly(conflicting.sequence());
    g.raft.answer(finished(1));
    h.raft.answer(behind(1));
  }

  @Test
  void itStaysCompleteWhenSessionsAreLost() {
    CompletableFuture<List<Result>> call = write();
    g.raft.answer(behind(1));
    h.raft.answer(behind(2));
    stable(1);
    g.pipeline.fail(LOST);
    h.pipeline.fail(LOST);
    assertThat(call).isCompletedWithValue(List.of(NOTHING, NOTHING));
  }

  /** Without that it would be unknown: all votes might be 0, and then G tells no more. */
  @Test
  void aLostVoteIsMadeUpForByTheExecutionThatIsSureToCome() {
    CompletableFuture<List<Result>> call = write();
    stable(1);
    g.raft.answer(voted(0, NOTHING));
    h.raft.failBatch(LOST);
    assertThat(call).isNotDone();
    g.deliver(new Notification.Deferred(1, 1, value(1)));
    assertThat(call).isCompletedWithValueMatching(results -> results.size() == 1);
  }

  @Test
  void allVotesLostIsAnUnknownOutcomeAllTheSame() {
    CompletableFuture<List<Result>> call = write();
    stable(1);
    g.raft.failBatch(LOST);
    h.raft.failBatch(LOST);
    assertThat(Lab.failureOf(call)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aRefusedMessageIsRefusedWhateverIsSaidOfIt() {
    CompletableFuture<List<Result>> call = write();
    stable(1);
    g.raft.answer(new Answer.Finished(Lab.refused()));
    assertThat(Lab.failureOf(call)).isInstanceOf(NotAppliedException.class);
    h.raft.answer(voted(0, NOTHING));
  }

  @Test
  void aTracerHearsByWhatItEnded() {
    List<ProtocolEvent> heard = new ArrayList<>();
    local.trace(
        new Tracer() {
          @Override
          public void atCaller(long micros, ProtocolEvent event) {
            heard.add(event);
          }
        });
    write();
    g.raft.answer(behind(1));
    h.raft.answer(behind(2));
    stable(1);
    assertThat(heard)
        .endsWith(new ProtocolEvent.Returned(local.messageId(1), ProtocolEvent.Ending.STABLE));
  }
}
