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
package io.atomix.mcast.integration.atomicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers between accounts, one in each partition, each a conditional message: only if there is
 * enough to take, it is taken here and given there. No account is ever seen below zero, no money is
 * made or lost, and all partitions decide alike on each transfer.
 */
@ExtendWith(SharedCluster.class)
class ConditionalMessagesTest {

  private static final Logger LOGGER = LoggerFactory.getLogger(ConditionalMessagesTest.class);
  private static final int BALANCE = 20;

  private final List<MulticastProxyClient<Account>> opened = new ArrayList<>();

  /** What the callers were told of each transfer, by its name. */
  private final Map<String, Boolean> told = new ConcurrentHashMap<>();

  private TestCluster cluster;
  private String name;
  private List<PartitionId> partitions;

  @BeforeEach
  void openAccounts(TestCluster testCluster, Primitives primitives) {
    cluster = testCluster;
    assumeTrue(cluster.kind() == Backend.GENERIC_MULTICAST, "Atomix has no such messages");
    name = primitives.name("accounts");
    MulticastProxyClient<Account> first = open(1);
    partitions = List.copyOf(first.getPartitionIds());
    Consumer<Account> opening = account -> account.make("opening", BALANCE);
    Await.result("the opening", first.acceptOn(onEach(opening)));
  }

  @AfterEach
  void deleteAccounts() {
    if (!opened.isEmpty()) {
      Await.result("deletion", opened.get(0).delete());
    }
  }

  private MulticastProxyClient<Account> open(int node) {
    ProxyClient<Account> proxy =
        cluster
            .protocol()
            .newProxy(
                name,
                new AccountType(),
                Account.class,
                new ServiceConfig(),
                cluster.node(node).getPartitionService());
    MulticastProxyClient<Account> accounts = MulticastProxyClient.require(proxy);
    Await.result("connecting", accounts.connect());
    opened.add(accounts);
    return accounts;
  }

  private <T> Map<PartitionId, T> onEach(T operation) {
    Map<PartitionId, T> operations = new HashMap<>();
    partitions.forEach(partition -> operations.put(partition, operation));
    return operations;
  }

  private <R> Collection<R> everywhere(
      MulticastProxyClient<Account> accounts, Function<Account, R> query) {
    return Await.result("reading", accounts.applyOn(onEach(query))).values();
  }

  @Test
  void concurrentTransfersNeverTakeWhatIsNotThere() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    LOGGER.info("ConditionalMessagesTest: -Dmcast.seed={}", seed);
    Scene scene = new Scene();
    for (int node = 1; node <= 3; node++) {
      for (int actor = 0; actor < 2; actor++) {
        transfers(scene, open(node), new Random(seed + 10 * node + actor), node + "/" + actor);
      }
      MulticastProxyClient<Account> accounts = open(node);
      scene.observer(() -> wrong(everywhere(accounts, Account::balance)));
      scene.observer(() -> wrong(readAsOneDecision(accounts)));
    }

    assertThat(scene.play(Duration.ofSeconds(3))).isEmpty();

    assertThat(scene.observations()).as("observations made").isGreaterThan(2);
    assertThat(told.values()).as("decisions").contains(true, false);
    assertThat(wrong(everywhere(opened.get(0), Account::balance))).isNull();
    checkDecisions();
  }

  private void transfers(
      Scene scene, MulticastProxyClient<Account> accounts, Random random, String who) {
    int[] count = new int[1];
    scene.actor(
        () -> {
          List<PartitionId> shuffled = new ArrayList<>(partitions);
          Collections.shuffle(shuffled, random);
          int amount = 1 + random.nextInt(BALANCE);
          String transfer = who + "/" + count[0]++;
          Map<PartitionId, ConditionalOperation<Account, Integer, Integer>> operations =
              new HashMap<>();
          operations.put(
              shuffled.get(0),
              new ConditionalOperation<>(
                  account -> account.covers(amount),
                  Account::balance,
                  account -> account.make(transfer, -amount),
                  account -> account.refuse(transfer)));
          operations.put(
              shuffled.get(1),
              new ConditionalOperation<>(
                  null,
                  null,
                  account -> account.make(transfer, amount),
                  account -> account.refuse(transfer)));
          boolean resultsWanted = random.nextBoolean();
          Decision<Integer, Integer> decision =
              Await.result("a transfer", accounts.decideOn(operations, resultsWanted));
          told.put(transfer, decision.held());
          check(decision, shuffled.get(0), amount, resultsWanted);
        });
  }

  private static void check(
      Decision<Integer, Integer> decision, PartitionId from, int amount, boolean resultsWanted) {
    int before = decision.reads().get(from);
    assertThat(decision.held()).as("with %d of %d", amount, before).isEqualTo(before >= amount);
    assertThat(decision.results()).hasSize(resultsWanted ? 2 : 0);
    if (resultsWanted) {
      assertThat(decision.results().get(from))
          .isEqualTo(decision.held() ? before - amount : before);
    }
  }

  private Collection<Integer> readAsOneDecision(MulticastProxyClient<Account> accounts) {
    ConditionalOperation<Account, Integer, Void> reading =
        new ConditionalOperation<>(account -> account.covers(0), Account::balance, null, null);
    Decision<Integer, Void> decision =
        Await.result("a decision", accounts.decideOn(onEach(reading), false));
    assertThat(decision.held()).as("all balances are positive in %s", decision).isTrue();
    return decision.reads().values();
  }

  /** Returns what is wrong with the balances, or null. */
  private String wrong(Collection<Integer> balances) {
    int sum = balances.stream().mapToInt(Integer::intValue).sum();
    boolean overdrawn = balances.stream().anyMatch(balance -> balance < 0);
    return overdrawn || sum != BALANCE * partitions.size() ? "balances " + balances : null;
  }

  private void checkDecisions() {
    Collection<List<String>> made = everywhere(opened.get(0), Account::made);
    Collection<List<String>> refused = everywhere(opened.get(0), Account::refused);
    Set<String> anyMade = new TreeSet<>();
    made.forEach(anyMade::addAll);
    Set<String> anyRefused = new TreeSet<>();
    refused.forEach(anyRefused::addAll);
    assertThat(anyMade)
        .as("what is made here and refused there")
        .doesNotContainAnyElementsOf(anyRefused);
    told.forEach(
        (transfer, held) -> {
          Collection<List<String>> where = held ? made : refused;
          assertThat(where.stream().filter(transfers -> transfers.contains(transfer)).count())
              .as("the partitions that have transfer %s, held %s", transfer, held)
              .isEqualTo(2);
        });
  }
}
