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
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.group.GroupTransactions;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Operations on a multicast map that always address the same first partitions. */
public final class CountedOperations {
  private static final SizedValues VALUES = new SizedValues(64);

  private CountedOperations() {}

  /** Number of writes in a chain, each of a client of its own. */
  public static final int CHAIN = 10;

  /**
   * Opens the map.
   *
   * @param partitions how many partitions its group has
   * @return operations by name; those called two-key go to partitions 1 and 2, the others to 1
   */
  public static Map<String, MeasuredOperation> open(Atomix client, int partitions) {
    AsyncMulticastMap<String, byte[]> map = new Stage(client).multicastMap("counted");
    List<String> keys = PartitionKeys.inTurn("counted-", 2, partitions);
    String first = keys.get(0);
    Map<String, MeasuredOperation> operations = new LinkedHashMap<>();
    operations.put("local-put", slot -> map.put(first, VALUES.next(slot)));
    operations.put("local-get", slot -> map.get(first));
    operations.put("two-key-write", slot -> map.putAll(entries(keys, slot)));
    operations.put("two-key-write-result", slot -> map.putAllAndGet(entries(keys, slot)));
    operations.put("two-key-read", slot -> map.getAll(keys));
    operations.put("two-map-transaction", twoMaps(client, keys));
    return operations;
  }

  /**
   * Opens the map for several clients.
   *
   * @param apart how long after one write the next begins, so that most come in the same order
   *     everywhere; all together less than a message takes
   * @return a write of each of them, all to the same two keys, in partitions 1 and 2, whose results
   *     are wanted
   */
  public static MeasuredOperation chain(List<Atomix> clients, int partitions, Duration apart) {
    List<AsyncMulticastMap<String, byte[]>> maps =
        clients.stream().map(client -> new Stage(client).multicastMap("counted")).toList();
    List<String> keys = PartitionKeys.inTurn("counted-", 2, partitions);
    return slot -> {
      List<CompletableFuture<?>> writes = new ArrayList<>();
      for (AsyncMulticastMap<String, byte[]> map : maps) {
        writes.add(map.putAllAndGet(entries(keys, slot)));
        LockSupport.parkNanos(apart.toNanos());
      }
      return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new));
    };
  }

  /** A transaction that writes the first key in one map, and the second in another. */
  private static MeasuredOperation twoMaps(Atomix client, List<String> keys) {
    Stage stage = new Stage(client);
    MulticastMap<String, byte[]> first = stage.multicastMap("counted").sync();
    MulticastMap<String, byte[]> second = stage.multicastMap("counted-too").sync();
    GroupTransactions transactions =
        GroupTransactions.of(client, GenericMulticastProtocol.builder("mcast").build());
    return slot ->
        transactions
            .then(
                ops ->
                    ops.on(first, map -> map.put(keys.get(0), VALUES.next(slot)))
                        .on(second, map -> map.put(keys.get(1), VALUES.next(slot))))
            .commitAsync();
  }

  private static Map<String, byte[]> entries(List<String> keys, Slot slot) {
    return Map.of(keys.get(0), VALUES.next(slot), keys.get(1), VALUES.next(slot));
  }
}
