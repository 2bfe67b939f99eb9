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
package io.atomix.mcast.lab.workload;

import io.atomix.core.Atomix;
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Writes of one key and of two, of which it is known which of three partitions they address: each
 * partition and each two of them have keys of their own.
 */
public final class PlacedWrites {
  /** The name of writes of one key. */
  public static final String PUT = "put";

  /** The name of writes of two keys in two partitions. */
  public static final String TWO = "two-key-write";

  private static final int PARTITIONS = 3;
  private static final int KEYS = 2_000;
  private static final String MAP = "placed";
  private static final SizedValues VALUES = new SizedValues(64);

  private PlacedWrites() {}

  /**
   * Writes that address the same partitions.
   *
   * @param name {@link #PUT} or {@link #TWO}
   * @param partitions their numbers, from 1
   * @param blocks whether an operation has its thread wait for it
   */
  public record PlacedWrite(
      String name, Set<Integer> partitions, boolean blocks, MeasuredOperation operation) {}

  /**
   * Opens maps of a contender in a cluster of three partitions.
   *
   * @param contender {@link Contender#GENERIC_MULTICAST}, or {@link Contender#MULTI_RAFT}, which
   *     writes two keys by transactions
   */
  public static List<PlacedWrite> open(Atomix client, Contender contender) {
    Stage stage = new Stage(client);
    List<String> keys = PartitionKeys.inTurn("placed-", KEYS * PARTITIONS, PARTITIONS);
    List<PlacedWrite> kinds = new ArrayList<>();
    AsyncAtomicMap<String, byte[]> map = stage.map(contender, MAP);
    for (int partition = 1; partition <= PARTITIONS; partition++) {
      List<String> own = ofPartition(keys, partition);
      kinds.add(
          new PlacedWrite(
              PUT,
              Set.of(partition),
              false,
              slot -> map.put(own.get(any(slot)), VALUES.next(slot))));
    }
    for (int first = 1; first <= PARTITIONS; first++) {
      int second = first % PARTITIONS + 1;
      List<String> ones = ofPartition(keys, first);
      List<String> others = ofPartition(keys, second);
      kinds.add(
          new PlacedWrite(
              TWO,
              new TreeSet<>(Set.of(first, second)),
              contender != Contender.GENERIC_MULTICAST,
              two(stage, contender, ones, others)));
    }
    return kinds;
  }

  private static MeasuredOperation two(
      Stage stage, Contender contender, List<String> ones, List<String> others) {
    if (contender == Contender.GENERIC_MULTICAST) {
      AsyncMulticastMap<String, byte[]> map = stage.multicastMap(MAP);
      return slot -> {
        int number = any(slot);
        return map.putAll(
            Map.of(ones.get(number), VALUES.next(slot), others.get(number), VALUES.next(slot)));
      };
    }
    Transactions transactions = new Transactions(stage, MAP);
    return slot -> {
      int number = any(slot);
      transactions.write(slot, List.of(ones.get(number), others.get(number)), VALUES);
      return CompletableFuture.completedFuture(null);
    };
  }

  private static List<String> ofPartition(List<String> keys, int partition) {
    return IntStream.range(0, KEYS)
        .mapToObj(i -> keys.get(i * PARTITIONS + partition - 1))
        .toList();
  }

  private static int any(Slot slot) {
    return slot.random().nextInt(KEYS);
  }
}
