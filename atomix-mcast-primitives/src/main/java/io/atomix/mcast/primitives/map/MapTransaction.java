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
package io.atomix.mcast.primitives.map;

import java.util.function.UnaryOperator;

/**
 * A conditional transaction on a map, as one message to the partitions of the keys that it names:
 * if all conditions hold, one list of operations is done, else another (or nothing). For example,
 * to hand a thing over unless somebody else did:
 *
 * <pre>{@code
 * boolean handedOver =
 *     owners.transaction()
 *         .ifEquals("house", "alice")
 *         .ifAbsent("alice-left")
 *         .then(ops -> ops.put("house", "bob").put("alice-left", "yes"))
 *         .commit()
 *         .succeeded();
 * }</pre>
 *
 * <p>Nothing is locked, and nothing fails because others write the same keys: the conditions hold
 * at the transaction's place in the order of all operations, or they do not. If they do not, that
 * is a result, not an error.
 *
 * <p>Each stage is immutable, and may be used again for another transaction; only a stage with
 * nothing missing can be committed. Arguments are checked by each step, before anything is sent: a
 * null is a {@link NullPointerException}; conditions that cannot hold together, a branch that does
 * nothing, and a branch that writes one key twice are an {@link IllegalArgumentException}.
 * Committing fails with a {@link io.atomix.mcast.NotAppliedException}, and changes nothing, if the
 * transaction is larger than an entry of the log, or meets one of Atomix's own transactions while
 * that is being committed on the same map (on a key that {@code then} writes; on any key if {@code
 * otherwise} writes).
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param <R> what {@link Committable#commit} returns: a {@link MapResult}, or a future of one
 * @param <U> what {@link Committable#commitWithVersions} returns: a {@link VersionedMapResult}, or
 *     a future of one
 */
public interface MapTransaction<K, V, R, U> {

  /** Adds the condition that a key has a value, compared in its serialized form. */
  Conditional<K, V, R, U> ifEquals(K key, V value);

  /** Adds the condition that a key has no value. */
  Conditional<K, V, R, U> ifAbsent(K key);

  /** Adds the condition that a key has a value. */
  Conditional<K, V, R, U> ifPresent(K key);

  /** Adds the condition that a key has a value of this version, and so was not changed since. */
  Conditional<K, V, R, U> ifVersion(K key, long version);

  /** Sets the operations to carry out; without conditions, they are carried out in any case. */
  Committable<R, U> then(UnaryOperator<MapOperations<K, V>> operations);

  /**
   * A transaction with conditions.
   *
   * @param <K> type of the keys
   * @param <V> type of the values
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitWithVersions} returns
   */
  interface Conditional<K, V, R, U> extends MapTransaction<K, V, R, U> {

    /** Sets the operations to carry out if all conditions hold. */
    @Override
    Alternative<K, V, R, U> then(UnaryOperator<MapOperations<K, V>> operations);
  }

  /**
   * A transaction that may do something else if a condition does not hold.
   *
   * @param <K> type of the keys
   * @param <V> type of the values
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitWithVersions} returns
   */
  interface Alternative<K, V, R, U> extends Committable<R, U> {

    /** Sets the operations to carry out if a condition does not hold (without this, none). */
    Committable<R, U> otherwise(UnaryOperator<MapOperations<K, V>> operations);
  }

  /**
   * A transaction with nothing missing. It may be committed more than once; each is another
   * transaction.
   *
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitWithVersions} returns
   */
  interface Committable<R, U> {

    /**
     * Commits the transaction, and returns whether the conditions held, and what was read. Without
     * conflict that costs no more than one write to one partition.
     */
    R commit();

    /**
     * Commits the transaction, and returns the versions of what it wrote, too. Without conflict
     * that costs no more than {@link #commit}.
     */
    U commitWithVersions();
  }
}
