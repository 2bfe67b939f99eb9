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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapBuilder;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.group.GroupResult;
import io.atomix.mcast.primitives.group.GroupTransaction.GroupCommit;
import io.atomix.mcast.primitives.group.GroupTransactions;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.time.Version;
import io.atomix.utils.time.Versioned;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions on several primitives, and those that only the holder of a lock may make. */
@ExtendWith(SharedCluster.class)
class GroupTransactionsTest {
  private static final String A = Inside.key(1);
  private static final String B = Inside.key(2);
  private static final String C = Inside.key(3);

  private Primitives primitives;
  private TestCluster cluster;
  private MulticastMap<String, String> orders;
  private MulticastMap<String, String> stock;
  private MulticastCounterMap<String> accounts;
  private GroupTransactions transactions;

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    this.cluster = cluster;
    this.primitives = primitives;
    orders = primitives.open(1, "orders", MulticastMapTest::builder);
    stock = primitives.open(1, "stock", MulticastMapTest::builder);
    accounts = primitives.open(1, "accounts", GroupTransactionsTest::counters);
    transactions =
        GroupTransactions.of(cluster.node(1), (GenericMulticastProtocol) cluster.protocol());
  }

  private static MulticastCounterMapBuilder<String> counters(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastCounterMapType.<String>instance());
  }

  private AtomicLock lock(int member) {
    return primitives.open(member, "lock", Atomix::atomicLockBuilder);
  }

  private static GroupResult result(GroupCommit commit) {
    return Await.result("the transaction", commit.commitAsync());
  }

  @Test
  void allIsWrittenIfAllConditionsHold() {
    accounts.put(A, 10);
    stock.put(B, "book");
    GroupCommit sale =
        transactions
            .on(accounts)
            .ifAtLeast(A, 10)
            .on(orders)
            .ifAbsent(C)
            .on(stock)
            .ifEquals(B, "book")
            .then(
                ops ->
                    ops.on(accounts, counters -> counters.add(A, -10).get(A))
                        .on(orders, map -> map.put(C, "sold"))
                        .on(stock, map -> map.remove(B).get(B)));

    GroupResult first = result(sale);
    assertThat(first.succeeded()).isTrue();
    assertThat(first.values(accounts)).isEqualTo(Map.of(A, 10L));
    assertThat(first.values(stock).get(B).value()).isEqualTo("book");
    assertThat(accounts.get(A)).isZero();
    assertThat(orders.get(C).value()).isEqualTo("sold");
    assertThat(stock.get(B)).isNull();

    GroupResult second = result(sale);
    assertThat(second.succeeded()).isFalse();
    assertThat(second.values(accounts)).isEqualTo(Map.of(A, 0L));
    assertThat(second.values(stock)).isEmpty();
    assertThat(accounts.get(A)).isZero();
  }

  @Test
  void nothingIsWrittenIfOneConditionOfAnyPrimitiveDoesNotHold() {
    orders.put(A, "there");
    accounts.put(A, 10);
    List<GroupCommit> commits =
        List.of(
            transactions
                .on(orders)
                .ifAbsent(A)
                .then(ops -> ops.on(accounts, counters -> counters.add(A, -1))),
            transactions
                .on(orders)
                .ifPresent(A)
                .on(accounts)
                .ifAtMost(A, 9)
                .then(ops -> ops.on(stock, map -> map.put(A, "x").put(B, "x").put(C, "x"))));
    for (GroupCommit commit : commits) {
      assertThat(result(commit).succeeded()).isFalse();
    }
    assertThat(accounts.get(A)).isEqualTo(10);
    assertThat(stock.size()).isZero();
  }

  @Test
  void oneOnSeveralPrimitivesInOnePartitionIsNoDifferent() {
    GroupCommit commit =
        transactions
            .on(orders)
            .ifAbsent(A)
            .then(ops -> ops.on(orders, map -> map.put(A, "1")).on(stock, map -> map.put(A, "1")));
    assertThat(result(commit).succeeded()).isTrue();
    assertThat(result(commit).succeeded()).isFalse();
    assertThat(stock.get(A).value()).isEqualTo("1");
  }

  @Test
  void whoHasLostTheLockWritesNothing() {
    AtomicLock first = lock(1);
    AtomicLock second = lock(2);
    Version held = first.lock();
    GroupCommit byFirst = fenced(first, held, "first");
    assertThat(result(byFirst).succeeded()).isTrue();

    CompletableFuture<Version> waiting = second.async().lock();
    // The lock answers in the order of its calls: the other one waits by now.
    assertThat(second.isLocked()).isTrue();
    first.close();
    Version passedOn = Await.result("the lock passed on", waiting);
    assertThat(result(fenced(first, held, "late")).succeeded()).isFalse();
    assertThat(result(fenced(second, passedOn, "second")).succeeded()).isTrue();
    assertThat(orders.get(A).value()).isEqualTo("second");
    assertThat(stock.get(B).value()).isEqualTo("second");

    second.unlock();
    assertThat(result(fenced(second, passedOn, "late")).succeeded()).isFalse();
    assertThat(orders.get(A).value()).isEqualTo("second");
  }

  /** What a caller is told who has waited is not what Atomix's lock calls its version. */
  @Test
  void aLockThatWasWaitedForIsHeldWithTheVersionThatItsHolderWasTold() {
    AtomicLock first = lock(1);
    AtomicLock second = lock(2);
    Version held = first.lock();
    CompletableFuture<Version> waiting = second.async().lock();
    assertThat(second.isLocked()).isTrue();
    first.unlock();
    Version passedOn = Await.result("the lock passed on", waiting);
    assertThat(result(fenced(second, passedOn, "second")).succeeded()).isTrue();
    assertThat(result(fenced(first, held, "first")).succeeded()).isFalse();
    assertThat(orders.get(A).value()).isEqualTo("second");
  }

  @Test
  void whoLeadsNoMoreWritesNothing() {
    LeaderElection<String> first =
        primitives.open(1, "election", Atomix::<String>leaderElectionBuilder);
    LeaderElection<String> second =
        primitives.open(2, "election", Atomix::<String>leaderElectionBuilder);
    long term = first.run("first").leader().term();
    second.run("second");
    assertThat(result(led(first, term, "first")).succeeded()).isTrue();
    assertThat(result(led(second, term + 1, "early")).succeeded()).isFalse();
    first.close();
    long next = second.getLeadership().leader().term();
    assertThat(next).isGreaterThan(term);
    assertThat(result(led(first, term, "late")).succeeded()).isFalse();
    assertThat(result(led(second, next, "second")).succeeded()).isTrue();
    second.withdraw("second");
    assertThat(result(led(second, next, "late")).succeeded()).isFalse();
    assertThat(orders.get(A).value()).isEqualTo("second");
  }

  private GroupCommit led(LeaderElection<String> election, long term, String value) {
    return transactions
        .ifLeader(election, term)
        .then(ops -> ops.on(orders, map -> map.put(A, value)).on(stock, map -> map.put(B, value)));
  }

  private GroupCommit fenced(AtomicLock lock, Version version, String value) {
    return transactions
        .ifHeld(lock, version)
        .then(ops -> ops.on(orders, map -> map.put(A, value)).on(stock, map -> map.put(B, value)));
  }

  @Test
  void aPrimitiveElsewhereIsRefusedAndNothingIsApplied() {
    AtomicLock elsewhere =
        primitives.open(
            cluster.node(1),
            "elsewhere",
            Atomix::atomicLockBuilder,
            new RaftGroups().protocol(TestCluster.MANAGEMENT));
    Version version = elsewhere.lock();
    assertThatThrownBy(() -> transactions.ifHeld(elsewhere, version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[data]")
        .hasMessageContaining("lock 'elsewhere")
        .hasMessageContaining("multi-raft");
    GenericMulticastProtocol other =
        GenericMulticastProtocol.builder(TestCluster.MANAGEMENT).build();
    assertThatThrownBy(() -> GroupTransactions.of(cluster.node(1), other).on(orders))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("map 'orders")
        .hasMessageContaining("in [data]");
    GenericMulticastProtocol unknown = GenericMulticastProtocol.builder("nowhere").build();
    assertThatThrownBy(() -> GroupTransactions.of(cluster.node(1), unknown))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("group = nowhere");
    assertThat(orders.size()).isZero();
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsSent() {
    AtomicLock lock = lock(1);
    Version held = lock.lock();
    MulticastMap<String, String> again = primitives.open(1, "orders", MulticastMapTest::builder);
    assertThatThrownBy(() -> transactions.on(orders).ifAbsent(A).on(again))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two instances");
    assertThatThrownBy(
            () -> transactions.ifHeld(lock, held).ifHeld(lock, new Version(held.value() + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one at a time");
    assertThatThrownBy(() -> transactions.ifHeld(lock, new Version(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 0");
    assertThatThrownBy(() -> transactions.on(orders).ifAbsent(A).then(ops -> ops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does nothing");
    assertThatThrownBy(
            () ->
                transactions.then(
                    ops -> ops.on(orders, map -> map.put(A, "1")).on(orders, map -> map.remove(A))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    GroupResult read = result(transactions.then(ops -> ops.on(orders, map -> map.get(A))));
    assertThat(read.values(orders)).isEqualTo(Map.<String, Versioned<String>>of());
    assertThatThrownBy(() -> read.values(stock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read nothing");
    assertThat(orders.size()).isZero();
  }

  @Test
  void aMapThatIsNoLockIsSaidToBeNone() {
    AtomicLock lock = lock(1);
    Version held = lock.lock();
    lock.delete();
    assertThat(result(fenced(lock, held, "x")).succeeded()).isFalse();
    primitives.open(1, "lock", MulticastMapTest::builder);
    CompletableFuture<GroupResult> failing = fenced(lock, held, "x").commitAsync();
    assertThat(Await.failure("a map as a lock", failing)).hasMessageContaining("no lock");
    assertThat(orders.size()).isZero();
  }
}
