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
import io.atomix.core.map.DistributedMap;
import io.atomix.core.map.DistributedNavigableMap;
import io.atomix.core.map.DistributedSortedMap;
import io.atomix.core.map.MapEvent;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class DistributedMapsTest {

  @Test
  void aDistributedMapIsAJavaMapSharedByTheNodes(Primitives primitives) {
    DistributedMap<String, Integer> first =
        primitives.open(1, "map", Atomix::<String, Integer>mapBuilder);
    DistributedMap<String, Integer> second =
        primitives.open(2, "map", Atomix::<String, Integer>mapBuilder);
    Heard<MapEvent<String, Integer>> heard = new Heard<>();
    second.addListener(heard::add);

    assertThat(first.put("a", 1)).isNull();
    assertThat(second.put("a", 2)).isEqualTo(1);
    Map.of("b", 3, "c", 4, "d", 5).forEach(first::put);

    assertThat(second).hasSize(4).containsEntry("a", 2);
    assertThat(second.keySet()).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(second.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(14);
    assertThat(second.remove("b", 99)).isFalse();
    assertThat(second.replace("b", 3, 30)).isTrue();
    assertThat(first.remove("b")).isEqualTo(30);
    MapEvent<String, Integer> removal =
        heard.first("removal of b", e -> e.type() == MapEvent.Type.REMOVE);
    assertThat(removal.oldValue()).isEqualTo(30);
    first.clear();
    assertThat(second).isEmpty();
  }

  @Test
  void aDistributedSortedMapKeepsKeysInOrder(Primitives primitives) {
    DistributedSortedMap<String, Integer> writer =
        primitives.open(2, "sorted", Atomix::<String, Integer>sortedMapBuilder);
    DistributedSortedMap<String, Integer> reader =
        primitives.open(3, "sorted", Atomix::<String, Integer>sortedMapBuilder);
    Map.of("b", 2, "a", 1, "c", 3).forEach(writer::put);

    assertThat(reader.firstKey()).isEqualTo("a");
    assertThat(reader.lastKey()).isEqualTo("c");
    assertThat(reader.entrySet().stream().map(Map.Entry::getValue)).containsExactly(1, 2, 3);
    writer.remove("a");
    assertThat(reader.firstKey()).isEqualTo("b");
  }

  @Test
  void aDistributedNavigableMapHandsOutItsEndsAndTurnsAround(Primitives primitives) {
    DistributedNavigableMap<String, Integer> writer =
        primitives.open(1, "navigable", Atomix::<String, Integer>navigableMapBuilder);
    DistributedNavigableMap<String, Integer> reader =
        primitives.open(3, "navigable", Atomix::<String, Integer>navigableMapBuilder);
    Map.of("b", 2, "d", 4, "f", 6).forEach(writer::put);

    assertThat(reader.floorEntry("e").getKey()).isEqualTo("d");
    assertThat(reader.ceilingKey("c")).isEqualTo("d");
    assertThat(reader.descendingMap().firstKey()).isEqualTo("f");
    assertThat(reader.pollFirstEntry().getValue()).isEqualTo(2);
    assertThat(reader.pollLastEntry().getValue()).isEqualTo(6);
    assertThat(writer.size()).isEqualTo(1);
  }
}
