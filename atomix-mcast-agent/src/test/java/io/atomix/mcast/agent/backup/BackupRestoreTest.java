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
package io.atomix.mcast.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.semaphore.AtomicSemaphore;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.workqueue.WorkQueue;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A backup is taken under load, restored into an empty cluster, and holds one instant. */
@ExtendWith(ClusterOfRun.class)
class BackupRestoreTest {
  private static final int ACCOUNTS = 40;
  private static final long EACH = 100;
  private static final GenericMulticastProtocol DATA =
      GenericMulticastProtocol.builder(TestCluster.DATA).build();

  @TempDir private Path folder;

  private record Run(int status, String out, String err) {}

  private static Run run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Run(status, out.toString(), err.toString());
  }

  private static MulticastCounterMap<String> bank(Atomix node) {
    return node.primitiveBuilder("bank", MulticastCounterMapType.<String>instance())
        .withProtocol(DATA)
        .build();
  }

  private static MulticastMap<String, Long> pairs(Atomix node) {
    return node.primitiveBuilder("pairs", MulticastMapType.<String, Long>instance())
        .withProtocol(DATA)
        .build();
  }

  private static AtomicMap<String, String> plain(Atomix node) {
    return node.<String, String>atomicMapBuilder("plain").withProtocol(DATA).build();
  }

  private static LeaderElection<String> election(Atomix node) {
    return node.<String>leaderElectionBuilder("election").withProtocol(DATA).build();
  }

  private static AtomicSemaphore semaphore(Atomix node) {
    return node.atomicSemaphoreBuilder("semaphore")
        .withProtocol(DATA)
        .withInitialCapacity(2)
        .build();
  }

  private static MulticastChannel<String> channel(Atomix node) {
    return node.primitiveBuilder("channel", MulticastChannelType.<String>instance())
        .withProtocol(DATA)
        .build();
  }

  /** Sends a message to all partitions, and returns its position in the first. */
  private static long positions(Atomix node) {
    return channel(node)
        .multicastAndGetPositions(Partitions.all(), Conflicts.all(), "next")
        .values()
        .iterator()
        .next();
  }

  private static WorkQueue<String> tasks(Atomix node) {
    return node.<String>workQueueBuilder("tasks").withProtocol(DATA).build();
  }

  private static AtomicLock lock(Atomix node) {
    return node.atomicLockBuilder("guard").withProtocol(DATA).build();
  }

  @Test
  void whatIsRestoredIsOneInstantOfABackupUnderLoad(TestCluster cluster) throws Exception {
    Atomix node = cluster.node(1);
    MulticastCounterMap<String> bank = bank(node);
    for (int i = 0; i < ACCOUNTS; i++) {
      bank.addAll(Map.of("account" + i, EACH));
    }
    AtomicMap<String, String> plain = plain(node);
    plain.put("a", "1");
    long version = plain.putAndGet("b", "2").version();
    plain.put("short", "gone", Duration.ofMillis(300));
    plain.put("long", "stays", Duration.ofHours(5));
    long token = lock(node).lock().value();
    WorkQueue<String> tasks = tasks(node);
    tasks.addOne("task");
    assertThat(tasks.take().payload()).isEqualTo("task");
    election(node).run("old");
    semaphore(node).acquire(2);
    node.<String>setBuilder("set").withProtocol(DATA).build().add("member");
    node.atomicCounterBuilder("counter").withProtocol(DATA).build().set(17);
    channel(node).multicast(Partitions.all(), Conflicts.all(), "first");
    long position = positions(node);
    Path file = folder.resolve("data.backup");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(node, stop, done));
    Await.until("all pairs are there", done::get, number -> number >= 10);
    List<String> backup = new ArrayList<>(List.of("backup", "--group", "data", "-o", file + ""));
    backup.addAll(ClusterOfRun.options(cluster));
    Run taken = run(backup);
    assertThat(taken.err()).isEmpty();
    assertThat(taken.status()).isZero();
    stop.set(true);
    Await.result("load", load);
    Run verified = run(List.of("backup", "--verify", file + ""));
    assertThat(verified.status()).as("%s", verified).isZero();
    Run listed = run(List.of("backup", "--list", file + ""));
    assertThat(taken.out()).contains("backup of data in " + file + ": 3 partitions");
    assertThat(listed.out()).contains("data (3 partitions)", "multicast-counter-map", "bank");
    List<Path> configurations = configurations();
    for (Path configuration : configurations) {
      Run restored = run(List.of("restore", "--config", configuration + "", file + ""));
      assertThat(restored.err()).isEmpty();
      assertThat(restored.status()).isZero();
    }
    List<Atomix> nodes =
        configurations.stream().map(each -> NodeFactory.fromFile(each.toFile())).toList();
    try {
      nodes.stream().map(Atomix::start).toList().forEach(each -> Await.result("start", each));
      check(nodes.get(1), version);
      checkSessionsAreGone(nodes.get(2), token);
      assertThat(positions(nodes.get(0))).isEqualTo(position + 1);
      Await.result("stop of one", nodes.get(1).stop());
      backUpAndList(configurations.get(0));
    } finally {
      nodes.stream().map(Atomix::stop).toList().forEach(each -> Await.result("stop", each));
    }
  }

  /** A member that is down is none that a backup needs. */
  private void backUpAndList(Path configuration) {
    String file = folder.resolve("again.backup").toString();
    Run taken =
        run(List.of("backup", "--config", configuration + "", "--group", "data", "-o", file));
    assertThat(taken.status()).as("%s", taken).isZero();
    String before = run(List.of("backup", "--list", folder.resolve("data.backup") + "")).out();
    assertThat(entries(run(List.of("backup", "--list", file)).out(), "bank", "pairs", "set"))
        .hasSize(3)
        .isEqualTo(entries(before, "bank", "pairs", "set"));
  }

  /** Returns the lines of a table of contents that begin with these names, without the sizes. */
  private static List<String> entries(String contents, String... names) {
    return contents
        .lines()
        .filter(line -> List.of(names).contains(line.split(" ")[0]))
        .map(line -> line.replaceAll(" +\\S+ (bytes|MB)$", ""))
        .toList();
  }

  private static void load(Atomix node, AtomicBoolean stop, AtomicLong counter) {
    MulticastCounterMap<String> bank = bank(node);
    MulticastMap<String, Long> pairs = pairs(node);
    long done = 0;
    while (!stop.get()) {
      bank.addAll(
          Map.of("account" + done % ACCOUNTS, -1L, "account" + (done * 7 + 3) % ACCOUNTS, 1L));
      pairs.putAll(Map.of("left" + done % 10, done, "right" + done % 10, done));
      done = counter.incrementAndGet();
    }
  }

  private static void check(Atomix node, long version) {
    assertThat(bank(node).sum()).isEqualTo(ACCOUNTS * EACH);
    MulticastMap<String, Long> pairs = pairs(node);
    for (int i = 0; i < 10; i++) {
      Versioned<Long> right = pairs.get("right" + i);
      assertThat(pairs.get("left" + i).value()).isEqualTo(right.value());
    }
    AtomicMap<String, String> plain = plain(node);
    assertThat(plain.get("a").value()).isEqualTo("1");
    assertThat(plain.get("b").version()).isEqualTo(version);
    assertThat(plain.get("long").value()).isEqualTo("stays");
    Await.until(
        "the entry has lived", () -> plain.get("short"), (Versioned<String> v) -> v == null);
    assertThat(plain.putAndGet("b", "3").version()).isGreaterThan(version);
  }

  private static void checkSessionsAreGone(Atomix node, long token) {
    assertThat(lock(node).tryLock().get().value()).isGreaterThan(token);
    assertThat(tasks(node).take().payload()).isEqualTo("task");
    assertThat(election(node).getLeadership().leader()).isNull();
    assertThat(election(node).getLeadership().candidates()).isEmpty();
    assertThat(semaphore(node).availablePermits()).isEqualTo(2);
    DistributedSet<String> set = node.<String>setBuilder("set").withProtocol(DATA).build();
    assertThat(set).containsExactly("member");
    assertThat(node.atomicCounterBuilder("counter").withProtocol(DATA).build().get()).isEqualTo(17);
    MulticastChannel<String> channel = channel(node);
    assertThat(channel.history(channel.partitions().get(0), 1, 10).messages())
        .extracting(message -> message.payload())
        .startsWith("first", "next");
  }

  private List<Path> configurations() throws Exception {
    List<Integer> ports = FreePorts.find(3);
    String nodes =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    "nodes.%d { id: x%d, host: \"127.0.0.1\", port: %d }"
                        .formatted(i, i, ports.get(i)))
            .collect(Collectors.joining("\n"));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(
          Files.writeString(
              folder.resolve("x" + i + ".conf"),
              """
              cluster {
                clusterId: restored
                node { id: x%d, host: "127.0.0.1", port: %d }
                messaging.interfaces: ["127.0.0.1"]
                discovery { type: bootstrap
                %s }
              }
              managementGroup { type: generic-multicast, partitions: 1, members: [x0, x1, x2]
                storage.directory: "%s" }
              partitionGroups.data { type: generic-multicast, partitions: 3, members: [x0, x1, x2]
                storage.directory: "%s" }
              """
                  .formatted(
                      i,
                      ports.get(i),
                      nodes,
                      folder.resolve("x" + i + "-system"),
                      folder.resolve("x" + i + "-data"))));
    }
    return files;
  }
}
