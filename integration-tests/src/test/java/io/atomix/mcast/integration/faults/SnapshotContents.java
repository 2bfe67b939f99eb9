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
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.time.Version;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** What a client keeps in the cluster, of every kind that a snapshot has to bring back. */
final class SnapshotContents {
  private static final int VALUE_BYTES = 8 * 1024;
  private static final Duration TTL = Duration.ofSeconds(25);

  private final TestCluster cluster;
  private final Primitives primitives;
  private final AtomicMap<String, String> one;
  private final AtomicMap<String, String> two;
  private final AtomicCounter counter;
  private final AtomicLock lock;
  private final ProxyClient<Fragile> fragile;
  private final Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
  private final Map<String, Versioned<String>> expected = new TreeMap<>();
  private Version held;
  private int writes;

  SnapshotContents(TestCluster cluster, Atomix client, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    one = primitives.open(client, "one", Atomix::<String, String>atomicMapBuilder);
    two = primitives.open(client, "two", Atomix::<String, String>atomicMapBuilder);
    counter = primitives.open(client, "counter", Atomix::atomicCounterBuilder);
    lock = primitives.open(client, "lock", Atomix::atomicLockBuilder);
    fragile =
        cluster
            .protocol()
            .newProxy(
                primitives.name("fragile"),
                new FragileType(),
                Fragile.class,
                new ServiceConfig(),
                client.getPartitionService());
    Await.result("opening", fragile.connect());
  }

  void begin() {
    one.put("long there", "x", Duration.ofHours(1));
    held = lock.lock();
    counter.set(41);
    Await.result("sums", fragile.applyAll(Fragile::add));
    one.addListener(heard::add);
  }

  /** Puts something that is to be gone, by a timer of its service, later. */
  void putForAWhile() {
    one.put("soon gone", "x", TTL);
  }

  /** Fills files of every partition's log. */
  void fill() {
    String large = "x".repeat(VALUE_BYTES);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int partition = 1; partition <= 3; partition++) {
      for (String key : Inside.keys(partition, 8)) {
        for (int i = 0; i < 10; i++) {
          writes.add(one.async().put(key, i + large));
        }
        writes.add(one.async().put(key, "one " + key));
        writes.add(two.async().put(key, "two " + key));
      }
    }
    writes.forEach(write -> Await.result("a write", write));
    for (int partition = 1; partition <= 3; partition++) {
      for (String key : Inside.keys(partition, 8)) {
        expected.put(key, one.get(key));
      }
    }
  }

  /**
   * Writes to all partitions, and hears of it. The client is silent afterwards: what it has to tell
   * its groups goes with the acknowledgement of the events.
   */
  void write(String value) {
    writes++;
    counter.incrementAndGet();
    for (int partition = 1; partition <= 3; partition++) {
      String key = "written-" + Inside.key(partition);
      one.put(key, value);
      heard.first(
          "the event of " + key,
          event -> event.key().equals(key) && event.newValue().value().equals(value));
    }
  }

  void check(String when) {
    check(when, one, two);
    assertThat(counter.get()).as(when).isEqualTo(41 + writes);
    if (held != null) {
      assertThat(lock.isLocked(held)).as("the lock is still held " + when).isTrue();
    }
    assertThat(Await.result("sums", fragile.applyAll(Fragile::sum))).as(when).containsOnly(1);
    heard.soFar().stream()
        .filter(event -> event.type() == AtomicMapEvent.Type.INSERT)
        .collect(Collectors.groupingBy(AtomicMapEvent::key))
        .forEach((key, events) -> assertThat(events).as("inserted once: " + key).hasSize(1));
  }

  private void check(
      String when, AtomicMap<String, String> first, AtomicMap<String, String> second) {
    expected.forEach(
        (key, value) -> {
          Versioned<String> found = first.get(key);
          assertThat(found.value()).as(key + " of one " + when).isEqualTo(value.value());
          assertThat(found.version())
              .as("version of " + key + " " + when)
              .isEqualTo(value.version());
          assertThat(second.get(key).value()).as(key + " of two " + when).isEqualTo("two " + key);
        });
    assertThat(second.size()).as("size of two " + when).isEqualTo(expected.size());
    assertThat(first.containsKey("long there")).as(when).isTrue();
  }

  void checkOnNewNode() {
    check(
        "on a member",
        primitives.open(2, "one", Atomix::<String, String>atomicMapBuilder),
        primitives.open(3, "two", Atomix::<String, String>atomicMapBuilder));
    write("after the restart");
    check("after a write after the restart");
  }

  void checkTimers() {
    Await.until(
        "the end of what was put for a while",
        TTL.plus(Await.LIMIT),
        () -> {
          // Time is the log's: where keep-alives are rare, it goes on with the next entry.
          write("at " + System.nanoTime());
          return !one.containsKey("soon gone");
        },
        Boolean.TRUE::equals);
    assertThat(one.containsKey("long there")).isTrue();
    heard.first("the event of that", event -> event.key().equals("soon gone"));
  }

  void checkLock() {
    AtomicLock other = primitives.open(1, "lock", Atomix::atomicLockBuilder);
    CompletableFuture<Version> waiting = other.async().lock();
    assertThat(other.isLocked()).isTrue();
    assertThat(waiting).isNotDone();
    lock.unlock();
    held = null;
    Await.result("the lock, passed on", waiting);
  }

  /** Waits until each replica, asked by itself, has the same entries. */
  void awaitSameReplicas() {
    List<String> keys = List.copyOf(expected.keySet());
    Inside.awaitSameReplicas(cluster, primitives.name("one"), keys);
    Inside.awaitSameReplicas(cluster, primitives.name("two"), keys);
  }
}
