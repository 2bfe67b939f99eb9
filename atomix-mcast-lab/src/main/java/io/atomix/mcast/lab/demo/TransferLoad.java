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

import io.atomix.mcast.lab.bank.Accounts;
import io.atomix.mcast.lab.bank.Bank;
import io.atomix.mcast.lab.bank.Bank.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Threads that do nothing but make transfers, each between two accounts in two partitions. */
final class TransferLoad implements DemoProgram {
  private static final long OPENING_BALANCE = 1_000_000_000;

  private final List<Bank> banks;
  private final Scene scene;
  private final boolean covered;

  /**
   * Creates a load.
   *
   * @param banks the same bank as each node sees it; threads take them in turn
   * @param scene how many threads, and on which accounts
   * @param covered whether transfers have a condition
   */
  TransferLoad(List<Bank> banks, Scene scene, boolean covered) {
    this.banks = banks;
    this.scene = scene;
    this.covered = covered;
  }

  @Override
  public void prepare() {
    banks.get(0).open(Accounts.each(scene.accounts(), OPENING_BALANCE));
  }

  @Override
  public List<Worker> workers() {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < scene.threads(); i++) {
      Bank bank = banks.get(i % banks.size());
      int thread = i;
      Random random = new Random(i);
      workers.add(
          tally -> {
            int from = scene.from(thread, random);
            Transfer transfer =
                new Transfer(
                    scene.account(from), scene.account(scene.to(from, random)), 1, covered);
            tally.transfer(() -> bank.transfer(transfer));
          });
    }
    return workers;
  }

  @Override
  public void verify() {
    long total = banks.get(0).total().join();
    long expected = OPENING_BALANCE * scene.accounts().size();
    if (total != expected) {
      throw new IllegalStateException(
          "After all transfers the sum was %d, where %d were moved around"
              .formatted(total, expected));
    }
  }
}
