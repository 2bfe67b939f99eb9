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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A transaction that does not yet say what to do.
 *
 * @param conditions what each counter has to be; none allows nothing
 * @param committer what will carry it out
 */
record TransactionDraft<K, R, U>(Map<K, Range> conditions, Committer<K, R, U> committer)
    implements CounterTransaction.Conditional<K, R, U> {

  static <K, R, U> CounterTransaction<K, R, U> empty(Committer<K, R, U> committer) {
    return new TransactionDraft<>(Map.of(), committer);
  }

  @Override
  public Conditional<K, R, U> ifAtLeast(K key, long least) {
    return with(key, Range.atLeast(least));
  }

  @Override
  public Conditional<K, R, U> ifAtMost(K key, long most) {
    return with(key, Range.atMost(most));
  }

  @Override
  public Conditional<K, R, U> ifEquals(K key, long value) {
    return with(key, Range.of(value));
  }

  @Override
  public Alternative<K, R, U> then(UnaryOperator<CounterOperations<K>> operations) {
    return new Ready<>(
        new Plan<>(conditions, branch("then", operations), Branch.empty()), committer);
  }

  private Conditional<K, R, U> with(K key, Range range) {
    if (key == null) {
      throw new NullPointerException("Transaction on counters: the key of a condition is null");
    }
    Range before = conditions.get(key);
    Range both = before == null ? range : before.and(range);
    if (both.isEmpty()) {
      throw new IllegalArgumentException(
          "Transaction on counters: counter '%s' is to be %s, and %s: it can never be both"
              .formatted(key, before, range));
    }
    Map<K, Range> copy = new LinkedHashMap<>(conditions);
    copy.put(key, both);
    return new TransactionDraft<>(Collections.unmodifiableMap(copy), committer);
  }

  private static <K> Branch<K> branch(String name, UnaryOperator<CounterOperations<K>> operations) {
    if (operations == null) {
      throw new NullPointerException("Transaction on counters: '" + name + "' is null");
    }
    if (!(operations.apply(Branch.empty()) instanceof Branch<K> branch) || branch.isEmpty()) {
      throw new IllegalArgumentException(
          "Transaction on counters: '%s' does nothing; return what the last operation returned"
              .formatted(name));
    }
    return branch;
  }

  /** A transaction that can be committed, and still take an alternative. */
  private record Ready<K, R, U>(Plan<K> plan, Committer<K, R, U> committer)
      implements Alternative<K, R, U> {

    @Override
    public Committable<R, U> otherwise(UnaryOperator<CounterOperations<K>> operations) {
      return new Ready<>(
          new Plan<>(plan.conditions(), plan.then(), branch("otherwise", operations)), committer);
    }

    @Override
    public R commit() {
      return committer.commit(plan);
    }

    @Override
    public U commitAndGet() {
      return committer.commitAndGet(plan);
    }
  }
}
