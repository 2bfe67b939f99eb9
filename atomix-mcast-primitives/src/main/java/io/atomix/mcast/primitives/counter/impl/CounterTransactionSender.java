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

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.mcast.primitives.transaction.impl.TransactionSender;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Sends transactions on counters. */
final class CounterTransactionSender
    extends TransactionSender<
        MulticastCounterMapService,
        CounterCondition<String>,
        CounterChange,
        Map<String, Long>,
        Long> {

  CounterTransactionSender(MulticastProxyClient<MulticastCounterMapService> client) {
    super(client);
  }

  /** Maps and sets are of classes that serializers know. */
  @Override
  protected ConditionalOperation<MulticastCounterMapService, Map<String, Long>, Map<String, Long>>
      operation(
          TransactionPlan<String, CounterCondition<String>, CounterChange> part,
          TransactionPlan<String, CounterCondition<String>, CounterChange> whole,
          boolean joint) {
    Map<String, Range> ranges = new HashMap<>();
    part.conditions().forEach(each -> ranges.merge(each.key(), each.range(), Range::and));
    Map<String, Long> least = new HashMap<>();
    Map<String, Long> most = new HashMap<>();
    ranges.forEach(
        (key, range) -> {
          if (range.least() > Long.MIN_VALUE) {
            least.put(key, range.least());
          }
          // A condition that allows every value is kept too: the counter is named, so it takes
          // part.
          if (range.most() < Long.MAX_VALUE || range.least() == Long.MIN_VALUE) {
            most.put(key, range.most());
          }
        });
    Set<String> reads = new HashSet<>(part.reads());
    return new ConditionalOperation<>(
        ranges.isEmpty() ? null : service -> service.within(least, most),
        reads.isEmpty() ? null : service -> service.getAll(reads),
        change(part.then()),
        change(part.otherwise()));
  }

  private static Function<MulticastCounterMapService, Map<String, Long>> change(
      TransactionBranch<String, CounterChange> branch) {
    Map<String, Long> deltas = new HashMap<>();
    Map<String, Long> values = new HashMap<>();
    Set<String> removed = new HashSet<>();
    branch
        .changes()
        .forEach(
            (key, change) -> {
              switch (change.kind()) {
                case ADD -> deltas.put(key, change.value());
                case PUT -> values.put(key, change.value());
                case REMOVE -> removed.add(key);
              }
            });
    return branch.changes().isEmpty() ? null : service -> service.change(deltas, values, removed);
  }

  @Override
  protected Map<String, Long> values(Map<String, Long> reading) {
    return reading;
  }
}
