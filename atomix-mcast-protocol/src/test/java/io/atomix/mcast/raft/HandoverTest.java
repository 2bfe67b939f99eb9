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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.wire.LeadershipOffer;
import io.atomix.mcast.wire.MemberLog;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.impl.RaftMemberContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One leader of Atomix's Raft, m2, and what m3 answers, which should lead. Election timeouts are an
 * hour long, by a clock that the test moves.
 */
class HandoverTest extends FollowerFixture {
  private static final MemberId PREFERRED = MemberId.from("m3");

  private final BlockingQueue<CompletableFuture<Object>> questions = new LinkedBlockingQueue<>();
  private final RequestGate gate = new RequestGate();
  private final HandoverTurns turns = new HandoverTurns();
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private final List<Boolean> moves = new CopyOnWriteArrayList<>();
  private Handover handover;
  private long last;

  @BeforeEach
  void lead() throws Exception {
    follower(true);
    append(0, 0, 3, 1, 10, 10);
    awaitApplied(10);
    context.setHeartbeatInterval(Duration.ofMillis(5));
    onRaftThread(
        () -> {
          context.transition(RaftServer.Role.LEADER);
          last = context.getLogWriter().getLastIndex();
          context.setCommitIndex(last);
          context.getServiceManager().applyAll(last);
          preferred().setMatchIndex(last);
          handover =
              new Handover(
                  context,
                  new Spreading(PREFERRED, turns, this::look, (done, nanos) -> moves.add(done)),
                  new MemberMessages("data", asking()),
                  gate);
          handover.start();
          return null;
        });
    awaitApplied(last);
  }

  @AfterEach
  void stopHandover() throws Exception {
    onRaftThread(
        () -> {
          handover.stop();
          return null;
        });
  }

  private ClusterCommunicationService asking() {
    return (ClusterCommunicationService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterCommunicationService.class},
            (proxy, method, arguments) -> {
              CompletableFuture<Object> question = new CompletableFuture<>();
              questions.add(question);
              return question;
            });
  }

  private long look() {
    looks.incrementAndGet();
    return clock.get();
  }

  private RaftMemberContext preferred() {
    return context.getCluster().getMemberState(PREFERRED);
  }

  /** Returns the next question that m3 is asked; while it waits, m3 answers the leader. */
  private CompletableFuture<Object> question() throws Exception {
    return Await.until(
        "a question",
        () -> {
          clock.addAndGet(Duration.ofMinutes(10).toNanos());
          preferred().setResponseTime(clock.get());
          return questions.poll();
        },
        found -> found != null);
  }

  private CompletableFuture<Object> offer() throws Exception {
    CompletableFuture<Object> offer = questions.poll(60, TimeUnit.SECONDS);
    assertThat(offer).as("an offer").isNotNull();
    return offer;
  }

  private static MemberLog log(long applied, boolean willing) {
    return new MemberLog(3, "m2", applied, 3, applied, true, willing);
  }

  private void awaitMoves(Boolean... ends) throws Exception {
    Await.until("the end of moves", () -> List.copyOf(moves), List.of(ends)::equals);
  }

  private boolean isHeld() {
    return !gate.behind(request -> CompletableFuture.completedFuture(true)).apply("any").isDone();
  }

  @Test
  void requestsWaitFromTheOfferUntilTheOtherLeads() throws Exception {
    question().complete(log(last, true));
    CompletableFuture<Object> offer = offer();
    assertThat(isHeld()).isTrue();
    assertThat(context.getRole()).as("until it is elected").isEqualTo(RaftServer.Role.LEADER);
    offer.complete(LeadershipOffer.OfferAnswer.ACCEPTED);
    onRaftThread(
        () -> {
          context.setTerm(4);
          assertThat(isHeld()).as("while nobody leads").isTrue();
          context.setLeader(PREFERRED);
          return null;
        });
    awaitMoves(true);
    assertThat(isHeld()).isFalse();
    assertThat(turns.take()).isTrue();
  }

  @Test
  void whoDoesNotWantToLeadHoldsUpNothing() throws Exception {
    question().complete(log(last, false));
    awaitMoves(false);
    question().completeExceptionally(new IllegalStateException("no handler"));
    awaitMoves(false, false);
    assertThat(isHeld()).isFalse();
    assertThat(questions).isEmpty();
  }

  @Test
  void afterARefusalThisMemberGoesOnLeading() throws Exception {
    question().complete(log(last, true));
    offer().complete(new LeadershipOffer.OfferAnswer("its log is broken"));
    awaitMoves(false);
    assertThat(isHeld()).isFalse();
    assertThat(context.getRole()).isEqualTo(RaftServer.Role.LEADER);
    question().complete(log(last, true));
    offer().complete(LeadershipOffer.OfferAnswer.ACCEPTED);
    awaitMoves(false, false);
    assertThat(isHeld()).as("it accepted, and was not elected in two seconds").isFalse();
    assertThat(context.getRole()).isEqualTo(RaftServer.Role.LEADER);
  }

  @Test
  void nothingIsOfferedToWhoHasNotCaughtUpInTime() throws Exception {
    CompletableFuture<Object> question = question();
    onRaftThread(
        () -> {
          preferred().setMatchIndex(last - 1);
          question.complete(log(last, true));
          return null;
        });
    Await.until("requests wait", this::isHeld, held -> held);
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    awaitMoves(false);
    assertThat(isHeld()).isFalse();
    assertThat(questions).as("no offer").isEmpty();
  }

  @Test
  void nothingIsAskedOfWhoHasFallenSilentOrBehind() throws Exception {
    question().complete(log(last - 1, true));
    // Put off: it is asked again, which is no failure.
    question().complete(log(last - 1, true));
    onRaftThread(
        () -> {
          preferred().incrementFailureCount();
          return null;
        });
    questions.clear();
    for (int i = 0; i < 20; i++) {
      clock.addAndGet(Duration.ofMinutes(30).toNanos());
      preferred().setResponseTime(clock.get());
      long before = looks.get();
      Await.until("another look", looks::get, count -> count > before + 1);
    }
    assertThat(questions).isEmpty();
    assertThat(moves).isEmpty();
    assertThat(turns.take()).isTrue();
  }
}
