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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final String REGISTERS = Objects.name(Objects.REGISTERS, 1);
  private static final long SECOND = 1_000_000_000;
  private static final RoundCheck GOOD = new RoundCheck(List.of(), List.of(), List.of(), List.of());

  private final Summary summary = new Summary();

  private static Event put(int second) {
    return Event.completed(
            "c", Operation.put("x", "" + second), second * SECOND, second * SECOND + 1, null)
        .on(REGISTERS);
  }

  private void addRound(RoundCheck check) {
    Event unknown = Event.unknown("c", Operation.put("x", "unknown"), 5 * SECOND).on(REGISTERS);
    Event read =
        Event.completed("c", Operation.read("x"), 20 * SECOND, 21 * SECOND, "9").on(REGISTERS);
    summary.add(
        new Histories(
            List.of(put(1), put(2), unknown, put(9), put(10)),
            List.of(read),
            List.of(put(3)),
            List.of(new FaultTime(FaultKind.KILL, 2 * SECOND, 8 * SECOND)),
            List.of(new CallTime(3 * SECOND, 9 * SECOND)),
            new ChannelRecord(Map.of(), Map.of()),
            Map.of(),
            ListenerRecord.none()),
        check);
  }

  private String lastLine() {
    List<String> lines = summary.lines(0);
    return lines.get(lines.size() - 1);
  }

  @Test
  void addsUp() {
    addRound(GOOD);
    summary.injected(FaultKind.KILL);
    summary.injected(FaultKind.KILL);
    summary.skipped(FaultKind.FULL_DISK, "no root");
    summary.compared(true);
    assertThat(summary.lines(SECOND))
        .anyMatch(line -> line.matches("registers swap of one key +4 +1 +1"))
        .anyMatch(line -> line.matches("registers read of one key +1 +0 +0"))
        .contains("faults: {kill=2}", "not done: full-disk: no root")
        .anyMatch(line -> line.matches("longest unavailability of group \\d: 7.0 s, from 1.0 s on"))
        .anyMatch(line -> line.matches("kill +1 +6.0 s +median 1.0 s, longest 1.0 s"));
    assertThat(lastLine()).isEqualTo("torture: violations=0 lost=0 faults=2 operations=7");
    assertThat(summary.isGood()).isTrue();
  }

  @Test
  void violationsAndLossesMakeItBad() {
    summary.injected(FaultKind.KILL);
    addRound(new RoundCheck(List.of("stale"), List.of("a", "b"), List.of(), List.of()));
    assertThat(lastLine()).isEqualTo("torture: violations=1 lost=2 faults=1 operations=7");
    assertThat(summary.isGood()).isFalse();
  }

  @Test
  void aRunThatDidNotDoItsWorkIsBadToo() {
    assertThat(summary.isGood()).as("no round").isFalse();
    addRound(GOOD);
    assertThat(summary.isGood()).as("no fault").isFalse();
    summary.injected(FaultKind.KILL);
    assertThat(summary.isGood()).as("replicas not compared").isFalse();
    summary.compared(true);
    assertThat(summary.isGood()).isTrue();
    summary.failed(FaultKind.SNAPSHOT);
    assertThat(summary.isGood()).as("no fault of a kind that was tried").isFalse();
    assertThat(summary.lines(0))
        .contains(
            "The run did not do its work: a kind of fault did not succeed once: {snapshot=1}");
    summary.injected(FaultKind.SNAPSHOT);
    assertThat(summary.isGood()).isTrue();
    summary.trouble("the nodes did not start");
    assertThat(summary.isGood()).isFalse();
  }

  @Test
  void replicasThatDifferAreAViolation() {
    addRound(GOOD);
    summary.injected(FaultKind.KILL);
    summary.compared(true);
    summary.compared(false);
    assertThat(summary.isGood()).isFalse();
    assertThat(summary.isCorrect()).isFalse();
    assertThat(summary.lines(0)).contains("replicas compared after rounds: 2");
    assertThat(lastLine()).startsWith("torture: violations=1 lost=0");
  }

  @Test
  void manyUndecidedHistoriesMakeItBad() {
    summary.injected(FaultKind.KILL);
    summary.compared(true);
    addRound(new RoundCheck(List.of(), List.of(), List.of("undecided"), List.of()));
    assertThat(summary.isGood()).isFalse();
  }
}
