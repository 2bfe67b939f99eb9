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
package io.atomix.mcast.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.Sabotages;
import io.atomix.mcast.ordering.Explorer.Options;
import io.atomix.mcast.ordering.Explorer.Result;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check that was never seen to fail counts for nothing: each fault is found, and shown step by
 * step.
 */
class FaultTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(FaultTest.class);
  private static final int SYSTEMS = 300;
  private static final int STATES = 50_000;

  /** Systems that find what few find. They are tried first, and all others if they do not. */
  private static final Map<Fault, Integer> KNOWN_SYSTEMS =
      Map.of(Fault.BELOW_FINAL, 112, Fault.UNEQUAL_OK, 39, Fault.VERDICT_BEFORE_RAISE, 24);

  @ParameterizedTest
  @CsvSource({
    "OWN_ORDER,          false, false, false, false, 3, 2, conflict order and real time have a"
        + " cycle",
    "BELOW_FINAL,        false, false, false, false, 4, 3, conflict order and real time have a"
        + " cycle",
    "BELOW_VOTED,        false, false, false, false, 3, 2, conflict order and real time have a"
        + " cycle",
    "UNRAISED,           false, false, false, false, 3, 2, conflict order and real time have a"
        + " cycle",
    "BLIND_VOTE,         false, false, false, false, 3, 2, conflict order and real time have a"
        + " cycle",
    "OVERTAKING_WRITE,   false, false, false, false, 3, 2, conflict order and real time have a"
        + " cycle",
    "OVERTAKING_QUERY,   false, false, false, false, 3, 2, conflict order and real time have a"
        + " cycle",
    "UNEQUAL_OK,         false, false, false, false, 4, 3, conflict order and real time have a"
        + " cycle",
    "NO_RAISE,           false, false, false, false, 3, 2, stuck",
    "LATE_REFUSAL,       true,  false, false, false, 2, 2, executed in one group and dropped in"
        + " another",
    "EXECUTE_AGAIN,      false, false, false, false, 2, 2, executed twice",
    "SILENT_RELEASE,     false, false, false, false, 3, 2, lost",
    "NO_FORGETTING,      false, true,  false, false, 2, 2, something is remembered for ever",
    "NO_FORGETTING,      true,  true,  false, false, 2, 2, the groups never come to rest",
    "HASTY_FORGETTING,   true,  true,  false, false, 2, 2, complete and dropped",
    "OVERTAKING_WRITE,   false, false, true, false,  3, 2, changes what the condition of",
    "HASTY_VERDICT,      false, false, true, false,  3, 2, is not that of the state in which it is"
        + " executed",
    "LONELY_DECISION,    false, false, true, false,  2, 2, was told another decision",
    "VERDICT_BEFORE_RAISE, false, false, true, true, 3, 2, the verdict on",
    "UNDECIDED_LEFT_OUT, false, false, true, true,  3, 2, the verdict on",
    "FORGOTTEN_DECISION, false, false, true, false,  2, 2, the groups decide otherwise on the"
        + " condition of"
  })
  void itIsFound(
      Fault fault,
      boolean refusals,
      boolean forgetting,
      boolean conditions,
      boolean previews,
      int messages,
      int groups,
      String expected) {
    Assumptions.assumeTrue(Sabotages.isWanted(fault));
    Options options = new Options(refusals, forgetting, true, true, conditions, previews, STATES);
    for (int number = 0; number <= SYSTEMS; number++) {
      int seed = number == 0 ? KNOWN_SYSTEMS.getOrDefault(fault, 1) : number;
      SmallSystem system = SmallSystem.random(new Random(seed), messages, groups);
      Result result = new Explorer(system, fault, options).run();
      if (result.violation() != null) {
        LOGGER.info("{} is found in system {}: {}", fault, seed, result.violation());
        assertThat(result.violation())
            .contains(expected)
            .contains("in the system\n  m0 ")
            .containsPattern("\n +1  data-\\d (logs|answers) .+\n");
        assertThat(new Explorer(system, Protocol.REAL, options).run().violation())
            .as("the same system without the fault")
            .isNull();
        return;
      }
    }
    assertThat(false).as("%s is found in %d systems", fault, SYSTEMS).isTrue();
  }
}
