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
package io.atomix.mcast.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.primitive.PrimitiveException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class PrimitiveLifecycleTest {

  private static AtomicMap<String, String> map(Primitives primitives, int member) {
    return primitives.open(member, "map", Atomix::<String, String>atomicMapBuilder);
  }

  @Test
  void aDeletedPrimitiveBeginsAnewWhenItIsOpenedAgain(Primitives primitives) {
    AtomicMap<String, String> first = map(primitives, 1);
    for (int i = 0; i < 9; i++) {
      first.put("key-" + i, "old");
    }

    first.delete();

    AtomicMap<String, String> again = map(primitives, 2);
    assertThat(again.isEmpty()).isTrue();
    assertThat(again.get("key-0")).isNull();
    again.put("key-0", "new");
    assertThat(map(primitives, 3).get("key-0").value()).isEqualTo("new");
  }

  @Test
  void aDeletedCounterBeginsAtZeroAgain(Primitives primitives) {
    AtomicCounter first = primitives.open(1, "counter", Atomix::atomicCounterBuilder);
    first.set(41);
    AtomicCounter second = primitives.open(2, "counter", Atomix::atomicCounterBuilder);
    assertThat(second.incrementAndGet()).isEqualTo(42);

    second.delete();

    AtomicCounter third = primitives.open(3, "counter", Atomix::atomicCounterBuilder);
    assertThat(third.incrementAndGet()).isEqualTo(1);
  }

  @Test
  void deletingOnePrimitiveLeavesItsNeighbours(Primitives primitives) {
    List<AtomicMap<String, String>> maps = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      AtomicMap<String, String> map =
          primitives.open(1, "map-" + i, Atomix::<String, String>atomicMapBuilder);
      map.put("key", "of map " + i);
      maps.add(map);
    }

    maps.get(2).delete();

    for (int i : new int[] {0, 1, 3, 4, 5}) {
      assertThat(maps.get(i).get("key").value()).isEqualTo("of map " + i);
    }
  }

  @Test
  void closingOneHandleLeavesTheOthersAndTheirListeners(Primitives primitives) {
    AtomicMap<String, String> closes = map(primitives, 1);
    AtomicMap<String, String> stays = map(primitives, 1);
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    Heard<AtomicMapEvent<String, String>> notHeard = new Heard<>();
    stays.addListener(heard::add);
    closes.addListener(notHeard::add);
    closes.put("a", "1");
    notHeard.atLeast(1);

    closes.close();
    map(primitives, 2).put("a", "2");

    heard.atLeast(2);
    assertThat(stays.get("a").value()).isEqualTo("2");
    assertThat(notHeard.soFar()).hasSize(1);
  }

  @Test
  void aClosedHandleRefusesOperations(Primitives primitives) {
    AtomicMap<String, String> map = map(primitives, 1);
    map.put("a", "1");

    map.close();

    assertThatThrownBy(() -> map.put("a", "2")).isInstanceOf(PrimitiveException.class);
    assertThat(map(primitives, 2).get("a").value()).isEqualTo("1");
  }

  @Test
  void manyPrimitivesShareThePartitionsWithoutMixing(Primitives primitives) {
    int count = 15;
    for (int i = 0; i < count; i++) {
      primitives.open(1, "map-" + i, Atomix::<String, Integer>atomicMapBuilder).put("key", i);
      primitives.open(2, "counter-" + i, Atomix::atomicCounterBuilder).set(i);
      primitives.open(3, "value-" + i, Atomix::<String>atomicValueBuilder).set("v" + i);
      DistributedSet<String> set = primitives.open(1, "set-" + i, Atomix::<String>setBuilder);
      IntStream.range(0, i).forEach(element -> set.add("element-" + element));
    }

    for (int i = 0; i < count; i++) {
      AtomicMap<String, Integer> map =
          primitives.open(2, "map-" + i, Atomix::<String, Integer>atomicMapBuilder);
      AtomicValue<String> value =
          primitives.open(1, "value-" + i, Atomix::<String>atomicValueBuilder);
      assertThat(map.size()).isEqualTo(1);
      assertThat(map.get("key").value()).isEqualTo(i);
      assertThat(primitives.open(3, "counter-" + i, Atomix::atomicCounterBuilder).get())
          .isEqualTo(i);
      assertThat(value.get()).isEqualTo("v" + i);
      assertThat(primitives.open(2, "set-" + i, Atomix::<String>setBuilder).size()).isEqualTo(i);
    }
  }

  @Test
  void manySessionsOfOnePrimitiveWorkSideBySide(Primitives primitives) {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    List<Heard<AtomicMapEvent<String, String>>> listeners = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      AtomicMap<String, String> session = map(primitives, i % 3 + 1);
      Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
      session.addListener(heard::add);
      listeners.add(heard);
      String key = "key-" + i;
      tasks.add(() -> session.putIfAbsent(key, "there") == null);
    }

    assertThat(Parallel.run(tasks)).hasSize(12).containsOnly(true);

    assertThat(map(primitives, 1).size()).isEqualTo(12);
    listeners.forEach(heard -> heard.atLeast(12));
    assertThat(listeners)
        .allSatisfy(
            heard ->
                assertThat(heard.soFar())
                    .extracting(AtomicMapEvent::key)
                    .hasSize(12)
                    .doesNotHaveDuplicates());
  }
}
