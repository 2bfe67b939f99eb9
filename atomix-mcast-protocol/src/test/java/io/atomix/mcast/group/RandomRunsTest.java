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
package io.atomix.mcast.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random traffic over groups without a network. {@link TestGroup} compares, with every entry, what
 * the replicas answer, tell and write, a replica restored from a snapshot of the moment before
 * among them; {@link RandomRun} checks what clients see. {@code -Dmcast.seed=N} replays one run,
 * {@code -Dmcast.runs=N} makes so many. More are made while something has not been seen yet.
 */
class RandomRunsTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(RandomRunsTest.class);
  private static final int RUNS = Integer.getInteger("mcast.runs", 30);
  private static final int MOST_RUNS = 10 * RUNS;
  private static final int STEPS = 150;

  @Test
  void replicasAgreeAndMulticastMessagesAreAppliedEverywhereOrNowhere() {
    Long given = Long.getLong("mcast.seed");
    long first = given == null ? new Random().nextLong() : given;
    Map<ObservedRun.Event, Integer> seen = new EnumMap<>(ObservedRun.Event.class);
    int runs = 0;
    for (long seed = first;
        runs < (given == null ? RUNS : 1) || isMore(given, runs, seen);
        seed++) {
      runs++;
      LOGGER.debug("Run with seed {}", seed);
      RandomRun run = new RandomRun(new Random(seed), seen);
      try {
        run.steps(STEPS);
        run.finish();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("Replay with -Dmcast.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
    LOGGER.info("{} runs with seeds from {} on saw {}", runs, first, seen);
    if (given == null) {
      assertThat(seen)
          .as("what a run must have seen to count")
          .containsOnlyKeys(ObservedRun.Event.values());
    }
  }

  /** Returns whether another run is made because something is rare. */
  private static boolean isMore(Long given, int runs, Map<ObservedRun.Event, Integer> seen) {
    return given == null && runs < MOST_RUNS && seen.size() < ObservedRun.Event.values().length;
  }
}
