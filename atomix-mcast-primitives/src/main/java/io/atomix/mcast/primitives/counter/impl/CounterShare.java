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

import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.mcast.primitives.transaction.impl.TransactionShare;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Share of a counter map in a transaction on several primitives. */
public final class CounterShare<K> implements TransactionShare {
  private final MulticastCounterMapProxy<K> counters;

  /** Knows the conditions, and is never committed itself. */
  private final CounterTransactionDraft<K, Void, Void> draft;

  private final TransactionBranch<K, CounterChange> then;

  private CounterShare(
      MulticastCounterMapProxy<K> counters,
      CounterTransactionDraft<K, Void, Void> draft,
      TransactionBranch<K, CounterChange> then) {
    this.counters = counters;
    this.draft = draft;
    this.then = then;
  }

  /**
   * Returns a share that does nothing yet.
   *
   * @throws IllegalArgumentException if the counter map is not one that its builder returned
   */
  public static <K> CounterShare<K> of(MulticastCounterMap<K> counters) {
    if (counters.async() instanceof MulticastCounterMapProxy<K> ours) {
      return new CounterShare<>(
          ours, CounterTransactionDraft.empty(ours.name(), null), TransactionBranch.empty());
    }
    throw new IllegalArgumentException(
        "Counter map '%s' is a %s, which a transaction on several primitives cannot reach; give the counter map that its builder returned"
            .formatted(counters.name(), counters.getClass().getName()));
  }

  private CounterShare<K> with(CounterTransactionDraft<K, Void, Void> conditions) {
    return new CounterShare<>(counters, conditions, then);
  }

  /** Returns the share with one condition more. */
  public CounterShare<K> ifAtLeast(K key, long least) {
    return with(draft.ifAtLeast(key, least));
  }

  /** Returns the share with one condition more. */
  public CounterShare<K> ifAtMost(K key, long most) {
    return with(draft.ifAtMost(key, most));
  }

  /** Returns the share with one condition more. */
  public CounterShare<K> ifEquals(K key, long value) {
    return with(draft.ifEquals(key, value));
  }

  /**
   * Returns the share with more to do.
   *
   * @throws IllegalArgumentException if the operations are not those that were given, with more
   */
  public CounterShare<K> then(UnaryOperator<CounterOperations<K>> operations) {
    TransactionBranch<K, CounterChange> more = draft.branch(operations.apply(draft.after(then)));
    if (more == null) {
      throw new IllegalArgumentException(
          "Transaction on counter map '%s': return what the last operation gave".formatted(name()));
    }
    return new CounterShare<>(counters, draft, more);
  }

  @Override
  public String name() {
    return counters.name();
  }

  @Override
  public boolean isOf(Object primitive) {
    return primitive instanceof MulticastCounterMap<?> other && other.async() == counters;
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
        ? counters.transactions().guard().read(call)
        : counters.transactions().guard().write(call);
  }

  @Override
  public PreparedShare prepare() {
    TransactionPlan<K, CounterCondition<K>, CounterChange> plan =
        new TransactionPlan<>(draft.conditions(), then, TransactionBranch.empty());
    Map<K, String> names = counters.transactions().keys().encodeDistinct(plan.keys());
    TransactionPlan<String, CounterCondition<String>, CounterChange> named =
        plan.named(names::get, each -> each.on(names.get(each.key())));
    CounterTransactionSender sender = counters.transactions().sender();
    return new PreparedCounters<>(sender, then, names, named, sender.part(named));
  }

  private record PreparedCounters<K>(
      CounterTransactionSender sender,
      TransactionBranch<K, CounterChange> then,
      Map<K, String> names,
      TransactionPlan<String, CounterCondition<String>, CounterChange> named,
      DecisionPart<Map<String, Long>> part)
      implements PreparedShare {

    @Override
    public MulticastProxyClient<?> client() {
      return sender.client();
    }

    /** Reads of {@code then} are told whether it is done or not. */
    @Override
    public Map<?, ?> values(JointDecision decision) {
      return CounterTransactions.byKey(
          then.reads(), names, sender.outcome(named, part, decision).values());
    }
  }
}
