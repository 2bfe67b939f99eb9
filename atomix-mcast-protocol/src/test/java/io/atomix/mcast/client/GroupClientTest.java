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
import static io.atomix.mcast.client.ClientLab.read;
import static io.atomix.mcast.client.ClientLab.write;
import static io.atomix.mcast.client.Lab.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.StableNotice;
import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.session.SessionClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Raft sessions and the sessions of primitives: opened, lost, opened anew, closed, at any moment.
 */
class GroupClientTest {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ClientLab lab = new ClientLab();

  @AfterEach
  void nothingIsLeft() {
    lab.group.close();
    lab.after(Duration.ofSeconds(3));
    assertThat(lab.local.resolvedBelow())
        .as("unresolved numbers hold up forgetting for ever")
        .isEqualTo(lab.local.next());
    assertThat(lab.group.overload().inFlight())
        .as("operations that never end use up the limit")
        .isZero();
    assertThat(lab.threads.timers()).as("timers that run on").isZero();
    assertThat(lab.communication.hasSubscribers()).isFalse();
  }

  @Test
  void primitivesShareOneRaftSession() {
    HostedSessionClient one = lab.open("one", Recovery.RECOVER, 1);
    HostedSessionClient two = lab.session("two", Recovery.RECOVER);
    two.connect();
    lab.raft().answer(opened(2));
    assertThat(lab.rafts).hasSize(1);
    assertThat(one.sessionId().id()).isEqualTo(1);
    assertThat(two.sessionId().id()).isEqualTo(2);
    assertThat(two.getState()).isEqualTo(PrimitiveState.CONNECTED);
  }

