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
package io.atomix.mcast.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the demonstration calls torn. */
class WriterTimelineTest {

  /** Two entries, cleared by every third step: sizes 0 1 2 0 1 2 ... */
  private final WriterTimeline timeline = new WriterTimeline(3);

  @Test
  void aSizeBetweenFullAndClearedIsTorn() {
    assertThat(timeline.explains(2, 2, 3)).as("not yet cleared").isTrue();
    assertThat(timeline.explains(0, 2, 3)).as("cleared").isTrue();
    assertThat(timeline.explains(1, 2, 3)).as("half cleared").isFalse();
  }

  @Test
  void aSizeOfThePastIsTorn() {
    assertThat(timeline.explains(0, 1, 1)).isFalse();
    assertThat(timeline.explains(0, 0, 1)).isTrue();
  }

  @Test
  void aSizeOfTheFutureIsTorn() {
    assertThat(timeline.explains(2, 0, 1)).isFalse();
  }

  @Test
  void aSizeThatNoStateHasIsTorn() {
    assertThat(timeline.explains(3, 0, 100)).isFalse();
    assertThat(timeline.explains(-1, 0, 100)).isFalse();
  }

  @Test
  void agreesWithTryingEveryState() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      int period = 1 + random.nextInt(6);
      int size = random.nextInt(period + 2) - 1;
      long from = random.nextInt(20);
      long to = from + random.nextInt(10);
      boolean any = LongStream.rangeClosed(from, to).anyMatch(state -> state % period == size);
      assertThat(new WriterTimeline(period).explains(size, from, to))
          .as("size %d, period %d, states %d to %d", size, period, from, to)
          .isEqualTo(any);
    }
  }

  @Test
  void aStepHasBegunBeforeItCompletes() {
    timeline.step(
        () -> {
          assertThat(timeline.begun()).isEqualTo(1);
          assertThat(timeline.completed()).isZero();
        });
    assertThat(timeline.completed()).isEqualTo(1);
  }
}
