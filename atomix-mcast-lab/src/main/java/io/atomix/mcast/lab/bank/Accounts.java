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

import io.atomix.mcast.lab.cluster.PartitionKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names of accounts whose partition is known, where there are three partitions. */
public final class Accounts {
  private static final int PARTITIONS = 3;

  private Accounts() {}

  /** Returns so many accounts, of which each two that follow each other differ in partition. */
  public static List<String> inTurn(int count) {
    return PartitionKeys.inTurn("account-", count, PARTITIONS);
  }

  /** Returns the number of the partition that an account is in, from 1. */
  public static int partitionOf(String account) {
    return PartitionKeys.partitionOf(account, PARTITIONS);
  }

  /** Returns accounts with the same balance. */
  public static Map<String, Long> each(List<String> accounts, long balance) {
    Map<String, Long> balances = new TreeMap<>();
    accounts.forEach(account -> balances.put(account, balance));
    return balances;
  }
}
