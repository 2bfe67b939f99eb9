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

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Accounts that live in several partitions, on some protocol, as one node sees them. */
public interface Bank {

  /** Sets the balances of all accounts. */
  void open(Map<String, Long> balances);

  /** Tries once to make a transfer. */
  TransferOutcome transfer(Transfer transfer);

  /** Reads the sum of all balances. */
  CompletableFuture<Long> total();

  /** Reads all balances. */
  CompletableFuture<Map<String, Long>> balances();

  /** Outcomes of a transfer. */
  enum TransferOutcome {
    /** The money was moved. */
    MOVED,
    /** The account has too little. */
    REFUSED,
    /** Nothing was done, because others wrote at the same time. */
    ABORTED
  }

  /**
   * An amount to move from one account to another.
   *
   * @param covered whether the first must not fall below zero
   */
  record Transfer(String from, String to, long amount, boolean covered) {}
}
