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
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.trace.GenericMulticastTracing;
import io.atomix.mcast.trace.TraceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rule 11: transactions of several nodes on one account, each of which depends on what those before
 * it have left there. They are judged before those are executed, which shows when one log entry
 * executes several of them.
 */
@ExtendWith(SharedCluster.class)
class ConditionalChainTest {
  private static final int EACH = 8;
  private static final int TRANSFER = 10;
  private static final int MOST_ROUNDS = 100;

  /** The group of the account, where all transactions conflict. */
  private static final String ACCOUNTS = Inside.groups(1).first().toString();

  private final String account = Inside.key(1);
  private final List<String> others = Inside.keys(2, 3);

  private TestCluster cluster;
  private Primitives primitives;

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    this.cluster = cluster;
    this.primitives = primitives;
  }

  /** Makes rounds until one log entry has executed two transactions of a primitive. */
  private void untilSeveralAreExecutedAtOnce(String primitive, Runnable round) {
    try (GenericMulticastTracing tracing =
        new GenericMulticastTracing("m1", cluster.node(1).getPartitionService(), Sampling.ALL)) {
      tracing.start();
      for (int i = 0; i < MOST_ROUNDS; i++) {
        round.run();
        if (mostOfOneEntry(tracing, primitive) > 1) {
          return;
        }
      }
      fail("No entry has executed several messages of %s in %d rounds", primitive, MOST_ROUNDS);
    }
  }

  private static int mostOfOneEntry(GenericMulticastTracing tracing, String primitive) {
    List<TraceEvent> events = tracing.trace().events();
    Set<String> messages = new HashSet<>();
    for (TraceEvent event : events) {
      if (event.what() != null
          && event.what().sort().equals("multicast")
          && "conditional".equals(event.what().operation())
          && event.what().primitive().equals(primitive)) {
        messages.add(event.message());
      }
    }
    Map<Long, Integer> byEntry = new HashMap<>();
    for (TraceEvent event : events) {
      if (event.kind() == TraceEvent.TraceEventKind.EXECUTED
          && event.group().equals(ACCOUNTS)
          && messages.contains(event.message())) {
        byEntry.merge(event.index(), 1, Integer::sum);
      }
    }
    return byEntry.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private static <T> List<T> all(
      List<Integer> members, Function<Integer, List<CompletableFuture<T>>> calls) {
    List<CompletableFuture<T>> begun = new ArrayList<>();
    members.forEach(member -> begun.addAll(calls.apply(member)));
    return begun.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void noMoreIsWithdrawnThanThereIs() {
    Map<Integer, AsyncMulticastCounterMap<String>> banks = new HashMap<>();
    for (int member = 1; member <= 3; member++) {
      MulticastCounterMap<String> bank =
          primitives.open(member, "bank", MulticastCounterMapTest::builder);
      banks.put(member, bank.async());
    }
    MulticastCounterMap<String> bank = banks.get(1).sync();
    List<Integer> members = List.of(1, 2, 3);
    untilSeveralAreExecutedAtOnce(
        bank.name(),
        () -> {
          bank.clear();
          int enough = 3 * EACH / 2;
          bank.put(account, enough * TRANSFER);
          List<CounterResult<String>> results =
              all(
                  members,
                  member ->
                      IntStream.range(0, EACH)
                          .mapToObj(i -> withdraw(banks.get(member), others.get(member - 1)))
                          .toList());
          assertThat(results.stream().filter(CounterResult::succeeded)).hasSize(enough);
          List<String> accounts = new ArrayList<>(others);
          accounts.add(account);
          Map<String, Long> left = bank.getAll(accounts);
          assertThat(left.get(account)).isZero();
          assertThat(left.values().stream().mapToLong(Long::longValue).sum())
              .isEqualTo(enough * TRANSFER);
        });
  }

  private CompletableFuture<CounterResult<String>> withdraw(
      AsyncMulticastCounterMap<String> bank, String other) {
    return bank.transaction()
        .ifAtLeast(account, TRANSFER)
        .then(ops -> ops.add(account, -TRANSFER).add(other, TRANSFER))
        .otherwise(ops -> ops.get(account))
        .commit();
  }

  @Test
  void eachStepIsTakenByOne() {
    Map<Integer, AsyncMulticastMap<String, String>> maps = new HashMap<>();
    for (int member = 1; member <= 3; member++) {
      MulticastMap<String, String> map =
          primitives.open(member, "steps", MulticastMapTest::builder);
      maps.put(member, map.async());
    }
    MulticastMap<String, String> map = maps.get(1).sync();
    untilSeveralAreExecutedAtOnce(
        map.name(),
        () -> {
          map.putAll(Map.of(account, "0", others.get(0), "0"));
          List<MapResult<String, String>> results =
              all(
                  List.of(1, 2, 3),
                  member ->
                      IntStream.range(0, EACH)
                          .mapToObj(step -> step(maps.get(member), step))
                          .toList());
          long taken = results.stream().filter(MapResult::succeeded).count();
          assertThat(taken).isPositive();
          String last = String.valueOf(taken);
          assertThat(map.get(account).value()).isEqualTo(last);
          assertThat(map.get(others.get(0)).value()).isEqualTo(last);
        });
  }

  private CompletableFuture<MapResult<String, String>> step(
      AsyncMulticastMap<String, String> map, int step) {
    String next = String.valueOf(step + 1);
    return map.transaction()
        .ifEquals(account, String.valueOf(step))
        .then(ops -> ops.put(account, next).put(others.get(0), next))
        .commit();
  }
}
