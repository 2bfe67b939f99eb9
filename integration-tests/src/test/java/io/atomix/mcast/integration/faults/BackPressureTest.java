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
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.partition.OverloadPolicy;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client may have so many operations in flight in a group; a message that nobody finishes holds
 * them all up. Callers on member 3 fail when there are too many, those on the others wait.
 */
class BackPressureTest {

  private static final int LIMIT = 8;
  private static final long SHORT_OF_REFUSAL_NANOS = 300_000_000;

  private static TestCluster cluster;
  private Primitives primitives;
  private String name;

  @BeforeAll
  static void start() {
    cluster = TestCluster.builder(Backend.selected()).withGroups(BackPressureTest::groups).start();
  }

  private static List<ManagedPartitionGroup> groups(Path directory, List<String> members) {
    return List.of(
        QuickGroups.group(TestCluster.DATA, directory, members)
            .withMaxInFlight(LIMIT)
            .withOnOverload(directory.endsWith("m3") ? OverloadPolicy.FAIL : OverloadPolicy.WAIT)
            .build());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void openMap() {
    primitives = new Primitives(cluster);
    primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    name = primitives.name("map");
  }

  private static Atomix client(OverloadPolicy policy) {
    return cluster.node(policy == OverloadPolicy.FAIL ? 3 : 1);
  }

  /** Makes what conflicts in partition 1 wait for the refusal timeout. */
  private RawClient blocked() {
    RawClient vanished = new RawClient(cluster.node(2));
    vanished.openMap(name, 1, 2);
    vanished.submit(1, vanished.clear(vanished.nextSequence(), name, 1, 1, 2));
    return vanished;
  }

  @Test
  void callersBeyondTheLimitWaitUntilThereIsRoom() {
    Atomix client = client(OverloadPolicy.WAIT);
    AtomicMap<String, String> map =
        primitives.open(client, "map", Atomix::<String, String>atomicMapBuilder);
    List<String> keys = Inside.keys(1, 40);
    List<CompletableFuture<?>> started = new CopyOnWriteArrayList<>();
    long blockedAt = System.nanoTime();
    try (RawClient vanished = blocked()) {
      CompletableFuture<Void> caller =
          CompletableFuture.runAsync(
              () -> keys.forEach(key -> started.add(map.async().put(key, "x"))));

      Await.until("the caller reaches the limit", () -> started.size() >= LIMIT);
      long soon = blockedAt + QuickGroups.REFUSAL.toNanos() - SHORT_OF_REFUSAL_NANOS;
      while (System.nanoTime() < soon) {
        int returned = started.size();
        if (System.nanoTime() < soon) {
          assertThat(returned).as("calls that returned while all were held up").isEqualTo(LIMIT);
        }
      }

      Await.result("the caller", caller);
      started.forEach(each -> Await.result("a write", each));
    }
    assertThat(map.size()).isEqualTo(keys.size());
    primitives.close();
  }

  @Test
  void orTheyFailAtOnceWithAnErrorThatSaysWhatToDo() {
    Atomix client = client(OverloadPolicy.FAIL);
    AtomicMap<String, String> map =
        primitives.open(client, "map", Atomix::<String, String>atomicMapBuilder);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    try (RawClient vanished = blocked()) {
      for (String key : Inside.keys(1, 40)) {
        writes.add(map.async().put(key, "x"));
      }
      CompletableFuture<?> everywhere = map.async().clear();

      List<Throwable> refused =
          writes.stream()
              .map(write -> Await.outcome("a write", write))
              .filter(Objects::nonNull)
              .toList();
      assertThat(writes).hasSize(LIMIT + refused.size());
      assertThat(refused)
          .allSatisfy(
              error ->
                  assertThat(error)
                      .isInstanceOf(PrimitiveException.Unavailable.class)
                      .hasMessageContaining("maxInFlight is " + LIMIT)
                      .hasMessageContaining("Nothing was sent"));
      assertThat(Await.outcome("a clear", everywhere))
          .as("one group without room is enough")
          .isInstanceOf(PrimitiveException.Unavailable.class);
    }
    assertThat(map.size()).isEqualTo(LIMIT);
    map.put(Inside.key(1), "there is room again");
    primitives.close();
  }

  /** As many threads as keep it busy, and then ten times as many. */
  @Test
  void tenTimesTheLoadTakesLongerAndNothingFailsWhereCallersWait() {
    AtomicMap<String, String> map = open(OverloadPolicy.WAIT);
    OverloadLoad.Result busy = threads(map, 3 * LIMIT, 20);
    OverloadLoad.Result over = threads(map, 30 * LIMIT, 4);
    report("waiting", busy, over);
    assertThat(over.nanos()).as("all were done").hasSize(30 * LIMIT * 4);
    assertItIsOver(map, busy);
  }

  private static OverloadLoad.Result threads(
      AtomicMap<String, String> map, int threads, int calls) {
    OverloadLoad load = new OverloadLoad(map);
    Parallel.run(Collections.nCopies(threads, load.caller(calls)));
    return load.result();
  }

  /** As many calls as can be answered in a time, and then ten times as many in that time. */
  @Test
  void tenTimesTheLoadIsRefusedClearlyAndTheRestIsAsQuickWhereCallersFail() {
    AtomicMap<String, String> map = open(OverloadPolicy.FAIL);
    int calls = 600;
    long began = System.nanoTime();
    OverloadLoad.Result busy = threads(map, LIMIT, calls / LIMIT);
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    OverloadLoad.Result over = new OverloadLoad(map).call(10 * calls, time);
    report("failing", busy, over);
    assertThat(over.nanos()).as("what was accepted").isNotEmpty();
    assertThat(over.errors())
        .isNotEmpty()
        .allSatisfy(
            error ->
                assertThat(error)
                    .isInstanceOf(PrimitiveException.Unavailable.class)
                    .hasMessageContaining("maxInFlight is " + LIMIT));
    assertItIsOver(map, busy);
  }

  private AtomicMap<String, String> open(OverloadPolicy policy) {
    return primitives
        .open(client(policy), "map", Atomix::<String, String>atomicMapBuilder)
        .async()
        .sync(Await.LIMIT);
  }

  private static void report(String how, OverloadLoad.Result busy, OverloadLoad.Result over) {
    System.out.printf(
        "%s: %d writes, worst %d ms; under ten times the load %d done, worst %d ms, %d refused%n",
        how,
        busy.nanos().size(),
        busy.worst().toMillis(),
        over.nanos().size(),
        over.worst().toMillis(),
        over.errors().size());
  }

  private void assertItIsOver(AtomicMap<String, String> map, OverloadLoad.Result before) {
    Inside.awaitNothingLeft(cluster);
    Await.until(
        "ten writes, each as quick as before",
        () -> threads(map, 1, 10).worst(),
        worst -> worst.compareTo(before.worst()) <= 0);
    primitives.close();
  }
}
