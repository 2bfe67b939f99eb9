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

import io.atomix.core.Atomix;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.history.CounterHistoryRecorder;
import io.atomix.mcast.history.HistoryCheck;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Members stop, one at a time, and come back, while money is moved between accounts of all
 * partitions, mostly only if it is there, and others add up all accounts.
 */
class CounterLeaderChangeTest {
  private static final long OPENING = 50;

  /** Of each partition one. */
  private static final List<String> CREDIT =
      IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2).get(0)).toList();

  /** Of each partition one, which never falls below zero. */
  private static final List<String> SAVINGS =
      IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2).get(1)).toList();

  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS)
  void theSumStaysAndNothingFallsBelowZero() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("CounterLeaderChangeTest seed " + seed);
    try (TestCluster cluster =
        TestCluster.builder()
            .withManagement(Backend.GENERIC_MULTICAST)
            .withGroups(QuickGroups.dataGroupOfHastyElections())
            .start()) {
      Atomix writers = cluster.addClient();
      Atomix readers = cluster.addClient();
      Primitives primitives = new Primitives(cluster);
      Actors actors = new Actors();
      MulticastCounterMap<String> read = open(primitives, readers, "bank");
      startBank(open(primitives, writers, "bank"), read, actors, seed);
      List<CounterHistoryRecorder> histories =
          List.of(
              new CounterHistoryRecorder("one", open(primitives, writers, "history")),
              new CounterHistoryRecorder("two", open(primitives, readers, "history")),
              new CounterHistoryRecorder("three", open(primitives, readers, "history")));
      startHistories(histories, actors, seed);
      actors.awaitProgress(5);
      for (int partition = 1; partition <= 2; partition++) {
        int member = Inside.leader(cluster, partition);
        cluster.stop(member);
        actors.awaitProgress(5);
        cluster.restart(member);
        actors.awaitProgress(3);
        System.out.println("longest time without a success, ms: " + actors.longestGaps());
      }
      actors.stop();

      System.out.println("operations that failed: " + actors.failures());
      assertThat(actors.failures())
          .allSatisfy(
              error ->
                  assertThat(error)
                      .isInstanceOfAny(NotAppliedException.class, OutcomeUnknownException.class));
      checkBank(read);
      checkHistory(histories);
      Inside.awaitNothingLeft(cluster);
      primitives.close();
    }
  }

  private static MulticastCounterMap<String> open(Primitives primitives, Atomix node, String name) {
    return primitives.open(
        node, name, MulticastCounterMapTest::builder, QuickGroups.persistent(TestCluster.DATA));
  }

  private static void startBank(
      MulticastCounterMap<String> written,
      MulticastCounterMap<String> read,
      Actors actors,
      long seed) {
    Map<String, Long> opening = new HashMap<>();
    CREDIT.forEach(account -> opening.put(account, OPENING));
    SAVINGS.forEach(account -> opening.put(account, OPENING));
    written.addAll(opening);
    for (int i = 1; i <= 2; i++) {
      Random random = new Random(seed + i);
      actors.start("teller-" + i, () -> withdraw(written, random));
    }
    Random random = new Random(seed);
    actors.start(
        "depositor",
        () -> {
          long amount = 1 + random.nextInt(20);
          written.addAll(Map.of(any(CREDIT, random), -amount, any(SAVINGS, random), amount));
        });
    actors.start("summer", () -> assertThat(read.sum()).isEqualTo(6 * OPENING));
    actors.start("auditor", () -> checkBank(read));
  }

  private static void withdraw(MulticastCounterMap<String> counters, Random random) {
    String from = any(SAVINGS, random);
    String to = any(CREDIT, random);
    long amount = 1 + random.nextInt(40);
    counters
        .transaction()
        .ifAtLeast(from, amount)
        .then(ops -> ops.add(from, -amount).add(to, amount))
        .otherwise(ops -> ops.get(from))
        .commit();
  }

  private static void checkBank(MulticastCounterMap<String> counters) {
    List<String> all = new ArrayList<>(CREDIT);
    all.addAll(SAVINGS);
    Map<String, Long> balances = counters.getAll(all);
    assertThat(balances.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(6 * OPENING);
    assertThat(SAVINGS).allSatisfy(account -> assertThat(balances.get(account)).isNotNegative());
  }

  private static String any(List<String> accounts, Random random) {
    return accounts.get(random.nextInt(accounts.size()));
  }

  private static void startHistories(
      List<CounterHistoryRecorder> histories, Actors actors, long seed) {
    for (int i = 0; i < histories.size(); i++) {
      CounterHistoryRecorder recorder = histories.get(i);
      Random random = new Random(seed - i - 1);
      actors.start(
          "history-" + i,
          () -> {
            recorder.run(CounterHistoryTest.operation(random));
            Thread.sleep(random.nextInt(150));
          });
    }
  }

  private static void checkHistory(List<CounterHistoryRecorder> histories) {
    List<Event> history = new ArrayList<>();
    histories.forEach(each -> history.addAll(each.events()));
    HistoryCheck.assertGood(history);
  }
}
