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

import java.util.function.UnaryOperator;

/**
 * A conditional transaction on counters, as one message to the partitions of the counters that it
 * names: if all conditions hold, one list of operations is done, else another (or nothing). For
 * example, to move 10 unless a counter would fall below zero:
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
 * <p>Nothing is locked, and nothing fails because others write the same counters: the conditions
 * hold at the transaction's place in the order of all operations, or they do not. If they do not,
 * that is a result, not an error.
 *
 * <p>Each stage is immutable, and may be used again for another transaction; only a stage with
 * nothing missing can be committed. Arguments are checked by each step, before anything is sent: a
 * key that is null is a {@link NullPointerException}; conditions that cannot hold together, a
 * branch that does nothing, and a branch that changes one counter twice are an {@link
 * IllegalArgumentException}. A transaction that is larger than an entry of the log is refused with
 * a {@link io.atomix.mcast.NotAppliedException}.
 *
 * @param <K> type of the keys
 * @param <R> what {@link Committable#commit} returns: a {@link CounterResult}, or a future of one
 * @param <U> what {@link Committable#commitAndGet} returns: a {@link CounterUpdate}, or a future of
 *     one
 */
public interface CounterTransaction<K, R, U> {

  /** Adds the condition that a counter has at least this value. */
  Conditional<K, R, U> ifAtLeast(K key, long least);

  /** Adds the condition that a counter has at most this value. */
  Conditional<K, R, U> ifAtMost(K key, long most);

  /** Adds the condition that a counter has a value; one that was never set has 0. */
  Conditional<K, R, U> ifEquals(K key, long value);

  /** Sets the operations to carry out; without conditions, they are carried out in any case. */
  Committable<R, U> then(UnaryOperator<CounterOperations<K>> operations);

  /**
   * A transaction with conditions.
   *
   * @param <K> type of the keys
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface Conditional<K, R, U> extends CounterTransaction<K, R, U> {

    /** Sets the operations to carry out if all conditions hold. */
    @Override
    Alternative<K, R, U> then(UnaryOperator<CounterOperations<K>> operations);
  }

  /**
   * A transaction that may do something else if a condition does not hold.
   *
   * @param <K> type of the keys
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface Alternative<K, R, U> extends Committable<R, U> {

    /** Sets the operations to carry out if a condition does not hold (without this, none). */
    Committable<R, U> otherwise(UnaryOperator<CounterOperations<K>> operations);
  }

  /**
   * A transaction with nothing missing. It may be committed more than once; each is another
   * transaction.
   *
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface Committable<R, U> {

    /**
     * Commits the transaction, and returns whether the conditions held, and what was read. Without
     * conflict that costs no more than one write to one partition.
     */
    R commit();

    /**
     * Commits the transaction, and returns the new values of the changed counters, too. Without
     * conflict that costs no more than {@link #commit}, but it does not commute with additions.
     */
    U commitAndGet();
  }
}
