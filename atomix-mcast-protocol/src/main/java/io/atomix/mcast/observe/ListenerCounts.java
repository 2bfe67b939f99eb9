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
package io.atomix.mcast.observe;

import io.atomix.primitive.partition.PartitionId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of those who listen to one partition in this node, for its metrics: watches of maps, and
 * subscriptions of channels that are in one order over their partitions. Thread-safe.
 */
public final class ListenerCounts {
  private final PartitionId partition;
  private final Set<WatchView> watches = ConcurrentHashMap.newKeySet();
  private final Set<OrderedView> ordered = ConcurrentHashMap.newKeySet();
  private final LongAdder changes = new LongAdder();
  private final LongAdder gone = new LongAdder();

  /** A watch as its metrics see it. */
  @FunctionalInterface
  public interface WatchView {
    /**
     * Returns how long ago the moment was up to which its listener has been told everything, in
     * nanoseconds; 0 if the partitions have said that there is nothing new.
     */
    long behindNanos();
  }

  /** An ordered subscription as its metrics see it. */
  public interface OrderedView {
    /** Returns how many messages of a partition have come and are not told yet. */
    int held(PartitionId partition);

    /** Returns how many messages wait because their half of this partition has not come. */
    int missing(PartitionId partition);
  }

  /** Creates the counts of a partition. */
  public ListenerCounts(PartitionId partition) {
    this.partition = partition;
  }

  /** Takes note of a watch. */
  public void add(WatchView watch) {
    watches.add(watch);
  }

  /** Takes note of an ordered subscription. */
  public void add(OrderedView subscription) {
    ordered.add(subscription);
  }

  /** Forgets one that listens no more, if it is known. */
  public void remove(Object listener) {
    watches.remove(listener);
    ordered.remove(listener);
  }

  /** Counts a message that changed something here, and that a watch has told of. */
  public void changed() {
    changes.increment();
  }

  /** Counts a time that changes here were gone from the history before a watch had told them. */
  public void gone() {
    gone.increment();
  }

  /** Returns how many watches there are. */
  public int watches() {
    return watches.size();
  }

  /** Returns how many changes watches have told of. */
  public long changes() {
    return changes.sum();
  }

  /** Returns how often changes were gone from the history. */
  public long timesGone() {
    return gone.sum();
  }

  /** Returns how far the watch is behind that is furthest, in nanoseconds. */
  public long behindNanos() {
    return watches.stream().mapToLong(WatchView::behindNanos).max().orElse(0);
  }

  /** Returns how many ordered subscriptions there are. */
  public int subscriptions() {
    return ordered.size();
  }

  /** Returns how many messages of the partition wait in ordered subscriptions. */
  public int held() {
    return ordered.stream().mapToInt(each -> each.held(partition)).sum();
  }

  /** Returns how many messages wait in ordered subscriptions for their half of the partition. */
  public int missing() {
    return ordered.stream().mapToInt(each -> each.missing(partition)).sum();
  }
}
