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
import io.atomix.mcast.partition.OverloadPolicy;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import java.nio.file.Path;
import java.util.ArrayList;
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
    cluster = TestCluster.builder().withGroups(BackPressureTest::groups).start();
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
}
