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
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.history.HistoryCheck;
import io.atomix.mcast.history.HistoryRecorder;
import io.atomix.mcast.history.RandomMapOperations;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Members stop, one at a time, and come back on their data, while clients read and write several
 * keys at once, in transactions among others, and take snapshots too large for one message.
 */
class MulticastMapLeaderChangeTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d");

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

  private static MulticastMap<String, String> open(
      Primitives primitives, Atomix node, String name) {
    return primitives.open(
        node,
        name,
        (on, full) -> on.primitiveBuilder(full, MulticastMapType.<String, String>instance()),
        QuickGroups.persistent(TestCluster.DATA));
  }

  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS)
  void nothingIsSeenThatNoOrderExplains() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("MulticastMapLeaderChangeTest seed " + seed);
    Primitives primitives = new Primitives(cluster);
    Actors actors = new Actors();
    List<HistoryRecorder> histories = startHistories(primitives, actors, seed);
    startRounds(primitives, actors);
    actors.awaitProgress(3);

    for (int partition = 1; partition <= 2; partition++) {
      int member = Inside.leader(cluster, partition);
      actors.longestGaps();
      cluster.stop(member);
      actors.awaitProgress(3);
      System.out.println(
          "without m" + member + ", longest time without a success, ms: " + actors.longestGaps());
      cluster.restart(member);
      actors.awaitProgress(3);
    }
    actors.stop();

    System.out.println("operations that failed: " + actors.failures());
    assertThat(actors.failures())
        .allSatisfy(
            error ->
                assertThat(error)
                    .isInstanceOfAny(NotAppliedException.class, OutcomeUnknownException.class));
    List<Event> history = new ArrayList<>();
    histories.forEach(each -> history.addAll(each.events()));
    HistoryCheck.assertGood(history);
    Inside.awaitNothingLeft(cluster);
    primitives.close();
  }

  private static List<HistoryRecorder> startHistories(
      Primitives primitives, Actors actors, long seed) {
    List<HistoryRecorder> histories = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Atomix node = number == 1 ? writers : readers;
      HistoryRecorder recorder =
          new HistoryRecorder("client-" + number, open(primitives, node, "history"));
      histories.add(recorder);
      Random random = new Random(seed + number);
      RandomMapOperations operations = new RandomMapOperations(random, KEYS, number + "-");
      actors.start(
          "history-" + number,
          () -> {
            recorder.run(operations.next());
            Thread.sleep(random.nextInt(100));
          });
    }
    return histories;
  }

  /**
   * All keys of a large map are rewritten by one message after the other, each with the number of
   * the round, so that every snapshot shows one round.
   */
  private static void startRounds(Primitives primitives, Actors actors) {
    MulticastMap<String, String> written = open(primitives, writers, "rounds");
    MulticastMap<String, String> read = open(primitives, readers, "rounds");
    Set<String> keys = IntStream.range(0, 12).mapToObj(i -> "key-" + i).collect(Collectors.toSet());
    // Entries are at most 64 KB: one message makes the map large, the others change little of it.
    for (int i = 0; i < 30; i++) {
      written.put("ballast-" + i, "x".repeat(20_000));
    }
    AtomicInteger rounds = new AtomicInteger();
    write(written, keys, rounds);
    actors.start("rounds", () -> write(written, keys, rounds));
    actors.start(
        "snapshots",
        () -> {
          Map<String, Versioned<String>> snapshot = new HashMap<>(read.snapshot());
          assertThat(snapshot).hasSize(30 + keys.size());
          snapshot.keySet().retainAll(keys);
          Set<String> seen = new HashSet<>();
          snapshot.values().forEach(entry -> seen.add(entry.value()));
          assertThat(seen).as("rounds in one snapshot").hasSize(1);
        });
  }

  private static void write(
      MulticastMap<String, String> map, Set<String> keys, AtomicInteger rounds) {
    String round = "" + rounds.incrementAndGet();
    map.putAll(keys.stream().collect(Collectors.toMap(key -> key, key -> round)));
  }
}
