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
package io.atomix.mcast.primitives.counter.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.NoRegistry;
import io.atomix.mcast.primitives.counter.CounterOperations;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.mcast.primitives.transaction.ConditionalTransaction;
import io.atomix.mcast.primitives.transaction.ConditionalTransaction.Committable;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a counter map sends to which partitions, and what it makes of the answers. */
class MulticastCounterMapProxyTest {
  private static final Logger LOG = LoggerFactory.getLogger(MulticastCounterMapProxyTest.class);
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");

  private final InMemoryPartitions partitions = new InMemoryPartitions();
  private final MulticastCounterMap<String> map = newMap(partitions, false);

  private static <K> MulticastCounterMap<K> newMap(
      InMemoryPartitions partitions, boolean readOnly) {
    return new MulticastCounterMapProxy<K>(
            partitions,
            new NoRegistry(),
            ValueSerializer.of(Serializer.using(Namespaces.BASIC)),
            readOnly)
        .sync();
  }

  private String partitionOf(String key) {
    String name =
        new CounterKeys<String>("accounts", ValueSerializer.of(Serializer.using(Namespaces.BASIC)))
            .encode(key);
    return partitions.getPartitionId(name).toString();
  }

  /** Returns two keys of one partition. */
  private List<String> together() {
    for (String one : KEYS) {
      for (String other : KEYS) {
        if (!one.equals(other) && partitionOf(one).equals(partitionOf(other))) {
          return List.of(one, other);
        }
      }
    }
    throw new AssertionError("No two of " + KEYS + " live in one partition");
  }

  @Test
  void whatIsAddedToSeveralCountersIsThere() {
    map.addAll(Map.of("a", -10L, "b", 10L));
    assertThat(map.getAll(List.of("a", "b", "c"))).isEqualTo(Map.of("a", -10L, "b", 10L, "c", 0L));
    assertThat(map.addAllAndGet(Map.of("a", 1L, "c", 2L))).isEqualTo(Map.of("a", -9L, "c", 2L));
    assertThat(map.sum()).isEqualTo(3);
    assertThat(map.size()).isEqualTo(3);
  }

  @Test
  void aMessageGoesToThePartitionsOfItsKeysOnly() {
    List<String> together = together();
    map.addAll(Map.of(together.get(0), 1L, together.get(1), 1L));
    map.getAll(together);
    map.addAllAndGet(Map.of(together.get(0), 1L));
    map.transaction()
        .ifAtLeast(together.get(0), 0)
        .then(ops -> ops.add(together.get(1), 1))
        .otherwise(ops -> ops.get(together.get(0)))
        .commit();
    assertThat(partitions.messages())
        .hasSize(4)
        .allSatisfy(to -> assertThat(to).singleElement().hasToString(partitionOf(together.get(0))));
  }

  @Test
  void aTransactionDoesOneBranchInAllPartitions() {
    map.addAll(Map.of("a", 15L, "b", 1L));
    ConditionalTransaction.Alternative<
            CounterOperations<String>, CounterResult<String>, CounterUpdate<String>>
        withdraw =
            map.transaction()
                .ifAtLeast("a", 10)
                .ifAtMost("b", 100)
                .then(ops -> ops.add("a", -10).add("b", 10).get("a").put("last", 1));
    assertThat(withdraw.commit()).isEqualTo(new CounterResult<>(true, Map.of("a", 15L)));
    assertThat(withdraw.otherwise(ops -> ops.get("b").remove("last")).commitAndGet())
        .isEqualTo(new CounterUpdate<>(false, Map.of("b", 11L), Map.of("last", 0L)));
    assertThat(withdraw.commitAndGet())
        .as("a stage is not changed by what was made of it")
        .isEqualTo(new CounterUpdate<>(false, Map.of(), Map.of()));
    assertThat(map.getAll(List.of("a", "b"))).isEqualTo(Map.of("a", 5L, "b", 11L));
    assertThat(map.size()).isEqualTo(2);
  }

