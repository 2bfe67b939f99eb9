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
package io.atomix.mcast.primitives.counter;

import io.atomix.mcast.primitives.transaction.ConditionalTransaction;

/**
 * A {@linkplain ConditionalTransaction conditional transaction} on counters. For example, to move
 * 10 unless a counter would fall below zero:
 *
 * <pre>{@code
 * boolean moved =
 *     counters.transaction()
 *         .ifAtLeast("alice", 10)
 *         .then(ops -> ops.add("alice", -10).add("bob", 10))
 *         .commit()
 *         .succeeded();
 * }</pre>
 *
 * <p>Additions of transactions that are committed with {@link Committable#commit} commute; with
 * {@link Committable#commitAndGet}, which returns the new values, they do not. A transaction that
 * is larger than an entry of the log is refused with a {@link io.atomix.mcast.NotAppliedException}.
 *
 * @param <K> type of the keys
 * @param <R> what {@link Committable#commit} returns: a {@link CounterResult}, or a future of one
 * @param <U> what {@link Committable#commitAndGet} returns: a {@link CounterUpdate}, or a future of
 *     one
 */
public interface CounterTransaction<K, R, U>
    extends ConditionalTransaction<CounterOperations<K>, R, U> {

  /** Adds the condition that a counter has at least this value. */
  CounterConditions<K, R, U> ifAtLeast(K key, long least);

  /** Adds the condition that a counter has at most this value. */
  CounterConditions<K, R, U> ifAtMost(K key, long most);

  /** Adds the condition that a counter has a value; one that was never set has 0. */
  CounterConditions<K, R, U> ifEquals(K key, long value);

  /**
   * A transaction with conditions.
   *
   * @param <K> type of the keys
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface CounterConditions<K, R, U>
      extends CounterTransaction<K, R, U>,
          ConditionalTransaction.ConditionsStage<CounterOperations<K>, R, U> {}
}
