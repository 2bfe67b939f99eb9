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
package io.atomix.mcast.lab.demo;

import io.atomix.mcast.lab.bank.Bank;
import io.atomix.mcast.lab.bank.Bank.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Tellers move money between accounts of several partitions; watchers ask for the sum of all
 * balances, which never changes, and for the balances. From savings accounts money is moved only if
 * they have it, so that they never fall below zero. Any other answer is torn.
 */
final class BankLoad implements DemoProgram {
  /** Accounts that may fall below zero, and as many that may not. */
  private static final int ACCOUNTS_OF_EACH = 6;

  private static final int TELLERS_OF_EACH_NODE = 2;
  private static final long OPENING_BALANCE = 100;
  private static final int LARGEST_AMOUNT = 50;
  private static final List<String> CREDIT = named("credit-");
  private static final List<String> SAVINGS = named("savings-");
  private static final long TOTAL = 2 * ACCOUNTS_OF_EACH * OPENING_BALANCE;

  private final List<Bank> banks;

  /** Takes the same bank as each node sees it. */
  BankLoad(List<Bank> banks) {
    this.banks = banks;
  }

  /** Returns the names of all accounts, with what is on them at the beginning. */
  static Map<String, Long> openingBalances() {
    Map<String, Long> balances = new TreeMap<>();
    CREDIT.forEach(account -> balances.put(account, OPENING_BALANCE));
    SAVINGS.forEach(account -> balances.put(account, OPENING_BALANCE));
    return balances;
  }

  private static List<String> named(String name) {
    return IntStream.range(0, ACCOUNTS_OF_EACH).mapToObj(i -> name + i).toList();
  }

  @Override
  public void prepare() {
    banks.get(0).open(openingBalances());
  }

  @Override
  public List<Worker> workers() {
    List<Worker> workers = new ArrayList<>();
    for (Bank bank : banks) {
      for (int i = 0; i < TELLERS_OF_EACH_NODE; i++) {
        workers.add(new Teller(bank, workers.size()));
      }
    }
    workers.add(new Watcher<>(banks.get(0)::total, () -> BankLoad::tornness, 1));
    workers.add(new Watcher<>(banks.get(1)::total, () -> BankLoad::tornness, 1));
    workers.add(new Watcher<>(banks.get(2)::balances, () -> BankLoad::tornness, 1));
    return workers;
  }

  @Override
  public void verify() {
    String wrong = tornness(banks.get(0).balances().join());
    if (wrong != null) {
      throw new IllegalStateException("When all transfers had come to an end, " + wrong);
    }
  }

  private static String tornness(long total) {
    return total == TOTAL
        ? null
        : "the sum was %d, where %d were moved around".formatted(total, TOTAL);
  }

  private static String tornness(Map<String, Long> balances) {
    for (String account : SAVINGS) {
      if (balances.get(account) < 0) {
        return "%s had %d, where it never falls below zero"
            .formatted(account, balances.get(account));
      }
    }
    return tornness(balances.values().stream().mapToLong(Long::longValue).sum());
  }

  /** Makes random transfers; of those from credit accounts, and of those from savings, half. */
  private static final class Teller implements Worker {
    private final Bank bank;
    private final Random random;

    Teller(Bank bank, int seed) {
      this.bank = bank;
      this.random = new Random(seed);
    }

    @Override
    public void step(Tally tally) {
      boolean covered = random.nextBoolean();
      int from = random.nextInt(ACCOUNTS_OF_EACH);
      int to = random.nextInt(ACCOUNTS_OF_EACH);
      long amount = 1 + random.nextInt(LARGEST_AMOUNT);
      Transfer transfer =
          covered
              ? new Transfer(SAVINGS.get(from), CREDIT.get(to), amount, true)
              : new Transfer(CREDIT.get(from), SAVINGS.get(to), amount, false);
      tally.transfer(() -> bank.transfer(transfer));
    }
  }
}
