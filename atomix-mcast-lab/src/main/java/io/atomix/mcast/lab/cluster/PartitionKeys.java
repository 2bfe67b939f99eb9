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
package io.atomix.mcast.lab.cluster;

import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Keys of maps whose partition is known: Atomix's partitioner places them in encoded form. */
public final class PartitionKeys {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);

  private PartitionKeys() {}

  /**
   * Returns so many keys: the first in partition 1, the next in 2, and so on in turn.
   *
   * @param prefix what each begins with
   * @param partitions how many partitions the group has
   */
  public static List<String> inTurn(String prefix, int count, int partitions) {
    List<PartitionId> ids = ids(partitions);
    List<String> keys = new ArrayList<>();
    for (int i = 0; keys.size() < count; i++) {
      int partition = keys.size() % partitions + 1;
      String key = prefix + i;
      if (partitionOf(key, ids) == partition) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** Returns the number of the partition that a key is in, from 1. */
  public static int partitionOf(String key, int partitions) {
    return partitionOf(key, ids(partitions));
  }

  private static int partitionOf(String key, List<PartitionId> partitions) {
    String encoded = HEX.formatHex(SERIALIZER.encode(key));
    return Partitioner.MURMUR3.partition(encoded, partitions).id();
  }

  private static List<PartitionId> ids(int partitions) {
    return IntStream.rangeClosed(1, partitions).mapToObj(i -> PartitionId.from("any", i)).toList();
  }
}
