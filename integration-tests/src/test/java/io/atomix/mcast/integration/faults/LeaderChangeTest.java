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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.history.HistoryCheck;
import io.atomix.mcast.history.HistoryRecorder;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Members stop, one at a time, and come back on their data, so that every partition changes its
 * leader, while clients write in all partitions, and read and clear across them.
 */
class LeaderChangeTest {

  private static final int KEYS = 6;

  private static TestCluster cluster;
  private static Atomix writers;
  private static Atomix readers;

  @BeforeAll
  static void startCluster() {
    cluster =
        TestCluster.builder()
            .withManagement(Backend.GENERIC_MULTICAST)
            .withGroups(QuickGroups.dataGroupOfHastyElections())
            .start();
    writers = cluster.addClient();
    readers = cluster.addClient();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS)
  void nothingAcknowledgedIsLostAndNothingTornOrStaleIsSeen() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("LeaderChangeTest seed " + seed);
    Primitives primitives = new Primitives(cluster);
    Actors actors = new Actors();
    Writers written = new Writers(primitives);
    written.start(actors);
    startTokens(primitives, actors);
    Map<Integer, AtomicLong> floors = startCounters(primitives, actors);
    FenceProbe fence = new FenceProbe(cluster, readers, primitives.name("counters"), floors);
    List<HistoryRecorder> histories = startHistories(primitives, actors, seed);
    actors.awaitProgress(5);

    for (int member = 1; member <= 3; member++) {
      fence.watch(member);
    }
    for (int member = 1; member <= 3; member++) {
      actors.longestGaps();
      cluster.stop(member);
      actors.awaitProgress(5);
      System.out.println(
          "without m" + member + ", longest time without a success, ms: " + actors.longestGaps());
      cluster.restart(member);
      fence.watch(member);
      actors.awaitProgress(3);
      System.out.println(
          "m" + member + " is back, longest time without a success, ms: " + actors.longestGaps());
    }
    actors.stop();

