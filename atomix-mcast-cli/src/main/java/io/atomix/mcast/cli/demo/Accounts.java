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
package io.atomix.mcast.cli.demo;

import io.atomix.mcast.cli.KeyPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names of accounts whose partition is known: Atomix's partitioner places their encoded names. */
final class Accounts {
  private Accounts() {}

  /** Returns so many accounts, of which each two that follow each other differ in partition. */
  static List<String> inTurn(int count) {
    List<String> accounts = new ArrayList<>();
    for (int i = 0; accounts.size() < count; i++) {
      int partition = accounts.size() % KeyPlacement.PARTITIONS + 1;
      String account = "account-" + i;
      if (partitionOf(account) == partition) {
        accounts.add(account);
      }
    }
    return accounts;
  }

  static int partitionOf(String account) {
    return KeyPlacement.partitionOf(account);
  }

  /** Returns accounts with the same balance. */
  static Map<String, Long> each(List<String> accounts, long balance) {
    Map<String, Long> balances = new TreeMap<>();
    accounts.forEach(account -> balances.put(account, balance));
    return balances;
  }
}
