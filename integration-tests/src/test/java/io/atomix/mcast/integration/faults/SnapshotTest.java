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
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.memory.MemorySize;
import io.atomix.utils.time.Version;
import io.atomix.utils.time.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Snapshots of a live cluster: the log before them is deleted, the next entry of a partition that
 * was idle makes every replica restore itself while it runs, and after a restart of all members
 * everything is as it was.
 */
class SnapshotTest {

  private static final int SEGMENT_BYTES = 128 * 1024;
  private static final int ENTRY_BYTES = 16 * 1024;
  private static final Duration COMPACTION_LIMIT = Duration.ofSeconds(80);

  /**
   * Atomix takes snapshots by itself too; one that began before the log stood still is not the one
   * wanted.
   */
  private static final int ROUNDS = 4;

  private static final Duration TTL = Duration.ofSeconds(30);

  /**
   * Long, so that no keep-alive disturbs a partition that is idle, and clients outlive a restart of
   * all members.
   */
  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(3);

  private static TestCluster.GroupsOfNode smallSegments() {
    return (directory, members) ->
        List.of(
            QuickGroups.group(TestCluster.DATA, directory, members)
                .withStorageSegmentSize(new MemorySize(SEGMENT_BYTES))
                .withStorageMaxEntrySize(new MemorySize(ENTRY_BYTES))
                .withSessionTimeout(SESSION_TIMEOUT)
                .build());
  }

  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS)
  void theLogIsDroppedAndEverythingStaysAsItWas() {
    try (TestCluster cluster =
        TestCluster.builder()
            .withManagement(Backend.GENERIC_MULTICAST)
            .withGroups(smallSegments())
            .start()) {
      Atomix client = cluster.addClient();
      Primitives primitives = new Primitives(cluster);
      Contents contents = new Contents(cluster, client, primitives);
      contents.begin();
      int services = FragileType.servicesMade();
      for (int round = 1; round <= ROUNDS && FragileType.servicesMade() == services; round++) {
        contents.fill();
        contents.write("round " + round);
        Inside.awaitNothingLeft(cluster);
        // Partition 3 is idle now, so that its next entry comes right after the snapshot.
        contents.leaveHalfSubmitted();
        snapshotAndAwaitDeletion(cluster);
        contents.check("after snapshot " + round);
        contents.write("after snapshot " + round);
        contents.check("after the next write");
      }
      int restored = FragileType.servicesMade() - services;
      System.out.println("services restored while they ran: " + restored);
      assertThat(restored).as("replicas that restored themselves").isPositive();

      for (int member = 1; member <= 3; member++) {
        cluster.stop(member);
      }
      cluster.restart(1, 2, 3);

      contents.check("after a restart of all members");
      contents.checkOnNewNode();
      contents.checkTimers();
      contents.checkLock();
      Inside.awaitNothingLeft(cluster);
      primitives.close();
    }
  }

  private static void snapshotAndAwaitDeletion(TestCluster cluster) {
    Map<String, TreeSet<String>> segments = segments(cluster);
    long began = System.nanoTime();
    CompletableFuture<Void> snapshot =
        ((GenericMulticastPartitionGroup)
                cluster.node(1).getPartitionService().getPartitionGroup(TestCluster.DATA))
            .snapshot();
    awaitDeletion(cluster, segments);
    Await.result("the snapshot", snapshot);
    System.out.println("segments deleted after " + (System.nanoTime() - began) / 1_000_000 + " ms");
  }

  private static Map<String, TreeSet<String>> segments(TestCluster cluster) {
    Map<String, TreeSet<String>> segments = new TreeMap<>();
    for (int member = 1; member <= 3; member++) {
      for (int partition = 1; partition <= 3; partition++) {
        Path folder =
            cluster
                .folder()
                .resolve("m" + member)
                .resolve(TestCluster.DATA)
                .resolve("multicast")
                .resolve(String.valueOf(partition));
        try (Stream<Path> files = Files.list(folder)) {
          TreeSet<String> logs = new TreeSet<>();
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".log"))
              .forEach(logs::add);
          segments.put("m" + member + "/" + partition, logs);
        } catch (IOException e) {
          throw new UncheckedIOException("Cannot list " + folder, e);
        }
      }
    }
    return segments;
  }

  /** Waits until every replica has deleted files of its log. */
  private static void awaitDeletion(TestCluster cluster, Map<String, TreeSet<String>> before) {
    assertThat(before)
        .allSatisfy(
            (replica, files) ->
                assertThat(files).as("files of the log of " + replica).hasSizeGreaterThan(2));
    Await.until(
        "every replica has deleted a part of its log",
        COMPACTION_LIMIT,
        () -> {
          List<String> whole = new ArrayList<>();
          Map<String, TreeSet<String>> now = segments(cluster);
          before.forEach(
              (replica, files) -> {
                if (now.get(replica).containsAll(files)) {
                  whole.add(replica);
                }
              });
          return whole;
        },
        List::isEmpty);
  }

  /** What a client keeps in the cluster, of every kind that a snapshot has to bring back. */
  private static final class Contents {
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

    private Contents(TestCluster cluster, Atomix client, Primitives primitives) {
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

    private void begin() {
      one.put("soon gone", "x", TTL);
      one.put("long there", "x", Duration.ofHours(1));
      held = lock.lock();
      counter.set(41);
      Await.result("sums", fragile.applyAll(Fragile::add));
      one.addListener(heard::add);
    }

    /** Fills files of every partition's log. */
    private void fill() {
      String large = "x".repeat(ENTRY_BYTES / 2);
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
     * Writes to all partitions, and hears of it. The client is silent afterwards: what it has to
     * tell its groups goes with the acknowledgement of the events.
     */
    private void write(String value) {
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

    private void leaveHalfSubmitted() {
      try (RawClient vanished = new RawClient(cluster.node(2))) {
        vanished.openMap(primitives.name("two"), 1, 2);
        vanished.submit(
            1, vanished.clear(vanished.nextSequence(), primitives.name("two"), 1, 1, 2));
      }
    }

    private void check(String when) {
      check(when, one, two);
      assertThat(counter.get()).as(when).isEqualTo(41 + writes);
      assertThat(lock.isLocked(held)).as("the lock is still held " + when).isTrue();
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

    private void checkOnNewNode() {
      check(
          "on a member",
          primitives.open(2, "one", Atomix::<String, String>atomicMapBuilder),
          primitives.open(3, "two", Atomix::<String, String>atomicMapBuilder));
      write("after the restart");
      check("after a write after the restart");
    }

    private void checkTimers() {
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

    private void checkLock() {
      AtomicLock other = primitives.open(1, "lock", Atomix::atomicLockBuilder);
      CompletableFuture<Version> waiting = other.async().lock();
      assertThat(other.isLocked()).isTrue();
      assertThat(waiting).isNotDone();
      lock.unlock();
      Await.result("the lock, passed on", waiting);
    }
  }
}
