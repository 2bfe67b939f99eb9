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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.primitive.partition.PartitionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Positions that users have kept are read for ever, and mean what they meant. {@code
 * docs/formats.md} tells when and how a file is added; those that are there are never written
 * again.
 */
class StoredPositionsTest {
  private static final Path FILE =
      Path.of("src", "test", "resources", "formats", "1", "positions.txt");

  private static final List<MapPosition> OF_MAPS =
      List.of(
          new MapPosition("homes", mapPlaces(new MapPlace(7, 0))),
          new MapPosition(
              "names with \"quotes\", \u00e9 and \u20ac",
              mapPlaces(new MapPlace(1, 3), new MapPlace(Long.MAX_VALUE, Long.MAX_VALUE))));

  private static final List<ChannelPosition> OF_CHANNELS =
      List.of(
          new ChannelPosition("orders", channelPlaces(new PartitionPlace(1, 0, Set.of()))),
          new ChannelPosition(
              "orders of \u00e9",
              channelPlaces(
                  new PartitionPlace(12, 40, Set.of(17L, 35L)),
                  new PartitionPlace(Long.MAX_VALUE, Long.MAX_VALUE, Set.of(1L)),
                  new PartitionPlace(3, 5, Set.of(1L, 2L, 3L, 4L, 5L)))));

  private static Map<PartitionId, MapPlace> mapPlaces(MapPlace... places) {
    Map<PartitionId, MapPlace> all = new LinkedHashMap<>();
    for (MapPlace place : places) {
      all.put(PartitionId.from(all.size() == 2 ? "other" : "data", all.size() + 1), place);
    }
    return all;
  }

  private static Map<PartitionId, PartitionPlace> channelPlaces(PartitionPlace... places) {
    Map<PartitionId, PartitionPlace> all = new LinkedHashMap<>();
    for (PartitionPlace place : places) {
      all.put(PartitionId.from(all.size() == 2 ? "other" : "data", all.size() + 1), place);
    }
    return all;
  }

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws IOException {
    if (Boolean.getBoolean("mcast.formats.write")) {
      write();
    }
    List<String> lines = Files.readAllLines(FILE, StandardCharsets.UTF_8);
    int maps = OF_MAPS.size();
    assertThat(lines).hasSize(maps + OF_CHANNELS.size());
    assertThat(lines.subList(0, maps).stream().map(MapPosition::fromJson))
        .containsExactlyElementsOf(OF_MAPS);
    assertThat(lines.subList(maps, lines.size()).stream().map(ChannelPosition::fromJson))
        .containsExactlyElementsOf(OF_CHANNELS);
  }

  private static void write() throws IOException {
    StringBuilder lines = new StringBuilder();
    OF_MAPS.forEach(position -> lines.append(position.toJson()).append('\n'));
    OF_CHANNELS.forEach(position -> lines.append(position.toJson()).append('\n'));
    // Fails if there is one: it is for ever.
    Files.writeString(FILE, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
  }
}
