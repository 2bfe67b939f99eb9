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
package io.atomix.mcast.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.transaction.CommitStatus;
import io.atomix.core.transaction.Isolation;
import io.atomix.core.transaction.Transaction;
import io.atomix.core.transaction.TransactionalMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.time.Versioned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Primitives spread over partition groups of one partition each, on different members: east on m1
 * to m3, south on m2 to m4, west on m3, m4 and m1. The management group is of our type too, on all
 * four.
 */
class SeveralGroupsTest {

  private static final List<String> GROUPS = List.of("east", "south", "west");
  private static final int KEYS = 7;

  private static TestCluster cluster;
  private Primitives primitives;

  @BeforeAll
  static void startCluster() {
    cluster =
        TestCluster.builder(Backend.selected())
            .withMembers(4)
            .withGroups(SeveralGroupsTest::groups)
            .start();
  }

  private static List<ManagedPartitionGroup> groups(Path directory, List<String> members) {
    return List.of(
        group("east", directory, List.of("m1", "m2", "m3")),
        group("south", directory, List.of("m2", "m3", "m4")),
        group("west", directory, List.of("m1", "m3", "m4")));
  }

  private static ManagedPartitionGroup group(String name, Path directory, List<String> members) {
    return QuickGroups.hasty(QuickGroups.group(name, directory, members))
        .withPartitions(1)
        // Clients are to wait for a group that is away.
        .withSessionTimeout(Duration.ofSeconds(30))
        .build();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  /** What is done to one cluster: the last step leaves it without a majority for a while. */
  @Test
  void primitivesAreUsedOverAllGroupsAsOverPartitionsOfOne() {
    step(this::keysAreSpreadOverTheGroupsAndSeenWhole);
    step(this::nobodyMissesATokenOnTheMove);
    step(this::transactionsSpanTheGroups);
    step(this::aPrimitiveMayLiveInOneOfTheGroups);
    step(this::aCounterMapOfTwoGroupsLeavesTheThirdAlone);
    step(this::aChannelMayBeSpreadOverThem);
    step(this::deletingThePrimitiveDeletesItInAllGroups);
    step(this::clientsOfNoGroupUseThemWithAndWithoutConfiguringThem);
    step(this::theLeaderOfOneGroupMayStop);
    step(this::oneWithoutAMajorityHoldsUpOnlyWhatNeedsIt);
  }

  /** Does a step with primitives of its own. */
  private void step(Runnable step) {
    primitives = new Primitives(cluster);
    try {
      step.run();
    } finally {
      primitives.close();
    }
  }

  /** All three, named in any order. */
  private static ProxyProtocol everywhere() {
    return everywhere(20);
  }

  private static ProxyProtocol everywhere(int retries) {
    return GenericMulticastProtocol.builder()
        .withGroups("west", "east", "south")
        .withMaxRetries(retries)
        .build();
  }

  private AtomicMap<String, String> map(Atomix node, ProxyProtocol protocol) {
    return primitives.open(node, "map", Atomix::<String, String>atomicMapBuilder, protocol);
  }

  private AtomicMap<String, String> map(int member) {
    return map(cluster.node(member), everywhere());
  }

  private void keysAreSpreadOverTheGroupsAndSeenWhole() {
    AtomicMap<String, String> one = map(1);
    AtomicMap<String, String> four = map(4);
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    four.addListener(heard::add);

    for (int i = 0; i < 20; i++) {
      one.put("key-" + i, "value-" + i);
    }

    assertThat(four.size()).isEqualTo(20);
    assertThat(four.containsValue("value-13")).isTrue();
    assertThat(four.containsValue("value-20")).isFalse();
    heard.atLeast(20);
    for (String group : GROUPS) {
      int member = group.equals("east") ? 1 : 4;
      assertThat(Inside.partition(cluster.node(member), group, 1).counts().primitives())
          .as("hosted in " + group)
          .isPositive();
    }
    one.clear();
    assertThat(four.isEmpty()).isTrue();
  }

  private void nobodyMissesATokenOnTheMove() {
    AtomicMap<String, String> mover = map(1);
    List<AtomicMap<String, String>> observers = List.of(map(2), map(3), map(4));
    mover.put("key-0", "token");
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger observations = new AtomicInteger();
    List<CompletableFuture<Set<Integer>>> seen =
        observers.stream()
            .map(
                observer ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          Set<Integer> sizes = new TreeSet<>();
                          while (!over.get()) {
                            sizes.add(observer.size());
                            observations.incrementAndGet();
                          }
                          return sizes;
                        },
                        task -> new Thread(task, "observer").start()))
            .toList();

    int moves = 0;
    while (moves < 5 * KEYS || observations.get() < 100) {
      mover.put("key-" + (moves + 1) % KEYS, "token");
      mover.remove("key-" + moves % KEYS);
      moves++;
    }
    over.set(true);

