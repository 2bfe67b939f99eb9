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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.UnreadableEntriesException;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.mcast.primitives.transaction.impl.TransactionOutcome;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.utils.time.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Carries out transactions on a map, and reads what comes of them. */
record MapTransactions<K, V>(DefaultAsyncMulticastMap<K, V> map)
    implements Committer<
        TransactionPlan<String, MapCondition, MapChange>,
        CompletableFuture<MapResult<K, V>>,
        CompletableFuture<VersionedMapResult<K, V>>> {

  @Override
  public CompletableFuture<MapResult<K, V>> commit(
      TransactionPlan<String, MapCondition, MapChange> plan) {
    return send(plan, false, outcome -> new MapResult<>(outcome.held(), values(plan, outcome)));
  }

  @Override
  public CompletableFuture<VersionedMapResult<K, V>> commitAndGet(
      TransactionPlan<String, MapCondition, MapChange> plan) {
    return send(
        plan,
        true,
        outcome ->
            new VersionedMapResult<>(outcome.held(), values(plan, outcome), versions(outcome)));
  }

  private <T> CompletableFuture<T> send(
      TransactionPlan<String, MapCondition, MapChange> plan,
      boolean versionsWanted,
      Function<TransactionOutcome<Versioned<byte[]>>, T> result) {
    Supplier<CompletableFuture<T>> sending =
        () -> map.proxy().send(plan, versionsWanted).thenApply(result);
    return plan.changed().isEmpty()
        ? map.guard().read(sending)
        : map.guard().write(() -> map.forgetting(plan.changed(), sending.get()));
  }

  private Map<K, Long> versions(TransactionOutcome<Versioned<byte[]>> outcome) {
    Map<K, Long> versions = new HashMap<>();
    outcome.results().forEach((key, version) -> versions.put(map.codec().decodeKey(key), version));
    return versions;
  }

  /** Returns what the branch that was done reads. */
  Map<K, Versioned<V>> values(
      TransactionPlan<String, MapCondition, MapChange> plan,
      TransactionOutcome<Versioned<byte[]>> outcome) {
    Map<String, Versioned<byte[]>> wanted = new HashMap<>(outcome.values());
    wanted.keySet().retainAll(plan.branch(outcome.held()).reads());
    try {
      return map.codec().decode(wanted);
    } catch (UnreadableEntriesException e) {
      throw e.of(
          outcome.held()
              ? "a transaction whose conditions held"
              : "a transaction, of whose conditions one did not hold");
    }
  }
}
