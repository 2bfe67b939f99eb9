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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.impl.CallGuard;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.mcast.primitives.transaction.impl.TransactionOutcome;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Carries out transactions on counters, and gives what comes of them the keys of the caller. */
final class CounterTransactions<K>
    implements Committer<
        TransactionPlan<K, CounterCondition<K>, CounterChange>,
        CompletableFuture<CounterResult<K>>,
        CompletableFuture<CounterUpdate<K>>> {
  private final CounterTransactionSender sender;
  private final CounterKeys<K> keys;
  private final CallGuard guard;

  CounterTransactions(
      MulticastProxyClient<MulticastCounterMapService> client,
      CounterKeys<K> keys,
      CallGuard guard) {
    this.sender = new CounterTransactionSender(client);
    this.keys = keys;
    this.guard = guard;
  }

  @Override
  public CompletableFuture<CounterResult<K>> commit(
      TransactionPlan<K, CounterCondition<K>, CounterChange> plan) {
    return send(
        plan,
        false,
        (names, outcome) -> new CounterResult<>(outcome.held(), values(plan, names, outcome)));
  }

  @Override
  public CompletableFuture<CounterUpdate<K>> commitAndGet(
      TransactionPlan<K, CounterCondition<K>, CounterChange> plan) {
    return send(
        plan,
        true,
        (names, outcome) ->
            new CounterUpdate<>(
                outcome.held(),
                values(plan, names, outcome),
                byKey(plan.branch(outcome.held()).changes().keySet(), names, outcome.results())));
  }

  private <T> CompletableFuture<T> send(
      TransactionPlan<K, CounterCondition<K>, CounterChange> plan,
      boolean newValuesWanted,
      BiFunction<Map<K, String>, TransactionOutcome<Long>, T> result) {
    Supplier<CompletableFuture<T>> sending =
        () -> {
          Map<K, String> names = keys.encodeDistinct(plan.keys());
          return sender
              .send(plan.named(names::get, each -> each.on(names.get(each.key()))), newValuesWanted)
              .thenApply(outcome -> result.apply(names, outcome));
        };
    return plan.changed().isEmpty() ? guard.read(sending) : guard.write(sending);
  }

  CounterTransactionSender sender() {
    return sender;
  }

  CounterKeys<K> keys() {
    return keys;
  }

  CallGuard guard() {
    return guard;
  }

  private static <K> Map<K, Long> values(
      TransactionPlan<K, CounterCondition<K>, CounterChange> plan,
      Map<K, String> names,
      TransactionOutcome<Long> outcome) {
    return byKey(plan.branch(outcome.held()).reads(), names, outcome.values());
  }

  static <K> Map<K, Long> byKey(Collection<K> keys, Map<K, String> names, Map<String, Long> found) {
    Map<K, Long> byKey = new HashMap<>();
    keys.forEach(key -> byKey.put(key, found.get(names.get(key))));
    return byKey;
  }
}
