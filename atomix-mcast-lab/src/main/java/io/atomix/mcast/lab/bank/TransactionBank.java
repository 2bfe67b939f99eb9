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
package io.atomix.mcast.lab.bank;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.transaction.CommitStatus;
import io.atomix.core.transaction.Isolation;
import io.atomix.core.transaction.Transaction;
import io.atomix.core.transaction.TransactionalMap;
import io.atomix.core.transaction.TransactionalMapBuilder;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Accounts in an {@link AtomicMap}, written by Atomix's own transactions: read both balances, write
 * both, commit.
 */
public final class TransactionBank implements Bank {
  private final Atomix node;
  private final AtomicMap<String, Long> map;
  private final Set<String> accounts;
  private final Duration patience;
  private final boolean shared;

  /**
   * Creates a bank.
   *
   * @param node the node that begins the transactions
   * @param map the map that has the balances
   * @param patience how long to wait for each step
   * @param shared whether transactions share the node's map, which is faster; otherwise each opens
   *     the map for itself, as Atomix documents it
   */
  public TransactionBank(
      Atomix node,
      AtomicMap<String, Long> map,
      Set<String> accounts,
      Duration patience,
      boolean shared) {
    this.node = node;
    this.map = map;
    this.accounts = accounts;
    this.patience = patience;
    this.shared = shared;
  }

  @Override
  public void open(Map<String, Long> balances) {
    map.clear();
    balances.forEach(map::put);
  }

  @Override
  public TransferOutcome transfer(Transfer transfer) {
    Transaction transaction =
        node.transactionBuilder()
            .withIsolation(Isolation.REPEATABLE_READS)
            .build()
            .async()
            .sync(patience);
    transaction.begin();
    TransactionalMap<String, Long> balances = balancesIn(transaction);
    long balance = balances.get(transfer.from());
    if (transfer.covered() && balance < transfer.amount()) {
      transaction.abort();
      return TransferOutcome.REFUSED;
    }
    balances.put(transfer.from(), balance - transfer.amount());
    balances.put(transfer.to(), balances.get(transfer.to()) + transfer.amount());
    return transaction.commit() == CommitStatus.SUCCESS
        ? TransferOutcome.MOVED
        : TransferOutcome.ABORTED;
  }

  private TransactionalMap<String, Long> balancesIn(Transaction transaction) {
    TransactionalMapBuilder<String, Long> builder =
        transaction
            .<String, Long>mapBuilder(map.name())
            .withProtocol((ProxyProtocol) map.protocol());
    TransactionalMap<String, Long> balances = shared ? builder.get() : builder.build();
    return balances.async().sync(patience);
  }

  @Override
  public CompletableFuture<Long> total() {
    return balances().thenApply(all -> all.values().stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public CompletableFuture<Map<String, Long>> balances() {
    return map.async()
        .getAllPresent(accounts)
        .thenApply(
            present -> {
              Map<String, Long> balances = new HashMap<>();
              present.forEach((account, balance) -> balances.put(account, balance.value()));
              return balances;
            });
  }
}
