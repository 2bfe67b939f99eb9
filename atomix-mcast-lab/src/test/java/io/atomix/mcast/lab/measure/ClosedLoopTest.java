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
package io.atomix.mcast.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosedLoopTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Ends after 10 ms. */
  private CompletableFuture<?> tenMillis(Slot slot) {
    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    return CompletableFuture.runAsync(
        underWay::decrementAndGet, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS));
  }

  private static Sample run(MeasuredOperation operation, int outstanding, boolean threads)
      throws InterruptedException {
    return ClosedLoop.run(operation, outstanding, threads, 1, SHORT, SHORT, () -> 0);
  }

  @Test
  void keepsAsManyUnderWayAsItShould() throws InterruptedException {
    Sample sample = run(this::tenMillis, 7, false);
    assertThat(most).hasValue(7);
    assertThat(underWay).hasValue(0);
    assertThat(sample.operations()).isBetween(7L, 7L * 20 + 7);
    assertThat(sample.micros(50)).isGreaterThanOrEqualTo(9_900);
  }

  @Test
  void operationsThatBlockHaveThreadsOfTheirOwn() throws InterruptedException {
    Sample sample =
        run(
            slot -> {
              tenMillis(slot).join();
              slot.aborted();
              return CompletableFuture.completedFuture(null);
            },
            3,
            true);
    assertThat(most).hasValue(3);
    assertThat(sample.aborts()).isBetween(1L, 3L * 20 + 3);
  }

  @Test
  void operationsThatEndAtOnceDoNotPileUpOnTheStack() throws InterruptedException {
    Sample sample = run(slot -> CompletableFuture.completedFuture(null), 1, true);
    assertThat(sample.operations()).isGreaterThan(1_000);
  }

  @Test
  void failuresAreCountedAndNotTimed() throws InterruptedException {
    Sample sample =
        run(
            slot ->
                slot.turn() % 2 == 0
                    ? tenMillis(slot)
                    : CompletableFuture.failedFuture(new IllegalStateException("no")),
            1,
            false);
    assertThat(sample.errors()).isPositive();
    assertThat(sample.operations()).isPositive();
  }

  @Test
  void nothingButFailuresIsNoMeasurement() {
    assertThatThrownBy(
            () ->
                run(
                    slot -> {
                      throw new IllegalStateException("the reason");
                    },
                    1,
                    true))
        .isInstanceOf(MeasurementException.class)
        .hasMessageContaining("Every operation failed")
        .hasMessageContaining("the reason");
  }
}
