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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenLoopTest {

  @Test
  void beginsAsManyAsItShouldHoweverLongTheyTake() throws InterruptedException {
    Sample sample =
        OpenLoop.run(
            slot ->
                CompletableFuture.runAsync(
                    () -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)),
            200,
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            () -> 0);
    assertThat(sample.operations()).isBetween(99L, 101L);
    assertThat(sample.micros(50)).isGreaterThanOrEqualTo(49_000);
  }

  /** A closed loop would have one slow operation; here, all that should have begun are late. */
  @Test
  void whatAnotherHoldsUpIsLateToo() throws InterruptedException {
    Sample sample =
        OpenLoop.run(
            slot -> {
              if (slot.turn() == 250) {
                CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS))
                    .join();
              }
              return CompletableFuture.completedFuture(null);
            },
            1000,
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(900),
            () -> 0);
    long late =
        sample.operations()
            - sample.latencies().getCountBetweenValues(0, TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(late).isGreaterThanOrEqualTo(290);
  }
}
