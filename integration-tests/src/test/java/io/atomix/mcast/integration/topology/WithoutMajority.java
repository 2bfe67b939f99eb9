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
package io.atomix.mcast.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The story of group east without a majority: m1 and m2 stop, and east is left with m3 of three,
 * south with m3 and m4, and west too. A message to east and south is stuck, and what conflicts with
 * it; all else goes on as fast as before.
 */
final class WithoutMajority {
  private static final List<PartitionId> PARTITIONS =
      List.of(
          PartitionId.from("east", 1), PartitionId.from("south", 1), PartitionId.from("west", 1));

  /** How often the same is done before and meanwhile. */
  private static final int ROUNDS = 100;

  private final TestCluster cluster;
  private final AtomicCounter ofSouth;
  private final MulticastMap<String, String> map;

  /**
   * The same map on another client: what a client calls waits for its own earlier calls, too. It
   * does not try again: what is tried again comes behind what waited for it.
   */
  private final MulticastMap<String, String> stuck;

  private final AtomicMap<String, String> whole;
  private final OrderedWithoutMajority subscriber;

  /** What is not to be held up is called on m4, what will be on m3. */
  WithoutMajority(
      TestCluster cluster,
      Primitives primitives,
      ProxyProtocol everywhere,
      ProxyProtocol withoutRetries) {
    this.cluster = cluster;
    ofSouth =
        primitives.open(
            cluster.node(4),
            "of-south",
            Atomix::atomicCounterBuilder,
            GenericMulticastProtocol.builder("south").build());
    map = open(primitives, cluster.node(4), everywhere);
    stuck = open(primitives, cluster.node(3), withoutRetries);
    whole =
        primitives.open(
            cluster.node(3), "whole", Atomix::<String, String>atomicMapBuilder, everywhere);
    subscriber = new OrderedWithoutMajority(cluster, primitives, everywhere);
  }

  private static MulticastMap<String, String> open(
      Primitives primitives, Atomix node, ProxyProtocol protocol) {
    return primitives
        .open(
            node,
            "spread",
            (on, name) -> on.primitiveBuilder(name, MulticastMapType.<String, String>instance()),
            protocol)
        .async()
        .sync(Await.LIMIT);
  }

  private static String key(String group, int number) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "key-" + i)
        .filter(
            key ->
                Partitioner.MURMUR3
                    .partition(Inside.encoded(key), PARTITIONS)
                    .group()
                    .equals(group))
        .skip(number)
        .findFirst()
        .orElseThrow();
  }

  /** Tells the story. */
  void tell() {
    String east = key("east", 0);
    String south = key("south", 0);
    map.putAll(Map.of(east, "old", south, "old"));
    whole.put(east, "x");
    Duration before = timeOfTheRest();
    subscriber.begin();

    cluster.stop(1, 2);
    // Leaders of the other two may have been among them.
    timeOfTheRest();
    CompletableFuture<Void> both = stuck.async().putAll(Map.of(east, "new", south, "new"));
    CompletableFuture<Versioned<String>> behind = stuck.async().put(south, "behind");
    CompletableFuture<Integer> size = whole.async().size();
    // The read of all stays with its client, which has a batch for east under way already.
    Await.until(
        "the write is stuck in south",
        () -> Inside.partition(cluster.node(4), "south", 1).counts().pending() >= 1);
    Duration meanwhile = timeOfTheRest();
    assertThat(List.of(both, behind, size)).as("stuck").noneMatch(CompletableFuture::isDone);
    System.out.printf(
        "%d rounds of the rest took %d ms before, %d ms while east had no majority%n",
        ROUNDS, before.toMillis(), meanwhile.toMillis());

    subscriber.meanwhile();

    cluster.restart(1, 2);
    Throwable refused = Await.outcome("the stuck message", both);
    System.out.println("the stuck message " + (refused == null ? "completed" : refused));
    if (refused != null) {
      assertThat(refused).isInstanceOf(NotAppliedException.class);
    }
    String written = refused == null ? "new" : "old";
    assertThat(Await.result("what waited behind it", behind).value()).isEqualTo(written);
    assertThat(map.get(east).value()).as("in both groups or in none").isEqualTo(written);
    assertThat(map.get(south).value()).isEqualTo("behind");
    assertThat(Await.result("a read of all groups", size)).isEqualTo(1);
    subscriber.afterwards();
    for (int member = 1; member <= 4; member++) {
      awaitNothingPending(member);
    }
  }

  /** Operations on other groups, and on keys that nothing stuck conflicts with. */
  private Duration timeOfTheRest() {
    String south = key("south", 1);
    String west = key("west", 0);
    long began = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      ofSouth.incrementAndGet();
      map.putAll(Map.of(south, "value-" + i, west, "value-" + i));
      assertThat(map.get(west).value()).isEqualTo("value-" + i);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void awaitNothingPending(int member) {
    for (PartitionId partition : PARTITIONS) {
      Await.until(
          "nothing is pending in " + partition + " on m" + member,
          () ->
              Inside.partition(cluster.node(member), partition.group(), 1).counts().pending() == 0);
    }
  }
}
