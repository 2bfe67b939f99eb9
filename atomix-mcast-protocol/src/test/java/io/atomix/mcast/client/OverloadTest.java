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

import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.concurrent.SingleThreadContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OverloadTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void failsBeyondTheLimitAndSaysWhy() {
    Overload overload = new Overload(Lab.G, 2, false, LONG);
    overload.enter();
    overload.enter();
    assertThatThrownBy(overload::enter)
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("data-1")
        .hasMessageContaining("maxInFlight is 2")
        .hasMessageContaining("onOverload: fail")
        .hasMessageContaining("Nothing was sent");
    assertThat(overload.inFlight()).isEqualTo(2);
    overload.leave();
    overload.enter();
    assertThat(overload.inFlight()).isEqualTo(2);
  }

  @Test
  void waitsUntilAnotherOperationHasEnded() throws InterruptedException {
    Overload overload = new Overload(Lab.G, 1, true, LONG);
    overload.enter();
    CountDownLatch in = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              overload.enter();
              in.countDown();
            });
    caller.start();
    awaitState(caller, Thread.State.TIMED_WAITING);
    assertThat(in.getCount()).isOne();
    overload.leave();
    assertThat(in.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(overload.inFlight()).isOne();
  }

  @Test
  void aCallerThatWaitsTooLongFails() {
    Overload overload = new Overload(Lab.G, 1, true, Duration.ofMillis(5));
    overload.enter();
    assertThatThrownBy(overload::enter)
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("none ended within 5 ms");
    assertThat(overload.inFlight()).isOne();
  }

  @Test
  void anInterruptedCallerFailsAndStaysInterrupted() throws InterruptedException {
    Overload overload = new Overload(Lab.G, 1, true, LONG);
    overload.enter();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                overload.enter();
              } catch (PrimitiveException.Unavailable e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    awaitState(caller, Thread.State.TIMED_WAITING);
    caller.interrupt();
    caller.join();
    assertThat(interrupted).isCompletedWithValue(true);
    assertThat(overload.inFlight()).isOne();
  }

  @Test
  void aThreadOfAtomixIsNeverMadeToWaitAndNeverWithoutBound() {
    Overload overload = new Overload(Lab.G, 2, true, LONG);
    SingleThreadContext context = new SingleThreadContext("overload-test");
    try {
      CompletableFuture<Void> done =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 4; i++) {
                  assertThatCode(overload::enter).doesNotThrowAnyException();
                }
                assertThatThrownBy(overload::enter)
                    .isInstanceOf(PrimitiveException.Unavailable.class);
              },
              context);
      done.join();
      assertThat(overload.inFlight()).isEqualTo(4);
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
