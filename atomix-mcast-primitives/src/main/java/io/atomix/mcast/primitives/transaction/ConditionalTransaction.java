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
package io.atomix.mcast.primitives.transaction;

import java.util.function.UnaryOperator;

/**
 * A conditional transaction as one message to the partitions of the keys that it names: if all
 * conditions hold, one list of operations is done, else another (or nothing). What can be a
 * condition, and what an operation, is told by the transaction of each primitive.
 *
 * <p>Nothing is locked, and nothing fails because others write the same keys: the conditions hold
 * at the transaction's place in the order of all operations, or they do not. If they do not, that
 * is a result, not an error.
 *
 * <p>Each stage is immutable, and may be used again for another transaction; only a stage with
 * nothing missing can be committed. Arguments are checked by each step, before anything is sent: a
 * null is a {@link NullPointerException}; conditions that cannot hold together, a branch that does
 * nothing, and a branch that changes one key twice are an {@link IllegalArgumentException}.
 *
 * @param <O> type of the lists of operations
 * @param <R> what {@link Committable#commit} returns: a result, or a future of one
 * @param <U> what {@link Committable#commitAndGet} returns: a result with what has become of the
 *     changed keys, or a future of one
 */
public interface ConditionalTransaction<O, R, U> {

  /** Sets the operations to carry out; without conditions, they are carried out in any case. */
  Committable<R, U> then(UnaryOperator<O> operations);

  /**
   * A transaction with conditions.
   *
   * @param <O> type of the lists of operations
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface ConditionsStage<O, R, U> extends ConditionalTransaction<O, R, U> {

    /** Sets the operations to carry out if all conditions hold. */
    @Override
    Alternative<O, R, U> then(UnaryOperator<O> operations);
  }

  /**
   * A transaction that may do something else if a condition does not hold.
   *
   * @param <O> type of the lists of operations
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface Alternative<O, R, U> extends Committable<R, U> {

    /** Sets the operations to carry out if a condition does not hold (without this, none). */
    Committable<R, U> otherwise(UnaryOperator<O> operations);
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
     * Commits the transaction, and returns what has become of the changed keys, too: the versions
     * of entries, the new values of counters. Without conflict that costs no more than {@link
     * #commit}.
     */
    U commitAndGet();
  }
}
