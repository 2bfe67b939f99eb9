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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.primitive.partition.PartitionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The beginning of a subscription in each of its partitions.
 *
 * @param channel the name of the channel, for errors
 */
record SubscriptionStart(String channel, SortedSet<PartitionId> partitions, From from) {
  /**
   * Checks that positions are of just the partitions of the subscription.
   *
   * @throws IllegalArgumentException if they are not, or if a kept position is of another channel
   */
  void check() {
    if (from instanceof From.Each each) {
      checkPartitions(each.positions().keySet());
    } else if (from instanceof From.KeptPosition kept) {
      ChannelPosition position = kept.position();
      if (!position.channel().equals(channel)) {
        throw new IllegalArgumentException(
            "Channel '"
                + channel
                + "': a kept position of channel '"
                + position.channel()
                + "'; give one of this channel");
      }
      checkPartitions(position.places().keySet());
    }
  }

  private void checkPartitions(Set<PartitionId> named) {
    if (!named.equals(partitions)) {
      throw new IllegalArgumentException(
          "Channel '"
              + channel
              + "': a subscription to "
              + PartitionFinder.text(partitions)
              + " with positions of "
              + PartitionFinder.text(named)
              + "; give a position for each partition of the subscription");
    }
  }

  /**
   * Checks that there is no kept position.
   *
   * @throws IllegalArgumentException if there is
   */
  void checkNotKept() {
    if (kept() != null) {
      throw new IllegalArgumentException(
          "Channel '"
              + channel
              + "': a kept position of an ordered subscription, for one that is in order for each"
              + " partition by itself; subscribe with DeliveryOrder.ordered()");
    }
  }

  /** Returns the kept position, null if it is none. */
  ChannelPosition kept() {
    return from instanceof From.KeptPosition kept ? kept.position() : null;
  }

  /** Returns how each partition is told where to begin. */
  SubscribeRequest.Start kind() {
    if (from == From.Simple.NOW) {
      return SubscribeRequest.Start.NOW;
    }
    return from == From.Simple.OLDEST
        ? SubscribeRequest.Start.OLDEST
        : SubscribeRequest.Start.POSITION;
  }

  /** Returns the position that is named for a partition, 0 if none is. */
  long position(PartitionId partition) {
    if (from instanceof From.Same same) {
      return same.position();
    }
    return from instanceof From.Each each ? each.positions().get(partition) : 0;
  }

  /**
   * Returns what an ordered subscription takes for heard before it begins.
   *
   * @throws IllegalArgumentException if a position is of the future, or if a kept one is older than
   *     what the partition holds
   */
  Map<PartitionId, PartitionPlace> places(ChannelMoment moment) {
    Map<PartitionId, PartitionPlace> places = new HashMap<>();
    for (PartitionId partition : partitions) {
      places.put(partition, place(partition, moment));
    }
    return places;
  }

  private PartitionPlace place(PartitionId partition, ChannelMoment moment) {
    if (kept() != null) {
      return kept().places().get(partition);
    }
    long newest = moment.newest().get(partition);
    long first =
        switch (kind()) {
          case NOW -> newest + 1;
          case OLDEST -> moment.oldest().get(partition);
          case POSITION, RESUME -> position(partition);
        };
    if (first > newest + 1) {
      throw new IllegalArgumentException(in(partition) + ofTheFuture(first, newest));
    }
    return new PartitionPlace(0, first - 1, Set.of());
  }

  /**
   * Checks that the partitions hold what comes behind a kept position.
   *
   * @throws IllegalArgumentException if they do not
   */
  void checkHeld(ChannelMoment moment) {
    if (kept() == null) {
      return;
    }
    for (PartitionId partition : partitions) {
      long next = kept().places().get(partition).next();
      long oldest = moment.oldest().get(partition);
      if (next < oldest) {
        throw new IllegalArgumentException(
            in(partition)
                + "a kept position behind which position "
                + next
                + " comes, but the oldest message that is held is at "
                + oldest
                + "; begin with From.positions(position.next()), which tells what is lost as gaps,"
                + " or with From.oldest(), and keep a longer history (historySize, historyBytes)");
      }
    }
  }

  /** Returns why a subscription cannot begin with a position that a partition has not come to. */
  static String ofTheFuture(long position, long newest) {
    return "a subscription from position "
        + position
        + ", but the newest message is at "
        + newest
        + "; begin with "
        + (newest + 1)
        + " or less";
  }

  private String in(PartitionId partition) {
    return "Channel '" + channel + "', partition " + PartitionFinder.text(partition) + ": ";
  }

  /** Reads the ends of partitions at one moment. */
  static CompletableFuture<ChannelMoment> moment(
      MulticastProxyClient<ChannelService> client, Collection<PartitionId> partitions) {
    Map<PartitionId, Function<ChannelService, HistoryAnswer>> reads = new HashMap<>();
    // No message is there, so that the answers are small.
    partitions.forEach(id -> reads.put(id, service -> service.history(Long.MAX_VALUE, 1)));
    return client.applyOn(reads).thenApply(SubscriptionStart::moment);
  }

  private static ChannelMoment moment(Map<PartitionId, HistoryAnswer> answers) {
    Map<PartitionId, Long> oldest = new HashMap<>();
    Map<PartitionId, Long> newest = new HashMap<>();
    answers.forEach(
        (partition, answer) -> {
          oldest.put(partition, answer.oldest());
          newest.put(partition, answer.newest());
        });
    return new ChannelMoment(oldest, newest);
  }
}