    System.out.println("operations that failed: " + actors.failures());
    assertThat(actors.failures())
        .allSatisfy(
            error ->
                assertThat(error)
                    .isInstanceOfAny(NotAppliedException.class, OutcomeUnknownException.class));
    System.out.println(fence);
    assertThat(fence.stale()).isEmpty();
    fence.close();
    written.check(primitives);
    List<Event> history = new ArrayList<>();
    histories.forEach(each -> history.addAll(each.events()));
    HistoryCheck.assertGood(history);
    Inside.awaitNothingLeft(cluster);
    primitives.close();
  }

  /**
   * One writer for each partition counts up one key; a listener on another node hears each step
   * once and in order.
   */
  private static final class Writers {
    private final AtomicMap<String, Integer> map;
    private final AtomicMap<String, Integer> elsewhere;
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Heard<AtomicMapEvent<String, Integer>> heard = new Heard<>();

    private Writers(Primitives primitives) {
      map =
          primitives.open(
              writers,
              "writes",
              Atomix::<String, Integer>atomicMapBuilder,
              QuickGroups.persistent(TestCluster.DATA));
      elsewhere = primitives.open(readers, "writes", Atomix::<String, Integer>atomicMapBuilder);
      elsewhere.addListener(heard::add);
    }

    private void start(Actors actors) {
      for (int partition = 1; partition <= 3; partition++) {
        String key = Inside.key(partition);
        AtomicInteger next = new AtomicInteger();
        actors.start(
            "writer-" + partition,
            () -> {
              int value = next.incrementAndGet();
              Versioned<Integer> before = map.put(key, value);
              assertThat(before == null ? 0 : before.value())
                  .as("the value before " + value)
                  .isGreaterThanOrEqualTo(acknowledged.getOrDefault(key, 0))
                  .isLessThan(value);
              acknowledged.put(key, value);
            });
      }
    }

    private void check(Primitives primitives) {
      acknowledged.forEach(
          (key, value) -> {
            assertThat(elsewhere.get(key).value())
                .as("acknowledged: " + key)
                .isGreaterThanOrEqualTo(value);
            List<Integer> steps =
                Await.until(
                    "the last event of " + key,
                    () -> steps(key),
                    seen ->
                        !seen.isEmpty()
                            && seen.get(seen.size() - 1).equals(elsewhere.get(key).value()));
            assertThat(steps).as("each event once and in order").doesNotHaveDuplicates().isSorted();
            // What was applied without being acknowledged is heard as well; what failed need not
            // be.
            assertThat(steps.size()).isBetween(value - 10, value + 10);
          });
      AtomicMap<String, Integer> onMember =
          primitives.open(3, "writes", Atomix::<String, Integer>atomicMapBuilder);
      assertThat(onMember.size()).isEqualTo(acknowledged.size());
    }

    private List<Integer> steps(String key) {
      return heard.soFar().stream()
          .filter(event -> event.key().equals(key))
          .map(event -> event.newValue().value())
          .toList();
    }
  }

  /**
   * A token is put at the next key before it is taken from the last, so that there are always one
   * or two.
   */
  private static void startTokens(Primitives primitives, Actors actors) {
    AtomicMap<String, String> tokens =
        primitives.open(
            writers,
            "tokens",
            Atomix::<String, String>atomicMapBuilder,
            QuickGroups.persistent(TestCluster.DATA));
    AtomicMap<String, String> observed =
        primitives.open(
            readers,
            "tokens",
            Atomix::<String, String>atomicMapBuilder,
            QuickGroups.persistent(TestCluster.DATA));
    AtomicInteger at = new AtomicInteger();
    tokens.put("key-0", "token");
    actors.start(
        "mover",
        () -> {
          String to = "key-" + (at.get() + 1) % KEYS;
          tokens.put(to, "token");
          tokens.remove("key-" + at.get() % KEYS);
          at.incrementAndGet();
        });
    actors.start("observer", () -> assertThat(observed.size()).as("tokens").isBetween(1, 2));
  }

  /**
   * Counters that only grow, in all partitions: who reads after another read or wrote sees no less.
   */
  private static Map<Integer, AtomicLong> startCounters(Primitives primitives, Actors actors) {
    Map<Integer, AtomicLong> floors = new ConcurrentHashMap<>();
    AtomicCounterMap<String> counters =
        primitives.open(
            writers,
            "counters",
            Atomix::<String>atomicCounterMapBuilder,
            QuickGroups.persistent(TestCluster.DATA));
    AtomicCounterMap<String> others =
        primitives.open(
            readers,
            "counters",
            Atomix::<String>atomicCounterMapBuilder,
            QuickGroups.persistent(TestCluster.DATA));
    for (int partition = 1; partition <= 3; partition++) {
      String key = Inside.key(partition);
      AtomicLong floor = floors.computeIfAbsent(partition, each -> new AtomicLong());
      actors.start("counter-" + partition, () -> raise(floor, counters.incrementAndGet(key)));
      actors.start(
          "reader-" + partition,
          () -> {
            long least = floor.get();
            long seen = others.get(key);
            assertThat(seen)
                .as("a linearizable read never goes back")
                .isGreaterThanOrEqualTo(least);
            raise(floor, seen);
          });
    }
    return floors;
  }

  private static void raise(AtomicLong floor, long seen) {
    floor.accumulateAndGet(seen, Math::max);
  }

  /** Random operations on a map, recorded for a checker. */
  private static List<HistoryRecorder> startHistories(
      Primitives primitives, Actors actors, long seed) {
    List<HistoryRecorder> histories = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Atomix node = number == 1 ? writers : readers;
      HistoryRecorder recorder =
          new HistoryRecorder(
              "client-" + number,
              primitives.open(
                  node,
                  "history",
                  Atomix::<String, String>atomicMapBuilder,
                  QuickGroups.persistent(TestCluster.DATA)));
      histories.add(recorder);
      Random random = new Random(seed + number);
      int client = number;
      AtomicInteger values = new AtomicInteger();
      actors.start(
          "history-" + number,
          () -> {
            recorder.run(operation(random, client + "-" + values.incrementAndGet()));
            Thread.sleep(random.nextInt(100));
          });
    }
    return histories;
  }

  private static Operation operation(Random random, String value) {
    String key = "key-" + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0, 1 -> Operation.put(key, value);
      case 2 -> Operation.remove(key);
      case 3 -> Operation.read(key);
      case 4 -> new Operation.Size();
      case 5 -> new Operation.Clear();
      default -> new Operation.ContainsValue(value);
    };
  }
}
