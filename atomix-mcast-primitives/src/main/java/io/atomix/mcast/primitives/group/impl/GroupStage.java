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
import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.impl.CounterShare;
import io.atomix.mcast.primitives.group.GroupOperations;
import io.atomix.mcast.primitives.group.GroupTransaction;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.impl.MapShare;
import io.atomix.mcast.primitives.transaction.impl.TransactionShare;
import io.atomix.utils.time.Version;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A transaction on several primitives that does not yet say what to do. */
public class GroupStage implements GroupTransaction {
  private final GroupPlan plan;

  private GroupStage(GroupPlan plan) {
    this.plan = plan;
  }

  /** Returns a transaction without conditions. */
  public static GroupTransaction empty(GenericMulticastProtocol protocol) {
    return new GroupStage(new GroupPlan(protocol, Map.of(), Map.of()));
  }

  @Override
  public final <K, V> MapWords<K, V> on(MulticastMap<K, V> map) {
    return new MapStage<>(plan, plan.share(map));
  }

  @Override
  public final <K> CounterWords<K> on(MulticastCounterMap<K> counters) {
    return new CounterStage<>(plan, plan.share(counters));
  }

  @Override
  public final GroupTransaction ifHeld(AtomicLock lock, Version version) {
    return new GroupStage(plan.with(lock, version));
  }

  @Override
  public final GroupTransaction ifLeader(LeaderElection<?> election, long term) {
    return new GroupStage(plan.with(election, term));
  }

  @Override
  public final GroupCommit then(UnaryOperator<GroupOperations> operations) {
    Objects.requireNonNull(operations, () -> plan + ": then is null");
    GroupOperations built = operations.apply(new DraftedGroupOperations(plan));
    if (built instanceof DraftedGroupOperations ours
        && !ours.plan.shares().values().stream().allMatch(TransactionShare::isIdle)) {
      return new GroupSending(ours.plan);
    }
    throw new IllegalArgumentException(
        plan + ": then does nothing; return what its last operation gave");
  }

  private record DraftedGroupOperations(GroupPlan plan) implements GroupOperations {

    @Override
    public <K, V> GroupOperations on(
        MulticastMap<K, V> map, UnaryOperator<MapOperations<K, V>> operations) {
      return new DraftedGroupOperations(plan.with(plan.share(map).then(operations)));
    }

    @Override
    public <K> GroupOperations on(
        MulticastCounterMap<K> counters, UnaryOperator<CounterOperations<K>> operations) {
      return new DraftedGroupOperations(plan.with(plan.share(counters).then(operations)));
    }
  }

  private static final class MapStage<K, V> extends GroupStage implements MapWords<K, V> {
    private final GroupPlan plan;
    private final MapShare<K, V> share;

    private MapStage(GroupPlan plan, MapShare<K, V> share) {
      super(plan.with(share));
      this.plan = plan;
      this.share = share;
    }

    @Override
    public MapWords<K, V> ifEquals(K key, V value) {
      return new MapStage<>(plan, share.ifEquals(key, value));
    }

    @Override
    public MapWords<K, V> ifAbsent(K key) {
      return new MapStage<>(plan, share.ifAbsent(key));
    }

    @Override
    public MapWords<K, V> ifPresent(K key) {
      return new MapStage<>(plan, share.ifPresent(key));
    }

    @Override
    public MapWords<K, V> ifVersion(K key, long version) {
      return new MapStage<>(plan, share.ifVersion(key, version));
    }
  }

  private static final class CounterStage<K> extends GroupStage implements CounterWords<K> {
    private final GroupPlan plan;
    private final CounterShare<K> share;

    private CounterStage(GroupPlan plan, CounterShare<K> share) {
      super(plan.with(share));
      this.plan = plan;
      this.share = share;
    }

    @Override
    public CounterWords<K> ifAtLeast(K key, long least) {
      return new CounterStage<>(plan, share.ifAtLeast(key, least));
    }

    @Override
    public CounterWords<K> ifAtMost(K key, long most) {
      return new CounterStage<>(plan, share.ifAtMost(key, most));
    }

    @Override
    public CounterWords<K> ifEquals(K key, long value) {
      return new CounterStage<>(plan, share.ifEquals(key, value));
    }
  }
}