  @Test
  void connectingTwiceIsConnectingOnce() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> one = session.connect();
    CompletableFuture<SessionClient> two = session.connect();
    lab.greet();
    assertThat(lab.commands()).containsExactly("OpenSession");
    lab.raft().answer(opened(1));
    assertThat(one).isCompletedWithValue(session);
    assertThat(two).isCompletedWithValue(session);
  }

  @Test
  void aGroupThatCannotBeReachedIsTriedAgain() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.raft().cannotConnect();
    lab.threads.runAll();
    assertThat(lab.rafts).hasSize(1);
    lab.after(RETRY);
    assertThat(lab.rafts).hasSize(2);
    lab.greet();
    lab.raft().answer(opened(1));
    assertThat(connecting).isCompleted();
  }

  @Test
  void aRaftSessionWhoseFirstBatchFailsIsClosedAndReplaced() {
    lab.session("map", Recovery.RECOVER).connect();
    FakeSession first = lab.raft();
    first.connected();
    lab.threads.runAll();
    first.failBatch(new IllegalStateException("lost"));
    lab.threads.runAll();
    assertThat(first.isClosed()).isTrue();
    lab.after(RETRY);
    assertThat(lab.rafts).hasSize(2);
  }

  @Test
  void aRaftSessionThatIsLostBeforeItsFirstAnswerIsReplaced() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.raft().connected();
    lab.threads.runAll();
    lab.raftEnds(PrimitiveState.EXPIRED);
    lab.after(RETRY);
    assertThat(lab.rafts).hasSize(2);
    lab.greet();
    lab.raft().answer(opened(1));
    assertThat(connecting).isCompleted();
  }

  @Test
  void aRaftSessionThatIsLostJustAfterItsFirstAnswerIsReplaced() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.raft().connected();
    lab.threads.runAll();
    lab.raft().answer();
    lab.raft().silently(PrimitiveState.EXPIRED);
    lab.threads.runAll();
    assertThat(lab.rafts).as("it was wanted, so another one is opened at once").hasSize(2);
    lab.greet();
    lab.raft().answer(opened(1));
    assertThat(connecting).isCompleted();
  }

  @Test
  void callsWaitForTheSessionAndKeepTheirOrder() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    session.connect();
    CompletableFuture<Result> one = write(session);
    CompletableFuture<Result> two = write(session);
    lab.greet();
    assertThat(lab.commands()).containsExactly("OpenSession");
    lab.raft().answer(opened(1));
    lab.raft().answerAll(finished(1));
    lab.raft().answerAll(finished(2));
    assertThat(one).isCompleted();
    assertThat(two).isCompleted();
  }

  @Test
  void recoverOpensALostSessionAnewAndTellsSo() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    List<PrimitiveState> told = lab.states(session);
    CompletableFuture<Result> sent = write(session);
    CompletableFuture<Result> unsent = write(session);
    CompletableFuture<Result> query = read(session);
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(Lab.failureOf(sent)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(Lab.failureOf(unsent)).isInstanceOf(NotAppliedException.class);
    assertThat(Lab.failureOf(query)).isInstanceOf(NotAppliedException.class);
    assertThat(told).containsExactly(PrimitiveState.SUSPENDED);

    CompletableFuture<Result> meanwhile = write(session);
    lab.greet();
    assertThat(lab.rafts).hasSize(2);
    lab.raft().answer(opened(7));
    lab.threads.runAll();
    assertThat(told).containsExactly(PrimitiveState.SUSPENDED, PrimitiveState.CONNECTED);
    assertThat(session.sessionId().id()).isEqualTo(7);
    lab.raft().answer(finished(1));
    assertThat(meanwhile).isCompleted();
  }

  @Test
  void closeEndsALostSession() {
    HostedSessionClient session = lab.open("map", Recovery.CLOSE, 1);
    List<PrimitiveState> told = lab.states(session);
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(told).containsExactly(PrimitiveState.EXPIRED, PrimitiveState.CLOSED);
    assertThat(Lab.failureOf(write(session)))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining("map")
        .hasMessageContaining("data-1");
    assertThat(lab.rafts).as("nobody needs another one").hasSize(1);
  }

  @Test
  void aSessionThatIsLostWhileItIsOpenedIsOpenedAnew() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.greet();
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(connecting).isNotDone();
    lab.greet();
    lab.raft().answer(opened(2));
    assertThat(connecting).isCompleted();
  }

  @Test
  void aSessionThatIsLostWhileItIsOpenedAndNotRecoveredFails() {
    HostedSessionClient session = lab.session("map", Recovery.CLOSE);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.greet();
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(connecting).isCompletedExceptionally();
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void aSessionThatIsLostAtTheMomentItOpensIsOpenedAnew() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.greet();
    FakeSession first = lab.raft();
    connecting.thenRun(() -> lab.raftEnds(PrimitiveState.EXPIRED));
    first.answer(opened(1));
    lab.threads.runAll();
    assertThat(lab.rafts).hasSize(2);
    CompletableFuture<Result> write = write(session);
    lab.greet();
    lab.raft().answer(opened(2));
    lab.raft().answer(finished(1));
    assertThat(write).isCompleted();
    assertThat(session.getState()).isEqualTo(PrimitiveState.CONNECTED);
  }

  @Test
  void anOpeningThatFailsWithoutALossIsTriedAgainButNotInALoop() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.greet();
    lab.raft().failBatch(new IllegalStateException("overloaded"));
    assertThat(lab.commands()).as("what takes the place of the entry for Raft").isEmpty();
    lab.raft().answer();
    assertThat(lab.raft().batchesUnderWay()).isZero();
    lab.after(RETRY);
    lab.raft().answer(opened(1));
    assertThat(connecting).isCompleted();
  }

  @Test
  void aSessionThatCannotBeOpenedIsClosedForGood() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<SessionClient> connecting = session.connect();
    lab.greet();
    lab.raft()
        .answer(new Answer.Finished(new Result.Failed(Result.Cause.UNKNOWN_TYPE, "no such type")));
    assertThat(Lab.failureOf(connecting)).hasMessageContaining("no such type");
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(lab.rafts).as("nothing to open anew").hasSize(1);
  }

  @Test
  void anAnswerToOpeningThatMakesNoSenseFailsIt() {
    CompletableFuture<SessionClient> connecting = lab.session("map", Recovery.RECOVER).connect();
    lab.greet();
    lab.raft().answer(new Answer.Finished(new Result.Done(null)));
    assertThat(Lab.failureOf(connecting)).isInstanceOf(WireException.class);
  }

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
    CompletableFuture<SessionClient> connecting = session.connect();
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
    CompletableFuture<SessionClient> connecting = session.connect();
    assertThat(session.close()).isCompleted();
    assertThat(connecting).isCompletedExceptionally();
    lab.greet();
    assertThat(lab.raft().batchesUnderWay()).as("nothing is wanted any more").isZero();
  }

  @Test
  void statesOfRaftAreToldToOpenSessions() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    List<PrimitiveState> told = lab.states(session);
    lab.raftEnds(PrimitiveState.SUSPENDED);
    lab.raftEnds(PrimitiveState.SUSPENDED);
    lab.raftEnds(PrimitiveState.CONNECTED);
    assertThat(told).containsExactly(PrimitiveState.SUSPENDED, PrimitiveState.CONNECTED);
  }

  @Test
  void statesOfRaftSessionsThatAreReplacedMeanNothing() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    FakeSession first = lab.raft();
    lab.raftEnds(PrimitiveState.EXPIRED);
    lab.greet();
    lab.raft().answer(opened(2));
    lab.threads.runAll();
    List<PrimitiveState> told = lab.states(session);
    first.state(PrimitiveState.SUSPENDED);
    first.state(PrimitiveState.CLOSED);
    lab.threads.runAll();
    assertThat(told).isEmpty();
    assertThat(lab.rafts).hasSize(2);
  }

  @Test
  void eventsReachTheirSessionOnce() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<byte[]> heard = new ArrayList<>();
    session.addEventListener(EventType.from("changed"), event -> heard.add(event.value()));
    assertThat(lab.deliver(1, Lab.event(1, 1))).isEqualTo(1);
    assertThat(lab.deliver(1, Lab.event(1, 1))).isEqualTo(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void eventsThatComeBeforeTheSessionIsKnownAreKept() {
    lab.open("other", Recovery.RECOVER, 1);
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    session.connect();
    List<byte[]> heard = new ArrayList<>();
    session.addEventListener(EventType.from("changed"), event -> heard.add(event.value()));
    lab.deliver(1, Lab.event(1, 1), Lab.event(2, 1));
    assertThat(heard).isEmpty();
    lab.raft().answer(opened(3));
    lab.threads.runAll();
    assertThat(heard).hasSize(2);
  }

  @Test
  void aDeliveryForASessionThatIsBeingOpenedIsNotTaken() {
    lab.session("map", Recovery.RECOVER).connect();
    assertThat(lab.deliver(1, Lab.event(1, 1))).isZero();
  }

  @Test
  void aDeliveryForASessionThatIsOverIsNotWantedAgain() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<byte[]> heard = new ArrayList<>();
    session.addEventListener(EventType.from("changed"), event -> heard.add(event.value()));
    assertThat(lab.deliver(99, Lab.event(1, 1), Lab.event(2, 1))).isEqualTo(2);
    assertThat(heard).isEmpty();
  }

  @Test
  void aDeliveryThatCannotBeUnderstoodIsRefused() {
    lab.open("map", Recovery.RECOVER, 3);
    String subject = GroupClient.subject(ClientLab.G, lab.local.id());
    assertThatThrownBy(() -> lab.communication.bring(subject, new byte[] {1, 2, 3}))
        .isInstanceOf(WireException.class);
  }

  @Test
  void whatIsStableInAnotherSessionIsIgnoredAndWhatIsDamagedRefused() {
    lab.session("map", Recovery.RECOVER).connect();
    String subject = GroupClient.stableSubject(ClientLab.G, lab.local.id());
    byte[] notice = new StableNotice(99, List.of(1L)).encode();
    assertThat(lab.communication.bring(subject, notice)).as("while it is opened").isEmpty();
    lab.greet();
    assertThat(lab.communication.bring(subject, notice)).isEmpty();
    assertThatThrownBy(() -> lab.communication.bring(subject, new byte[] {1, 2, 3}))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> lab.communication.bring(subject, new byte[] {2, 1, 0}))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("upgrade");
  }

  @Test
  void aPrimitiveThatIsDeletedClosesItsSessions() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<PrimitiveState> told = lab.states(session);
    lab.deliver(1, new Item.SessionOver(1, 1, 3));
    assertThat(told).containsExactly(PrimitiveState.CLOSED);
    assertThat(session.isClosed()).isTrue();
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
  void anOperationThatIsTooLargeIsNotSent() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    CompletableFuture<Result> write = write(session, Lab.MAX_ENTRY_BYTES);
    assertThat(Lab.failureOf(write))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("'map'")
        .hasMessageContaining("data-1")
        .hasMessageContaining("storage.maxEntrySize")
        .matches(error -> !((NotAppliedException) error).isTransient());
    assertThat(lab.raft().batchesUnderWay()).isZero();
  }

  @Test
  void operationsBeyondTheLimitFail() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<CompletableFuture<Result>> writes = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      writes.add(write(session));
    }
    assertThat(Lab.failureOf(writes.get(10))).isInstanceOf(PrimitiveException.Unavailable.class);
    lab.raft().answerAll(finished(0));
    assertThat(write(session)).isNotCompletedExceptionally();
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
    lab.deliver(1, new Item.SessionOver(1, 1, 3));
    lab.threads.runAll();
    assertThat(Lab.failureOf(write(session)))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining("'map' was deleted");
  }

  @Test
  void closingTheClientWhileItConnectsLeavesNothingOpen() {
    CompletableFuture<SessionClient> connecting = lab.session("map", Recovery.RECOVER).connect();
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
    CompletableFuture<SessionClient> connecting = lab.session("map", Recovery.RECOVER).connect();
    lab.raft().cannotConnect();
    lab.threads.runAll();
    lab.group.close();
    lab.after(RETRY);
    assertThat(lab.rafts).hasSize(1);
    assertThat(connecting).isCompletedExceptionally();
  }

  @Test
  void itemsAreAcknowledgedAndLateResultsAskedForByATimer() {
    lab.open("map", Recovery.RECOVER, 3);
    lab.deliver(1, Lab.event(1, 1));
    lab.after(Duration.ofMillis(2500));
    assertThat(lab.raft().batch().received()).isEqualTo(1);
    lab.raft().answer();
  }

  @Test
  void aSessionIsNotOpenedByWhoOnlyClosesIt() {
    assertThat(lab.session("map", Recovery.RECOVER).close()).isCompleted();
    assertThat(lab.rafts).isEmpty();
  }

  @Test
  void callsBeforeConnectingFail() {
    assertThat(Lab.failureOf(write(lab.session("map", Recovery.RECOVER))))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
  }
}
