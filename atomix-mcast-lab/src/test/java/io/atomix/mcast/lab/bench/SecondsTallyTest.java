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
package io.atomix.mcast.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.report.SecondRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondsTallyTest {
  private static final long MILLI = 1_000_000;

  private final SecondsTally tally = new SecondsTally(2, 3);

  private void ended(int due, int now, boolean failed) {
    tally.ended(due * MILLI, now * MILLI, failed);
  }

  @Test
  void anOperationIsAsSlowAsTheSecondItWasToBeginInAndCountsWhereItEnded() {
    ended(-1500, -1490, false);
    ended(-5, 1495, false);
    ended(1000, 1020, true);
    List<SecondRow> rows = tally.rows(1);
    assertThat(rows).extracting(SecondRow::second).containsExactly(-2, -1, 0, 1, 2);
    assertThat(rows).extracting(SecondRow::opsPerSecond).containsExactly(1.0, 0.0, 0.0, 1.0, 0.0);
    assertThat(rows).extracting(SecondRow::errors).containsExactly(0L, 0L, 0L, 1L, 0L);
    assertThat(rows)
        .extracting(row -> Math.round(row.maxMicros() / 1e4))
        .containsExactly(1L, 150L, 0L, 2L, 0L);
  }

  @Test
  void whatIsOutsideDoesNotCount() {
    ended(-2001, -2000, false);
    ended(2999, 3001, false);
    ended(3000, 3001, false);
    assertThat(tally.rows(1))
        .extracting(SecondRow::opsPerSecond)
        .containsExactly(1.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(tally.rows(1))
        .extracting(SecondRow::maxMicros)
        .as("the longest that began within it")
        .satisfies(longest -> assertThat(longest.get(4)).isPositive());
  }

  @Test
  void roundsAreAddedAndThroughputIsTheirMean() {
    ended(0, 1, false);
    SecondsTally all = new SecondsTally(2, 3);
    all.add(tally);
    ended(0, 900, false);
    ended(0, 1, false);
    all.add(tally);
    SecondRow first = all.rows(2).get(2);
    assertThat(first.opsPerSecond()).isEqualTo(2.0);
    assertThat(first.maxMicros()).isGreaterThan(890_000);
  }
}
