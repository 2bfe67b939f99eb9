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
import java.util.Collection;
import java.util.Set;

/**
 * Some or all partitions of a channel: the destinations of a message, or the partitions of a
 * subscription. Instances are immutable. The factory methods throw {@link NullPointerException} for
 * nulls and {@link IllegalArgumentException} for nothing at all and for what is named twice.
 * Whether the channel has such partitions is found out by the channel.
 */
public sealed interface Partitions {
  /** Returns these partitions of a channel. */
  Collection<PartitionId> of(ChannelPartitions channel);

  /** The partitions of a channel, by what a caller calls them; it refuses what it does not have. */
  interface ChannelPartitions {
    /** Returns the partition that a key is in. */
    PartitionId ofKey(String key);

    /** Returns the partition, if the channel has it. */
    PartitionId ofId(PartitionId id);

    /** Returns the partition with this number. */
    PartitionId numbered(int number);

    /** Returns all partitions. */
    Collection<PartitionId> all();
  }

  /**
   * Returns the partitions that these keys are in, by the partitioner of the channel's protocol. An
   * {@code AtomicMap} with keys of type {@code String}, the same protocol and no serializer of its
   * own has them in the same partitions.
   */
  static Partitions ofKeys(String... keys) {
    return new PartitionsOfKeys(Distinct.setOf("Destination keys", Distinct.OR_ALL, keys));
  }

  /** The partitions that these keys are in, by the partitioner of the channel's protocol. */
  static Partitions ofKeys(Collection<String> keys) {
    return new PartitionsOfKeys(Distinct.setOf("Destination keys", keys, Distinct.OR_ALL));
  }

  /** These partitions. */
  static Partitions of(PartitionId... partitions) {
    return new Ids(Distinct.setOf("Partitions", Distinct.OR_ALL, partitions));
  }

  /** These partitions. */
  static Partitions of(Collection<PartitionId> partitions) {
    return new Ids(Distinct.setOf("Partitions", partitions, Distinct.OR_ALL));
  }

  /**
   * Returns the partitions with these numbers, the first being 1. A channel over several partition
   * groups may have more than one partition of a number, which must then be named by its id.
   */
  static Partitions numbered(int... numbers) {
    return new NumberedPartitions(Distinct.numbers("Partition numbers", Distinct.OR_ALL, numbers));
  }

  /** All partitions of the channel. */
  static Partitions all() {
    return AllPartitions.INSTANCE;
  }

  /**
   * Partitions by keys that are in them.
   *
   * @param keys the keys
   */
  record PartitionsOfKeys(Set<String> keys) implements Partitions {
    /** Copies the keys. */
    public PartitionsOfKeys {
      keys = Distinct.setOf("Destination keys", keys, Distinct.OR_ALL);
    }

    @Override
    public Collection<PartitionId> of(ChannelPartitions channel) {
      return keys.stream().map(channel::ofKey).toList();
    }
  }

  /**
   * Partitions by their ids.
   *
   * @param ids the ids
   */
  record Ids(Set<PartitionId> ids) implements Partitions {
    /** Copies the ids. */
    public Ids {
      ids = Distinct.setOf("Partitions", ids, Distinct.OR_ALL);
    }

    @Override
    public Collection<PartitionId> of(ChannelPartitions channel) {
      return ids.stream().map(channel::ofId).toList();
    }
  }

  /**
   * Partitions by their numbers.
   *
   * @param numbers the numbers
   */
  record NumberedPartitions(Set<Integer> numbers) implements Partitions {
    /** Copies the numbers. */
    public NumberedPartitions {
      numbers = Distinct.setOf("Partition numbers", numbers, Distinct.OR_ALL);
    }

    @Override
    public Collection<PartitionId> of(ChannelPartitions channel) {
      return numbers.stream().map(channel::numbered).toList();
    }
  }

  /** All partitions. */
  enum AllPartitions implements Partitions {
    /** The only one. */
    INSTANCE;

    @Override
    public Collection<PartitionId> of(ChannelPartitions channel) {
      return channel.all();
    }
  }
}