    seen.forEach(sizes -> assertThat(Await.result("an observer", sizes)).isSubsetOf(1, 2));
    System.out.println("several groups: " + moves + " moves, " + observations + " observations");
  }

  private void transactionsSpanTheGroups() {
    Transaction transaction =
        cluster
            .node(2)
            .transactionBuilder(primitives.name("transaction"))
            .withIsolation(Isolation.REPEATABLE_READS)
            .build();
    transaction.begin();
    TransactionalMap<String, String> inside =
        transaction
            .<String, String>mapBuilder(primitives.name("map"))
            .withProtocol(everywhere())
            .build();
    for (int i = 0; i < 9; i++) {
      inside.put("key-" + i, "committed");
    }
    AtomicMap<String, String> outside = map(4);
    assertThat(outside.isEmpty()).isTrue();

    assertThat(transaction.commit()).isEqualTo(CommitStatus.SUCCESS);

    assertThat(outside.size()).isEqualTo(9);
  }

  private void aPrimitiveMayLiveInOneOfTheGroups() {
    AtomicCounter counter =
        primitives.open(
            cluster.node(1),
            "counter",
            Atomix::atomicCounterBuilder,
            GenericMulticastProtocol.builder("south").build());

    assertThat(counter.incrementAndGet()).as("m1 is no member of south").isEqualTo(1);
  }

  private void aCounterMapOfTwoGroupsLeavesTheThirdAlone() {
    AtomicCounterMap<String> counters =
        primitives.open(
            cluster.node(3),
            "counters",
            Atomix::<String>atomicCounterMapBuilder,
            GenericMulticastProtocol.builder().withGroups("east", "south").build());
    int inWest = Inside.partition(cluster.node(4), "west", 1).counts().primitives();

    for (int i = 0; i < 10; i++) {
      counters.incrementAndGet("counter-" + i);
    }

    assertThat(counters.size()).isEqualTo(10);
    counters.clear();
    assertThat(counters.isEmpty()).isTrue();
    assertThat(Inside.partition(cluster.node(4), "west", 1).counts().primitives())
        .isEqualTo(inWest);
  }

  private void aChannelMayBeSpreadOverThem() {
    new ChannelOverGroups(cluster, primitives, everywhere()).tell();
  }

  private void deletingThePrimitiveDeletesItInAllGroups() {
    AtomicMap<String, String> one = map(1);
    AtomicMap<String, String> two = map(2);
    for (int i = 0; i < 9; i++) {
      one.put("key-" + i, "x");
    }

    one.delete();

    assertThatThrownBy(() -> two.put("key-0", "y")).isInstanceOf(PrimitiveException.class);
    AtomicMap<String, String> again = map(3);
    assertThat(again.isEmpty()).isTrue();
    again.put("key-0", "z");
    assertThat(again.size()).isEqualTo(1);
  }

  private void clientsOfNoGroupUseThemWithAndWithoutConfiguringThem() {
    Atomix learned = cluster.addClient();
    Atomix configured = cluster.addConfiguredClient();
    AtomicMap<String, String> one = map(learned, everywhere());
    AtomicMap<String, String> two = map(configured, everywhere());
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    two.addListener(heard::add);

    for (int i = 0; i < 9; i++) {
      one.put("key-" + i, "x");
    }

    assertThat(two.size()).isEqualTo(9);
    assertThat(heard.atLeast(9).stream().map(AtomicMapEvent::key).collect(Collectors.toSet()))
        .hasSize(9);
    two.clear();
    assertThat(one.size()).isZero();
    primitives.close();
    // The configured one stays until the cluster closes: after it, Atomix might start no other
    // node.
    cluster.stopClient(learned);
  }

  private void theLeaderOfOneGroupMayStop() {
    int leader = Inside.leader(cluster, "west", 1);
    AtomicMap<String, String> map = map(2);
    for (int i = 0; i < 9; i++) {
      map.put("key-" + i, "before");
    }
    List<CompletableFuture<?>> underWay = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      underWay.add(map.async().put("other-" + i, "under way"));
    }
    underWay.add(map.async().size());

    long stopped = System.nanoTime();
    cluster.stop(leader);
    underWay.forEach(each -> Await.result("what was under way", each));
    CompletableFuture<Integer> size = map.async().size();
    CompletableFuture<Versioned<String>> write = map.async().put("key-0", "after");

    assertThat(Await.result("a read of all groups", size)).isEqualTo(18);
    assertThat(Await.result("a write", write).value()).isEqualTo("before");
    System.out.println(
        "several groups: all went on "
            + (System.nanoTime() - stopped) / 1_000_000
            + " ms after the stop of west's leader began");
    cluster.restart(leader);
    assertThat(map(leader).size()).isEqualTo(18);
    assertThat(map(leader).get("key-0").value()).isEqualTo("after");
  }

  private void oneWithoutAMajorityHoldsUpOnlyWhatNeedsIt() {
    new WithoutMajority(cluster, primitives, everywhere(), everywhere(0)).tell();
  }
}
