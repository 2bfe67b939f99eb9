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

import com.typesafe.config.Config;
import io.atomix.mcast.primitives.impl.KeptJson;
import io.atomix.primitive.partition.PartitionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Position in the changes of a {@link MulticastMap}: a moment at which the map was as all changes
 * up to it have made it, in all of its partitions. A user may keep it, to go on behind with {@link
 * WatchFrom#after}, in this program or in another one, after a restart of everything and after a
 * restore of a backup that is not older than it.
 *
 * <p>{@link #toJson} and {@link #toBytes} write it, with a version and a check sum. Immutable.
 *
 * @param map the name of the map
 * @param places the place in each partition of the map, in the order to be written
 */
public record MapPosition(String map, Map<PartitionId, MapPlace> places) {
  private static final KeptJson JSON =
      new KeptJson(
          "mapPosition",
          1,
          "A kept position of a map",
          "take an older one that is whole, or begin with WatchFrom.snapshot()");

  /**
   * Place in one partition.
   *
   * @param incarnation the number that the partition gave the history of changes, which that of a
   *     map that was deleted and created anew does not share
   * @param upTo how many messages have changed something there
   */
  public record MapPlace(long incarnation, long upTo) {
    /** Checks the position. */
    public MapPlace {
      if (upTo < 0) {
        throw new IllegalArgumentException(
            "A map's position: up to " + upTo + ": no such position");
      }
    }
  }

  /** Checks that a map and partitions are named, and copies the places. */
  public MapPosition {
    Objects.requireNonNull(map, "map");
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    if (places.isEmpty()) {
      throw new IllegalArgumentException("A map's position: no partition is named");
    }
  }

  /**
   * Returns whether all that is in that position is in this one.
   *
   * @throws IllegalArgumentException if they are not of the same map, with the same partitions
   */
  public boolean isAtLeast(MapPosition that) {
    if (!isComparableWith(that)) {
      throw new IllegalArgumentException(
          "Position "
              + that
              + " cannot be compared with "
              + this
              + ": it is of another map, or of one that was deleted and created anew");
    }
    return places.entrySet().stream()
        .allMatch(each -> each.getValue().upTo() >= that.places.get(each.getKey()).upTo());
  }

  private boolean isComparableWith(MapPosition that) {
    return map.equals(that.map)
        && places.keySet().equals(that.places.keySet())
        && places.entrySet().stream()
            .allMatch(
                each ->
                    each.getValue().incarnation() == that.places.get(each.getKey()).incarnation());
  }

  /** Returns the position as a line of JSON. */
  public String toJson() {
    return JSON.write(fields());
  }

  private Map<String, ?> fields() {
    List<Map<String, Object>> partitions = new ArrayList<>();
    places.forEach(
        (partition, place) ->
            partitions.add(
                Map.of(
                    "group", partition.group(),
                    "partition", partition.id(),
                    "incarnation", place.incarnation(),
                    "upTo", place.upTo())));
    return Map.of("map", map, "partitions", partitions);
  }

  /** Returns the position as bytes: its JSON in UTF-8. */
  public byte[] toBytes() {
    return toJson().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toJson} has written.
   *
   * @throws IllegalArgumentException if it is something else, is damaged, or was written by a newer
   *     release
   */
  public static MapPosition fromJson(String json) {
    return JSON.read(json, MapPosition::read, MapPosition::fields);
  }

  private static MapPosition read(Config read) {
    Map<PartitionId, MapPlace> places = new LinkedHashMap<>();
    for (Config each : read.getConfigList("partitions")) {
      places.put(
          PartitionId.from(each.getString("group"), each.getInt("partition")),
          new MapPlace(each.getLong("incarnation"), each.getLong("upTo")));
    }
    return new MapPosition(read.getString("map"), places);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws IllegalArgumentException as {@link #fromJson}
   */
  public static MapPosition fromBytes(byte[] bytes) {
    return fromJson(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Returns its JSON. */
  @Override
  public String toString() {
    return toJson();
  }
}
