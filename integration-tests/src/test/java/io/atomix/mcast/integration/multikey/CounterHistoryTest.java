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

import io.atomix.mcast.history.CounterHistoryRecorder;
import io.atomix.mcast.history.CounterOperation;
import io.atomix.mcast.history.Event;
import io.atomix.mcast.history.HistoryChecker;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.SharedCluster;
import io.atomix.mcast.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bursts of random operations of three nodes on counters of three partitions, judged by a checker.
 */
@ExtendWith(SharedCluster.class)
class CounterHistoryTest {
  private static final int CLIENTS = 6;
  private static final int OPERATIONS = 5;
  private static final Duration BUDGET = Duration.ofSeconds(12);
  private static final int BURSTS = 150;
  private static final List<String> KEYS =
      IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2)).flatMap(List::stream).toList();

  @Test
  void burstsOfOperationsAreStrictlySerializable(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.backend()).isEqualTo(Backend.GENERIC_MULTICAST);
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("CounterHistoryTest seed " + seed);
    Random random = new Random(seed);
    List<MulticastCounterMap<String>> maps = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      maps.add(primitives.open(i % 3 + 1, "checked", MulticastCounterMapTest::builder));
    }
    Set<Map<String, String>> states = Set.of(Map.of());
    long end = System.nanoTime() + BUDGET.toNanos();
    int burst = 0;
    for (; burst < BURSTS && System.nanoTime() < end; burst++) {
      List<Event> history = burst(maps, random);
      HistoryChecker.Verdict verdict = HistoryChecker.check(history, states);
      assertThat(verdict.isStrictlySerializable())
          .as("seed %d, from %s: %s; explained: %s", seed, states, history, verdict.longest())
          .isTrue();
      states = verdict.finalStates();
    }
    System.out.println("CounterHistoryTest: " + burst + " bursts");
    assertThat(burst).isPositive();
  }

  private static List<Event> burst(List<MulticastCounterMap<String>> maps, Random random) {
    List<Callable<List<Event>>> clients = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      CounterHistoryRecorder recorder = new CounterHistoryRecorder("client-" + i, maps.get(i));
      List<CounterOperation> operations = new ArrayList<>();
      for (int j = 0; j < OPERATIONS; j++) {
        operations.add(operation(random));
      }
      clients.add(
          () -> {
            operations.forEach(recorder::run);
            return recorder.events();
          });
    }
    List<Event> history = Parallel.run(clients).stream().flatMap(Collection::stream).toList();
    assertThat(history).as("the cluster is healthy").noneMatch(Event::isUnknown);
    return history;
  }

  /** Makes a random operation. */
  static CounterOperation operation(Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new CounterOperation.AddAll(deltas(random));
      case 3 -> new CounterOperation.AddAllAndGet(deltas(random));
      case 4, 5 -> move(random);
      case 6 -> new CounterOperation.SetOrRemove(KEYS.get(0), KEYS.get(2), KEYS.get(4));
      case 7, 8 -> new CounterOperation.GetAll(deltas(random).keySet());
      case 9 -> new CounterOperation.Sum();
      case 10 -> new CounterOperation.Size();
      default -> random.nextInt(3) == 0 ? new CounterOperation.Clear() : new CounterOperation.Sum();
    };
  }

  private static CounterOperation move(Random random) {
    int from = random.nextInt(KEYS.size());
    int to = (from + 1 + random.nextInt(KEYS.size() - 1)) % KEYS.size();
    return new CounterOperation.Move(KEYS.get(from), KEYS.get(to), 1 + random.nextInt(3));
  }

  private static Map<String, Long> deltas(Random random) {
    Map<String, Long> deltas = new HashMap<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      deltas.put(key(random), random.nextInt(5) - 2L);
    }
    return deltas;
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }
}
