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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.counter.DistributedCounter;
import io.atomix.core.idgenerator.AtomicIdGenerator;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class CountersTest {

  @Test
  void incrementsOfAnAtomicCounterFromThreeNodesAreEachSeenOnce(Primitives primitives) {
    List<Callable<List<Long>>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      AtomicCounter counter = primitives.open(member, "counter", Atomix::atomicCounterBuilder);
      tasks.add(
          () -> {
            List<Long> seen = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
              seen.add(counter.incrementAndGet());
            }
            return seen;
          });
    }

    List<Long> all = Parallel.run(tasks).stream().flatMap(List::stream).sorted().toList();

    assertThat(all).hasSize(90).doesNotHaveDuplicates();
    assertThat(all.get(89)).isEqualTo(90);
  }

  @Test
  void onlyOneNodeWinsACompareAndSet(Primitives primitives) {
    AtomicCounter first = primitives.open(1, "counter", Atomix::atomicCounterBuilder);
    AtomicCounter second = primitives.open(2, "counter", Atomix::atomicCounterBuilder);
    first.set(5);

    List<Callable<Boolean>> tasks =
        List.of(() -> first.compareAndSet(5, 6), () -> second.compareAndSet(5, 7));
    List<Boolean> won = Parallel.run(tasks);

    assertThat(won).containsExactlyInAnyOrder(true, false);
    assertThat(second.get()).isEqualTo(won.get(0) ? 6 : 7);
    assertThat(first.getAndAdd(10)).isEqualTo(won.get(0) ? 6 : 7);
    assertThat(second.addAndGet(-20)).isNegative();
  }

  @Test
  void aDistributedCounterAddsUpWhatTheNodesCount(Primitives primitives) {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      DistributedCounter counter = primitives.open(member, "counter", Atomix::counterBuilder);
      tasks.add(
          () -> {
            for (int i = 0; i < 10; i++) {
              counter.incrementAndGet();
            }
            return counter.decrementAndGet();
          });
    }

    Parallel.run(tasks);

    DistributedCounter reader = primitives.open(2, "counter", Atomix::counterBuilder);
    assertThat(reader.get()).isEqualTo(27);
  }

  @Test
  void countersOfACounterMapAreIndependentAndShared(Primitives primitives) {
    AtomicCounterMap<String> first =
        primitives.open(1, "counters", Atomix::<String>atomicCounterMapBuilder);
    AtomicCounterMap<String> second =
        primitives.open(2, "counters", Atomix::<String>atomicCounterMapBuilder);

    assertThat(first.incrementAndGet("a")).isEqualTo(1);
    assertThat(second.getAndIncrement("a")).isEqualTo(1);
    assertThat(second.addAndGet("b", 5)).isEqualTo(5);
    assertThat(first.getAndAdd("b", 5)).isEqualTo(5);
    assertThat(second.putIfAbsent("c", 7)).isZero();
    assertThat(first.putIfAbsent("c", 8)).isEqualTo(7);
    assertThat(first.replace("c", 8, 9)).isFalse();
    assertThat(first.replace("c", 7, 9)).isTrue();
    assertThat(second.remove("c", 7)).isFalse();
    assertThat(second.size()).isEqualTo(3);
    assertThat(second.remove("c")).isEqualTo(9);
    assertThat(first.get("c")).isZero();
    assertThat(first.size()).isEqualTo(2);

    second.clear();

    assertThat(first.isEmpty()).isTrue();
    assertThat(first.get("a")).isZero();
  }

  @Test
  void idsTakenByThreeNodesAreAllDifferent(Primitives primitives) {
    List<Callable<List<Long>>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      AtomicIdGenerator ids = primitives.open(member, "ids", Atomix::atomicIdGeneratorBuilder);
      tasks.add(
          () -> {
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 2500; i++) {
              taken.add(ids.nextId());
            }
            return taken;
          });
    }

    List<Long> all = Parallel.run(tasks).stream().flatMap(List::stream).toList();

    assertThat(all.stream().distinct().count()).isEqualTo(7500);
  }
}
