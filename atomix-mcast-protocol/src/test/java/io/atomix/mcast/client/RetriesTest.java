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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.primitive.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final ManualThreads threads = new ManualThreads();
  private final List<CompletableFuture<String>> attempts = new ArrayList<>();
  private int retries;

  private CompletableFuture<String> run(int maxRetries) {
    ProxyOptions options =
        new ProxyOptions(null, null, false, Recovery.RECOVER, maxRetries, Duration.ofMillis(100));
    return Retries.follow(
        attempt(), options, threads.createContext(), this::attempt, () -> retries++);
  }

  private CompletableFuture<String> attempt() {
    attempts.add(new CompletableFuture<>());
    return attempts.get(attempts.size() - 1);
  }

  private void fail(Throwable error) {
    attempts.get(attempts.size() - 1).completeExceptionally(error);
  }

  @Test
  void whatWasAppliedNowhereIsTriedAgainAfterADelay() {
    CompletableFuture<String> future = run(2);
    fail(new NotAppliedException("not sent"));
    threads.after(Duration.ofMillis(99));
    assertThat(attempts).hasSize(1);
    threads.after(Duration.ofMillis(1));
    assertThat(attempts).hasSize(2);
    attempts.get(1).complete("done");
    assertThat(future).isCompletedWithValue("done");
    assertThat(retries).isEqualTo(1);
  }

  @Test
  void itIsNotTriedForEver() {
    CompletableFuture<String> future = run(2);
    for (int i = 0; i < 3; i++) {
      fail(new NotAppliedException("not sent " + i));
      threads.after(Duration.ofMillis(100));
    }
    assertThat(attempts).hasSize(3);
    assertThat(Lab.failureOf(future)).hasMessageContaining("not sent 2");
  }

  @Test
  void whatMayHaveBeenAppliedOrWouldFailAgainIsNotTriedAgain() {
    for (Throwable error :
        List.of(
            new OutcomeUnknownException("who knows"),
            NotAppliedException.forGood("too large"),
            new IllegalStateException("no"))) {
      attempts.clear();
      CompletableFuture<String> future = run(5);
      fail(error);
      threads.after(Duration.ofSeconds(1));
      assertThat(attempts).hasSize(1);
      assertThat(future).isCompletedExceptionally();
    }
  }

  @Test
  void withoutRetriesTheFirstAttemptIsTheAnswer() {
    CompletableFuture<String> future = run(0);
    fail(new NotAppliedException("not sent"));
    assertThat(future).isCompletedExceptionally();
  }

  @Test
  void aCallerDoesNotWaitForThreadsThatAreStopped() {
    CompletableFuture<String> future = run(5);
    threads.stop();
    fail(new NotAppliedException("not sent"));
    assertThat(future).isCompletedExceptionally();
  }

  @Test
  void anAttemptThatThrowsEndsIt() {
    ProxyOptions options =
        new ProxyOptions(null, null, false, Recovery.RECOVER, 3, Duration.ofMillis(100));
    CompletableFuture<String> future =
        Retries.follow(
            CompletableFuture.failedFuture(new NotAppliedException("not sent")),
            options,
            threads.createContext(),
            () -> {
              throw new IllegalStateException("closed");
            },
            () -> retries++);
    threads.after(Duration.ofMillis(100));
    assertThat(Lab.failureOf(future)).hasMessageContaining("closed");
  }
}
