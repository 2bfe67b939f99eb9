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

import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.metrics.GenericMulticastMetrics;
import io.atomix.mcast.metrics.Metric;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rule 8: results and versions of writes to several partitions come with the votes where nothing
 * conflicts, and are those that events and reads tell.
 */
@ExtendWith(SharedCluster.class)
class ResultsWithVotesTest {
  private static final int ROUNDS = 60;

  private TestCluster cluster;
  private Primitives primitives;

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    this.cluster = cluster;
    this.primitives = primitives;
  }

  private MulticastMap<String, String> map(int member) {
    return primitives.open(member, "map", MulticastMapTest::builder);
  }

  /** Returns how many multicast messages of a node were completed in this way. */
  private static double completed(MeterRegistry registry, String how) {
    return registry
        .find(Metric.CLIENT_MULTICASTS.meter())
        .tag("completion", how)
        .functionCounters()
        .stream()
        .mapToDouble(FunctionCounter::count)
        .sum();
  }

  @Test
  void whereNothingConflictsEachMethodCompletesByItsVotes() {
    try (GenericMulticastMetrics metrics =
        new GenericMulticastMetrics(cluster.node(1).getPartitionService())) {
      MeterRegistry registry = new SimpleMeterRegistry();
      metrics.bindTo(registry);
      MulticastMap<String, String> map = map(1);
      MulticastCounterMap<String> counters =
          primitives.open(1, "counters", MulticastCounterMapTest::builder);
      List<String> here = Inside.keys(1, 30);
      List<String> there = Inside.keys(2, 30);
      byVotes(
          registry,
          "putAllAndGet",
          i -> map.putAllAndGet(Map.of(here.get(i), "1", there.get(i), "2")),
          (written, i) -> {
            Map<String, Long> versions = new HashMap<>();
            written.forEach((key, entry) -> versions.put(key, entry.version()));
            assertVersions(map, versions, here.get(i), there.get(i));
          });
      byVotes(
          registry,
          "getAndPutAll",
          i -> map.getAndPutAll(Map.of(here.get(10 + i), "1", there.get(10 + i), "2")),
          (before, i) -> assertThat(before).isEmpty());
      byVotes(
          registry,
          "getAndRemoveAll",
          i -> map.getAndRemoveAll(List.of(here.get(20 + i), there.get(20 + i))),
          (before, i) -> assertThat(before).isEmpty());
      byVotes(
          registry,
          "commitAndGet, held",
          i -> transaction(map, here.get(20 + i), there.get(20 + i)),
          (result, i) -> {
            assertThat(result.succeeded()).isTrue();
            assertVersions(map, result.versions(), here.get(20 + i), there.get(20 + i));
          });
      here.subList(20, 30).forEach(key -> map.put(key, "present"));
      byVotes(
          registry,
          "commitAndGet, not held",
          i -> transaction(map, here.get(20 + i), there.get(20 + i)),
          (result, i) -> {
            assertThat(result.succeeded()).isFalse();
            assertVersions(map, result.versions(), there.get(20 + i));
          });
      byVotes(
          registry,
          "addAllAndGet",
          i -> counters.addAllAndGet(Map.of(here.get(i), 2L, there.get(i), -1L)),
          (after, i) -> assertThat(after).isEqualTo(Map.of(here.get(i), 2L, there.get(i), -1L)));
      byVotes(
          registry,
          "commitAndGet",
          i ->
              counters
                  .transaction()
                  .ifAtMost(here.get(i), 2)
                  .then(ops -> ops.put(here.get(i), 3).put(there.get(i), 4))
                  .commitAndGet(),
          (result, i) ->
              assertThat(result)
                  .isEqualTo(
                      new CounterUpdate<>(
                          true, Map.of(), Map.of(here.get(i), 3L, there.get(i), 4L))));
    }
  }

  private static VersionedMapResult<String, String> transaction(
      MulticastMap<String, String> map, String absent, String other) {
    return map.transaction()
        .ifAbsent(absent)
        .then(ops -> ops.put(absent, "1").put(other, "1"))
        .otherwise(ops -> ops.put(other, "2"))
        .commitAndGet();
  }

  private static void assertVersions(
      MulticastMap<String, String> map, Map<String, Long> versions, String... keys) {
    assertThat(versions).containsOnlyKeys(keys);
    versions.forEach((key, version) -> assertThat(map.get(key).version()).isEqualTo(version));
  }

  /**
   * Makes a call that nothing conflicts with, on keys of each number. On a busy machine the groups
   * may execute it before its client has read all votes, but not each time.
   */
  private static <T> void byVotes(
      MeterRegistry registry, String what, IntFunction<T> call, ObjIntConsumer<T> check) {
    int byVotes = 0;
    for (int i = 0; i < 10 && byVotes == 0; i++) {
      double early = completed(registry, "early");
      double later = completed(registry, "stable") + completed(registry, "executed");
      T result = call.apply(i);
      // A call is counted once its caller has been told.
      Await.until(
          what + " is counted",
          () ->
              completed(registry, "early")
                  + completed(registry, "stable")
                  + completed(registry, "executed"),
          all -> all == early + later + 1);
      byVotes += completed(registry, "early") > early ? 1 : 0;
      check.accept(result, i);
    }
    assertThat(byVotes).as("%s, of 10 times", what).isPositive();
  }

  /** The versions of values, by key: whoever tells of one tells the same. */
  private static final class Versions {
    private final Map<String, Map<String, Long>> known = new ConcurrentHashMap<>();

    void told(String by, String key, String value, long version) {
      Long before =
          known.computeIfAbsent(key, each -> new ConcurrentHashMap<>()).putIfAbsent(value, version);
      assertThat(before == null ? version : before)
          .as("the version of %s of %s, says %s", value, key, by)
          .isEqualTo(version);
    }

    void told(String by, Map<String, Versioned<String>> entries) {
      entries.forEach((key, entry) -> told(by, key, entry.value(), entry.version()));
    }
  }

  @Test
  void versionsOfVotesEventsAndReadsAgreeUnderConflict() {
    List<String> keys = List.of(Inside.key(1), Inside.key(2), Inside.key(3));
    Versions versions = new Versions();
    List<Heard<AtomicMapEvent<String, String>>> heard = new ArrayList<>();
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      MulticastMap<String, String> map = map(member);
      Heard<AtomicMapEvent<String, String>> events = new Heard<>();
      map.addListener(events::add);
      heard.add(events);
      int writer = member;
      writers.add(() -> write(map, keys, versions, new Random(writer), "w" + writer + "-"));
    }
    int changes = Parallel.run(writers).stream().mapToInt(Integer::intValue).sum();
    Map<String, Versioned<String>> last = map(1).getAll(keys);
    versions.told("a read", last);
    for (Heard<AtomicMapEvent<String, String>> events : heard) {
      Map<String, Long> latest = new HashMap<>();
      for (AtomicMapEvent<String, String> event : events.atLeast(changes)) {
        Versioned<String> now = event.newValue();
        versions.told("an event", event.key(), now.value(), now.version());
        assertThat(now.version())
            .as("versions of %s grow: %s", event.key(), event)
            .isGreaterThan(latest.getOrDefault(event.key(), 0L));
        latest.put(event.key(), now.version());
      }
      last.forEach((key, entry) -> assertThat(latest).containsEntry(key, entry.version()));
    }
  }

  /** Writes values that nobody else writes; returns how many entries that changed. */
  private static int write(
      MulticastMap<String, String> map,
      List<String> keys,
      Versions versions,
      Random random,
      String prefix) {
    int changes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String value = prefix + round;
      String one = keys.get(random.nextInt(keys.size()));
      String other = keys.get((keys.indexOf(one) + 1) % keys.size());
      switch (random.nextInt(3)) {
        case 0 -> versions.told("its result", map.putAllAndGet(Map.of(one, value, other, value)));
        case 1 -> {
          VersionedMapResult<String, String> result =
              map.transaction()
                  .ifPresent(other)
                  .then(ops -> ops.put(one, value).put(other, value).get(one))
                  .otherwise(ops -> ops.put(one, value).put(other, value))
                  .commitAndGet();
          result.versions().forEach((key, version) -> versions.told("commit", key, value, version));
          versions.told("a transaction", result.values());
        }
        default -> {
          map.putAll(Map.of(one, value, other, value));
          versions.told("a read", map.getAll(keys));
        }
      }
      changes += 2;
    }
    return changes;
  }
}
