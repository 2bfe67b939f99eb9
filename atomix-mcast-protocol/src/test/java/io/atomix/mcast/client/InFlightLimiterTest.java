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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.concurrent.SingleThreadContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InFlightLimiterTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void failsBeyondTheLimitAndSaysWhy() {
    InFlightLimiter limiter = new InFlightLimiter(Lab.G, 2, false, LONG);
    limiter.enter();
    limiter.enter();
    assertThatThrownBy(limiter::enter)
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("data-1")
        .hasMessageContaining("maxInFlight is 2")
        .hasMessageContaining("onOverload: fail")
        .hasMessageContaining("Nothing was sent");
    assertThat(limiter.inFlight()).isEqualTo(2);
    limiter.leave();
    limiter.enter();
    assertThat(limiter.inFlight()).isEqualTo(2);
  }

  @Test
  void waitsUntilAnotherOperationHasEnded() throws InterruptedException {
    InFlightLimiter limiter = new InFlightLimiter(Lab.G, 1, true, LONG);
    limiter.enter();
    CountDownLatch in = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              limiter.enter();
              in.countDown();
            });
    caller.start();
    awaitState(caller, Thread.State.TIMED_WAITING);
    assertThat(in.getCount()).isOne();
    limiter.leave();
    assertThat(in.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(limiter.inFlight()).isOne();
  }

  @Test
  void aCallerThatWaitsTooLongFails() {
    InFlightLimiter limiter = new InFlightLimiter(Lab.G, 1, true, Duration.ofMillis(5));
    limiter.enter();
    assertThatThrownBy(limiter::enter)
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("none ended within 5 ms");
    assertThat(limiter.inFlight()).isOne();
  }

  @Test
  void anInterruptedCallerFailsAndStaysInterrupted() throws InterruptedException {
    InFlightLimiter limiter = new InFlightLimiter(Lab.G, 1, true, LONG);
    limiter.enter();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                limiter.enter();
              } catch (PrimitiveException.Unavailable e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    awaitState(caller, Thread.State.TIMED_WAITING);
    caller.interrupt();
    caller.join();
    assertThat(interrupted).isCompletedWithValue(true);
    assertThat(limiter.inFlight()).isOne();
  }

  @Test
  void aThreadOfAtomixIsNeverMadeToWaitAndNeverWithoutBound() {
    InFlightLimiter limiter = new InFlightLimiter(Lab.G, 2, true, LONG);
    SingleThreadContext context = new SingleThreadContext("overload-test");
    try {
      CompletableFuture<Void> done =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 4; i++) {
                  assertThatCode(limiter::enter).doesNotThrowAnyException();
                }
                assertThatThrownBy(limiter::enter)
                    .isInstanceOf(PrimitiveException.Unavailable.class);
              },
              context);
      done.join();
      assertThat(limiter.inFlight()).isEqualTo(4);
    } finally {
      context.close();
    }
  }

  private static void awaitState(Thread thread, Thread.State state) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (thread.getState() != state) {
      assertThat(System.nanoTime()).as("thread is %s", thread.getState()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
