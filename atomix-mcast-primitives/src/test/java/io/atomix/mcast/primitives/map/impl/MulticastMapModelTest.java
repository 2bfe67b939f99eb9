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
package io.atomix.mcast.primitives.map.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random sequences of operations on a map over three partitions give what a plain map gives. Replay
 * one with {@code -Dmcast.seed=SEED}; {@code -Dmcast.runs=N} makes more.
 */
class MulticastMapModelTest {
  private static final Logger LOG = LoggerFactory.getLogger(MulticastMapModelTest.class);
  private static final int RUNS = Integer.getInteger("mcast.runs", 30);
  private static final int STEPS = 200;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");

  /** Values of this length make a partition's share too large for one message. */
  private static final String LARGE = "x".repeat(MapSnapshot.SMALL_BYTES + 1);

  @Test
  void randomSequencesGiveWhatAPlainMapGives() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    for (int run = 0; run < RUNS; run++) {
      LOG.info("run {}: -Dmcast.seed={} -Dmcast.runs=1", run, seed + run);
      new Run(new Random(seed + run)).steps();
    }
  }

  private static final class Run {
    private final Random random;
    private final LocalPartitions partitions = new LocalPartitions();
    private final MulticastMap<String, String> map;
    private final Map<String, String> model = new TreeMap<>();

    Run(Random random) {
      this.random = random;
      EntryCache<String, String> cache = random.nextBoolean() ? new EntryCache<>(3) : null;
      this.map = partitions.map(false, false, cache).sync();
    }

    void steps() {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
    }

    private String key() {
      return KEYS.get(random.nextInt(KEYS.size()));
    }

    private List<String> keys() {
      List<String> keys = new ArrayList<>(KEYS);
      Collections.shuffle(keys, random);
      return keys.subList(0, 1 + random.nextInt(KEYS.size()));
    }

    private String value() {
      return random.nextInt(30) == 0 ? LARGE : "" + random.nextInt(3);
    }

    private Map<String, String> entries() {
      return keys().stream().collect(Collectors.toMap(key -> key, key -> value()));
    }

    private Map<String, String> modelOf(Iterable<String> keys) {
      Map<String, String> found = new TreeMap<>();
      keys.forEach(
          key -> {
            if (model.containsKey(key)) {
              found.put(key, model.get(key));
            }
          });
      return found;
    }

    private static Map<String, String> values(Map<String, Versioned<String>> entries) {
      Map<String, String> values = new TreeMap<>();
      entries.forEach((key, entry) -> values.put(key, entry.value()));
      return values;
    }

    private void step() {
      switch (random.nextInt(17)) {
        case 0 -> {
          String key = key();
          String value = value();
          assertThat(Versioned.valueOrNull(map.put(key, value))).isEqualTo(model.put(key, value));
        }
        case 1 -> {
          String key = key();
          assertThat(Versioned.valueOrNull(map.remove(key))).isEqualTo(model.remove(key));
        }
        case 2 -> {
          String key = key();
          assertThat(Versioned.valueOrNull(map.get(key))).isEqualTo(model.get(key));
        }
        case 3 -> {
          Map<String, String> entries = entries();
          map.putAll(entries);
          model.putAll(entries);
        }
        case 4 -> {
          Map<String, String> entries = entries();
          assertThat(values(map.getAndPutAll(entries))).isEqualTo(modelOf(entries.keySet()));
          model.putAll(entries);
        }
        case 5 -> {
          Map<String, String> entries = entries();
          Map<String, Versioned<String>> written = map.putAllAndGet(entries);
          model.putAll(entries);
          assertThat(values(written)).isEqualTo(new TreeMap<>(entries));
          checkVersions(written);
        }
        case 6 -> {
          List<String> keys = keys();
          map.removeAll(keys);
          model.keySet().removeAll(keys);
        }
        case 7 -> {
          List<String> keys = keys();
          assertThat(values(map.getAndRemoveAll(keys))).isEqualTo(modelOf(keys));
          model.keySet().removeAll(keys);
        }
        case 8 -> {
          List<String> keys = keys();
          assertThat(values(map.getAll(keys))).isEqualTo(modelOf(keys));
          assertThat(values(map.getAllPresent(keys))).isEqualTo(modelOf(keys));
        }
        case 9 -> assertThat(values(map.snapshot())).isEqualTo(model);
        case 10 -> {
          assertThat(map.keySet())
              .hasSize(model.size())
              .containsExactlyInAnyOrderElementsOf(model.keySet());
          List<String> keys = keys();
          assertThat(map.keySet().containsAll(keys)).isEqualTo(model.keySet().containsAll(keys));
        }
        case 11 ->
            assertThat(map.values().stream().map(Versioned::value).sorted().toList())
                .isEqualTo(model.values().stream().sorted().toList());
        case 12 -> {
          Map<String, Versioned<String>> entries = new HashMap<>();
          map.entrySet().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
          assertThat(values(entries)).isEqualTo(model);
        }
        case 13 -> {
          assertThat(map.size()).isEqualTo(model.size());
          assertThat(map.isEmpty()).isEqualTo(model.isEmpty());
          String value = value();
          assertThat(map.containsValue(value)).isEqualTo(model.containsValue(value));
        }
        case 14 -> {
          if (random.nextInt(5) == 0) {
            map.clear();
            model.clear();
          }
          if (random.nextInt(5) == 0) {
            partitions.restoreAll();
          }
        }
        default -> transaction();
      }
    }

    private void checkVersions(Map<String, Versioned<String>> written) {
      written.forEach(
          (key, entry) ->
              assertThat(map.getAll(Set.of(key)).get(key).version()).isEqualTo(entry.version()));
    }

    private void transaction() {
      MapTransaction<String, String, MapResult<String, String>, VersionedMapResult<String, String>>
          transaction = map.transaction();
      boolean holds = true;
      MapTransaction.MapConditions<
              String, String, MapResult<String, String>, VersionedMapResult<String, String>>
          conditional = null;
      List<String> conditioned = keys();
      for (String key : conditioned.subList(0, Math.min(2, conditioned.size()))) {
        var stage = conditional == null ? transaction : conditional;
        String value = random.nextInt(3) == 0 ? value() : model.getOrDefault(key, "0");
        long version = versionOf(key) + (random.nextInt(3) == 0 ? 1 : 0);
        switch (random.nextInt(4)) {
          case 0 -> {
            conditional = stage.ifEquals(key, value);
            holds &= value.equals(model.get(key));
          }
          case 1 -> {
            conditional = stage.ifAbsent(key);
            holds &= !model.containsKey(key);
          }
          case 2 -> {
            conditional = stage.ifPresent(key);
            holds &= model.containsKey(key);
          }
          default -> {
            conditional = stage.ifVersion(key, version);
            holds &= model.containsKey(key) && version == versionOf(key);
          }
        }
      }
      Effects then = new Effects();
      Effects otherwise = new Effects();
      VersionedMapResult<String, String> result =
          conditional.then(then::list).otherwise(otherwise::list).commitAndGet();
      Effects done = holds ? then : otherwise;
      assertThat(result.succeeded()).isEqualTo(holds);
      assertThat(values(result.values())).isEqualTo(modelOf(done.reads));
      model.putAll(done.puts);
      model.keySet().removeAll(done.removals);
      assertThat(result.versions()).containsOnlyKeys(done.puts.keySet());
      result.versions().forEach((key, version) -> assertThat(versionOf(key)).isEqualTo(version));
    }

    private long versionOf(String key) {
      Versioned<String> entry = map.getAll(Set.of(key)).get(key);
      return entry == null ? 0 : entry.version();
    }

    /** What a branch does, chosen at random. */
    private final class Effects {
      private final List<String> reads = keys();
      private final Map<String, String> puts = new HashMap<>();
      private final List<String> removals = new ArrayList<>();

      Effects() {
        for (String key : keys()) {
          if (random.nextBoolean()) {
            puts.put(key, value());
          } else {
            removals.add(key);
          }
        }
      }

      MapOperations<String, String> list(MapOperations<String, String> operations) {
        var list = operations;
        for (String key : reads) {
          list = list.get(key);
        }
        for (Map.Entry<String, String> put : puts.entrySet()) {
          list = list.put(put.getKey(), put.getValue());
        }
        for (String key : removals) {
          list = list.remove(key);
        }
        return list;
      }
    }
  }
}
