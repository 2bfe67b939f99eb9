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
package io.atomix.mcast.primitives.channel;

import io.atomix.primitive.partition.PartitionId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A listener's hold on partitions of a channel, until it is closed. Thread-safe. */
public interface Subscription extends AutoCloseable {
  /** Returns the partitions, in the order of their groups and numbers. */
  Set<PartitionId> partitions();

  /**
   * Returns the position of a partition up to which the listener has been called, gaps included.
   * One more is where another subscription would go on. An ordered subscription may have called it
   * for some behind that, too.
   *
   * @throws IllegalArgumentException if the subscription is not on this partition
   */
  long position(PartitionId partition);

  /**
   * Returns a position to go on behind, with {@link From#after}: each message for which the
   * listener has been called is in it. To the listener itself, on its thread, the message that it
   * is being called for is, too, so that it can keep the position together with what it makes of
   * the message; to others, and while the listener has not returned, it is not.
   *
   * @throws UnsupportedOperationException if the subscription is not {@link DeliveryOrder#ordered}
   */
  ChannelPosition position();

  /**
   * Returns how many messages wait here for their other half, by the partition in which that has
   * not come yet; only those in which something is missing. A number that stays tells that the
   * partition is slow, or has no majority. Empty if the subscription is not ordered.
   */
  Map<PartitionId, Integer> waitingFor();

  /** Returns whether the subscription is over: closed, or ended by itself. */
  boolean isClosed();

  /**
   * Ends the subscription. The listener is called no more, but for a call that is under way. Never
   * waits for the partitions, and never fails.
   */
  @Override
  void close();

  /** Ends the subscription, and completes when the partitions that can be reached know it. */
  CompletableFuture<Void> closeAsync();
}
