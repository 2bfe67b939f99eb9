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
package io.atomix.mcast.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a long history takes; printed, not asserted. {@code -Dmcast.runs=N}: its length. */
class ThroughputTest {

  private static final int OPERATIONS = Integer.getInteger("mcast.runs", 50_000);

  @Test
  void aLongHistory() {
    Workload registers = new Workload(20, 0, 0, 2, false);
    measure("registers, 8 clients", registers, OPERATIONS, 0);
    measure(
        "registers, 8 clients, 1% unknown", new Workload(20, 0, 0, 0, false), OPERATIONS / 10, 1);
    measure("counters, 8 clients", new Workload(0, 10, 0, 0, true), OPERATIONS, 0);
    measure(
        "registers with versions, 8 clients",
        OPERATIONS / 2,
        SimulatedStore.versionedHistory(1, registers, 8, OPERATIONS / 2, 0));
  }

  private static void measure(String name, Workload workload, int operations, int unknownPercent) {
    measure(name, operations, SimulatedStore.history(1, workload, 8, operations, unknownPercent));
  }

  private static void measure(String name, int operations, List<Event> history) {
    long start = System.nanoTime();
    Verdict verdict = StrictSerializability.check(history);
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println("ThroughputTest " + name + ": " + millis + " ms, " + verdict);
    assertThat(history).hasSizeGreaterThanOrEqualTo(operations);
    assertThat(verdict).isInstanceOf(Verdict.StrictlySerializable.class);
  }
}
