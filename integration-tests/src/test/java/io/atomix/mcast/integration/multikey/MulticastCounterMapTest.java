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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapBuilder;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.config.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Counter maps whose counters live in three partitions, used from three nodes. */
@ExtendWith(SharedCluster.class)
public class MulticastCounterMapTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);

  /** Of each partition one. */
  private static final String A = Inside.key(1);

  private static final String B = Inside.key(2);
  private static final String C = Inside.key(3);

  private TestCluster cluster;
  private Primitives primitives;
  private MulticastCounterMap<String> first;
  private MulticastCounterMap<String> second;

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    this.cluster = cluster;
    this.primitives = primitives;
    first = primitives.open(1, "counters", MulticastCounterMapTest::builder);
    second = primitives.open(2, "counters", MulticastCounterMapTest::builder);
  }

  public static MulticastCounterMapBuilder<String> builder(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastCounterMapType.<String>instance());
  }

  @Test
  void whatOneNodeAddsToSeveralCountersAnotherSees() {
    first.addAll(Map.of(A, 5L, B, -5L, C, 1L));
    assertThat(second.getAll(List.of(A, B, C, "none")))
        .isEqualTo(Map.of(A, 5L, B, -5L, C, 1L, "none", 0L));
    assertThat(second.addAllAndGet(Map.of(A, 1L, C, 1L))).isEqualTo(Map.of(A, 6L, C, 2L));
    assertThat(second.addAllAndGet(Map.of(A, 1L))).as("one partition").isEqualTo(Map.of(A, 7L));
    assertThat(first.getAll(List.of(A))).isEqualTo(Map.of(A, 7L));
    assertThat(first.sum()).isEqualTo(4);
    assertThat(first.size()).isEqualTo(3);
    second.clear();
    assertThat(first.sum()).isZero();
    assertThat(first.isEmpty()).isTrue();
  }

  @Test
  void itIsAnAtomicCounterMap() {
    AtomicCounterMap<String> counters = first;
    AtomicCounterMap<String> same = second;
    assertThat(counters.incrementAndGet(A)).isEqualTo(1);
    assertThat(same.getAndIncrement(A)).isEqualTo(1);
    assertThat(same.decrementAndGet(A)).isEqualTo(1);
    assertThat(same.getAndDecrement(A)).isEqualTo(1);
    assertThat(same.addAndGet(B, 5)).isEqualTo(5);
    assertThat(counters.getAndAdd(B, 5)).isEqualTo(5);
    assertThat(same.putIfAbsent(C, 7)).isZero();
    assertThat(counters.putIfAbsent(C, 8)).isEqualTo(7);
    assertThat(counters.replace(C, 8, 9)).isFalse();
    assertThat(counters.replace(C, 7, 9)).isTrue();
    assertThat(same.remove(C, 7)).isFalse();
    assertThat(same.size()).as("one of them 0").isEqualTo(3);
    assertThat(same.remove(C)).isEqualTo(9);
    assertThat(same.put(C, 3)).isZero();
    assertThat(same.remove(C, 3)).isTrue();
    assertThat(counters.get(C)).isZero();
    assertThat(counters.get(B)).isEqualTo(10);
    assertThat(counters.size()).isEqualTo(2);
    assertThat(counters.async().sync().size()).isEqualTo(2);
    same.clear();
    assertThat(counters.isEmpty()).isTrue();
    assertThat(counters.type()).isSameAs(MulticastCounterMapType.instance());
  }

  @Test
  void additionsThatWrapAroundAreAddedUpAllTheSame() {
    first.addAll(Map.of(A, Long.MAX_VALUE, B, 10L));
    assertThat(second.sum()).isEqualTo(Long.MIN_VALUE + 9);
    second.addAll(Map.of(A, 1L, C, -20L));
    assertThat(first.get(A)).isEqualTo(Long.MIN_VALUE);
    assertThat(first.sum()).isEqualTo(Long.MAX_VALUE - 9);
  }

  @Test
  void aTransactionDoesWhatItsConditionsSay() {
    first.addAll(Map.of(A, 15L, B, 1L));
    assertThat(
            second
                .transaction()
                .ifAtLeast(A, 10)
                .ifAtMost(B, 1)
                .then(ops -> ops.add(A, -10).add(B, 10).get(A).get(C))
                .commit())
        .isEqualTo(new CounterResult<>(true, Map.of(A, 15L, C, 0L)));
    assertThat(
            second
                .transaction()
                .ifAtLeast(A, 10)
                .then(ops -> ops.add(A, -10).add(B, 10))
                .otherwise(ops -> ops.get(A).add(C, 1).remove(B))
                .commitAndGet())
        .isEqualTo(new CounterUpdate<>(false, Map.of(A, 5L), Map.of(C, 1L, B, 0L)));
    assertThat(first.getAll(List.of(A, B, C))).isEqualTo(Map.of(A, 5L, B, 0L, C, 1L));
    assertThat(first.size()).isEqualTo(2);
  }

  @Test
  void aTransactionMayStayInOnePartitionOrHaveNoConditionOrOnlyRead() {
    assertThat(
            first
                .transaction()
                .ifEquals(A, 0)
                .then(ops -> ops.put(A, 7))
                .otherwise(ops -> ops.get(A))
                .commitAndGet())
        .isEqualTo(new CounterUpdate<>(true, Map.of(), Map.of(A, 7L)));
    assertThat(
            first
                .transaction()
                .ifEquals(A, 0)
                .then(ops -> ops.put(A, 8))
                .otherwise(ops -> ops.get(A))
                .commit())
        .isEqualTo(new CounterResult<>(false, Map.of(A, 7L)));
    assertThat(second.transaction().then(ops -> ops.get(A).add(A, 1).add(B, 1)).commit())
        .isEqualTo(new CounterResult<>(true, Map.of(A, 7L)));
    assertThat(first.transaction().ifAtLeast(A, 8).then(ops -> ops.get(B).get(C)).commit())
        .isEqualTo(new CounterResult<>(true, Map.of(B, 1L, C, 0L)));
    assertThat(
            first.transaction().ifAtLeast(A, 9).ifEquals(B, 1).then(ops -> ops.add(C, 1)).commit())
        .isEqualTo(new CounterResult<>(false, Map.of()));
    assertThat(second.get(C)).isZero();
  }

  @Test
  void operationsOfOneCallerTakeEffectInTheOrderOfTheCalls() {
    AsyncMulticastCounterMap<String> async = first.async();
    List<CompletableFuture<?>> all = new ArrayList<>();
    List<CompletableFuture<CounterResult<String>>> moves = new ArrayList<>();
    List<CompletableFuture<Long>> sums = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(async.addAll(Map.of(A, 1L, B, 1L)));
      moves.add(async.transaction().ifAtLeast(B, 1).then(o -> o.get(B).add(B, -1)).commit());
      sums.add(async.sum());
    }
    all.addAll(moves);
    all.addAll(sums);
    all.forEach(future -> Await.result("an operation", future));
    for (int i = 0; i < 50; i++) {
      assertThat(moves.get(i).join()).isEqualTo(new CounterResult<>(true, Map.of(B, 1L)));
      assertThat(sums.get(i).join()).isEqualTo(i + 1);
    }
  }

  @Test
  void transfersKeepTheSumAndNothingFallsBelowZero() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("MulticastCounterMapTest seed " + seed);
    List<String> accounts =
        IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2)).flatMap(List::stream).toList();
    Map<String, Long> opening = new HashMap<>();
    accounts.forEach(account -> opening.put(account, 20L));
    first.addAll(opening);
    List<Callable<Integer>> tasks = new ArrayList<>();
    long end = System.nanoTime() + BUDGET.toNanos();
    for (int i = 0; i < 6; i++) {
      MulticastCounterMap<String> counters =
          primitives.open(i % 3 + 1, "counters", MulticastCounterMapTest::builder);
      Random random = new Random(seed + i);
      tasks.add(
          i < 2
              ? () -> read(counters, accounts, end)
              : () -> move(counters, accounts, random, end));
    }
    List<Integer> counts = Parallel.run(tasks);
    System.out.println(
        "reads: %s, transfers: %s".formatted(counts.subList(0, 2), counts.subList(2, 6)));
    assertThat(counts).allMatch(count -> count > 0);
    assertThat(second.sum()).isEqualTo(20L * accounts.size());
  }

  /** Moves random amounts until the time is over; returns how many transfers were made. */
  private static int move(
      MulticastCounterMap<String> counters, List<String> accounts, Random random, long end) {
    int moved = 0;
    while (System.nanoTime() < end) {
      int from = random.nextInt(accounts.size());
      int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
      long amount = 1 + random.nextInt(30);
      boolean done =
          counters
              .transaction()
              .ifAtLeast(accounts.get(from), amount)
              .then(ops -> ops.add(accounts.get(from), -amount).add(accounts.get(to), amount))
              .commit()
              .succeeded();
      moved += done ? 1 : 0;
    }
    return moved;
  }

  /** Reads until the time is over; returns how often. */
  private static int read(MulticastCounterMap<String> counters, List<String> accounts, long end) {
    int reads = 0;
    for (; System.nanoTime() < end; reads++) {
      assertThat(counters.sum()).isEqualTo(20L * accounts.size());
      Map<String, Long> all = counters.getAll(accounts);
      assertThat(all.values()).allMatch(value -> value >= 0);
      assertThat(all.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(20L * accounts.size());
    }
    return reads;
  }

  @Test
  void badInputIsAnErrorAndChangesNothing() {
    first.addAll(Map.of(A, 1L, B, 1L));
    Map<String, Long> large = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      large.put("a rather long name of a counter, number " + i, 1L);
    }
    assertThatThrownBy(() -> first.addAll(large))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("storage.maxEntrySize");
    assertThatThrownBy(
            () ->
                first
                    .transaction()
                    .ifAtLeast(A, 1)
                    .then(
                        none -> {
                          var ops = none;
                          for (int i = 0; i < 4; i++) {
                            ops = ops.add("x".repeat(1_000_000) + i, 1);
                          }
                          return ops;
                        })
                    .commit())
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("storage.maxEntrySize");
    assertThatThrownBy(() -> first.transaction().ifAtLeast(A, 5).ifAtMost(A, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> first.addAll(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThat(second.getAll(List.of(A, B))).isEqualTo(Map.of(A, 1L, B, 1L));
    assertThat(second.size()).isEqualTo(2);
  }

  @Test
  void aClosedMapRefusesAndADeletedOneIsEmpty() {
    first.addAll(Map.of(A, 1L, B, 1L));
    first.close();
    assertThatThrownBy(() -> first.addAll(Map.of(A, 1L, B, 1L)))
        .isInstanceOf(PrimitiveException.class);
    assertThatThrownBy(() -> first.transaction().then(ops -> ops.add(A, 1).add(C, 1)).commit())
        .isInstanceOf(PrimitiveException.class);
    assertThat(second.sum()).isEqualTo(2);
    second.delete();
    MulticastCounterMap<String> again =
        primitives.open(3, "counters", MulticastCounterMapTest::builder);
    assertThat(again.isEmpty()).isTrue();
  }

  @Test
  void anotherProtocolIsRefusedWhenItIsBuilt() {
    CompletableFuture<MulticastCounterMap<String>> opening =
        builder(cluster.node(1), primitives.name("elsewhere"))
            .withProtocol(new RaftGroups().protocol(TestCluster.MANAGEMENT))
            .buildAsync();
    assertThat(Await.failure("building on multi-raft", opening))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("multi-raft")
        .hasMessageContaining("needs protocol generic-multicast");
  }

  @Test
  void keysMayBeOfOtherTypes() {
    MulticastCounterMap<Integer> byNumber =
        primitives.open(
            1,
            "numbers",
            (node, name) ->
                node.primitiveBuilder(name, MulticastCounterMapType.<Integer>instance())
                    .withKeyType(Integer.class));
    byNumber.addAll(Map.of(1, 1L, 2, 2L, 3, 3L, 4, 4L));
    assertThat(byNumber.getAll(List.of(3, 4))).isEqualTo(Map.of(3, 3L, 4, 4L));
    assertThat(byNumber.sum()).isEqualTo(10);
  }
}
