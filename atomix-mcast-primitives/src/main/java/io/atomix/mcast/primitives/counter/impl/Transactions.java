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

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.impl.CallGuard;
import io.atomix.primitive.partition.PartitionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends transactions: each as one conditional message (rule 11) to the partitions of its keys. */
final class Transactions<K>
    implements Committer<
        K, CompletableFuture<CounterResult<K>>, CompletableFuture<CounterUpdate<K>>> {
  private final MulticastProxyClient<MulticastCounterMapService> client;
  private final Keys<K> keys;
  private final CallGuard guard;

  Transactions(
      MulticastProxyClient<MulticastCounterMapService> client, Keys<K> keys, CallGuard guard) {
    this.client = client;
    this.keys = keys;
    this.guard = guard;
  }

  @Override
  public CompletableFuture<CounterResult<K>> commit(Plan<K> plan) {
    return guarded(
        plan,
        () -> {
          Map<K, String> names = names(plan);
          return send(plan, names, false)
              .thenApply(
                  decision -> new CounterResult<>(decision.held(), values(plan, names, decision)));
        });
  }

  @Override
  public CompletableFuture<CounterUpdate<K>> commitAndGet(Plan<K> plan) {
    return guarded(
        plan,
        () -> {
          Map<K, String> names = names(plan);
          return send(plan, names, true)
              .thenApply(
                  decision ->
                      new CounterUpdate<>(
                          decision.held(),
                          values(plan, names, decision),
                          byKey(
                              plan.branch(decision.held()).changed(), names, decision.results())));
        });
  }

  private <T> CompletableFuture<T> guarded(Plan<K> plan, Supplier<CompletableFuture<T>> call) {
    return plan.changesNothing() ? guard.read(call) : guard.write(call);
  }

  private CompletableFuture<Decision<Map<String, Long>, Map<String, Long>>> send(
      Plan<K> plan, Map<K, String> names, boolean resultsWanted) {
    return client.decideOn(operations(plan, names), resultsWanted);
  }

  private Map<K, String> names(Plan<K> plan) {
    Set<K> all = new HashSet<>(plan.conditions().keySet());
    for (Branch<K> branch : List.of(plan.then(), plan.otherwise())) {
      all.addAll(branch.reads());
      all.addAll(branch.changed());
    }
    return keys.encodeDistinct(all);
  }

  private Map<
          PartitionId,
          ConditionalOperation<MulticastCounterMapService, Map<String, Long>, Map<String, Long>>>
      operations(Plan<K> plan, Map<K, String> names) {
    Map<PartitionId, PartOfPlan> parts = new HashMap<>();
    plan.conditions()
        .forEach((key, range) -> part(parts, names.get(key)).check(names.get(key), range));
    addBranch(parts, plan.then(), true, names);
    addBranch(parts, plan.otherwise(), false, names);
    Map<
            PartitionId,
            ConditionalOperation<MulticastCounterMapService, Map<String, Long>, Map<String, Long>>>
        operations = new HashMap<>();
    parts.forEach((partition, part) -> operations.put(partition, part.operation()));
    return operations;
  }

  private void addBranch(
      Map<PartitionId, PartOfPlan> parts, Branch<K> branch, boolean held, Map<K, String> names) {
    branch.reads().forEach(key -> part(parts, names.get(key)).read(names.get(key)));
    branch
        .deltas()
        .forEach(
            (key, delta) -> part(parts, names.get(key)).changes(held).add(names.get(key), delta));
    branch
        .values()
        .forEach(
            (key, value) -> part(parts, names.get(key)).changes(held).put(names.get(key), value));
    branch
        .removed()
        .forEach(key -> part(parts, names.get(key)).changes(held).remove(names.get(key)));
  }

  private PartOfPlan part(Map<PartitionId, PartOfPlan> parts, String name) {
    return parts.computeIfAbsent(client.getPartitionId(name), partition -> new PartOfPlan());
  }

  private static <K> Map<K, Long> values(
      Plan<K> plan, Map<K, String> names, Decision<Map<String, Long>, ?> decision) {
    return byKey(plan.branch(decision.held()).reads(), names, decision.reads());
  }

  private static <K> Map<K, Long> byKey(
      Collection<K> keys, Map<K, String> names, Map<PartitionId, Map<String, Long>> found) {
    Map<String, Long> all = new HashMap<>();
    found.values().forEach(all::putAll);
    Map<K, Long> byKey = new HashMap<>();
    keys.forEach(key -> byKey.put(key, all.get(names.get(key))));
    return byKey;
  }
}
