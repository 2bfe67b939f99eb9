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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessTest {
  private static final long MILLI = 1_000_000;

  private final Liveness liveness = new Liveness();

  private static FaultTime fault(FaultKind kind, int begun, int healed) {
    return new FaultTime(kind, begun * MILLI, healed * MILLI);
  }

  private static CallTime call(int invoked, int ended) {
    return new CallTime(invoked * MILLI, ended * MILLI);
  }

  @Test
  void theLongestCallOfAFaultMeetsIt() {
    liveness.add(
        List.of(fault(FaultKind.PAUSE, 1000, 3000), fault(FaultKind.KILL, 9000, 9500)),
        List.of(call(0, 999), call(900, 2500), call(3001, 8000), call(9100, 9200)));
    assertThat(liveness.lines())
        .anyMatch(line -> line.matches("pause +1 +1.6 s +median 5.0 s, longest 5.0 s"))
        .anyMatch(line -> line.matches("kill +1 +0.1 s +median 0.0 s, longest 0.0 s"));
  }

  @Test
  void whatIsSlowAfterTheNextFaultIsNotOfTheOneBefore() {
    liveness.add(
        List.of(fault(FaultKind.PAUSE, 1000, 3000), fault(FaultKind.KILL, 4000, 5000)),
        List.of(call(2900, 3000), call(3100, 3500), call(4100, 7000), call(4200, 4300)));
    assertThat(liveness.lines())
        .anyMatch(line -> line.matches("pause +1 +0.1 s +median 0.0 s, longest 0.0 s"))
        .anyMatch(line -> line.matches("kill +1 +2.9 s +median 2.0 s, longest 2.0 s"));
  }

  @Test
  void aFaultThatIsHealedWhileThereIsAnotherTellsNothingOfHealing() {
    liveness.add(
        List.of(fault(FaultKind.PAUSE, 1000, 3000), fault(FaultKind.KILL, 2000, 5000)),
        List.of(call(1000, 6000)));
    assertThat(liveness.lines())
        .anyMatch(line -> line.matches("pause +1 +5.0 s +never alone"))
        .anyMatch(line -> line.matches("kill +1 +5.0 s +median 1.0 s, longest 1.0 s"));
  }

  @Test
  void withoutFaultsThereIsNothingToTell() {
    liveness.add(List.of(), List.of(call(0, 5000)));
    assertThat(liveness.lines()).isEmpty();
  }

  @Test
  void timesOfFaultsAreKeptWithTheRound(@TempDir Path folder) throws IOException {
    assertThat(FaultTime.read(folder)).isEmpty();
    FaultTime one = fault(FaultKind.SLOW_DISK, 1, 2);
    FaultTime other = fault(FaultKind.KILL, 3, 4);
    one.keep(folder);
    other.keep(folder);
    assertThat(FaultTime.read(folder)).containsExactly(one, other);
    Files.writeString(folder.resolve("faults"), "kill\n");
    assertThatThrownBy(() -> FaultTime.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'kill'");
  }
}
