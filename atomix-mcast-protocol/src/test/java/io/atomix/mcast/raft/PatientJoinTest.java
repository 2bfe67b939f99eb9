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
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.protocol.JoinResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests to join of m1, by a clock that the test moves. */
class PatientJoinTest {
  private static final MemberId M1 = MemberId.from("m1");
  private static final MemberId M2 = MemberId.from("m2");
  private static final MemberId M3 = MemberId.from("m3");

  private final List<Runnable> timers = new ArrayList<>();
  private final List<MemberId> asked = new ArrayList<>();
  private final List<CompletableFuture<JoinResponse>> questions = new ArrayList<>();
  private MemberId leader;
  private final PatientJoin joining =
      new PatientJoin(thread(), () -> leader, () -> List.of(M2, M3), Duration.ofMillis(400));

  /** A thread on which everything happens at once, but for timers. */
  private ThreadContext thread() {
    return (ThreadContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ThreadContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("execute")) {
                ((Runnable) arguments[0]).run();
                return null;
              }
              assertThat(method.getName()).isEqualTo("schedule");
              Runnable timer = (Runnable) arguments[2];
              timers.add(timer);
              return (Scheduled) () -> timers.remove(timer);
            });
  }

  private CompletableFuture<JoinResponse> join() {
    return joining.join(
        M2,
        member -> {
          asked.add(member);
          CompletableFuture<JoinResponse> question = new CompletableFuture<>();
          questions.add(question);
          return question;
        });
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      List.copyOf(timers).forEach(Runnable::run);
    }
  }

  private void no() {
    questions
        .remove(0)
        .complete(
            JoinResponse.builder()
                .withStatus(RaftResponse.Status.ERROR)
                .withError(RaftError.Type.NO_LEADER)
                .build());
  }

  private JoinResponse yes() {
    JoinResponse yes =
        JoinResponse.builder()
            .withStatus(RaftResponse.Status.OK)
            .withIndex(1)
            .withTerm(1)
            .withTime(1)
            .withMembers(List.of(FollowerFixture.raftMember("m1")))
            .build();
    questions.remove(0).complete(yes);
    return yes;
  }

  @Test
  void theFirstIsAskedAtOnce() {
    CompletableFuture<JoinResponse> answer = join();
    assertThat(asked).containsExactly(M2);
    assertThat(answer).isCompletedWithValue(yes());
    assertThat(timers).as("nothing is left").isEmpty();
  }

  @Test
  void theLeaderIsAskedAsSoonAsItIsKnown() {
    CompletableFuture<JoinResponse> answer = join();
    no();
    assertThat(answer).as("the server need not hear of it").isNotDone();
    leader = M1;
    look(1);
    assertThat(asked).containsExactly(M2, M1);
    no();
    look(1);
    assertThat(asked).as("it had not committed anything yet").containsExactly(M2, M1, M1);
    assertThat(answer).isCompletedWithValue(yes());
  }

  @Test
  void whileNoLeaderIsKnownTheOthersAreAskedInTurnLessAndLess() {
    join();
    no();
    List<Integer> looks = new ArrayList<>();
    for (int i = 1; i <= 31; i++) {
      look(1);
      if (!questions.isEmpty()) {
        looks.add(i);
        no();
      }
    }
    assertThat(looks).as("at most 8 apart").containsExactly(1, 3, 7, 15, 23, 31);
    assertThat(asked).containsExactly(M2, M2, M3, M2, M3, M2, M3);
  }

  @Test
  void nobodyIsAskedBeforeTheLastHasAnswered() {
    join();
    leader = M3;
    look(20);
    assertThat(asked).containsExactly(M2);
    questions.remove(0).completeExceptionally(new ConnectException("away"));
    look(1);
    assertThat(asked).containsExactly(M2, M3);
  }

  @Test
  void aMemberThatCannotBeAskedHasNotSaidYes() {
    CompletableFuture<JoinResponse> answer =
        joining.join(
            M2,
            member -> {
              asked.add(member);
              throw new IllegalStateException("unknown");
            });
    look(3);
    assertThat(asked).containsExactly(M2, M2, M3);
    assertThat(answer).isNotDone();
  }

  @Test
  void whoAsksAgainEndsWhatWasAskedBefore() {
    CompletableFuture<JoinResponse> first = join();
    CompletableFuture<JoinResponse> second = join();
    yes();
    look(3);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(asked).as("the second waits for its own answer").hasSize(2);
    assertThat(second).isCompletedWithValue(yes());
    assertThat(first).isNotDone();
  }

  @Test
  void aServerThatStopsAsksNobody() {
    CompletableFuture<JoinResponse> answer = join();
    joining.stop();
    assertThat(timers).isEmpty();
    yes();
    assertThat(answer).isNotDone();
  }
}
