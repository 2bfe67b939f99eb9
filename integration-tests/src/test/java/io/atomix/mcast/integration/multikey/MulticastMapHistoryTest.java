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
import io.atomix.mcast.checker.StrictSerializability;
import io.atomix.mcast.checker.Verdict;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.history.GrowingHistory;
import io.atomix.mcast.history.HistoryRecorder;
import io.atomix.mcast.history.RandomMapOperations;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Short bursts of operations on one and on several keys of a map, by clients on three nodes; the
 * whole history is checked every few bursts. {@code -Dmcast.seed=N} repeats the operations of a run
 * (not their timing), {@code -Dmcast.seconds=N} makes it longer.
 */
@ExtendWith(SharedCluster.class)
class MulticastMapHistoryTest {
  private static final int CLIENTS = 6;
  private static final int OPERATIONS = 5;
  private static final int BURSTS_OF_A_CHECK = 10;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");
  private static final Duration BUDGET = Duration.ofSeconds(Integer.getInteger("mcast.seconds", 5));

  /** With three of them a partition's entries are too large for a snapshot in one message. */
  private static final String LARGE = "x".repeat(40_000);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void burstsAreStrictlySerializable(boolean large, TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("MulticastMapHistoryTest seed " + seed);
    Random random = new Random(seed);
    RandomMapOperations operations = new RandomMapOperations(random, KEYS, "");
    List<MulticastMap<String, String>> maps = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      maps.add(primitives.open(i % cluster.size() + 1, "checked", MulticastMapTest::builder));
    }
    GrowingHistory history = new GrowingHistory();
    long end = System.nanoTime() + BUDGET.toNanos();
    int bursts = 0;
    // However slow the machine is, so many that each kind of operation has come.
    while (System.nanoTime() < end || bursts < BURSTS_OF_A_CHECK) {
      history.add(burst(maps, operations, large ? LARGE : ""));
      bursts++;
      if (bursts % BURSTS_OF_A_CHECK == 0) {
        assertThat(history.violation()).as("seed %d, burst %d", seed, bursts).isEmpty();
      }
    }
    assertThat(history.violation()).as("seed %d", seed).isEmpty();
    System.out.println("MulticastMapHistoryTest: " + bursts + " bursts, large: " + large);
    history.assertDecided();
    assertThat(history.events())
        .as("some transactions found what they wanted, some did not")
        .anyMatch(event -> event.result() instanceof Operation.Outcome outcome && outcome.held())
        .anyMatch(event -> event.result() instanceof Operation.Outcome outcome && !outcome.held());
    assertThat(history.events())
        .as("versions were told of what was found and written")
        .anyMatch(event -> !event.versions().found().isEmpty())
        .anyMatch(event -> !event.versions().written().isEmpty());
    assertThat(StrictSerializability.check(withAVersionOfLongAgo(history.events())))
        .as("a version that was told wrongly")
        .isInstanceOf(Verdict.Violation.class);
  }

  /** The last who was told versions is told the first. */
  private static List<Event> withAVersionOfLongAgo(List<Event> history) {
    List<Event> changed = new ArrayList<>(history);
    int place = history.size() - 1;
    while (history.get(place).versions().found().isEmpty()) {
      place--;
    }
    Event last = history.get(place);
    SortedMap<String, Long> first = new TreeMap<>(last.versions().found());
    first.replaceAll((key, version) -> 1L);
    changed.set(
        place,
        Event.completed(
            last.client(),
            last.operation(),
            last.invoked(),
            last.returned(),
            new VersionedAnswer(last.result(), VersionClaims.found(first))));
    return changed;
  }

  private static List<Event> burst(
      List<MulticastMap<String, String>> maps, RandomMapOperations operations, String ballast) {
    List<Callable<List<Event>>> clients = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      HistoryRecorder recorder = new HistoryRecorder("client-" + i, maps.get(i), ballast);
      List<Operation> own = new ArrayList<>();
      for (int j = 0; j < OPERATIONS; j++) {
        own.add(operations.next());
      }
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

  /** A pair that is always written together is always read together, however it is read. */
  @Test
  void pairsAreNeverTorn(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    String one = Inside.key(1);
    String two = Inside.key(2);
    MulticastMap<String, String> written = primitives.open(1, "pairs", MulticastMapTest::builder);
    MulticastMap<String, String> read = primitives.open(2, "pairs", MulticastMapTest::builder);
    written.putAll(Map.of(one, "0", two, "0"));
    AtomicInteger value = new AtomicInteger();
    List<Integer> counts =
        Parallel.run(
            List.of(
                repeated(
                    () -> {
                      String next = "" + value.incrementAndGet();
                      written.putAll(Map.of(one, next, two, next));
                      return false;
                    }),
                repeated(() -> isTorn(read.getAll(List.of(one, two)).values())),
                repeated(() -> isTorn(read.snapshot().values())),
                repeated(() -> isTorn(read.values())),
                repeated(() -> isTorn(pages(read))),
                repeated(
                    () ->
                        isTorn(
                            read.transaction()
                                .then(ops -> ops.get(one).get(two))
                                .commit()
                                .values()
                                .values())),
                repeated(() -> isTorn(List.of(read.get(one), read.get(two))))));
    System.out.println("pairs: " + value + " written; torn by each kind of reader: " + counts);
    assertThat(counts.subList(0, 6)).containsOnly(0);
    assertThat(counts.get(6))
        .as("if reading one by one tears none, this proves nothing")
        .isPositive();
  }

  /** Reads both in a page of one entry each, while they are written. */
  private static List<Versioned<String>> pages(MulticastMap<String, String> map) {
    MapPage<String, String> first = map.snapshot(Filter.prefix("key-").limit(1));
    List<Versioned<String>> both = new ArrayList<>(first.entries().values());
    both.addAll(first.next().entries().values());
    return both;
  }

  private static boolean isTorn(Collection<Versioned<String>> pair) {
    assertThat(pair).hasSize(2);
    return pair.stream().map(Versioned::value).distinct().count() > 1;
  }

  /** Repeats for a while, at least ten times, and gives how often it gave true. */
  private static Callable<Integer> repeated(Callable<Boolean> operation) {
    return () -> {
      int trues = 0;
      long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      for (int i = 0; i < 10 || System.nanoTime() < end; i++) {
        trues += operation.call() ? 1 : 0;
      }
      return trues;
    };
  }
}
