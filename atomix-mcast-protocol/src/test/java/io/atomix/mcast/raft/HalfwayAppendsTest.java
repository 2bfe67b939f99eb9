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

import io.atomix.mcast.client.ManualThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HalfwayAppendsTest {
  private final ManualThreads threads = new ManualThreads();
  private HalfwayAppends.Unsent unsent = HalfwayAppends.Unsent.NONE;
  private int looks;
  private int sent;
  private final HalfwayAppends appends =
      new HalfwayAppends(threads.createContext(), threads::now, this::unsent, () -> sent++);

  private HalfwayAppends.Unsent unsent() {
    looks++;
    return unsent;
  }

  /** As many as make this the mean. */
  private void takes(long millis) {
    for (int i = 0; i < 100; i++) {
      CompletableFuture<Void> answer = new CompletableFuture<>();
      appends.sent(answer);
      after(millis);
      answer.complete(null);
    }
  }

  private void after(long millis) {
    threads.after(Duration.ofMillis(millis));
  }

  @Test
  void whatIsLoggedBehindAnAppendIsSentWhenHalfOfItsTimeIsOver() {
    takes(40);
    appends.sent(new CompletableFuture<>());
    after(5);
    appends.logged();
    unsent = HalfwayAppends.Unsent.SENDABLE;
    after(15);
    assertThat(sent).isZero();
    after(1);
    assertThat(sent).isOne();
    after(100);
    assertThat(looks).isOne();
  }

  @Test
  void manyEntriesAreLookedAfterOnce() {
    takes(40);
    appends.sent(new CompletableFuture<>());
    for (int i = 0; i < 10; i++) {
      appends.logged();
    }
    unsent = HalfwayAppends.Unsent.SENDABLE;
    after(40);
    assertThat(sent).isOne();
    assertThat(threads.timers()).isZero();
  }

  @Test
  void itLooksAgainIfItIsTooEarlyUntilTheAnswerHasToCome() {
    takes(40);
    appends.sent(new CompletableFuture<>());
    appends.logged();
    unsent = HalfwayAppends.Unsent.EARLY;
    after(22);
    assertThat(looks).isOne();
    unsent = HalfwayAppends.Unsent.SENDABLE;
    after(5);
    assertThat(sent).isOne();
    appends.logged();
    unsent = HalfwayAppends.Unsent.EARLY;
    after(100);
    assertThat(sent).isOne();
    assertThat(threads.timers()).isZero();
  }

  @Test
  void nothingIsLookedAfterIfNothingIsUnderWay() {
    takes(40);
    appends.sent(new CompletableFuture<>());
    after(41);
    appends.logged();
    assertThat(threads.timers()).isZero();
  }

  @Test
  void whatWasSentAlreadyIsNotSentAgain() {
    takes(40);
    appends.sent(new CompletableFuture<>());
    appends.logged();
    after(40);
    assertThat(looks).isOne();
    assertThat(sent).isZero();
  }

  @Test
  void shortTimesAreNotWorthATimer() {
    takes(3);
    appends.sent(new CompletableFuture<>());
    appends.logged();
    assertThat(threads.timers()).isZero();
    takes(5);
    appends.sent(new CompletableFuture<>());
    appends.logged();
    assertThat(threads.timers()).isOne();
  }

  @Test
  void anAppendThatFailsTellsNothingOfItsTime() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    appends.sent(answer);
    after(5_000);
    answer.completeExceptionally(new IllegalStateException("gone"));
    appends.sent(new CompletableFuture<>());
    appends.logged();
    assertThat(threads.timers()).isZero();
  }
}
