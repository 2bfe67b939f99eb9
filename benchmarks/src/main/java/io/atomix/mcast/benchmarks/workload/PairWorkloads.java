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
package io.atomix.mcast.benchmarks.workload;

import static io.atomix.mcast.benchmarks.workload.Contender.GENERIC_MULTICAST;
import static io.atomix.mcast.benchmarks.workload.Contender.TRANSACTION;

import io.atomix.mcast.benchmarks.bank.Accounts;
import io.atomix.mcast.benchmarks.bank.Bank;
import io.atomix.mcast.benchmarks.bank.Bank.Transfer;
import io.atomix.mcast.benchmarks.bank.MulticastBank;
import io.atomix.mcast.benchmarks.bank.TransactionBank;
import io.atomix.mcast.benchmarks.measure.Operation;
import io.atomix.mcast.benchmarks.workload.Pairs.Pair;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Operations on two keys in two partitions, by threads that wait for each. */
final class PairWorkloads {
  private static final List<Integer> APART = List.of(1, 8);
  private static final List<Integer> TOGETHER = List.of(8);
  private static final long OPENING_BALANCE = 1_000_000_000;
  private static final Values VALUES = new Values(64);

  private PairWorkloads() {}

  static List<Workload> all() {
    return List.of(
        write("two-key-write", "each thread its own two keys", APART, Pairs.DISJOINT),
        write("two-key-write-hot", "threads on four keys", TOGETHER, Pairs.HOT),
        transfer("two-key-add", "addition to each thread's own two", APART, Pairs.DISJOINT, false),
        transfer("two-key-add-hot", "addition to two of four", TOGETHER, Pairs.HOT, false),
        transfer(
            "two-key-conditional",
            "transfer if it is there, between each thread's own two",
            APART,
            Pairs.DISJOINT,
            true),
        transfer(
            "two-key-conditional-hot",
            "transfer if it is there, between two of four",
            TOGETHER,
            Pairs.HOT,
            true));
  }

  private static Workload write(String name, String who, List<Integer> threads, Pairs pairs) {
    return new Workload(
        name,
        "put of 64 bytes to two keys in two partitions, " + who,
        true,
        threads,
        Map.of(
            GENERIC_MULTICAST, stage -> multicastWrite(stage.multicastMap("pairs"), pairs),
            TRANSACTION, stage -> new TransactionalWrite(stage, "pairs", pairs, VALUES)));
  }

  private static Operation multicastWrite(AsyncMulticastMap<String, byte[]> map, Pairs pairs) {
    return slot -> {
      Pair pair = pairs.next(slot);
      return map.putAll(Map.of(pair.first(), VALUES.next(slot), pair.second(), VALUES.next(slot)));
    };
  }

  private static Workload transfer(
      String name, String about, List<Integer> threads, Pairs pairs, boolean covered) {
    return new Workload(
        name,
        about + ", in two partitions",
        true,
        threads,
        Map.of(
            GENERIC_MULTICAST, stage -> transfer(counters(stage, pairs), pairs, covered),
            TRANSACTION, stage -> transfer(transactions(stage, pairs), pairs, covered)));
  }

  private static Operation transfer(Bank bank, Pairs pairs, boolean covered) {
    return slot -> {
      Pair pair = pairs.next(slot);
      Transfer transfer = new Transfer(pair.first(), pair.second(), 1, covered);
      while (bank.transfer(transfer) == Bank.Outcome.ABORTED) {
        slot.aborted();
      }
      return CompletableFuture.completedFuture(null);
    };
  }

  private static Bank counters(Stage stage, Pairs pairs) {
    return stage.once(
        "multicast bank " + pairs,
        () -> {
          Set<String> accounts = new HashSet<>(pairs.keys());
          return opened(new MulticastBank(stage.counters("bank-" + pairs), accounts), pairs);
        });
  }

  private static Bank transactions(Stage stage, Pairs pairs) {
    return stage.once(
        "transaction bank " + pairs,
        () ->
            opened(
                new TransactionBank(
                    stage.client(),
                    stage.numbers(TRANSACTION, "bank-" + pairs),
                    new HashSet<>(pairs.keys()),
                    Stage.PATIENCE,
                    false),
                pairs));
  }

  private static Bank opened(Bank bank, Pairs pairs) {
    bank.open(Accounts.each(pairs.keys(), OPENING_BALANCE));
    return bank;
  }
}
