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
import java.util.List;
import java.util.Random;

/** Scenes of the bank: how many threads make transfers, and between which accounts. */
enum Scene {
  ONE_THREAD("1 thread", 1, 2, 15),
  DISJOINT("8 threads, each its own two accounts", 8, 16, 40),
  FOUR_ACCOUNTS("8 threads on the same four accounts", 8, 4, 25) {
    @Override
    int from(int thread, Random random) {
      return random.nextInt(4);
    }

    @Override
    int to(int from, Random random) {
      // The first and the fourth are in the same partition.
      return from == 3 ? 1 + random.nextInt(2) : (from + 1 + random.nextInt(2)) % 4;
    }
  };

  private final String text;
  private final int threads;
  private final List<String> accounts;
  private final int target;

  Scene(String text, int threads, int accounts, int target) {
    this.text = text;
    this.threads = threads;
    this.accounts = Accounts.inTurn(accounts);
    this.target = target;
  }

  /** Returns the scene in words. */
  String text() {
    return text;
  }

  int threads() {
    return threads;
  }

  List<String> accounts() {
    return accounts;
  }

  String account(int index) {
    return accounts.get(index);
  }

  /** Returns how many times as many commits as with Atomix's transactions are aimed at. */
  int target() {
    return target;
  }

  /** Returns the index of an account that a thread takes from. */
  int from(int thread, Random random) {
    return 2 * thread;
  }

  /** Returns the index of an account of another partition. */
  int to(int from, Random random) {
    return from + 1;
  }
}
