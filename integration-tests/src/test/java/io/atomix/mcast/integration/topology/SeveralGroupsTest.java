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

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.transaction.CommitStatus;
import io.atomix.core.transaction.Transaction;
import io.atomix.core.transaction.TransactionalMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Primitives spread over three partition groups of one partition each, on different members: each
 * partition group is exactly one multicast group.
 */
class SeveralGroupsTest {

  private static final int TOKENS = 6;
  private static final int MOVES = 40;

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.builder().withMembers(4).withGroups(SeveralGroupsTest::groups).start();
  }

  private static List<ManagedPartitionGroup> groups(Path directory, List<String> members) {
    return List.of(
        group("east", directory, "m1", "m2", "m3"),
        group("west", directory, "m2", "m3", "m4"),
        group("south", directory, "m4", "m1", "m2"));
  }

  private static ManagedPartitionGroup group(String name, Path directory, String... members) {
    return QuickGroups.group(name, directory, List.of(members)).withPartitions(1).build();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static ProxyProtocol spread(String... groups) {
    return GenericMulticastProtocol.builder().withGroups(groups).build();
  }

  private static AtomicMap<String, String> map(int member, String name, String... groups) {
    return cluster
        .node(member)
        .<String, String>atomicMapBuilder(name)
        .withProtocol(spread(groups))
        .build();
  }

  @Test
  void aMapIsSpreadOverAllGroupsInWhateverOrderTheyAreNamed() {
    AtomicMap<String, String> one = map(1, "spread", "east", "west", "south");
    AtomicMap<String, String> four = map(4, "spread", "south", "west", "east");

    for (int i = 0; i < 30; i++) {
      one.put("key-" + i, "value-" + i);
    }

    for (int i = 0; i < 30; i++) {
      assertThat(four.get("key-" + i).value()).isEqualTo("value-" + i);
    }
    assertThat(four.size()).isEqualTo(30);
    assertThat(four.containsValue("value-17")).isTrue();
    four.clear();
    assertThat(one.isEmpty()).isTrue();
    one.delete();
    AtomicMap<String, String> again = map(2, "spread", "west", "east", "south");
    assertThat(again.size()).isZero();
    again.delete();
  }

  @Test
  void tokensMovedBetweenGroupsAreNeverSeenTorn() {
    AtomicMap<String, String> mover = map(1, "tokens", "east", "west", "south");
    AtomicMap<String, String> watcher = map(3, "tokens", "east", "west", "south");
    for (int token = 0; token < TOKENS; token++) {
      mover.put("token-" + token + "-0", "x");
    }
    AtomicBoolean moving = new AtomicBoolean(true);
    CompletableFuture<List<Integer>> watching =
        CompletableFuture.supplyAsync(
            () -> {
              List<Integer> sizes = new ArrayList<>();
              while (moving.get()) {
                sizes.add(watcher.size());
              }
              return sizes;
            });

    for (int move = 0; move < MOVES; move++) {
      int token = move % TOKENS;
      int place = move / TOKENS;
      mover.put("token-" + token + "-" + (place + 1), "x");
      mover.remove("token-" + token + "-" + place);
    }
    moving.set(false);

    List<Integer> sizes = Await.result("the watcher", watching);
    assertThat(sizes).isNotEmpty().allMatch(size -> size == TOKENS || size == TOKENS + 1);
  }

  @Test
  void aCounterMapOfTwoGroupsLeavesTheThirdAlone() {
    AtomicCounterMap<String> counters =
        cluster
            .node(3)
            .<String>atomicCounterMapBuilder("counters")
            .withProtocol(spread("east", "south"))
            .build();

    for (int i = 0; i < 10; i++) {
      counters.incrementAndGet("counter-" + i);
    }

    assertThat(counters.size()).isEqualTo(10);
    counters.clear();
    assertThat(counters.isEmpty()).isTrue();
  }

  @Test
  void aTransactionCommitsInSeveralGroups() {
    Atomix node = cluster.node(2);
    Transaction transaction = node.transactionBuilder("transaction").build();
    transaction.begin();
    TransactionalMap<String, String> changes =
        transaction
            .<String, String>mapBuilder("transactional")
            .withProtocol(spread("east", "west", "south"))
            .build();
    for (int i = 0; i < 12; i++) {
      changes.put("key-" + i, "value");
    }

    assertThat(transaction.commit()).isEqualTo(CommitStatus.SUCCESS);

    assertThat(map(4, "transactional", "east", "west", "south").size()).isEqualTo(12);
  }

  @Test
  void eachPartitionGroupIsOneMulticastGroup() {
    for (String name : List.of("east", "west", "south")) {
      assertThat(cluster.node(1).getPartitionService().getPartitionGroup(name).getPartitionIds())
          .containsExactly(PartitionId.from(name, 1));
    }
  }
}
