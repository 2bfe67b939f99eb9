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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.mcast.history.CounterHistoryRecorder;
import io.atomix.mcast.history.GrowingHistory;
import io.atomix.mcast.history.RandomMapOperations;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bursts of random operations of three nodes on counters of three partitions, judged by a checker.
 */
@ExtendWith(SharedCluster.class)
public class CounterHistoryTest {
  private static final int CLIENTS = 6;
  private static final int OPERATIONS = 5;
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final int BURSTS = 150;
  private static final int BURSTS_OF_A_CHECK = 10;
  private static final List<String> KEYS =
      IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2)).flatMap(List::stream).toList();

  @Test
  void additionsAreStrictlySerializable(TestCluster cluster, Primitives primitives) {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    Random random = new Random(seed);
    run(cluster, primitives, "added", seed, () -> operation(random));
  }

  /** Counters that are set and removed, which tells of each what it was before. */
  @Test
  void settingsAreStrictlySerializable(TestCluster cluster, Primitives primitives) {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    RandomMapOperations operations = new RandomMapOperations(new Random(seed), KEYS, "");
    run(cluster, primitives, "set", seed, () -> setting(operations));
  }

  private static void run(
      TestCluster cluster,
      Primitives primitives,
      String name,
      long seed,
      Supplier<Operation> operations) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    System.out.println("CounterHistoryTest seed " + seed);
    List<MulticastCounterMap<String>> maps = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      maps.add(primitives.open(i % 3 + 1, name, MulticastCounterMapTest::builder));
    }
    GrowingHistory history = new GrowingHistory();
    long end = System.nanoTime() + BUDGET.toNanos();
    for (int burst = 1; burst <= BURSTS && System.nanoTime() < end; burst++) {
      history.add(burst(maps, operations));
      if (burst % BURSTS_OF_A_CHECK == 0) {
        assertThat(history.violation()).as("seed %d, burst %d", seed, burst).isEmpty();
      }
    }
    assertThat(history.violation()).as("seed %d", seed).isEmpty();
    history.assertDecided();
  }

  private static List<Event> burst(
      List<MulticastCounterMap<String>> maps, Supplier<Operation> operations) {
    List<Callable<List<Event>>> clients = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      CounterHistoryRecorder recorder = new CounterHistoryRecorder("client-" + i, maps.get(i));
      List<Operation> own = Stream.generate(operations).limit(OPERATIONS).toList();
      clients.add(
          () -> {
            own.forEach(recorder::run);
            return recorder.events();
          });
    }
    List<Event> history = Parallel.run(clients).stream().flatMap(Collection::stream).toList();
    assertThat(history).as("the cluster is healthy").noneMatch(Event::isUnknown);
    return history;
  }

  /** Makes a random operation on registers, of those that counters have. */
  private static Operation setting(RandomMapOperations operations) {
    Operation operation = operations.next();
    while (operation instanceof Operation.ContainsValue
        || operation instanceof Operation.Snapshot) {
      operation = operations.next();
    }
    return operation;
  }

  /** Makes a random operation. Amounts are large, so that sums tell what is in them. */
  public static Operation operation(Random random) {
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> new Operation.Add(deltas(random));
      case 3 -> new Operation.AddAndGet(deltas(random));
      case 4, 5 -> move(random);
      case 6 -> topUp(random);
      case 7, 8 -> new Operation.Count(new TreeSet<>(deltas(random).keySet()));
      case 9 -> new Operation.Sum();
      default -> random.nextInt(3) == 0 ? new Operation.Clear() : new Operation.Sum();
    };
  }

  /** Moves an amount if it is there. */
  private static Operation move(Random random) {
    int from = random.nextInt(KEYS.size());
    int to = (from + 1 + random.nextInt(KEYS.size() - 1)) % KEYS.size();
    long amount = 1 + random.nextInt(300);
    SortedMap<String, Long> deltas = new TreeMap<>();
    deltas.put(KEYS.get(from), -amount);
    deltas.put(KEYS.get(to), amount);
    return new Operation.AddIf(List.of(new WriteCondition.AtLeast(KEYS.get(from), amount)), deltas);
  }

  /** Adds to counters if another is not positive. */
  private static Operation topUp(Random random) {
    return new Operation.AddIf(List.of(new WriteCondition.AtMost(key(random), 0)), deltas(random));
  }

  private static SortedMap<String, Long> deltas(Random random) {
    SortedMap<String, Long> deltas = new TreeMap<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      deltas.put(key(random), random.nextInt(1001) - 500L);
    }
    return deltas;
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }
}
