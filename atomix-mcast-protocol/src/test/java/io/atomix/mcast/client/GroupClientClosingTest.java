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

import static io.atomix.mcast.client.ClientLab.opened;
import static io.atomix.mcast.client.ClientLab.write;
import static io.atomix.mcast.client.pipeline.Lab.finished;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Ends of sessions and of the whole client: closed, deleted or stopped, at any moment. */
class GroupClientClosingTest extends GroupClientFixture {
  @Test
  void closingASessionTellsTheGroup() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    List<PrimitiveState> told = lab.states(session);
    CompletableFuture<Void> closing = session.close();
    assertThat(lab.commands()).containsExactly("CloseSession");
    assertThat(Lab.failureOf(write(session))).isInstanceOf(PrimitiveException.ClosedSession.class);
    lab.raft().answer(finished(0));
    lab.threads.runAll();
    assertThat(closing).isCompleted();
    assertThat(session.close()).isCompleted();
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(told).containsExactly(PrimitiveState.CLOSED);
  }

  /** As the last member of a cluster that is stopped, which has no majority any more. */
  @Test
  void closingASessionDoesNotWaitLongForItsGroup() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    CompletableFuture<Void> closing = session.close();
    lab.after(HostedSessionClient.PATIENCE.minusMillis(1));
    assertThat(closing).isNotDone();
    lab.after(Duration.ofMillis(1));
    assertThat(closing).isCompleted();
    assertThat(session.getState()).isEqualTo(PrimitiveState.CLOSED);
    assertThat(lab.commands()).as("what the group is still told").containsExactly("CloseSession");
    lab.raft().answer(finished(0));
  }

  @Test
  void aSessionThatIsLostWhileItIsClosedIsClosed() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    CompletableFuture<Void> closing = session.close();
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(closing).isCompleted();
    assertThat(session.getState()).isEqualTo(PrimitiveState.CLOSED);
    assertThat(lab.rafts).hasSize(1);
  }

  @Test
  void closingASessionThatIsBeingOpenedWaitsForNobody() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    List<PrimitiveState> told = lab.states(session);
    CompletableFuture<Void> connecting = session.connect();
    CompletableFuture<Result> write = write(session);
    lab.greet();
    assertThat(session.close()).isCompleted();
    assertThat(Lab.failureOf(connecting)).isInstanceOf(PrimitiveException.ClosedSession.class);
    assertThat(Lab.failureOf(write)).isInstanceOf(PrimitiveException.ClosedSession.class);
    lab.raft().answer(opened(1));
    lab.threads.runAll();
    assertThat(lab.commands()).as("what was opened meanwhile").containsExactly("CloseSession");
    lab.raft().answer(finished(0));
    assertThat(told).doesNotContain(PrimitiveState.CONNECTED);
  }

  @Test
  void closingASessionThatNoGroupCouldBeReachedForWaitsForNobody() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<Void> connecting = session.connect();
    assertThat(session.close()).isCompleted();
    assertThat(connecting).isCompletedExceptionally();
    lab.greet();
    assertThat(lab.raft().batchesUnderWay()).as("nothing is wanted any more").isZero();
  }

  @Test
  void anAnswerThatThePrimitiveIsDeletedClosesTheSession() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    CompletableFuture<Result> write = write(session);
    lab.raft().answer(new Answer.Finished(new Result.Failed(Result.Cause.DELETED, "deleted")));
    assertThat(write).isCompleted();
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void deletingAPrimitiveClosesItsSession() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    CompletableFuture<Void> deleting = session.delete();
    assertThat(lab.commands()).containsExactly("Delete");
    lab.raft().answer(finished(0));
    assertThat(deleting).isCompleted();
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void closingTheClientEndsItsSessions() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<PrimitiveState> told = lab.states(session);
    CompletableFuture<Result> write = write(session);
    CompletableFuture<Void> closing = lab.group.close();
    lab.threads.runAll();
    assertThat(lab.raft().isClosed()).isTrue();
    assertThat(closing).isCompleted();
    assertThat(Lab.failureOf(write))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("this node was stopped");
    assertThat(Lab.failureOf(write(session)))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining("'map'")
        .hasMessageContaining("this node was stopped");
    assertThat(told).endsWith(PrimitiveState.CLOSED).doesNotContain(PrimitiveState.SUSPENDED);
    assertThat(lab.group.pipeline()).isCompletedExceptionally();
    assertThat(lab.rafts).hasSize(1);
  }

  @Test
  void closingTheClientDoesNotWaitLongForTheGroup() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    lab.raft().neverCloses();
    CompletableFuture<Result> write = write(session);
    CompletableFuture<Void> closing = lab.group.close();
    assertThat(write).as("fails at once").isCompletedExceptionally();
    lab.threads.runAll();
    assertThat(closing).isNotDone();
    lab.after(Duration.ofSeconds(1));
    assertThat(closing).isCompleted();
  }

  /** No other session is opened, so trying again would only take time. */
  @Test
  void whatWasNotSentWhenTheClientIsClosedIsNotTriedAgain() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    write(session);
    CompletableFuture<Result> behind = write(session);
    lab.group.close();
    assertThat(Lab.failureOf(behind))
        .isInstanceOfSatisfying(
            NotAppliedException.class, e -> assertThat(e.isTransient()).isFalse())
        .hasMessageContaining("this node was stopped");
  }

  @Test
  void callsWaitingForASessionFailWhenTheClientIsClosed() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    lab.raftEnds(PrimitiveState.EXPIRED);
    CompletableFuture<Result> waiting = write(session);
    lab.group.close();
    assertThat(Lab.failureOf(waiting)).hasMessageContaining("this node was stopped");
  }

  @Test
  void callsOfADeletedPrimitiveAreToldSo() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    lab.deliver(1, new Notification.SessionOver(1, 1, 3));
    lab.threads.runAll();
    assertThat(Lab.failureOf(write(session)))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining("'map' was deleted");
  }

  @Test
  void closingTheClientWhileItConnectsLeavesNothingOpen() {
    CompletableFuture<Void> connecting = lab.session("map", Recovery.RECOVER).connect();
    CompletableFuture<Void> closing = lab.group.close();
    lab.threads.runAll();
    assertThat(closing).isCompleted();
    assertThat(Lab.failureOf(connecting)).isInstanceOf(PrimitiveException.ClosedSession.class);
    lab.greet();
    assertThat(lab.raft().isClosed()).isTrue();
    assertThat(lab.rafts).hasSize(1);
  }

  @Test
  void closingTheClientWhileItWaitsToTryAgainOpensNothing() {
    CompletableFuture<Void> connecting = lab.session("map", Recovery.RECOVER).connect();
    lab.raft().cannotConnect();
    lab.threads.runAll();
    lab.group.close();
    lab.after(RETRY);
    assertThat(lab.rafts).hasSize(1);
    assertThat(connecting).isCompletedExceptionally();
  }

  @Test
  void aSessionIsNotOpenedByWhoOnlyClosesIt() {
    assertThat(lab.session("map", Recovery.RECOVER).close()).isCompleted();
    assertThat(lab.rafts).isEmpty();
  }
}
