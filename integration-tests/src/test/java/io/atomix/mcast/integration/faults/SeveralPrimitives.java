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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicCounterMapType;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapType;
import io.atomix.core.multimap.AtomicMultimap;
import io.atomix.core.multimap.AtomicMultimapType;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.set.DistributedSetType;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Primitives of seven types, each with something in every partition. */
final class SeveralPrimitives {
  private static final List<String> KEYS =
      IntStream.rangeClosed(1, 3).mapToObj(i -> Inside.keys(i, 4)).flatMap(List::stream).toList();

  private static final Map<String, PrimitiveType<?, ?, ?>> COUNTABLE =
      new TreeMap<>(
          Map.of(
              "third", AtomicMapType.instance(),
              "set", DistributedSetType.instance(),
              "multimap", AtomicMultimapType.instance(),
              "counters", AtomicCounterMapType.instance(),
              "multicast-map", MulticastMapType.instance(),
              "multicast-counters", MulticastCounterMapType.instance()));

  private final Primitives primitives;
  private final AtomicMap<String, String> map;
  private final DistributedSet<String> set;
  private final AtomicMultimap<String, String> multimap;
  private final AtomicCounterMap<String> counters;
  private final MulticastMap<String, String> multicastMap;
  private final MulticastCounterMap<String> multicastCounters;
  private final MulticastChannel<String> channel;

  SeveralPrimitives(Primitives primitives, Atomix client) {
    this.primitives = primitives;
    map = primitives.open(client, "third", Atomix::<String, String>atomicMapBuilder);
    set = primitives.open(client, "set", Atomix::<String>setBuilder);
    multimap = primitives.open(client, "multimap", Atomix::<String, String>atomicMultimapBuilder);
    counters = primitives.open(client, "counters", Atomix::<String>atomicCounterMapBuilder);
    multicastMap =
        primitives.open(
            client,
            "multicast-map",
            (on, name) -> on.primitiveBuilder(name, MulticastMapType.<String, String>instance()));
    multicastCounters =
        primitives.open(
            client,
            "multicast-counters",
            (on, name) -> on.primitiveBuilder(name, MulticastCounterMapType.<String>instance()));
    channel =
        primitives.open(
            client,
            "channel",
            (on, name) -> on.primitiveBuilder(name, MulticastChannelType.<String>instance()));
  }

  /** Puts something into each; called once. */
  void fill() {
    for (String key : KEYS) {
      map.put(key, "third " + key);
      set.add(key);
      multimap.put(key, "a");
      multimap.put(key, "b");
      counters.put(key, key.length());
      multicastMap.put(key, "several " + key);
      multicastCounters.put(key, 2 * key.length());
    }
    channel.multicast(Partitions.all(), Conflicts.all(), "to all");
  }

  /** Checks that each holds what was put into it, and nothing of another's. */
  void check(String when) {
    for (String key : KEYS) {
      assertThat(map.get(key).value()).as(when).isEqualTo("third " + key);
      assertThat(set.contains(key)).as(when).isTrue();
      assertThat(multimap.get(key).value()).as(when).containsExactlyInAnyOrder("a", "b");
      assertThat(counters.get(key)).as(when).isEqualTo(key.length());
      assertThat(multicastMap.get(key).value()).as(when).isEqualTo("several " + key);
      assertThat(multicastCounters.get(key)).as(when).isEqualTo(2 * key.length());
    }
    assertThat(List.of(map.size(), set.size(), counters.size(), multicastMap.size()))
        .as(when)
        .containsOnly(KEYS.size());
    assertThat(multimap.size()).as(when).isEqualTo(2 * KEYS.size());
    for (PartitionId partition : channel.partitions()) {
      assertThat(channel.history(partition, 1, 10).messages())
          .as(when)
          .singleElement()
          .satisfies(message -> assertThat(message.payload()).isEqualTo("to all"));
    }
  }

  /** Waits until each replica, asked by itself, holds as much of each as the others. */
  void awaitSameReplicas(TestCluster cluster) {
    COUNTABLE.forEach(
        (name, type) -> Inside.awaitSameReplicas(cluster, primitives.name(name), type, List.of()));
  }
}
