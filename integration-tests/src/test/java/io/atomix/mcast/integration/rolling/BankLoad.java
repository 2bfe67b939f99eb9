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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Moves money between accounts of all partitions, mostly only if it is there, while others add up
 * all accounts.
 */
final class BankLoad implements Load {
  private static final long OPENING = 50;

  /** Of each partition one. */
  private static final List<String> CREDIT =
      IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2).get(0)).toList();

  /** Of each partition one, which never falls below zero. */
  private static final List<String> SAVINGS =
      IntStream.of(1, 2, 3).mapToObj(i -> Inside.keys(i, 2).get(1)).toList();

  private final MulticastCounterMap<String> written;
  private final MulticastCounterMap<String> read;
  private final long seed;

  BankLoad(Stage stage) {
    written = stage.multicastCounters(stage.writers(), "bank");
    read = stage.multicastCounters(stage.readers(), "bank");
    seed = stage.seed();
  }

  @Override
  public void start(Actors actors) {
    Map<String, Long> opening = new HashMap<>();
    CREDIT.forEach(account -> opening.put(account, OPENING));
    SAVINGS.forEach(account -> opening.put(account, OPENING));
    written.addAll(opening);

    for (int i = 1; i <= 2; i++) {
      Random random = new Random(seed + i);
      actors.start("teller-" + i, () -> withdraw(random));
    }
    Random random = new Random(seed);
    actors.start(
        "depositor",
        () -> {
          long amount = 1 + random.nextInt(20);
          written.addAll(Map.of(any(CREDIT, random), -amount, any(SAVINGS, random), amount));
        });
    actors.start("summer", () -> assertThat(read.sum()).isEqualTo(6 * OPENING));
    actors.start("auditor", this::check);
  }

  private void withdraw(Random random) {
    String from = any(SAVINGS, random);
    String to = any(CREDIT, random);
    long amount = 1 + random.nextInt(40);
    written
        .transaction()
        .ifAtLeast(from, amount)
        .then(ops -> ops.add(from, -amount).add(to, amount))
        .otherwise(ops -> ops.get(from))
        .commit();
  }

  private static String any(List<String> accounts, Random random) {
    return accounts.get(random.nextInt(accounts.size()));
  }

  @Override
  public void check() {
    List<String> all = new ArrayList<>(CREDIT);
    all.addAll(SAVINGS);
    Map<String, Long> balances = read.getAll(all);
    assertThat(balances.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(6 * OPENING);
    assertThat(SAVINGS).allSatisfy(account -> assertThat(balances.get(account)).isNotNegative());
  }
}
