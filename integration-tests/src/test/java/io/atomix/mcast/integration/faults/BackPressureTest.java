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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client may have so many operations in flight in a group; a message that nobody finishes holds
 * them all up, until the test finishes it. Callers on member 3 fail when there are too many, those
 * on the others wait.
 */
class BackPressureTest {

  private static final int LIMIT = 8;
  private static final int REFUSALS = 500;

  /** Longer than the tests take: what is held up is let go by them, never by the refusal. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  /** So long, a caller waits for room; then its call fails. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
            .withRefusalTimeout(NEVER)
            .withSessionTimeout(PATIENCE)
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

  @AfterEach
  void closePrimitives() {
    Inside.awaitNothingLeft(cluster);
    primitives.close();
  }

  private AtomicMap<String, String> open(OverloadPolicy policy) {
    return primitives.open(
        cluster.node(policy == OverloadPolicy.FAIL ? 3 : 1),
        "map",
        Atomix::<String, String>atomicMapBuilder);
  }

  /** A clear of partitions 1 and 2 that only partition 1 has got: what conflicts there waits. */
  private final class Blocker implements AutoCloseable {
    private final RawClient client = new RawClient(cluster.node(2));
    private final long sequence;

    Blocker() {
      client.openMap(name, 1, 2);
      sequence = client.nextSequence();
      client.submit(1, client.clear(sequence, name, 1, 1, 2));
    }

    void release() {
      client.submit(2, client.clear(sequence, name, 2, 1, 2));
    }

    @Override
    public void close() {
      client.resolveAll(1);
      client.resolveAll(2);
      client.close();
    }
  }

  @Test
  void callersBeyondTheLimitWaitUntilThereIsRoom() {
    AtomicMap<String, String> map = open(OverloadPolicy.WAIT);
    List<String> keys = Inside.keys(1, 40);
    List<CompletableFuture<?>> started = new CopyOnWriteArrayList<>();
    FutureTask<Void> calls =
        new FutureTask<>(() -> keys.forEach(key -> started.add(map.async().put(key, "x"))), null);
    Thread caller = new Thread(calls, "caller");
    try (Blocker blocker = new Blocker()) {
      caller.start();
      Await.until(
          "the caller waits at the limit",
          () -> started.size() + " calls, then " + caller.getState(),
          seen -> seen.startsWith(LIMIT + " ") && seen.endsWith("WAITING"));
      for (int i = 0; i < 20; i++) {
        map.get(Inside.key(3));
      }
      assertThat(started).as("calls that returned while all were held up").hasSize(LIMIT);
      assertThat(started).allMatch(call -> !call.isDone());

      blocker.release();

      Await.result("the caller", calls);
      started.forEach(each -> Await.result("a write", each));
    }
    assertThat(map.size()).isEqualTo(keys.size());
  }

  @Test
  void orTheyFailAtOnceWithAnErrorThatSaysWhatToDo() {
    AtomicMap<String, String> map = open(OverloadPolicy.FAIL);
    List<CompletableFuture<?>> accepted = new ArrayList<>();
    try (Blocker blocker = new Blocker()) {
      for (String key : Inside.keys(1, 40)) {
        CompletableFuture<?> write = map.async().put(key, "x");
        if (accepted.size() < LIMIT) {
          accepted.add(write);
        } else {
          assertIsRefused(Await.failure("a write beyond the limit", write));
        }
      }
      assertThat(Await.failure("a clear: one group without room", map.async().clear()))
          .isInstanceOf(PrimitiveException.Unavailable.class);
      assertThat(accepted).as("held up").allMatch(write -> !write.isDone());
      blocker.release();
      accepted.forEach(write -> Await.result("a write within the limit", write));
    }
    assertThat(map.size()).isEqualTo(LIMIT);
    assertThereIsRoom(map);
  }

  private static void assertIsRefused(Throwable error) {
    assertThat(error)
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("maxInFlight is " + LIMIT)
        .hasMessageContaining("Nothing was sent");
  }

  @Test
  void thirtyTimesAsManyCallersAsThereIsRoomForAreAllServedWhereTheyWait() {
    AtomicMap<String, String> map = open(OverloadPolicy.WAIT);
    int calls = 4;
    AtomicInteger done = new AtomicInteger();
    Callable<Void> caller =
        () -> {
          for (int i = 0; i < calls; i++) {
            map.put("key-" + i, "x");
            done.incrementAndGet();
          }
          return null;
        };
    Parallel.run(Collections.nCopies(30 * LIMIT, caller));
    assertThat(done).hasValue(30 * LIMIT * calls);
    assertThereIsRoom(map);
  }

  /** Calls without a pause until many have been refused. */
  @Test
  void aBurstIsRefusedClearlyAndTheRestIsDoneWhereCallersFail() {
    AtomicMap<String, String> map = open(OverloadPolicy.FAIL);
    List<CompletableFuture<?>> calls = new ArrayList<>();
    Await.until(
        "calls that are refused",
        () -> {
          for (int i = 0; i < 100; i++) {
            calls.add(map.async().put("key-" + i, "x"));
          }
          return calls.stream().filter(CompletableFuture::isCompletedExceptionally).count();
        },
        refused -> refused >= REFUSALS);
    List<Throwable> errors =
        calls.stream()
            .map(call -> Await.outcome("a write", call))
            .filter(Objects::nonNull)
            .toList();
    assertThat(errors).allSatisfy(BackPressureTest::assertIsRefused);
    assertThat(errors.size()).as("not all were refused").isLessThan(calls.size());
    assertThereIsRoom(map);
  }

  private static void assertThereIsRoom(AtomicMap<String, String> map) {
    for (int partition = 1; partition <= 3; partition++) {
      for (String key : Inside.keys(partition, 5)) {
        map.put(key, "there is room again");
      }
    }
  }
}
