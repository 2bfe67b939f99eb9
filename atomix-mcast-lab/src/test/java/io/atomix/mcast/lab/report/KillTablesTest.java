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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KillTablesTest {
  /** Rows of the second before a kill and of the seconds 0 to 3 after it. */
  static Row row(String operation, boolean lived, String contender, int... longestMillis) {
    List<SecondRow> seconds =
        IntStream.range(0, longestMillis.length)
            .mapToObj(
                i ->
                    new SecondRow(
                        i - 1,
                        i == 1 ? 0 : 200,
                        longestMillis[i] * 500.0,
                        longestMillis[i] * 1000.0,
                        i == 1 ? 3 : 0))
            .toList();
    return Row.ofSeconds(
        KillTables.name(operation, lived), contender, 600, seconds, 2, "a machine");
  }

  @Test
  void itIsAsBeforeBehindTheLastSecondWithASlowOperation() {
    assertThat(KillTables.asBefore(row("put", false, "multi-raft", 10, 2500, 1500, 20, 9)))
        .isEqualTo(2);
    assertThat(KillTables.asBefore(row("put", true, "multi-raft", 10, 240, 30, 20, 9)))
        .as("a quarter of a second is not slow")
        .isZero();
    assertThat(KillTables.asBefore(row("put", true, "multi-raft", 400, 700, 30, 20, 9)))
        .as("nor is less than twice what was before")
        .isZero();
  }

  @Test
  void theTableTellsBeforeAndAfter() {
    assertThat(
            KillTables.table(
                List.of(
                    row("put", false, "generic-multicast", 10, 1700, 20, 20, 9),
                    row("two-key-write", true, "multi-raft", 10, 20, 20, 20, 9))))
        .contains(
            "| put leader died | generic-multicast | 200, 5.0, 10.0 | 0, 1700.0 | 1 | 3 |\n",
            "| two key write leaders lived | multi-raft | 200, 5.0, 10.0 | 0, 20.0 | at once | 3"
                + " |");
  }

  @Test
  void theSecondsArePrinted() {
    StringWriter out = new StringWriter();
    KillTables.print(
        List.of(row("put", false, "generic-multicast", 10, 1700, 20, 20, 9)),
        new PrintWriter(out, true));
    assertThat(out.toString())
        .contains(
            "put leader died, generic-multicast: longest operation before 10.0 ms, after 1700")
        .containsPattern("\n +-1 +200 +5.0 +10.0 +0\n")
        .containsPattern("\n +0 +0 +850.0 +1700.0 +3\n");
  }
}
