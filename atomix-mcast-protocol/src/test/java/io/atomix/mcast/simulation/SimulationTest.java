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
package io.atomix.mcast.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.atomix.mcast.ordering.Seeds;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole clusters with their clients, under all faults at once. {@code -Dmcast.runs=N} runs other
 * than the default number, {@code -Dmcast.seed=S} replays one.
 */
class SimulationTest {
  private static final int RUNS = 1000;
  private static final int TWICE = 25;
  private static final int RUNS_TO_CATCH = 500;
  private static final int LINES = 500;

  @Test
  void everyRunIsStrictlySerializableAndLeavesNothingBehind() {
    Seeds.forEach(
        "SimulationTest#everyRunIsStrictlySerializableAndLeavesNothingBehind",
        RUNS,
        seed -> {
          if (!isRight(seed)) {
            fail(explain(seed));
          }
        });
  }

  private static boolean isRight(long seed) {
    return new Simulation(seed, Sabotage.NONE, false).run().isEmpty();
  }

  private static String explain(long seed) {
    Simulation again = new Simulation(seed, Sabotage.NONE, true);
    List<Problem> problems = again.run();
    if (problems.isEmpty()) {
      return "The run failed, but is right when it is run again: it is not deterministic";
    }
    String all = problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    List<String> trace = again.trace(problems.get(0));
    String last =
        trace.stream().skip(Math.max(0, trace.size() - LINES)).collect(Collectors.joining("\n"));
    return again + "\n" + all + "\nWhat happened to the calls of the first problem:\n" + last;
  }

  @Test
  void aSeedIsOneRunWhetherItIsRecordedOrNot() {
    Seeds.forEach(
        "SimulationTest#aSeedIsOneRunWhetherItIsRecordedOrNot",
        TWICE,
        seed -> {
          Simulation first = new Simulation(seed, Sabotage.NONE, false);
          Simulation second = new Simulation(seed, Sabotage.NONE, true);
          first.run();
          second.run();
          assertThat(second.hash()).as("the trace of seed %d", seed).isEqualTo(first.hash());
          assertThat(second).as("the calls of seed %d", seed).hasToString(first.toString());
        });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatIsBrokenIsFound(Sabotage sabotage) {
    for (long seed = 1; seed <= RUNS_TO_CATCH; seed++) {
      List<Problem> problems = new Simulation(seed, sabotage, false).run();
      if (!problems.isEmpty()) {
        System.out.println(
            "SimulationTest: seed " + seed + " finds " + sabotage + ": " + problems.get(0).text());
        return;
      }
    }
    fail("None of %d runs found %s", RUNS_TO_CATCH, sabotage);
  }
}
