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
package io.atomix.mcast.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Members that stop and come back, on a cluster whose management group runs on the backend as well,
 * and which has a single data group.
 */
class RestartTest {

  private static final Duration FAILOVER_LIMIT = Duration.ofSeconds(45);

  private static TestCluster cluster;
  private Primitives primitives;

  @BeforeAll
  static void startCluster() {
    cluster = TestCluster.builder(Backend.selected()).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void openPrimitives() {
    primitives = new Primitives(cluster);
  }

  @AfterEach
  void closePrimitives() {
    primitives.close();
  }

  private AtomicMap<String, String> map(int member) {
    return primitives.open(member, "map", Atomix::<String, String>atomicMapBuilder);
  }

  @Test
  void theOnlyGroupIsWherePrimitivesWithoutAProtocolLive() {
    String name = primitives.name("unspecified");
    AtomicCounter first = cluster.node(1).atomicCounterBuilder(name).build();
    AtomicCounter second = cluster.node(2).atomicCounterBuilder(name).build();

    first.set(7);

    assertThat(first.protocol().type().name()).isEqualTo(Backend.selected().protocolName());
    assertThat(second.get()).isEqualTo(7);
    first.close();
    second.close();
  }

  @Test
  void eachMemberInTurnMayStopAndComeBackWhileTheOthersWork() {
    for (int stopped = 1; stopped <= 3; stopped++) {
      int other = stopped % 3 + 1;
      int third = other % 3 + 1;
      AtomicMap<String, String> writer = map(other);
      AtomicMap<String, String> listening = map(third);
      Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
      listening.addListener(heard::add);
      AtomicLock holder = primitives.open(other, "lock-" + stopped, Atomix::atomicLockBuilder);
      AtomicLock waiter = primitives.open(third, "lock-" + stopped, Atomix::atomicLockBuilder);
      holder.lock();
      CompletableFuture<Version> waiting = waiter.async().lock();
      writer.put("before", "stop of m" + stopped);

      cluster.stop(stopped);

      String value = "while m" + stopped + " is down";
      for (int i = 0; i < 9; i++) {
        String key = "key-" + i;
        Await.until(
            "a write of " + key,
            FAILOVER_LIMIT,
            () -> {
              writer.put(key, value);
              return true;
            },
            Boolean.TRUE::equals);
        Await.until(
            "an event of " + key,
            FAILOVER_LIMIT,
            heard::soFar,
            events ->
                events.stream()
                    .anyMatch(
                        e ->
                            e.key().equals(key)
                                && e.newValue() != null
                                && e.newValue().value().equals(value)));
      }
      holder.unlock();
      Await.result("the lock, passed on while a member is down", FAILOVER_LIMIT, waiting);
      assertThat(listening.size()).isEqualTo(10);

      cluster.restart(stopped);

      AtomicMap<String, String> back = map(stopped);
      assertThat(back.get("before").value()).isEqualTo("stop of m" + stopped);
      assertThat(back.get("key-8").value()).isEqualTo(value);
      assertThat(back.size()).isEqualTo(10);
      back.clear();
      primitives.close();
    }
  }

  @Test
  void whatWasWrittenSurvivesAStopOfAllMembers() {
    AtomicMap<String, String> writer = map(1);
    AtomicCounter counter = primitives.open(2, "counter", Atomix::atomicCounterBuilder);
    for (int i = 0; i < 30; i++) {
      writer.put("key-" + i, "value-" + i);
      counter.incrementAndGet();
    }
    long version = writer.get("key-29").version();
    primitives.close();

    cluster.stop(1, 2, 3);
    cluster.restart(1, 2, 3);

    AtomicMap<String, String> reader = map(3);
    assertThat(reader.size()).isEqualTo(30);
    assertThat(reader.get("key-29").value()).isEqualTo("value-29");
    assertThat(reader.get("key-29").version()).isEqualTo(version);
    assertThat(primitives.open(1, "counter", Atomix::atomicCounterBuilder).incrementAndGet())
        .isEqualTo(31);
    assertThat(reader.replace("key-29", version, "again")).isTrue();
  }

  /** Time goes on while nobody is there: what is over by then is gone, and the rest is not. */
  @Test
  void timesToLiveGoOnWhileAllMembersAreStopped() {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    Map<String, String> entries = new HashMap<>();
    for (int i = 0; i < 9; i++) {
      entries.put("key-" + i, "value");
    }
    MulticastMap<String, String> writer = expiring(1);
    writer.putAll(entries, Duration.ofHours(1));
    writer.put("over", "while it serves", Duration.ofMillis(1));
    entries.put("stays", "for ever");
    writer.putAll(Map.of("stays", "for ever"));
    writer.putAll(Map.of("ends-1", "x", "ends-2", "x", "ends-3", "x"), Duration.ofSeconds(5));
    // What is read is executed, so that its time has begun.
    assertThat(writer.getAll(List.of("ends-1", "ends-2", "ends-3"))).hasSize(3);
    long written = System.nanoTime();
    primitives.close();

    cluster.stop(1, 2, 3);
    Await.until("the end of the shorter time", () -> System.nanoTime() - written > 6_000_000_000L);
    cluster.restart(1, 2, 3);

    MulticastMap<String, String> reader = expiring(3);
    assertThat(
            reader
                .transaction()
                .ifAbsent("ends-1")
                .ifAbsent("ends-2")
                .ifAbsent("ends-3")
                .then(ops -> ops.touch("key-0", Duration.ofMillis(1)))
                .commitAndGet()
                .versions())
        .containsOnlyKeys("key-0");
    entries.remove("key-0");
    Await.until("the end of what was touched", () -> reader.get("key-0") == null);
    assertThat(reader.keySet()).containsExactlyInAnyOrderElementsOf(entries.keySet());
  }

  private MulticastMap<String, String> expiring(int member) {
    return primitives.open(
        member,
        "expiring",
        (node, name) -> node.primitiveBuilder(name, MulticastMapType.<String, String>instance()));
  }

  /**
   * Found by the torture: nothing was served until the third, which the two had never seen, came.
   */
  @Test
  void twoMembersStartAndServeWhoeverTheThirdIs() {
    for (int missing = 1; missing <= 3; missing++) {
      int one = missing % 3 + 1;
      int two = one % 3 + 1;
      String value = "without m" + missing;

      cluster.stop(1, 2, 3);
      cluster.restart(one, two);

      map(one).put("key", value);
      assertThat(map(two).get("key").value()).isEqualTo(value);
      primitives.close();
      cluster.restart(missing);
      assertThat(map(missing).get("key").value()).isEqualTo(value);
      primitives.close();
    }
  }
}
