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
package io.atomix.mcast.lab.workload;

import static io.atomix.mcast.lab.workload.Contender.GENERIC_MULTICAST;
import static io.atomix.mcast.lab.workload.Contender.SINGLE_LOG;
import static io.atomix.mcast.lab.workload.Contender.TRANSACTION;

import io.atomix.mcast.lab.bank.Accounts;
import io.atomix.mcast.lab.bank.Bank;
import io.atomix.mcast.lab.bank.Bank.Transfer;
import io.atomix.mcast.lab.bank.MulticastBank;
import io.atomix.mcast.lab.bank.TransactionBank;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Transfers between two numbers in two partitions, by threads that wait for each. */
final class Transfers {
  private static final List<Integer> APART = List.of(1, 8);
  private static final List<Integer> TOGETHER = List.of(8, 128);
  private static final int MOST_THREADS = 16;
  private static final long OPENING_BALANCE = 1_000_000_000;

  private Transfers() {}

  static List<Workload> all() {
    String own = ", each thread between its own two";
    String hot = ", threads between two of the same four";
    return List.of(
        transfer("two-key-conditional", "transfer if covered" + own, APART, KeySets.PAIRS, true),
        transfer(
                "two-key-conditional-hot",
                "transfer if covered" + hot,
                TOGETHER,
                KeySets.HOT_PAIRS,
                true)
            .withThreadsUpTo(MOST_THREADS),
        transfer("two-key-add", "transfer" + own, APART, KeySets.PAIRS, false),
        transfer("two-key-add-hot", "transfer" + hot, TOGETHER, KeySets.HOT_PAIRS, false)
            .withThreadsUpTo(MOST_THREADS));
  }

  private static Workload transfer(
      String name, String about, List<Integer> threads, KeySets sets, boolean covered) {
    return new Workload(
        name,
        about + ", in two partitions",
        true,
        threads,
        Map.of(
            GENERIC_MULTICAST, stage -> counters(counters(stage, sets), sets, covered),
            TRANSACTION, stage -> transfer(transactions(stage, sets), sets, covered),
            SINGLE_LOG, stage -> transfer(singleLog(stage, sets), sets, covered)));
  }

  private static MeasuredOperation transfer(Bank bank, KeySets sets, boolean covered) {
    return slot -> {
      List<String> pair = sets.next(slot);
      Transfer transfer = new Transfer(pair.get(0), pair.get(1), 1, covered);
      while (bank.transfer(transfer) == Bank.TransferOutcome.ABORTED) {
        slot.aborted();
      }
      return CompletableFuture.completedFuture(null);
    };
  }

  private static MeasuredOperation counters(
      AsyncMulticastCounterMap<String> counters, KeySets sets, boolean covered) {
    return slot -> {
      List<String> pair = sets.next(slot);
      String from = pair.get(0);
      String to = pair.get(1);
      return covered
          ? counters
              .transaction()
              .ifAtLeast(from, 1)
              .then(ops -> ops.add(from, -1).add(to, 1))
              .commit()
          : counters.addAll(Map.of(from, -1L, to, 1L));
    };
  }

  private static MeasuredOperation transfer(SingleLogMap log, KeySets sets, boolean covered) {
    return slot -> {
      List<String> pair = sets.next(slot);
      return covered
          ? log.move(pair.get(0), pair.get(1), 1)
          : log.add(Map.of(pair.get(0), -1L, pair.get(1), 1L));
    };
  }

  private static AsyncMulticastCounterMap<String> counters(Stage stage, KeySets sets) {
    return stage.once(
        "multicast bank " + sets,
        () -> {
          MulticastCounterMap<String> counters = stage.counters("bank-" + sets);
          opened(new MulticastBank(counters, new HashSet<>(sets.all())), sets);
          return counters.async();
        });
  }

  private static Bank transactions(Stage stage, KeySets sets) {
    return stage.once(
        "transaction bank " + sets,
        () ->
            opened(
                new TransactionBank(
                    stage.client(),
                    stage.numbers(TRANSACTION, "bank-" + sets),
                    new HashSet<>(sets.all()),
                    Stage.PATIENCE,
                    false),
                sets));
  }

  private static SingleLogMap singleLog(Stage stage, KeySets sets) {
    return stage.once(
        "single log bank " + sets,
        () -> {
          SingleLogMap log = stage.singleLog();
          log.add(Accounts.each(sets.all(), OPENING_BALANCE)).join();
          return log;
        });
  }

  private static Bank opened(Bank bank, KeySets sets) {
    bank.open(Accounts.each(sets.all(), OPENING_BALANCE));
    return bank;
  }
}
