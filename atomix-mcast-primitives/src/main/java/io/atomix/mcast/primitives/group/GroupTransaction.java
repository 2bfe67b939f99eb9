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
package io.atomix.mcast.primitives.group;

import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.utils.time.Version;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A conditional transaction on several primitives of a partition group, or of those over which they
 * are spread, as one message to the partitions of the keys and locks that it names: if all
 * conditions hold, all its operations are done, else none is. It has one place in the order of all
 * operations on each of these primitives. Begun by {@link GroupTransactions}:
 *
 * <pre>{@code
 * boolean sold =
 *     transactions
 *         .on(accounts).ifAtLeast("alice", 10)
 *         .on(orders).ifAbsent("o1")
 *         .ifHeld(lock, version)
 *         .then(ops -> ops
 *             .on(accounts, counters -> counters.add("alice", -10))
 *             .on(orders, map -> map.put("o1", "alice")))
 *         .commit()
 *         .succeeded();
 * }</pre>
 *
 * <p>Each stage is immutable, and may be used again for another transaction. Arguments are checked
 * by each step, before anything is sent: a null is a {@link NullPointerException}; a primitive of
 * another group, a second instance of a primitive, conditions that cannot hold together, and a key
 * that is changed twice are an {@link IllegalArgumentException}.
 */
public interface GroupTransaction {

  /**
   * Names a map, for conditions on it.
   *
   * @throws IllegalArgumentException if the map is in other groups than the transaction
   */
  <K, V> MapWords<K, V> on(MulticastMap<K, V> map);

  /**
   * Names a counter map, for conditions on it.
   *
   * @throws IllegalArgumentException if the counter map is in other groups than the transaction
   */
  <K> CounterWords<K> on(MulticastCounterMap<K> counters);

  /**
   * Adds the condition that a lock is still held with a version. Whoever has lost it, by what ever
   * happened to his session, writes nothing then, though he may not know of it yet.
   *
   * @param version what {@code lock} or {@code tryLock} returned
   * @throws IllegalArgumentException if the lock is in other groups than the transaction, or is
   *     named with another version already
   */
  GroupTransaction ifHeld(AtomicLock lock, Version version);

  /**
   * Adds the condition that an election still has the leader of a term. Whoever led and does not
   * any more writes nothing then, though he may not know of it yet.
   *
   * @param term that of the leader, as {@code Leadership.leader().term()} tells it
   * @throws IllegalArgumentException if the election is in other groups than the transaction, or is
   *     named with another term already
   */
  GroupTransaction ifLeader(LeaderElection<?> election, long term);

  /**
   * Sets what is done if all conditions hold; without any, it is done in any case.
   *
   * @throws IllegalArgumentException if that is nothing
   */
  GroupCommit then(UnaryOperator<GroupOperations> operations);

  /**
   * A transaction that has named a map.
   *
   * @param <K> type of the keys
   * @param <V> type of the values
   */
  interface MapWords<K, V> extends GroupTransaction {

    /** Adds the condition that a key has a value, compared in its serialized form. */
    MapWords<K, V> ifEquals(K key, V value);

    /** Adds the condition that a key has no value. */
    MapWords<K, V> ifAbsent(K key);

    /** Adds the condition that a key has a value. */
    MapWords<K, V> ifPresent(K key);

    /** Adds the condition that a key has a value of this version, and so was not changed since. */
    MapWords<K, V> ifVersion(K key, long version);
  }

  /**
   * A transaction that has named a counter map.
   *
   * @param <K> type of the keys
   */
  interface CounterWords<K> extends GroupTransaction {

    /** Adds the condition that a counter has at least this value. */
    CounterWords<K> ifAtLeast(K key, long least);

    /** Adds the condition that a counter has at most this value. */
    CounterWords<K> ifAtMost(K key, long most);

    /** Adds the condition that a counter has a value; one that was never set has 0. */
    CounterWords<K> ifEquals(K key, long value);
  }

  /** A transaction with nothing missing. Each commit of it is another transaction. */
  interface GroupCommit {

    /**
     * Commits the transaction. Without conflict that costs no more than one write to one partition.
     *
     * @throws io.atomix.mcast.NotAppliedException if nothing was applied: the transaction is larger
     *     than an entry of the log, or meets one of Atomix's own transactions on a map
     */
    GroupResult commit();

    /** Commits the transaction; for callers that do not wait. */
    CompletableFuture<GroupResult> commitAsync();
  }
}
