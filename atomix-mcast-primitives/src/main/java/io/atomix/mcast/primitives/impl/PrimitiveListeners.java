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
package io.atomix.mcast.primitives.impl;

import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.observe.ListenerCounts.OrderedView;
import io.atomix.mcast.observe.ListenerCounts.WatchView;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionService;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The counts of who listens to the partitions of a primitive, for the metrics of this node.
 * Thread-safe.
 */
public final class PrimitiveListeners {
  private final Map<PartitionId, ListenerCounts> counts;

  /** Creates counts that nobody sees, of partitions that are asked for. */
  public PrimitiveListeners() {
    this(Map.of());
  }

  private PrimitiveListeners(Map<PartitionId, ListenerCounts> counts) {
    this.counts = counts;
  }

  /** Returns the counts of partitions that are open on this node. */
  public static PrimitiveListeners of(
      PartitionService service, Collection<PartitionId> partitions) {
    Map<PartitionId, ListenerCounts> counts = new HashMap<>();
    for (PartitionId each : partitions) {
      if (service.getPartitionGroup(each.group()).getPartition(each)
          instanceof GenericMulticastPartition partition) {
        GroupClient client = partition.groupClient();
        if (client != null) {
          counts.put(each, client.listeners());
        }
      }
    }
    return new PrimitiveListeners(counts);
  }

  /** Takes note of a watch of all partitions. */
  public void add(WatchView watch) {
    counts.values().forEach(each -> each.add(watch));
  }

  /** Takes note of an ordered subscription of some. */
  public void add(Set<PartitionId> partitions, OrderedView subscription) {
    in(partitions, each -> each.add(subscription));
  }

  /** Forgets one that listens no more. */
  public void remove(Object listener) {
    counts.values().forEach(each -> each.remove(listener));
  }

  /** Counts a message of whose changes in these partitions a watch has told. */
  public void changed(Set<PartitionId> partitions) {
    in(partitions, ListenerCounts::changed);
  }

  /** Counts a time that changes of these partitions were gone from the history. */
  public void gone(Set<PartitionId> partitions) {
    in(partitions, ListenerCounts::gone);
  }

  private void in(Set<PartitionId> partitions, Consumer<ListenerCounts> what) {
    counts.forEach(
        (partition, each) -> {
          if (partitions.contains(partition)) {
            what.accept(each);
          }
        });
  }
}
