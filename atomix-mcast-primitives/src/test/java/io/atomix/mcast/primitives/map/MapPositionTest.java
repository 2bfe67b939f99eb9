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
package io.atomix.mcast.primitives.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.primitive.partition.PartitionId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Positions are kept as text, compared, and refused where they make no sense. */
class MapPositionTest {
  private static MapPosition position(String map, long incarnation, long first, long second) {
    Map<PartitionId, MapPlace> places = new LinkedHashMap<>();
    places.put(PartitionId.from("data", 1), new MapPlace(incarnation, first));
    places.put(PartitionId.from("data", 2), new MapPlace(8, second));
    return new MapPosition(map, places);
  }

  @Test
  void aPositionIsReadBack() {
    MapPosition position = position("owners", 7, 0, Long.MAX_VALUE);
    assertThat(MapPosition.fromJson(position.toJson())).isEqualTo(position);
    assertThat(MapPosition.fromBytes(position.toBytes())).isEqualTo(position);
    assertThat(MapPosition.fromJson(position.toJson())).hasSameHashCodeAs(position);
    assertThat(position.toJson()).contains("\"mapPosition\":1").doesNotContain("\n");
  }

  @Test
  void whatIsDamagedOrNewerIsRefused() {
    String json = position("owners", 7, 3, 4).toJson();
    for (int cut = 0; cut < json.length(); cut++) {
      String part = json.substring(0, cut);
      assertThatThrownBy(() -> MapPosition.fromJson(part))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("A kept position of a map");
    }
    assertThatThrownBy(() -> MapPosition.fromJson(json.replace("\"upTo\":3", "\"upTo\":5")))
        .hasMessageContaining("check sum")
        .hasMessageContaining("WatchFrom.snapshot()");
    assertThatThrownBy(
            () -> MapPosition.fromJson(json.replace("\"mapPosition\":1", "\"mapPosition\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mapPosition = 2")
        .hasMessageContaining("upgrade");
    byte[] other = "{\"channelPosition\":1}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> MapPosition.fromBytes(other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPositionIsAtLeastAnotherIfItIsSoInAllPartitions() {
    MapPosition position = position("owners", 7, 3, 4);
    assertThat(position.isAtLeast(position)).isTrue();
    assertThat(position.isAtLeast(position("owners", 7, 2, 4))).isTrue();
    assertThat(position.isAtLeast(position("owners", 7, 2, 5))).isFalse();
    assertThatThrownBy(() -> position.isAtLeast(position("others", 7, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another map");
    assertThatThrownBy(() -> position.isAtLeast(position("owners", 6, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("created anew");
    assertThatThrownBy(() -> new MapPlace(0, -1)).isInstanceOf(IllegalArgumentException.class);
    Map<PartitionId, MapPlace> none = Map.of();
    assertThatThrownBy(() -> new MapPosition("owners", none))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