  @Test
  void equalsMeansTheValueAndZeroIfThereIsNone() {
    assertThat(map.transaction().ifEquals("a", 0).then(ops -> ops.add("a", 2)).commit().succeeded())
        .isTrue();
    assertThat(map.transaction().ifEquals("a", 0).then(ops -> ops.add("a", 2)).commit().succeeded())
        .isFalse();
    assertThat(map.transaction().ifEquals("a", 2).then(ops -> ops.add("a", 2)).commitAndGet())
        .isEqualTo(new CounterUpdate<>(true, Map.of(), Map.of("a", 4L)));
  }

  @Test
  void conditionsOfOneCounterAddUp() {
    map.put("a", 5);
    Committable<CounterResult<String>, CounterUpdate<String>> between =
        map.transaction()
            .ifAtLeast("a", 1)
            .ifAtMost("a", 7)
            .ifAtLeast("a", 5)
            .then(o -> o.get("a"));
    assertThat(between.commit().succeeded()).isTrue();
    map.put("a", 8);
    assertThat(between.commit().succeeded()).isFalse();
    map.put("a", 4);
    assertThat(between.commit().succeeded()).isFalse();
    assertThat(
            map.transaction()
                .ifAtMost("a", Long.MAX_VALUE)
                .ifAtLeast("a", Long.MIN_VALUE)
                .then(ops -> ops.get("a"))
                .commit()
                .succeeded())
        .isTrue();
  }

