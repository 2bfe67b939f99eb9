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

import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionDraft;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import java.util.List;
import java.util.Objects;

/** Words of transactions on counters: conditions and operations. */
final class CounterTransactionDraft<K, R, U>
    extends TransactionDraft<K, CounterCondition<K>, CounterChange, CounterOperations<K>, R, U>
    implements CounterTransaction.CounterConditions<K, R, U> {

  private CounterTransactionDraft(
      String subject,
      Committer<TransactionPlan<K, CounterCondition<K>, CounterChange>, R, U> committer,
      List<CounterCondition<K>> conditions) {
    super(subject, committer, conditions);
  }

  /**
   * Begins a transaction.
   *
   * @param map name of the counter map, for errors
   */
  static <K, R, U> CounterTransactionDraft<K, R, U> empty(
      String map,
      Committer<TransactionPlan<K, CounterCondition<K>, CounterChange>, R, U> committer) {
    return new CounterTransactionDraft<>(
        "Transaction on counter map '" + map + "'", committer, List.of());
  }

  @Override
  public CounterTransactionDraft<K, R, U> ifAtLeast(K key, long least) {
    return with(key, Range.atLeast(least));
  }

  @Override
  public CounterTransactionDraft<K, R, U> ifAtMost(K key, long most) {
    return with(key, Range.atMost(most));
  }

  @Override
  public CounterTransactionDraft<K, R, U> ifEquals(K key, long value) {
    return with(key, Range.of(value));
  }

  private CounterTransactionDraft<K, R, U> with(K key, Range range) {
    Objects.requireNonNull(key, () -> subject() + ": the key of a condition is null");
    return new CounterTransactionDraft<>(
        subject(), committer(), conditionsAnd(new CounterCondition<>(key, range), key));
  }

  @Override
  protected CounterOperations<K> nothing() {
    return after(TransactionBranch.empty());
  }

  /** Returns a list of operations that does this already. */
  CounterOperations<K> after(TransactionBranch<K, CounterChange> branch) {
    return new DraftedCounterOperations<>(subject(), branch);
  }

  @Override
  protected TransactionBranch<K, CounterChange> branch(CounterOperations<K> operations) {
    return operations instanceof DraftedCounterOperations<K> ours ? ours.branch : null;
  }

  private record DraftedCounterOperations<K>(
      String subject, TransactionBranch<K, CounterChange> branch) implements CounterOperations<K> {

    @Override
    public CounterOperations<K> get(K key) {
      return new DraftedCounterOperations<>(subject, branch.reading(checked(key)));
    }

    @Override
    public CounterOperations<K> add(K key, long delta) {
      return with(key, CounterChange.add(delta));
    }

    @Override
    public CounterOperations<K> put(K key, long value) {
      return with(key, CounterChange.put(value));
    }

    @Override
    public CounterOperations<K> remove(K key) {
      return with(key, CounterChange.remove());
    }

    private CounterOperations<K> with(K key, CounterChange change) {
      return new DraftedCounterOperations<>(
          subject, branch.changing(checked(key), change, subject, key));
    }

    private K checked(K key) {
      return Objects.requireNonNull(key, () -> subject + ": a key is null");
    }
  }
}
