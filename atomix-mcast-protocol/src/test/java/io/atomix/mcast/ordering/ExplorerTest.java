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

import io.atomix.mcast.ordering.Explorer.Options;
import io.atomix.mcast.ordering.Explorer.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Explores small systems on the real core; {@link Explorer} says what is checked.
 *
 * <p>{@link Seeds} tells how to run more, or one again. Besides, {@code -Dmcast.states=N} sets the
 * number of states at which a system is given up where not all are to be explored to the end
 * (20,000 by default). A long run:
 *
 * <pre>
 * mvn test -pl atomix-mcast-protocol -Dtest=ExplorerTest -Dmcast.runs=100 -Dmcast.states=500000
 * </pre>
 */
class ExplorerTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(ExplorerTest.class);
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final int PARTS_OF_TWO = 2;
  private static final int STATES = Integer.getInteger("mcast.states", 20_000);

  private final Tally tally = new Tally();

  /** Counts what was explored, since a test that explores next to nothing proves nothing. */
  private static final class Tally {
    int systems;
    int cut;
    long states;

    void explore(SmallSystem system, Options options) {
      Result result = new Explorer(system, Protocol.REAL, options).run();
      systems++;
      states += result.states();
      cut += result.cut() ? 1 : 0;
      if (result.violation() != null) {
        throw new AssertionError(options + ": " + result.violation());
      }
    }

    void log(String test) {
      LOGGER.info("{}: {} systems, {} states, {} systems cut", test, systems, states, cut);
    }
  }

  /** Takes ten runs for all of them, so that the build has time for other things. */
  @Test
  void everyThreeMessagesInTwoGroups() {
    exploreEvery(
        "everyThreeMessagesInTwoGroups",
        3,
        10,
        new Options(true, false, true, true, true, true, UNLIMITED));
    assertThat(tally.cut).isZero();
    assertThat(tally.states).isGreaterThan(200_000);
  }

  /**
   * The largest of these, three messages that do not conflict, are given up, since {@code STATES}
   * is enough for nine of ten.
   */
  @Test
  void everyThreeMessagesInTwoGroupsWithForgetting() {
    exploreEvery(
        "everyThreeMessagesInTwoGroupsWithForgetting",
        3,
        new Options(false, true, false, false, false, false, STATES));
    assertThat(tally.cut * 5).isLessThan(tally.systems);
    assertThat(tally.states).isGreaterThan(500_000);
  }

  /** Takes two runs for all of them. */
  @Test
  void everyTwoMessagesInTwoGroupsWithRefusalsAndForgetting() {
    exploreEvery(
        "everyTwoMessagesInTwoGroupsWithRefusalsAndForgetting",
        2,
        PARTS_OF_TWO,
        new Options(true, true, true, true, true, true, UNLIMITED));
    assertThat(tally.cut).isZero();
    assertThat(tally.states).isGreaterThan(200_000);
  }

  /**
   * To the core, a key of another primitive is a key more; that of two is in both. Takes two runs
   * for all of them.
   */
  @Test
  void everyTwoMessagesOnTwoPrimitives() {
    Options options = new Options(true, true, true, true, true, true, UNLIMITED);
    Seeds.forEach(
        "ExplorerTest#everyTwoMessagesOnTwoPrimitives",
        1,
        seed -> {
          for (SmallSystem system : part(2, PARTS_OF_TWO, seed)) {
            tally.explore(onTwoPrimitives(system), options);
          }
        });
    tally.log("everyTwoMessagesOnTwoPrimitives");
    assertThat(tally.cut).isZero();
    assertThat(tally.states).isGreaterThan(200_000);
  }

  private static SmallSystem onTwoPrimitives(SmallSystem system) {
    List<SmallSystem.Message> messages = new ArrayList<>();
    for (SmallSystem.Message message : system.messages()) {
      TreeMap<Integer, GroupFootprint> footprints = new TreeMap<>(message.footprints());
      footprints.replaceAll((group, footprint) -> EverySystem.onTwoPrimitives(footprint));
      messages.add(new SmallSystem.Message(footprints, message.after(), message.lowestVote()));
    }
    return new SmallSystem(2, messages);
  }

  private void exploreEvery(String test, int size, Options options) {
    exploreEvery(test, size, 1, options);
  }

  /**
   * Explores all systems in so many runs, each of them another part; which, depends on the seed.
   */
  private void exploreEvery(String test, int size, int parts, Options options) {
    Seeds.forEach(
        "ExplorerTest#" + test,
        1,
        seed -> {
          for (SmallSystem system : part(size, parts, seed)) {
            tally.explore(system, options);
          }
        });
    tally.log(test);
  }

  private static List<SmallSystem> part(int size, int parts, long seed) {
    int part = Math.floorMod(seed, parts);
    List<SmallSystem> those = new ArrayList<>();
    int number = 0;
    for (SmallSystem system : EverySystem.ofEachSort(size, new Random(seed))) {
      if (number++ % parts == part) {
        those.add(system);
      }
    }
    return those;
  }

  /**
   * The counterexample that everybody falls into. m writes in groups 1 and 2, and is after p in
   * group 2. If group 1 executes m because p is final in group 2, though p has not been raised in
   * group 3, then r reads m in group 1 and ends, and s, called after that, writes in group 3, gets
   * a timestamp below p's, and precedes p, which precedes m, which precedes r. (q lets p's votes
   * differ.)
   */
  @Test
  void aReaderOfWhatIsNotStableSeesWhatALaterWriterPrecedes() {
    SmallSystem.Message q = message(0, Map.of(0, Fixtures.writes(5), 1, Fixtures.writes(2)));
    SmallSystem.Message p = message(0, Map.of(1, Fixtures.writes(1, 2), 2, Fixtures.writes(1)));
    SmallSystem.Message m = message(0, Map.of(0, Fixtures.writes(1), 1, Fixtures.writes(1)));
    SmallSystem.Message r = message(0, Map.of(0, Fixtures.reads(1)));
    SmallSystem.Message s = message(1 << 4, Map.of(2, Fixtures.writes(1)));
    // With the lowest id, s precedes p though their timestamps are equal.
    SmallSystem system = new SmallSystem(3, List.of(s, q, p, m, r));
    Options options = new Options(false, false, true, false, false, false, UNLIMITED);
    assertThat(new Explorer(system, Fault.BELOW_FINAL, options).run().violation())
        .contains("conflict order and real time have a cycle: m0, m2, m3, m4");
    tally.explore(system, options);
    tally.log("aReaderOfWhatIsNotStableSeesWhatALaterWriterPrecedes");
  }

  private static SmallSystem.Message message(int after, Map<Integer, GroupFootprint> footprints) {
    return new SmallSystem.Message(new TreeMap<>(footprints), after, 0);
  }

  @Test
  void oneMessageInThreeGroupsWithRefusalsAndForgetting() {
    SortedMap<Integer, GroupFootprint> everywhere = new TreeMap<>();
    for (int group = 0; group < 3; group++) {
      everywhere.put(group, Fixtures.writes(1));
    }
    SmallSystem.Message message = new SmallSystem.Message(everywhere, 0, 0);
    SmallSystem system = new SmallSystem(3, List.of(message));
    tally.explore(system, new Options(true, true, true, true, true, true, UNLIMITED));
    assertThat(tally.states).isGreaterThan(1_000);
  }

  @Test
  void randomFourOrFiveMessagesInThreeGroups() {
    Seeds.forEach(
        "ExplorerTest#randomFourOrFiveMessagesInThreeGroups",
        25,
        seed -> {
          Random random = new Random(seed);
          SmallSystem system = SmallSystem.random(random, 4 + random.nextInt(2), 3);
          boolean refusals = random.nextInt(3) > 0;
          boolean forgetting = random.nextInt(4) == 0;
          boolean history = random.nextBoolean();
          boolean realTime = random.nextBoolean();
          boolean conditions = random.nextBoolean();
          boolean previews = random.nextInt(3) > 0;
          tally.explore(
              system,
              new Options(refusals, forgetting, history, realTime, conditions, previews, STATES));
        });
    tally.log("randomFourOrFiveMessagesInThreeGroups");
  }
}
