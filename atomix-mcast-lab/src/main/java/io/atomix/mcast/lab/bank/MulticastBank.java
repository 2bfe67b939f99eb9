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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Accounts in a {@link MulticastCounterMap}: each operation is one message. */
public final class MulticastBank implements Bank {
  private final MulticastCounterMap<String> counters;
  private final Set<String> accounts;

  /** Creates a bank of these accounts, in these counters. */
  public MulticastBank(MulticastCounterMap<String> counters, Set<String> accounts) {
    this.counters = counters;
    this.accounts = accounts;
  }

  @Override
  public void open(Map<String, Long> balances) {
    counters.clear();
    counters.addAll(balances);
  }

  @Override
  public TransferOutcome transfer(Transfer transfer) {
    try {
      return transfer.covered() ? moveIfCovered(transfer) : move(transfer);
    } catch (NotAppliedException e) {
      return TransferOutcome.ABORTED;
    }
  }

  private TransferOutcome move(Transfer transfer) {
    long amount = transfer.amount();
    counters.addAll(Map.of(transfer.from(), -amount, transfer.to(), amount));
    return TransferOutcome.MOVED;
  }

  private TransferOutcome moveIfCovered(Transfer transfer) {
    long amount = transfer.amount();
    boolean moved =
        counters
            .transaction()
            .ifAtLeast(transfer.from(), amount)
            .then(ops -> ops.add(transfer.from(), -amount).add(transfer.to(), amount))
            .commit()
            .succeeded();
    return moved ? TransferOutcome.MOVED : TransferOutcome.REFUSED;
  }

  @Override
  public CompletableFuture<Long> total() {
    return counters.async().sum();
  }

  @Override
  public CompletableFuture<Map<String, Long>> balances() {
    return counters.async().getAll(accounts);
  }
}
