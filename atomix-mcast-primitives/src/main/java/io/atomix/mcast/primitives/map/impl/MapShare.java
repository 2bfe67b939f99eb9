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

import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.mcast.primitives.transaction.impl.TransactionShare;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Share of a map in a transaction on several primitives. */
public final class MapShare<K, V> implements TransactionShare {
  private final DefaultAsyncMulticastMap<K, V> map;

  /** Knows the conditions, and is never committed itself. */
  private final MapTransactionDraft<K, V, Void, Void> draft;

  private final TransactionBranch<String, MapChange> then;

  private MapShare(
      DefaultAsyncMulticastMap<K, V> map,
      MapTransactionDraft<K, V, Void, Void> draft,
      TransactionBranch<String, MapChange> then) {
    this.map = map;
    this.draft = draft;
    this.then = then;
  }

  /**
   * Returns a share that does nothing yet.
   *
   * @throws IllegalArgumentException if the map is not one that its builder returned
   */
  public static <K, V> MapShare<K, V> of(MulticastMap<K, V> map) {
    if (map.async() instanceof DefaultAsyncMulticastMap<K, V> ours) {
      return new MapShare<>(
          ours, MapTransactionDraft.empty(ours.codec(), null), TransactionBranch.empty());
    }
    throw new IllegalArgumentException(
        "Map '%s' is a %s, which a transaction on several primitives cannot reach; give the map that its builder returned"
            .formatted(map.name(), map.getClass().getName()));
  }

  private MapShare<K, V> with(MapTransactionDraft<K, V, Void, Void> conditions) {
    return new MapShare<>(map, conditions, then);
  }

  /** Returns the share with one condition more. */
  public MapShare<K, V> ifEquals(K key, V value) {
    return with(draft.ifEquals(key, value));
  }

  /** Returns the share with one condition more. */
  public MapShare<K, V> ifAbsent(K key) {
    return with(draft.ifAbsent(key));
  }

  /** Returns the share with one condition more. */
  public MapShare<K, V> ifPresent(K key) {
    return with(draft.ifPresent(key));
  }

  /** Returns the share with one condition more. */
  public MapShare<K, V> ifVersion(K key, long version) {
    return with(draft.ifVersion(key, version));
  }

  /**
   * Returns the share with more to do.
   *
   * @throws IllegalArgumentException if the operations are not those that were given, with more
   */
  public MapShare<K, V> then(UnaryOperator<MapOperations<K, V>> operations) {
    TransactionBranch<String, MapChange> more = draft.branch(operations.apply(draft.after(then)));
    if (more == null) {
      throw new IllegalArgumentException(
          "Transaction on map '%s': return what the last operation gave".formatted(name()));
    }
    return new MapShare<>(map, draft, more);
  }

  @Override
  public String name() {
    return map.name();
  }

  @Override
  public boolean isOf(Object primitive) {
    return primitive instanceof MulticastMap<?, ?> other && other.async() == map;
  }

  @Override
  public boolean isEmpty() {
    return isIdle() && draft.conditions().isEmpty();
  }

  @Override
  public boolean isIdle() {
    return then.isEmpty();
  }

  @Override
  public <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> call) {
    return then.changes().isEmpty()
        ? map.guard().read(call)
        : map.guard().write(() -> map.forgetting(then.changes().keySet(), call.get()));
  }

  @Override
  public PreparedShare prepare() {
    TransactionPlan<String, MapCondition, MapChange> plan =
        new TransactionPlan<>(draft.conditions(), then, TransactionBranch.empty());
    MapTransactionSender sender = map.proxy().sender();
    return new PreparedMap<>(map, sender, plan, sender.part(plan));
  }

  private record PreparedMap<K, V>(
      DefaultAsyncMulticastMap<K, V> map,
      MapTransactionSender sender,
      TransactionPlan<String, MapCondition, MapChange> plan,
      DecisionPart<MapReading> part)
      implements PreparedShare {

    @Override
    public MulticastProxyClient<?> client() {
      return sender.client();
    }

    /** Reads of {@code then} are told whether it is done or not. */
    @Override
    public Map<?, ?> values(JointDecision decision) {
      TransactionPlan<String, MapCondition, MapChange> reading =
          new TransactionPlan<>(plan.conditions(), plan.then(), plan.then());
      return new MapTransactions<>(map).values(reading, sender.outcome(plan, part, decision));
    }
  }
}
