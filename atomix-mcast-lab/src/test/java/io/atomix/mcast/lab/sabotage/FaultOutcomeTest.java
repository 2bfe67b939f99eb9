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
package io.atomix.mcast.lab.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.testing.TestRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was found, and what was not. */
class FaultOutcomeTest {
  private static final KnownFault BUILT_IN = fault(List.of());
  private static final KnownFault OF_THE_CODE =
      fault(List.of(new SourceEdit(Path.of("A.java"), "is", "was")));

  private static KnownFault fault(List<SourceEdit> edits) {
    return new KnownFault(
        "NO_FENCE",
        "It is wrong",
        KnownFault.Method.SIMULATION,
        "-",
        "module",
        "some.where.SomeTest#method",
        edits);
  }

  @Test
  void aSearchTellsTheSeed() {
    String output = "one\nSimulationTest: seed 138 finds NO_FENCE: a stale answer\n";
    assertThat(FaultOutcome.of(BUILT_IN, TestRun.PASSED, output))
        .isEqualTo(new FaultOutcome(true, "seed 138: a stale answer"));
  }

  @Test
  void aSearchTellsTheSystem() {
    String output = "12:00 INFO FaultTest - NO_FENCE is found in system 7: a cycle\n in the ...";
    assertThat(FaultOutcome.of(BUILT_IN, TestRun.PASSED, output))
        .isEqualTo(new FaultOutcome(true, "system 7: a cycle"));
  }

  @Test
  void aSearchThatFailsHasNotFoundIt() {
    String output = TestRun.FAILURE + "AssertionError: None of 2000 runs found NO_FENCE\n";
    assertThat(FaultOutcome.of(BUILT_IN, TestRun.FAILED, output))
        .isEqualTo(new FaultOutcome(false, "AssertionError: None of 2000 runs found NO_FENCE"));
  }

  @Test
  void aSearchForAnotherFaultHasNotFoundIt() {
    String output = "SimulationTest: seed 138 finds UNCONFIRMED: a stale answer\n";
    assertThat(FaultOutcome.of(BUILT_IN, TestRun.PASSED, output))
        .isEqualTo(new FaultOutcome(false, "SomeTest#method does not say where it was found"));
  }

  @Test
  void aTestThatFailsHasFoundTheFaultInTheCode() {
    String output = "noise\n" + TestRun.FAILURE + "AssertionError: expected\n  1\n but was\n  2\n";
    assertThat(FaultOutcome.of(OF_THE_CODE, TestRun.FAILED, output))
        .isEqualTo(new FaultOutcome(true, "SomeTest#method: AssertionError: expected 1 but was 2"));
  }

  @Test
  void aTestThatPassesHasNot() {
    assertThat(FaultOutcome.of(OF_THE_CODE, TestRun.PASSED, ""))
        .isEqualTo(new FaultOutcome(false, "SomeTest#method passes with it"));
  }

  @Test
  void aTestThatWasNotRunHasFoundNothing() {
    assertThat(FaultOutcome.of(OF_THE_CODE, 1, "java.lang.ClassNotFoundException: some.Test\n"))
        .isEqualTo(
            new FaultOutcome(
                false,
                "SomeTest#method was not run (exit code 1): java.lang.ClassNotFoundException:"
                    + " some.Test"));
  }
}
