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
import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Operations of which it is known which partitions they address, so that the processor's work can
 * be told by role.
 */
public final class RoleOperations {
  private static final int PARTITIONS = 3;
  private static final int KEYS = 3_000;
  private static final SizedValues VALUES = new SizedValues(64);

  private RoleOperations() {}

  /**
   * One kind of operation.
   *
   * @param name what it is
   * @param group the partition group that it goes to
   * @param partitions which partitions of that it addresses
   */
  public record Kind(
      String name,
      Contender contender,
      String group,
      Set<Integer> partitions,
      MeasuredOperation operation) {}

  /** One contender's way to write and read. */
  private record Store(
      Contender contender,
      String group,
      Set<Integer> partitionsOfTwo,
      BiFunction<String, byte[], CompletableFuture<?>> put,
      Function<String, CompletableFuture<?>> get,
      Function<Map<String, byte[]>, CompletableFuture<?>> putAll,
      Function<List<String>, CompletableFuture<?>> getAll) {

    private Kind ofOne(String name, MeasuredOperation operation) {
      return new Kind(name, contender, group, Set.of(1), operation);
    }

    private Kind ofTwo(String name, MeasuredOperation operation) {
      return new Kind(name, contender, group, partitionsOfTwo, operation);
    }
  }

  /** Opens maps in a cluster of three partitions, fills them and returns all kinds. */
  public static List<Kind> open(Atomix client) {
    Stage stage = new Stage(client);
    List<String> all = PartitionKeys.inTurn("role-", KEYS * PARTITIONS, PARTITIONS);
    List<String> first = ofPartition(all, 0);
    List<String> second = ofPartition(all, 1);
    AsyncMulticastMap<String, byte[]> map = stage.multicastMap("roles");
    SingleLogMap log = stage.singleLog();
    List<Store> stores =
        List.of(
            new Store(
                Contender.GENERIC_MULTICAST,
                "mcast",
                Set.of(1, 2),
                map::put,
                map::get,
                map::putAll,
                map::getAll),
            new Store(
                Contender.SINGLE_LOG,
                "single",
                Set.of(1),
                log::put,
                key -> log.getAll(List.of(key)),
                log::putAll,
                log::getAll));
    Slot filling = new Slot(0, 0);
    for (Store store : stores) {
      Filling.fill(KEYS, i -> store.putAll.apply(entries(i, first, second, filling)));
    }
    List<Kind> kinds = new ArrayList<>();
    for (Store store : stores) {
      kinds.add(
          store.ofOne("put", slot -> store.put.apply(first.get(any(slot)), VALUES.next(slot))));
    }
    for (Store store : stores) {
      kinds.add(store.ofOne("get", slot -> store.get.apply(first.get(any(slot)))));
    }
    for (Store store : stores) {
      kinds.add(
          store.ofTwo(
              "two-key-write",
              slot -> store.putAll.apply(entries(any(slot), first, second, slot))));
    }
    for (Store store : stores) {
      kinds.add(
          store.ofTwo("two-key-read", slot -> store.getAll.apply(two(any(slot), first, second))));
    }
    return kinds;
  }

  private static List<String> ofPartition(List<String> all, int index) {
    return IntStream.range(0, KEYS).mapToObj(i -> all.get(i * PARTITIONS + index)).toList();
  }

  private static int any(Slot slot) {
    return slot.random().nextInt(KEYS);
  }

  private static List<String> two(int number, List<String> first, List<String> second) {
    return List.of(first.get(number), second.get(number));
  }

  private static Map<String, byte[]> entries(
      int number, List<String> first, List<String> second, Slot slot) {
    Map<String, byte[]> entries = new HashMap<>();
    entries.put(first.get(number), VALUES.next(slot));
    entries.put(second.get(number), VALUES.next(slot));
    return entries;
  }
}
