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
import java.util.Objects;

/** The beginning of a subscription, in each of its partitions. Instances are immutable. */
public sealed interface From {
  /**
   * Begins with the messages that come. All that are sent after the subscription was confirmed are
   * among them; some that were sent before may be, too.
   */
  static From now() {
    return Simple.NOW;
  }

  /** Begins with the oldest message that the history holds. */
  static From oldest() {
    return Simple.OLDEST;
  }

  /**
   * Begins with this position, in every partition of the subscription. Positions that the history
   * holds no more are told to the listener as a gap.
   *
   * @throws IllegalArgumentException if it is not positive: the first position is 1
   */
  static From position(long position) {
    return new Same(position);
  }

  /**
   * Begins with a position for each partition, for example one more than those seen last. The
   * subscription must be on just these partitions.
   *
   * @throws IllegalArgumentException if there is none, or one that is not positive
   */
  static From positions(Map<PartitionId, Long> positions) {
    return new Each(positions);
  }

  /**
   * Begins behind a kept position of an ordered subscription: with each message that was not heard
   * there, and no other. The subscription must be on just the partitions of that one, and ordered.
   * Subscribing fails with an {@link IllegalArgumentException} if the position is of another
   * channel, or of one that was deleted and created anew, if a partition has no such position yet,
   * and if the history does not hold any more what comes behind it; what is dropped while it begins
   * is told as a gap.
   *
   * <p>After a restore of a backup that is older than the position, the channel has other messages
   * at positions that were heard before. Nothing tells them apart once it has come that far again:
   * begin with {@link #oldest} or {@link #now} then.
   */
  static From after(ChannelPosition position) {
    return new KeptPosition(position);
  }

  /** A place that the partition knows. */
  enum Simple implements From {
    /** After the newest message. */
    NOW,
    /** With the oldest message of the history. */
    OLDEST
  }

  /**
   * The same position everywhere.
   *
   * @param position the position
   */
  record Same(long position) implements From {
    /** Checks the position. */
    public Same {
      check(position);
    }
  }

  /**
   * A position for each partition.
   *
   * @param positions the positions
   */
  record Each(Map<PartitionId, Long> positions) implements From {
    /** Checks and copies the positions. */
    public Each {
      positions = Map.copyOf(Objects.requireNonNull(positions, "positions"));
      if (positions.isEmpty()) {
        throw new IllegalArgumentException(
            "Positions to begin a subscription with: none is named; use From.now()");
      }
      positions.values().forEach(From::check);
    }
  }

  /**
   * The place behind a kept position.
   *
   * @param position the position
   */
  record KeptPosition(ChannelPosition position) implements From {
    /** Checks that there is one. */
    public KeptPosition {
      Objects.requireNonNull(position, "position");
    }
  }

  private static void check(long position) {
    if (position < 1) {
      throw new IllegalArgumentException(
          "Position to begin a subscription with: " + position + ": the first position is 1");
    }
  }
}
