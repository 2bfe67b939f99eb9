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
package io.atomix.mcast.primitives.group.impl;

import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.impl.CounterShare;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.impl.MapShare;
import io.atomix.mcast.primitives.transaction.impl.TransactionShare;
import io.atomix.primitive.DistributedPrimitive;
import io.atomix.utils.time.Version;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A transaction on several primitives, as far as it is known. It is not changed once it is made.
 *
 * @param protocol names the groups of its primitives
 * @param shares what it tests and does, by the primitives' names
 * @param locks the locks that have to be held, and the elections, by their names
 */
record GroupPlan(
    GenericMulticastProtocol protocol,
    Map<String, TransactionShare> shares,
    Map<String, LockShare> locks) {

  /**
   * A lock that has to be held, or an election that has to have a leader.
   *
   * @param protocol its own, which says in which partition it is
   * @param version the version with which it is held, or the term of the leader
   */
  record LockShare(String name, GenericMulticastProtocol protocol, long version) {}

  /** Returns the share of a map so far. */
  <K, V> MapShare<K, V> share(MulticastMap<K, V> map) {
    Objects.requireNonNull(map, () -> this + ": a map is null");
    return share("map", map, () -> MapShare.of(map));
  }

  /** Returns the share of a counter map so far. */
  <K> CounterShare<K> share(MulticastCounterMap<K> counters) {
    Objects.requireNonNull(counters, () -> this + ": a counter map is null");
    return share("counter map", counters, () -> CounterShare.of(counters));
  }

  /** Returns a share of the type that its instance makes: no other instance has made it. */
  @SuppressWarnings("unchecked")
  private <T extends TransactionShare> T share(
      String kind, DistributedPrimitive primitive, Supplier<T> none) {
    check(kind, primitive);
    TransactionShare known = shares.get(primitive.name());
    if (known == null) {
      return none.get();
    }
    if (!known.isOf(primitive)) {
      throw new IllegalArgumentException(
          "%s: '%s' is named by two instances of it; use the same one for all that it says of it"
              .formatted(this, primitive.name()));
    }
    return (T) known;
  }

  /** Returns the plan with another share of its primitive. */
  GroupPlan with(TransactionShare share) {
    Map<String, TransactionShare> more = new TreeMap<>(shares);
    more.put(share.name(), share);
    return new GroupPlan(protocol, Collections.unmodifiableMap(more), locks);
  }

  /** Returns the plan with the condition that a lock is held. */
  GroupPlan with(AtomicLock lock, Version version) {
    Objects.requireNonNull(lock, () -> this + ": a lock is null");
    Objects.requireNonNull(
        version, () -> "%s: the version of lock '%s' is null".formatted(this, lock.name()));
    return with(
        "lock '%s': version".formatted(lock.name()),
        "give the version that lock() or tryLock() returned",
        new LockShare(lock.name(), check("lock", lock), version.value()));
  }

  /** Returns the plan with the condition that an election has the leader of a term. */
  GroupPlan with(LeaderElection<?> election, long term) {
    Objects.requireNonNull(election, () -> this + ": an election is null");
    return with(
        "election '%s': term".formatted(election.name()),
        "give the term that leader().term() of its leadership tells",
        new LockShare(election.name(), check("election", election), term));
  }

  private GroupPlan with(String what, String remedy, LockShare share) {
    LockShare known = locks.get(share.name());
    if (known != null && known.version() != share.version()) {
      throw new IllegalArgumentException(
          "%s: %s %d, and %d before: it has one at a time, so this never holds; name it once"
              .formatted(this, what, share.version(), known.version()));
    }
    if (share.version() <= 0) {
      throw new IllegalArgumentException(
          "%s: %s %d: %s".formatted(this, what, share.version(), remedy));
    }
    Map<String, LockShare> more = new TreeMap<>(locks);
    more.put(share.name(), share);
    return new GroupPlan(protocol, shares, Collections.unmodifiableMap(more));
  }

  /** Returns the protocol of a primitive that is in the groups of the transaction. */
  private GenericMulticastProtocol check(String kind, DistributedPrimitive primitive) {
    if (primitive.protocol() instanceof GenericMulticastProtocol its
        && its.config().groupNames().equals(protocol.config().groupNames())) {
      return its;
    }
    String where =
        primitive.protocol() instanceof GenericMulticastProtocol its
            ? "in " + its.config().groupNames()
            : "of protocol " + primitive.protocol().type().name();
    throw new IllegalArgumentException(
        "%s: %s '%s' is %s, which its message does not go to; use one with the transaction's groups, or another transaction"
            .formatted(this, kind, primitive.name(), where));
  }

  @Override
  public String toString() {
    return "Transaction in " + protocol.config().groupNames();
  }
}
