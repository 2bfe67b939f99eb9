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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.transaction.CommitStatus;
import io.atomix.core.transaction.Isolation;
import io.atomix.core.transaction.Transaction;
import io.atomix.core.transaction.TransactionalMap;
import io.atomix.core.transaction.TransactionalSet;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class TransactionsTest {

  private TestCluster cluster;
  private Primitives primitives;

  @BeforeEach
  void takeCluster(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
  }

  private Transaction begin(int member, Isolation isolation) {
    Transaction transaction =
        cluster
            .node(member)
            .transactionBuilder(primitives.name("transaction"))
            .withIsolation(isolation)
            .build();
    transaction.begin();
    return transaction;
  }

  private TransactionalMap<String, Integer> mapIn(Transaction transaction, String name) {
    return transaction
        .<String, Integer>mapBuilder(primitives.name(name))
        .withProtocol(cluster.protocol())
        .build();
  }

  private TransactionalSet<String> setIn(Transaction transaction, String name) {
    return transaction
        .<String>setBuilder(primitives.name(name))
        .withProtocol(cluster.protocol())
        .build();
  }

  private AtomicMap<String, Integer> map(int member, String name) {
    return primitives.open(member, name, Atomix::<String, Integer>atomicMapBuilder);
  }

  @Test
  void aCommitWritesToMapsAndSetsOfAllPartitions() {
    Transaction transaction = begin(1, Isolation.REPEATABLE_READS);
    TransactionalMap<String, Integer> accounts = mapIn(transaction, "accounts");
    TransactionalSet<String> names = setIn(transaction, "names");
    for (int i = 0; i < 9; i++) {
      accounts.put("account-" + i, i);
      names.add("name-" + i);
    }
    AtomicMap<String, Integer> reader = map(2, "accounts");
    assertThat(reader.isEmpty()).as("nothing shows before the commit").isTrue();
    assertThat(accounts.get("account-3")).as("the transaction sees its own").isEqualTo(3);

    assertThat(transaction.commit()).isEqualTo(CommitStatus.SUCCESS);

    assertThat(reader.size()).isEqualTo(9);
    assertThat(reader.get("account-8").value()).isEqualTo(8);
    DistributedSet<String> set = primitives.open(3, "names", Atomix::<String>setBuilder);
    assertThat(set).hasSize(9).contains("name-0", "name-8");
  }

  @Test
  void anAbortLeavesEverythingAsItWas() {
    AtomicMap<String, Integer> reader = map(2, "accounts");
    reader.put("a", 1);
    Transaction transaction = begin(1, Isolation.REPEATABLE_READS);
    TransactionalMap<String, Integer> accounts = mapIn(transaction, "accounts");
    accounts.put("a", 2);
    accounts.put("b", 3);

    transaction.abort();

    assertThat(reader.get("a").value()).isEqualTo(1);
    assertThat(reader.containsKey("b")).isFalse();
    reader.put("b", 4);
    assertThat(reader.get("b").value()).as("no lock stays").isEqualTo(4);
  }

  @Test
  void aTransactionThatReadWhatOthersChangedFails() {
    AtomicMap<String, Integer> other = map(2, "accounts");
    other.put("a", 1);
    other.put("b", 1);
    Transaction transaction = begin(1, Isolation.REPEATABLE_READS);
    TransactionalMap<String, Integer> accounts = mapIn(transaction, "accounts");
    accounts.put("a", accounts.get("a") + 10);
    accounts.put("b", accounts.get("b") + 10);

    other.put("b", 5);

    assertThat(transaction.commit()).isEqualTo(CommitStatus.FAILURE);
    assertThat(other.get("a").value()).isEqualTo(1);
    assertThat(other.get("b").value()).isEqualTo(5);
    other.put("a", 6);
    assertThat(other.get("a").value()).as("no lock stays").isEqualTo(6);
  }

  @Test
  void readsInATransactionCanBeRepeatedWhileOthersWrite() {
    AtomicMap<String, Integer> other = map(3, "accounts");
    other.put("a", 1);
    Transaction repeatable = begin(1, Isolation.REPEATABLE_READS);
    TransactionalMap<String, Integer> mine = mapIn(repeatable, "accounts");
    Transaction committed = begin(2, Isolation.READ_COMMITTED);
    TransactionalMap<String, Integer> theirs = mapIn(committed, "accounts");
    assertThat(mine.get("a")).isEqualTo(1);
    assertThat(theirs.get("a")).isEqualTo(1);

    other.put("a", 2);

    assertThat(mine.get("a")).isEqualTo(1);
    assertThat(theirs.get("a")).isEqualTo(2);
    repeatable.abort();
    committed.abort();
  }

  @Test
  void transfersFromThreeNodesKeepTheSum() {
    AtomicMap<String, Integer> reader = map(1, "accounts");
    List<String> keys = List.of("a", "b", "c", "d");
    keys.forEach(key -> reader.put(key, 100));
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      int node = member;
      tasks.add(
          () -> {
            int committed = 0;
            for (int i = 0; i < 5; i++) {
              String from = keys.get((node + i) % 4);
              String to = keys.get((node + 2 * i + 1) % 4);
              if (!from.equals(to) && transfer(node, from, to)) {
                committed++;
              }
            }
            return committed;
          });
    }

    List<Integer> committed = Parallel.run(tasks);

    assertThat(committed.stream().mapToInt(Integer::intValue).sum()).isPositive();
    assertThat(keys.stream().mapToInt(key -> reader.get(key).value()).sum()).isEqualTo(400);
  }

  private boolean transfer(int member, String from, String to) {
    Transaction transaction = begin(member, Isolation.REPEATABLE_READS);
    TransactionalMap<String, Integer> accounts = mapIn(transaction, "accounts");
    accounts.put(from, accounts.get(from) - 1);
    accounts.put(to, accounts.get(to) + 1);
    return transaction.commit() == CommitStatus.SUCCESS;
  }

  @Test
  void aTransactionIsUsedOnlyAfterItBegan() {
    Transaction transaction =
        cluster.node(1).transactionBuilder(primitives.name("unopened")).build();

    assertThat(transaction.isOpen()).isFalse();
    assertThatThrownBy(() -> transaction.mapBuilder("map"))
        .isInstanceOf(IllegalStateException.class);
  }
}
