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
package io.atomix.mcast.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.atomix.mcast.ordering.MessageStatus;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Several groups of real services and real exchanges, a network and leaders that fail, clients that
 * die between two submissions. A run follows from its seed: {@code mvn test -pl
 * atomix-mcast-protocol -Dtest=ExchangeSimulationTest -Dmcast.seed=N} repeats the run of seed N,
 * and goes on with the next seeds; {@code -Dmcast.runs=N} sets how many.
 */
class ExchangeSimulationTest {
  private static final long SEED = Long.getLong("mcast.seed", new Random().nextInt(1_000_000_000));
  private static final int RUNS = Integer.getInteger("mcast.runs", 8);
  private static final int RUNS_TO_CATCH = 15;

  @Test
  void everyMessageTakesEffectEverywhereOrNowhereInOneOrderWithOneDecisionAndIsForgotten() {
    runAll(false);
  }

  @Test
  void soDoMessagesOfClientsWhoseSessionsEndMeanwhile() {
    runAll(true);
  }

  private static void runAll(boolean sessionsEndAtOnce) {
    System.out.println("ExchangeSimulationTest: -Dmcast.seed=" + SEED + " -Dmcast.runs=" + RUNS);
    long cuts = 0;
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      Simulation simulation = new Simulation(seed, UnaryOperator.identity(), sessionsEndAtOnce);
      assertThat(simulation.run())
          .as("-Dmcast.seed=%d -Dmcast.runs=1: %s", seed, simulation)
          .isEmpty();
      cuts += simulation.history().cuts();
    }
    assertThat(cuts).as("cuts of backups that were executed in all groups").isPositive();
  }

  @Test
  void aGroupThatClaimsReadinessTooEarlyIsCaught() {
    assertCaught(
        status ->
            status.state().pending()
                ? new MessageStatus(status.state(), status.timestamp(), true, status.holds())
                : status,
        false);
  }

  @Test
  void aGroupThatTellsItsVoteAsTheFinalTimestampIsCaught() {
    assertCaught(
        status ->
            status.state() == MessageStatus.State.VOTED
                ? new MessageStatus(
                    MessageStatus.State.FINAL, status.timestamp(), status.first(), status.holds())
                : status,
        false);
  }

  @Test
  void aGroupWhoseNoIsNotHeardIsCaught() {
    assertCaught(status -> status.state().pending() ? status.withHolds(true) : status, true);
  }

  /**
   * Checks that the checks see an injected fault, in any of a few runs.
   *
   * @param byDecisions whether by decisions on conditions, or by anything else
   */
  private static void assertCaught(UnaryOperator<MessageStatus> lie, boolean byDecisions) {
    for (long seed = SEED; seed < SEED + RUNS_TO_CATCH; seed++) {
      List<String> problems =
          new Simulation(seed, lie, false)
              .run().stream()
                  .filter(problem -> problem.contains("decision") == byDecisions)
                  .toList();
      if (!problems.isEmpty()) {
        System.out.println(
            "ExchangeSimulationTest: seed " + seed + " catches the fault: " + problems.get(0));
        return;
      }
    }
    fail(
        "The fault was not seen in %d runs, the first of them of -Dmcast.seed=%d",
        RUNS_TO_CATCH, SEED);
  }
}
