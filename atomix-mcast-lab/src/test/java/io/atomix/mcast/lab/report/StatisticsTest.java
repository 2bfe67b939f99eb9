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
package io.atomix.mcast.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void medianIsTheMiddleOne() {
    assertThat(Statistics.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Statistics(4, 1, 9));
  }

  @Test
  void medianOfAnEvenNumberIsHalfwayBetweenTheTwoInTheMiddle() {
    assertThat(Statistics.of(List.of(9.0, 1.0, 4.0, 6.0))).isEqualTo(new Statistics(5, 1, 9));
  }

  @Test
  void oneNumberIsAllThree() {
    assertThat(Statistics.of(List.of(2.5))).isEqualTo(new Statistics(2.5, 2.5, 2.5));
  }

  @Test
  void thereIsNoMedianOfNothing() {
    assertThatThrownBy(() -> Statistics.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no numbers");
  }
}
