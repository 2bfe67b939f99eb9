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
package io.atomix.mcast.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What rises is told from what only goes up and down. */
class TrendTest {
  private static Trend of(double... values) {
    Trend trend = new Trend();
    for (double value : values) {
      trend.add(value);
    }
    return trend;
  }

  @Test
  void theSlopeIsThatOfTheLineThatFitsBest() {
    assertThat(of(0, 10, 12, 14, 16).slope()).isEqualTo(2, within(1e-9));
    assertThat(of(0, 10, 14, 10, 14).slope()).isEqualTo(0.8, within(1e-9));
  }

  @Test
  void theFirstFifthDoesNotCount() {
    assertThat(of(1, 2, 60, 60, 60, 60, 60, 60, 60, 60).isFlat()).isTrue();
  }

  @Test
  void noiseIsFlatAndALeakIsNot() {
    Random random = new Random(1);
    double[] noise = IntStream.range(0, 20).mapToDouble(i -> 60 + random.nextDouble()).toArray();
    assertThat(of(noise).isFlat()).isTrue();
    double[] leak = IntStream.range(0, 20).mapToDouble(i -> noise[i] + i * 0.5).toArray();
    assertThat(of(leak).isFlat()).isFalse();
    double[] falling = IntStream.range(0, 20).mapToDouble(i -> noise[i] - i * 0.5).toArray();
    assertThat(of(falling).isFlat()).isTrue();
  }

  @Test
  void tooLittleTellsNothing() {
    assertThat(of(60, 60).isKnown()).isFalse();
    assertThat(of().slope()).isZero();
  }
}
