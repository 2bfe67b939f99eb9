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
import static io.atomix.mcast.lab.workload.Contender.TRANSACTION;

import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Writes and reads of several keys of a map, which are in several partitions. */
final class SeveralKeys {
  private static final List<Integer> APART = List.of(1, 8);
  private static final List<Integer> TOGETHER = List.of(8, 128, 1024);
  private static final List<Integer> MANY = List.of(16, 128, 1024);
  private static final int MOST_THREADS = 16;
  private static final String MAP = "several";
  private static final SizedValues VALUES = new SizedValues(64);

  private SeveralKeys() {}

  static List<Workload> all() {
    return List.of(
        write(
            "two-key-write",
            "two keys in two partitions, each thread its own",
            APART,
            KeySets.PAIRS),
        write(
                "two-key-write-hot",
                "two of four keys, in two partitions",
                TOGETHER,
                KeySets.HOT_PAIRS)
            .withThreadsUpTo(MOST_THREADS),
        read(
            "two-key-read",
            "two keys in two partitions, each thread its own",
            APART,
            KeySets.PAIRS),
        write(
            "six-key-write",
            "six keys in three partitions, each thread its own",
            APART,
            KeySets.SIXES),
        read(
            "six-key-read",
            "six keys in three partitions, each thread its own",
            APART,
            KeySets.SIXES),
        many(write("two-key-write-many", "two keys in two partitions", MANY, KeySets.PAIRS)),
        many(read("two-key-read-many", "two keys in two partitions", MANY, KeySets.PAIRS)));
  }

  private static Workload write(String name, String keys, List<Integer> at, KeySets sets) {
    Map<Contender, Workload.Opening> contenders = new EnumMap<>(Contender.class);
    contenders.put(
        GENERIC_MULTICAST,
        stage -> {
          AsyncMulticastMap<String, byte[]> map = stage.multicastMap(MAP);
          return slot -> map.putAll(entries(sets.next(slot), slot));
        });
    contenders.put(
        TRANSACTION,
        stage -> {
          Transactions transactions = new Transactions(stage, MAP);
          return slot -> {
            transactions.write(slot, sets.next(slot), VALUES);
            return CompletableFuture.completedFuture(null);
          };
        });
    contenders.put(
        SINGLE_LOG,
        stage -> {
          SingleLogMap log = stage.singleLog();
          return slot -> log.putAll(entries(sets.next(slot), slot));
        });
    return new Workload(name, "put of 64 bytes to each of " + keys, true, at, contenders);
  }

  private static Workload read(String name, String keys, List<Integer> at, KeySets sets) {
    Map<Contender, Workload.Opening> contenders = new EnumMap<>(Contender.class);
    contenders.put(
        GENERIC_MULTICAST,
        stage -> {
          AsyncMulticastMap<String, byte[]> map = stage.multicastMap(MAP);
          filled(stage, GENERIC_MULTICAST, sets, map::putAll);
          return slot -> map.getAll(sets.next(slot));
        });
    contenders.put(
        TRANSACTION,
        stage -> {
          AsyncAtomicMap<String, byte[]> map = stage.map(TRANSACTION, MAP);
          filled(stage, TRANSACTION, sets, entries -> each(map, entries));
          Transactions transactions = new Transactions(stage, MAP);
          return slot -> {
            transactions.read(slot, sets.next(slot));
            return CompletableFuture.completedFuture(null);
          };
        });
    contenders.put(
        SINGLE_LOG,
        stage -> {
          SingleLogMap log = stage.singleLog();
          filled(stage, SINGLE_LOG, sets, log::putAll);
          return slot -> log.getAll(sets.next(slot));
        });
    return new Workload(name, "read of 64 bytes of each of " + keys, true, at, contenders);
  }

  /** Without threads, and so without transactions, which block. */
  private static Workload many(Workload workload) {
    Map<Contender, Workload.Opening> contenders = new EnumMap<>(workload.contenders());
    contenders.remove(TRANSACTION);
    return new Workload(
        workload.name(), workload.about(), false, workload.outstanding(), contenders);
  }

  /** Something that writes entries. */
  private interface KeysWriter {
    CompletableFuture<?> write(Map<String, byte[]> entries);
  }

  private static void filled(Stage stage, Contender contender, KeySets sets, KeysWriter writer) {
    stage.once(
        contender + " " + MAP + " filled for " + sets,
        () -> {
          Slot slot = new Slot(0, 0);
          Map<String, byte[]> all = entries(sets.all(), slot);
          List<String> keys = List.copyOf(all.keySet());
          Filling.fill(
              keys.size() / 2,
              i -> writer.write(entries(List.of(keys.get(2 * i), keys.get(2 * i + 1)), slot)));
          return true;
        });
  }

  private static CompletableFuture<Void> each(
      AsyncAtomicMap<String, byte[]> map, Map<String, byte[]> entries) {
    return CompletableFuture.allOf(
        entries.entrySet().stream()
            .map(entry -> map.put(entry.getKey(), entry.getValue()))
            .toArray(CompletableFuture[]::new));
  }

  private static Map<String, byte[]> entries(List<String> keys, Slot slot) {
    Map<String, byte[]> entries = new HashMap<>();
    keys.forEach(key -> entries.put(key, VALUES.next(slot)));
    return entries;
  }
}
