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

import static io.atomix.mcast.lab.workload.Contender.GENERIC_MULTICAST;
import static io.atomix.mcast.lab.workload.Contender.SINGLE_LOG;

import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Streams of puts to one key, of which some percent are puts to two keys in two partitions; on many
 * keys, and on few hot ones.
 */
final class Streams {
  private static final List<Integer> OUTSTANDING = List.of(128);
  private static final int PARTITIONS = 3;
  private static final int MANY = 3_333;
  private static final SizedValues VALUES = new SizedValues(64);

  /** The stream that others are compared with, in the same round. */
  private static final String LOCAL_ONLY = "stream-0";

  /** The stream that those of few keys are compared with: the same without conflicts. */
  private static final String MANY_KEYS = "stream-10";

  private Streams() {}

  static List<Workload> all() {
    List<Workload> streams = new ArrayList<>();
    for (int percent : List.of(0, 1, 10, 50)) {
      streams.add(stream("stream-" + percent, percent, MANY, percent == 0 ? null : LOCAL_ONLY));
    }
    for (int hot : List.of(1000, 10, 1)) {
      streams.add(stream("stream-10-hot-" + hot, 10, hot, MANY_KEYS));
    }
    return streams;
  }

  private static Workload stream(String name, int percent, int keys, String baseline) {
    String about =
        "put of 64 bytes to any of %,d keys in each partition, %d %% of them to two in two partitions"
            .formatted(keys, percent);
    Map<Contender, Workload.Opening> contenders =
        Map.of(
            GENERIC_MULTICAST,
            stage -> {
              AsyncMulticastMap<String, byte[]> map = stage.multicastMap("stream");
              return stream(percent, keys(stage, keys), map::put, map::putAll);
            },
            SINGLE_LOG,
            stage -> {
              SingleLogMap log = stage.singleLog();
              return stream(percent, keys(stage, keys), log::put, log::putAll);
            });
    return new Workload(name, about, 0, OUTSTANDING, contenders, baseline);
  }

  private interface Put {
    CompletableFuture<?> put(String key, byte[] value);
  }

  private interface PutAll {
    CompletableFuture<?> putAll(Map<String, byte[]> entries);
  }

  private static MeasuredOperation stream(int percent, List<String> keys, Put put, PutAll putAll) {
    return slot -> {
      int partition = slot.random().nextInt(PARTITIONS);
      String first = key(keys, partition, slot);
      if (slot.random().nextInt(100) >= percent) {
        return put.put(first, VALUES.next(slot));
      }
      int other = (partition + 1 + slot.random().nextInt(PARTITIONS - 1)) % PARTITIONS;
      String second = key(keys, other, slot);
      return putAll.putAll(Map.of(first, VALUES.next(slot), second, VALUES.next(slot)));
    };
  }

  private static String key(List<String> keys, int partition, Slot slot) {
    return keys.get(slot.random().nextInt(keys.size() / PARTITIONS) * PARTITIONS + partition);
  }

  private static List<String> keys(Stage stage, int ofEach) {
    return stage.once(
        "stream keys " + ofEach,
        () -> PartitionKeys.inTurn("stream-", ofEach * PARTITIONS, PARTITIONS));
  }
}
