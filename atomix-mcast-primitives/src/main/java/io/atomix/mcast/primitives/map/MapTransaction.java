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

import io.atomix.mcast.primitives.transaction.ConditionalTransaction;

/**
 * A {@linkplain ConditionalTransaction conditional transaction} on a map. For example, to hand a
 * thing over unless somebody else did:
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
 * <p>Committing fails with a {@link io.atomix.mcast.NotAppliedException}, and changes nothing, if
 * the transaction is larger than an entry of the log, or meets one of Atomix's own transactions
 * while that is being committed on the same map (on a key that {@code then} writes; on any key if
 * {@code otherwise} writes).
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param <R> what {@link Committable#commit} returns: a {@link MapResult}, or a future of one
 * @param <U> what {@link Committable#commitAndGet} returns: a {@link VersionedMapResult}, or a
 *     future of one
 */
public interface MapTransaction<K, V, R, U>
    extends ConditionalTransaction<MapOperations<K, V>, R, U> {

  /** Adds the condition that a key has a value, compared in its serialized form. */
  MapConditions<K, V, R, U> ifEquals(K key, V value);

  /** Adds the condition that a key has no value. */
  MapConditions<K, V, R, U> ifAbsent(K key);

  /** Adds the condition that a key has a value. */
  MapConditions<K, V, R, U> ifPresent(K key);

  /** Adds the condition that a key has a value of this version, and so was not changed since. */
  MapConditions<K, V, R, U> ifVersion(K key, long version);

  /**
   * A transaction with conditions.
   *
   * @param <K> type of the keys
   * @param <V> type of the values
   * @param <R> what {@code commit} returns
   * @param <U> what {@code commitAndGet} returns
   */
  interface MapConditions<K, V, R, U>
      extends MapTransaction<K, V, R, U>,
          ConditionalTransaction.ConditionsStage<MapOperations<K, V>, R, U> {}
}
