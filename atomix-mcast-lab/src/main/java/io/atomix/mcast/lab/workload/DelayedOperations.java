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
import io.atomix.core.transaction.Transaction;
import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.MeasurementException;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Operations whose latency is told in message delays, each made once at a time. */
public final class DelayedOperations {
  private static final int PARTITIONS = 6;
  private static final SizedValues VALUES = new SizedValues(64);
  private static final String MAP = "delayed";

  private final List<Atomix> nodes;
  private final Slot slot = new Slot(0, 0);
  private final List<Stage> stages;
  private final Duration apart;
  private final List<Integer> predecessors;
  private final List<String> keys;

  /**
   * An operation, how it is done, and with what.
   *
   * @param note says what else there is to say of all times since this was asked last, for people
   */
  public record DelayedOperationKind(
      String name, Contender contender, TimedCall timed, Supplier<String> note) {
    DelayedOperationKind(String name, Contender contender, TimedCall timed) {
      this(name, contender, timed, () -> "");
    }
  }

  /** Does something once. */
  @FunctionalInterface
  public interface TimedCall {

    /** Returns how long it took, in nanoseconds. */
    long nanos();
  }

  private DelayedOperations(
      List<Atomix> nodes, List<Atomix> clients, Duration apart, List<Integer> predecessors) {
    this.nodes = nodes;
    this.stages = clients.stream().map(Stage::new).toList();
    this.apart = apart;
    this.predecessors = predecessors;
    this.keys = keysWithDifferentLeaders(nodes.get(0));
  }

  /** Returns the number of partitions that the group has to have. */
  public static int partitions() {
    return PARTITIONS;
  }

  /**
   * Returns the number of clients that {@link #open} needs: one for each message, one for what is
   * between them.
   *
   * @param predecessors of chains, the most last
   */
  public static int clients(List<Integer> predecessors) {
    return predecessors.get(predecessors.size() - 1) + 2;
  }

  /**
   * Opens what the operations need.
   *
   * @param nodes all nodes that hold data
   * @param clients of the cluster, each of which makes one of several conflicting operations
   * @param apart how long before an operation its predecessor begins, so that they come in the same
   *     order everywhere; less than a message delay
   * @param predecessors how many conflicting messages come before the last one, in each chain; the
   *     most last
   */
  public static List<DelayedOperationKind> open(
      List<Atomix> nodes, List<Atomix> clients, Duration apart, List<Integer> predecessors) {
    return new DelayedOperations(nodes, clients, apart, predecessors).kinds();
  }

  private List<DelayedOperationKind> kinds() {
    List<DelayedOperationKind> kinds = new ArrayList<>();
    for (Contender contender : List.of(Contender.GENERIC_MULTICAST, Contender.MULTI_RAFT)) {
      AsyncAtomicMap<String, byte[]> map = stages.get(0).map(contender, MAP);
      String key = keys.get(0);
      map.put(key, VALUES.next(slot)).join();
      kinds.add(kind("local-write", contender, () -> map.put(key, VALUES.next(slot))));
      kinds.add(kind("local-read", contender, () -> map.get(key)));
    }
    AsyncMulticastMap<String, byte[]> map = stages.get(0).multicastMap(MAP);
    map.putAll(entries()).join();
    Contender ours = Contender.GENERIC_MULTICAST;
    kinds.add(kind("multicast-read", ours, () -> map.getAll(keys)));
    kinds.add(kind("multicast-write", ours, () -> map.putAll(entries())));
    kinds.add(kind("multicast-write-result", ours, () -> map.putAllAndGet(entries())));
    kinds.add(
        kind(
            "multicast-conditional",
            ours,
            () ->
                map.transaction()
                    .ifPresent(keys.get(0))
                    .then(ops -> ops.put(keys.get(1), VALUES.next(slot)))
                    .commit()));
    transactions(kinds);
    kinds.addAll(
        new DelayedChains(
                stages.stream().map(stage -> stage.multicastMap(MAP)).toList(),
                keys,
                apart,
                VoteObserver.watch(
                    stages.get(0).client().getMembershipService().getLocalMember().id().id(),
                    nodes.stream()))
            .kinds(predecessors));
    return kinds;
  }

  private void transactions(List<DelayedOperationKind> kinds) {
    Transactions transactions = new Transactions(stages.get(0), MAP + "-transactions");
    transactions.write(slot, keys, VALUES);
    kinds.add(
        new DelayedOperationKind(
            "transaction",
            Contender.TRANSACTION,
            () -> {
              long begin = LocalTime.nanos();
              transactions.write(slot, keys, VALUES);
              return LocalTime.nanos() - begin;
            }));
    kinds.add(
        new DelayedOperationKind(
            "transaction-commit",
            Contender.TRANSACTION,
            () -> {
              Transaction transaction = transactions.begunWrite(slot, keys, VALUES);
              long begin = LocalTime.nanos();
              Transactions.commit(transaction);
              return LocalTime.nanos() - begin;
            }));
  }

  private Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    keys.forEach(key -> entries.put(key, VALUES.next(slot)));
    return entries;
  }

  private interface Asynchronous {
    CompletableFuture<?> start();
  }

  private static DelayedOperationKind kind(
      String name, Contender contender, Asynchronous operation) {
    return new DelayedOperationKind(name, contender, () -> time(operation));
  }

  private static long time(Asynchronous operation) {
    long begin = LocalTime.nanos();
    // The clock is read in the thread that has the answer.
    return operation.start().thenApply(done -> LocalTime.nanos() - begin).join();
  }

  /** If the two leaders were the same node, what they tell each other would take no time. */
  private static List<String> keysWithDifferentLeaders(Atomix node) {
    List<String> all = PartitionKeys.inTurn("delayed-", PARTITIONS, PARTITIONS);
    List<Partition> partitions =
        node.getPartitionService().<Partition>getPartitionGroup("mcast").getPartitions().stream()
            .filter(partition -> partition.primary() != null)
            .toList();
    for (Partition one : partitions) {
      for (Partition other : partitions) {
        if (!one.primary().equals(other.primary())) {
          return List.of(all.get(one.id().id() - 1), all.get(other.id().id() - 1));
        }
      }
    }
    throw new MeasurementException(
        "No two of the "
            + PARTITIONS
            + " partitions have different leaders, so that what leaders tell each other would take"
            + " no time; measure again",
        null);
  }
}