  @Test
  void badInputIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> map.addAll(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.addAllAndGet(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'accounts'");
    assertThatThrownBy(() -> map.getAll(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.getAll(Arrays.asList("a", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'accounts'");
    assertThatThrownBy(() -> map.addAll(Collections.singletonMap("a", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'a'");
    assertThatThrownBy(() -> map.addAll(Collections.singletonMap(null, 1L)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> map.addAll(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> map.incrementAndGet(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'accounts'");
    assertThat(partitions.messages()).isEmpty();
  }

  @Test
  void nothingIsSentThatWouldChangeAReadOnlyMap() {
    map.put("a", 5);
    int before = partitions.messages().size();
    MulticastCounterMap<String> readOnly = newMap(partitions, true);
    Stream.<Runnable>of(
            () -> readOnly.transaction().ifEquals("a", 5).then(o -> o.add("b", 1)).commit(),
            () -> readOnly.transaction().ifEquals("a", 5).then(o -> o.put("b", 1)).commitAndGet(),
            () ->
                readOnly
                    .transaction()
                    .ifEquals("a", 5)
                    .then(ops -> ops.get("a"))
                    .otherwise(ops -> ops.remove("a"))
                    .commit())
        .forEach(
            change ->
                assertThatThrownBy(change::run)
                    .isExactlyInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContainingAll("'accounts'", "read-only"));
    assertThat(partitions.messages()).hasSize(before);

    assertThat(readOnly.get("a")).isEqualTo(5);
    assertThat(readOnly.getAll(List.of("a", "b"))).isEqualTo(Map.of("a", 5L, "b", 0L));
    assertThat(readOnly.sum()).isEqualTo(5);
    assertThat(readOnly.size()).isEqualTo(1);
    assertThat(readOnly.isEmpty()).isFalse();
    assertThat(readOnly.transaction().ifEquals("a", 5).then(ops -> ops.get("a")).commit())
        .as("a transaction that only reads")
        .isEqualTo(new CounterResult<>(true, Map.of("a", 5L)));
  }

  @Test
  void keysThatAreTheSameOnceTheyAreEncodedAreRefused() {
    MulticastCounterMap<byte[]> byBytes = newMap(partitions, false);
    Map<byte[], Long> twice = new HashMap<>();
    twice.put(new byte[] {1}, 1L);
    twice.put(new byte[] {1}, 2L);
    assertThatThrownBy(() -> byBytes.addAll(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the same");
    assertThat(byBytes.getAll(twice.keySet())).hasSize(2);
  }

  @Test
  void randomCallsDoWhatAMapInMemoryDoes() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    LOG.info("-Dmcast.seed={}", seed);
    Random random = new Random(seed);
    Map<String, Long> model = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      step(random, model);
      assertThat(map.getAll(KEYS)).as("step %d, seed %d", i, seed).isEqualTo(all(model, KEYS));
      assertThat(map.size()).isEqualTo(model.size());
      assertThat(map.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(map.sum()).isEqualTo(model.values().stream().reduce(0L, Long::sum));
    }
  }

  private void step(Random random, Map<String, Long> model) {
    switch (random.nextInt(8)) {
      case 0 -> {
        Map<String, Long> deltas = deltas(random);
        map.addAll(deltas);
        deltas.forEach((key, delta) -> model.merge(key, delta, Long::sum));
      }
      case 1 -> {
        Map<String, Long> deltas = deltas(random);
        deltas.forEach((key, delta) -> model.merge(key, delta, Long::sum));
        assertThat(map.addAllAndGet(deltas)).isEqualTo(all(model, deltas.keySet()));
      }
      case 2 -> {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        Long removed = model.remove(key);
        assertThat(map.remove(key)).isEqualTo(removed == null ? 0 : removed);
      }
      case 3 -> {
        if (random.nextInt(10) == 0) {
          map.clear();
          model.clear();
        }
      }
      default -> transact(random, model);
    }
  }

  private void transact(Random random, Map<String, Long> model) {
    String tested = KEYS.get(random.nextInt(KEYS.size()));
    long bound = random.nextInt(9) - 4;
    int kind = random.nextInt(3);
    long value = model.getOrDefault(tested, 0L);
    Operations then = Operations.random(random);
    Operations otherwise = Operations.random(random);
    boolean expected = kind == 0 ? value >= bound : kind == 1 ? value <= bound : value == bound;
    CounterTransaction<String, CounterResult<String>, CounterUpdate<String>> begun =
        map.transaction();
    CounterTransaction.CounterConditions<String, CounterResult<String>, CounterUpdate<String>>
        tests =
            switch (kind) {
              case 0 -> begun.ifAtLeast(tested, bound);
              case 1 -> begun.ifAtMost(tested, bound);
              default -> begun.ifEquals(tested, bound);
            };
    Operations done = expected ? then : otherwise;
    Map<String, Long> read = all(model, done.reads());
    Map<String, Long> updated = done.applyTo(model);
    Committable<CounterResult<String>, CounterUpdate<String>> ready =
        tests.then(then).otherwise(otherwise);
    if (random.nextBoolean()) {
      assertThat(ready.commitAndGet()).isEqualTo(new CounterUpdate<>(expected, read, updated));
    } else {
      assertThat(ready.commit()).isEqualTo(new CounterResult<>(expected, read));
    }
  }

  private static Map<String, Long> deltas(Random random) {
    Map<String, Long> deltas = new HashMap<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      deltas.put(KEYS.get(random.nextInt(KEYS.size())), (long) random.nextInt(7) - 3);
    }
    return deltas;
  }

  private static Map<String, Long> all(Map<String, Long> model, Collection<String> keys) {
    Map<String, Long> values = new HashMap<>();
    keys.forEach(key -> values.put(key, model.getOrDefault(key, 0L)));
    return values;
  }

  /**
   * A branch of a transaction, and what it does to a map in memory.
   *
   * @param reads keys that it reads
   * @param changes keys that it changes, and how: 0 removes, 1 sets, 2 adds
   */
  private record Operations(Collection<String> reads, Map<String, Integer> changes)
      implements UnaryOperator<CounterOperations<String>> {

    static Operations random(Random random) {
      Map<String, Integer> changes = new HashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        changes.put(KEYS.get(random.nextInt(KEYS.size())), random.nextInt(3));
      }
      return new Operations(List.of(KEYS.get(random.nextInt(KEYS.size()))), changes);
    }

    @Override
    public CounterOperations<String> apply(CounterOperations<String> none) {
      CounterOperations<String> operations = none;
      for (String key : reads) {
        operations = operations.get(key);
      }
      for (Map.Entry<String, Integer> change : changes.entrySet()) {
        String key = change.getKey();
        operations =
            switch (change.getValue()) {
              case 0 -> operations.remove(key);
              case 1 -> operations.put(key, 3);
              default -> operations.add(key, -2);
            };
      }
      return operations;
    }

    Map<String, Long> applyTo(Map<String, Long> model) {
      changes.forEach(
          (key, kind) -> {
            switch (kind) {
              case 0 -> model.remove(key);
              case 1 -> model.put(key, 3L);
              default -> model.merge(key, -2L, Long::sum);
            }
          });
      return all(model, changes.keySet());
    }
  }
}
