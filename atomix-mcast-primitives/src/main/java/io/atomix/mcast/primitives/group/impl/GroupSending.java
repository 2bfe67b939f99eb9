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

import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.HeldLock;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.group.GroupResult;
import io.atomix.mcast.primitives.group.GroupTransaction;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.transaction.impl.TransactionShare;
import io.atomix.mcast.primitives.transaction.impl.TransactionShare.PreparedShare;
import io.atomix.primitive.DistributedPrimitive;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A transaction on several primitives with nothing missing: sends it as one message. */
record GroupSending(GroupPlan plan) implements GroupTransaction.GroupCommit {

  @Override
  public GroupResult commit() {
    Duration timeout = Duration.ofMillis(DistributedPrimitive.DEFAULT_OPERATION_TIMEOUT_MILLIS);
    return new BlockingCalls(plan.toString(), timeout).complete(commitAsync());
  }

  @Override
  public CompletableFuture<GroupResult> commitAsync() {
    List<TransactionShare> shares =
        plan.shares().values().stream().filter(share -> !share.isEmpty()).toList();
    Supplier<CompletableFuture<GroupResult>> sending = () -> send(shares);
    for (TransactionShare share : shares) {
      Supplier<CompletableFuture<GroupResult>> behind = sending;
      sending = () -> share.guarded(behind);
    }
    return sending.get();
  }

  private CompletableFuture<GroupResult> send(List<TransactionShare> shares) {
    Map<String, PreparedShare> prepared = new HashMap<>();
    List<DecisionPart<?>> parts = new ArrayList<>();
    for (TransactionShare share : shares) {
      PreparedShare ready = share.prepare();
      prepared.put(share.name(), ready);
      parts.add(ready.part());
    }
    MulticastProxyClient<?> client = prepared.get(shares.get(0).name()).client();
    List<HeldLock> locks = new ArrayList<>();
    for (GroupPlan.LockShare lock : plan.locks().values()) {
      locks.add(
          new HeldLock(
              lock.name(),
              lock.protocol()
                  .config()
                  .getPartitioner()
                  .partition(lock.name(), List.copyOf(client.getPartitionIds())),
              lock.version()));
    }
    return client.decideTogether(parts, locks).thenApply(decision -> result(prepared, decision));
  }

  private GroupResult result(Map<String, PreparedShare> prepared, JointDecision decision) {
    Map<String, Map<?, ?>> values = new HashMap<>();
    prepared.forEach((name, share) -> values.put(name, share.values(decision)));
    return new Committed(plan, decision.held(), values);
  }

  /** Result that knows what was read by the primitives' names. */
  private record Committed(GroupPlan plan, boolean succeeded, Map<String, Map<?, ?>> readings)
      implements GroupResult {

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> Map<K, Versioned<V>> values(MulticastMap<K, V> map) {
      return (Map<K, Versioned<V>>) readIn(map);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K> Map<K, Long> values(MulticastCounterMap<K> counters) {
      return (Map<K, Long>) readIn(counters);
    }

    private Map<?, ?> readIn(DistributedPrimitive primitive) {
      TransactionShare share = plan.shares().get(primitive.name());
      if (share == null || !share.isOf(primitive) || !readings.containsKey(primitive.name())) {
        throw new IllegalArgumentException(
            plan + ": it read nothing in this instance of '" + primitive.name() + "'");
      }
      return readings.get(primitive.name());
    }
  }
}
