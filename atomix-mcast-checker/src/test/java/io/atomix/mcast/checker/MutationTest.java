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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Right histories with one thing changed: each change is found, or proven harmless. In small ones
 * the proof is that of trying all orders; in longer ones it is the order that the checker found,
 * which was replayed.
 */
class MutationTest {

  private static final int RUNS = Integer.getInteger("mcast.runs", 250);

  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload(2, 0, 0, 0, false),
          new Workload(2, 0, 2, 10, false),
          new Workload(3, 0, 3, 10, false),
          new Workload(1, 0, 2, 20, false),
          new Workload(2, 2, 0, 10, true));

  private static long firstSeed(String test) {
    long first = Long.getLong("mcast.seed", new Random().nextInt(1 << 30));
    System.out.println("MutationTest " + test + " seed " + first);
    return first;
  }

  private static List<Event> rightHistory(long seed, int clients, int operations) {
    Workload workload = WORKLOADS.get((int) Math.floorMod(seed, WORKLOADS.size()));
    return SimulatedStore.versionedHistory(seed, workload, clients, operations, 10);
  }

  @ParameterizedTest
  @EnumSource
  void inSmallHistoriesItIsFoundOrHarmlessByAllOrders(Mutation mutation) {
    long first = firstSeed(mutation.name());
    int applied = 0;
    int found = 0;
    for (long seed = first; seed < first + RUNS; seed++) {
      Random random = new Random(seed);
      List<Event> right = rightHistory(seed, 3, 3 + random.nextInt(5));
      assertSameAsAllOrders(seed, right, true);
      Optional<List<Event>> mutated = mutation.of(right, random);
      if (mutated.isPresent()) {
        boolean harmless = BruteForce.isStrictlySerializable(mutated.get());
        assertSameAsAllOrders(seed, mutated.get(), harmless);
        applied++;
        found += harmless ? 0 : 1;
      }
    }
    System.out.printf(
        "%s in small histories: %d, found %d (%d %%), harmless by all orders %d%n",
        mutation, applied, found, found * 100 / applied, applied - found);
    assertThat(applied).isGreaterThan(RUNS / 10);
    assertThat(found).isGreaterThan(applied / 50);
  }

  @Test
  void severalAtOnceAreJudgedAsByAllOrders() {
    long first = firstSeed("several");
    int harmless = 0;
    for (long seed = first; seed < first + RUNS; seed++) {
      Random random = new Random(seed);
      List<Event> history = new ArrayList<>(rightHistory(seed, 3, 4 + random.nextInt(3)));
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
        history = mutation.of(history, random).orElse(history);
      }
      boolean good = BruteForce.isStrictlySerializable(history);
      assertSameAsAllOrders(seed, history, good);
      harmless += good ? 1 : 0;
    }
    System.out.println("Several mutations at once: " + RUNS + ", harmless " + harmless);
    assertThat(harmless).isBetween(RUNS / 50, RUNS * 49 / 50);
  }

  private static void assertSameAsAllOrders(long seed, List<Event> history, boolean good) {
    assertThat(StrictSerializability.check(history))
        .as("seed %d, history %s", seed, history)
        .isInstanceOf(good ? Verdict.StrictlySerializable.class : Verdict.Violation.class);
  }

  @ParameterizedTest
  @EnumSource
  void inLongerHistoriesItIsFoundOrHarmlessByAnOrder(Mutation mutation) {
    long first = firstSeed(mutation.name());
    int runs = RUNS / 10;
    int found = 0;
    int undecided = 0;
    for (long seed = first; seed < first + runs; seed++) {
      List<Event> right =
          SimulatedStore.versionedHistory(seed, new Workload(4, 0, 0, 5, false), 5, 60, 3);
      Verdict before = StrictSerializability.check(right);
      assertThat(before).as("seed %d", seed).isNotInstanceOf(Verdict.Violation.class);
      List<Event> mutated = mutation.of(right, new Random(seed)).orElseThrow();
      Verdict verdict = new StrictSerializability(100_000).decide(mutated);
      found += verdict instanceof Verdict.Violation ? 1 : 0;
      undecided += verdict instanceof Verdict.Undecided ? 1 : 0;
    }
    System.out.printf(
        "%s in longer histories: %d, found %d (%d %%), harmless by an order %d, undecided %d%n",
        mutation, runs, found, found * 100 / runs, runs - found - undecided, undecided);
    assertThat(undecided).isLessThanOrEqualTo(Math.max(1, runs / 20));
    assertThat(found).isGreaterThan(runs / 20);
  }
}
