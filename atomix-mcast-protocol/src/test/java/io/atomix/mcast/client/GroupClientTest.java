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
import static io.atomix.mcast.client.pipeline.Lab.finished;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.FakeSession;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Raft sessions and the sessions of primitives: opened, lost, opened anew, at any moment. */
class GroupClientTest extends GroupClientFixture {
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
    CompletableFuture<Void> one = session.connect();
    CompletableFuture<Void> two = session.connect();
    lab.greet();
    assertThat(lab.commands()).containsExactly("OpenSession");
    lab.raft().answer(opened(1));
    assertThat(one).isCompleted();
    assertThat(two).isCompleted();
  }

  @Test
  void aGroupThatCannotBeReachedIsTriedAgain() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<Void> connecting = session.connect();
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
    CompletableFuture<Void> connecting = session.connect();
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
    CompletableFuture<Void> connecting = session.connect();
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
    CompletableFuture<Void> connecting = session.connect();
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
    CompletableFuture<Void> connecting = session.connect();
    lab.greet();
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(connecting).isCompletedExceptionally();
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void aSessionThatIsLostAtTheMomentItOpensIsOpenedAnew() {
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    CompletableFuture<Void> connecting = session.connect();
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
    CompletableFuture<Void> connecting = session.connect();
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
    CompletableFuture<Void> connecting = session.connect();
    lab.greet();
    lab.raft()
        .answer(new Answer.Finished(new Result.Failed(Result.Cause.UNKNOWN_TYPE, "no such type")));
    assertThat(Lab.failureOf(connecting)).hasMessageContaining("no such type");
    lab.raftEnds(PrimitiveState.EXPIRED);
    assertThat(lab.rafts).as("nothing to open anew").hasSize(1);
  }

  @Test
  void anAnswerToOpeningThatMakesNoSenseFailsIt() {
    CompletableFuture<Void> connecting = lab.session("map", Recovery.RECOVER).connect();
    lab.greet();
    lab.raft().answer(new Answer.Finished(new Result.Done(null)));
    assertThat(Lab.failureOf(connecting)).isInstanceOf(WireException.class);
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
  void callsBeforeConnectingFail() {
    assertThat(Lab.failureOf(write(lab.session("map", Recovery.RECOVER))))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
  }
}
