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
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.AtomicNavigableMap;
import io.atomix.core.map.AtomicSortedMap;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class SortedAtomicMapsTest {

  private static AtomicSortedMap<String, Integer> sorted(Primitives primitives, int member) {
    return primitives.open(member, "sorted", Atomix::<String, Integer>atomicSortedMapBuilder);
  }

  private static AtomicNavigableMap<String, Integer> navigable(Primitives primitives, int member) {
    return primitives.open(member, "navigable", Atomix::<String, Integer>atomicNavigableMapBuilder);
  }

  @Test
  void aSortedMapKnowsItsFirstAndLastKeyAndItsRanges(Primitives primitives) {
    AtomicSortedMap<String, Integer> writer = sorted(primitives, 1);
    AtomicSortedMap<String, Integer> reader = sorted(primitives, 2);
    writer.put("c", 3);
    writer.put("a", 1);
    writer.put("b", 2);

    assertThat(reader.firstKey()).isEqualTo("a");
    assertThat(reader.lastKey()).isEqualTo("c");
    assertThat(reader.headMap("c").size()).isEqualTo(2);
    assertThat(reader.tailMap("b").containsKey("a")).isFalse();
    assertThat(reader.subMap("a", "c").get("b").value()).isEqualTo(2);
    assertThat(writer.remove("a").value()).isEqualTo(1);
    assertThat(reader.firstKey()).isEqualTo("b");
  }

  @Test
  void aNavigableMapFindsNeighboursOfKeysThatAreNotThere(Primitives primitives) {
    AtomicNavigableMap<String, Integer> writer = navigable(primitives, 2);
    AtomicNavigableMap<String, Integer> reader = navigable(primitives, 3);
    writer.put("b", 2);
    writer.put("d", 4);
    writer.put("f", 6);

    assertThat(reader.ceilingKey("c")).isEqualTo("d");
    assertThat(reader.floorKey("c")).isEqualTo("b");
    assertThat(reader.higherKey("d")).isEqualTo("f");
    assertThat(reader.lowerKey("d")).isEqualTo("b");
    assertThat(reader.higherKey("f")).isNull();
    assertThat(reader.ceilingEntry("e").getValue().value()).isEqualTo(6);
    assertThat(reader.lowerEntry("b")).isNull();
    assertThat(reader.subMap("b", false, "f", true).size()).isEqualTo(2);
    assertThat(reader.navigableKeySet().first()).isEqualTo("b");
  }

  @Test
  void entriesPolledByThreeNodesAreHandedOutOnceEach(Primitives primitives) {
    AtomicNavigableMap<String, Integer> writer = navigable(primitives, 1);
    for (int i = 0; i < 30; i++) {
      writer.put("key-" + i, i);
    }
    List<Callable<List<Integer>>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      AtomicNavigableMap<String, Integer> map = navigable(primitives, member);
      tasks.add(
          () -> {
            List<Integer> taken = new ArrayList<>();
            Map.Entry<String, Versioned<Integer>> entry = map.pollFirstEntry();
            while (entry != null) {
              taken.add(entry.getValue().value());
              entry = taken.size() % 2 == 0 ? map.pollFirstEntry() : map.pollLastEntry();
            }
            return taken;
          });
    }

    List<Integer> all = Parallel.run(tasks).stream().flatMap(List::stream).toList();

    assertThat(all).hasSize(30).doesNotHaveDuplicates();
    assertThat(writer.isEmpty()).isTrue();
  }

  @Test
  void writingAnEntryAgainCancelsItsTimeToLive(TestCluster cluster, Primitives primitives) {
    AtomicSortedMap<String, Integer> writer = sorted(primitives, 1);
    AtomicSortedMap<String, Integer> reader = sorted(primitives, 3);
    Heard<AtomicMapEvent<String, Integer>> heard = new Heard<>();
    reader.addListener(heard::add);

    writer.put("rewritten", 1, Duration.ofMillis(200));
    writer.put("rewritten", 2);
    writer.put("later", 1, Duration.ofMillis(400));

    Await.until(
        "removal of the entry that expires later",
        () -> {
          Backend.selected().nudge(() -> writer.remove("later", -1));
          return heard.soFar().stream()
              .anyMatch(e -> e.type() == AtomicMapEvent.Type.REMOVE && e.key().equals("later"));
        });
    assertThat(reader.get("rewritten").value())
        .as("its time to live was over before the other's")
        .isEqualTo(2);
  }
}
