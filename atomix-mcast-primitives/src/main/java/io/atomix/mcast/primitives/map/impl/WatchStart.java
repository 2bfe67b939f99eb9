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

import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The checks of a kept position that a watch is to begin behind.
 *
 * @param map the name of the map that is watched
 */
record WatchStart(String map, MapPosition kept) {
  /**
   * Checks that the position is one of this map, before anything is asked.
   *
   * @throws IllegalArgumentException if it is not
   */
  void check(Set<PartitionId> partitions) {
    if (!kept.map().equals(map)) {
      throw refused("is of map '" + kept.map() + "'; give one of this map");
    }
    if (!new HashSet<>(partitions).equals(kept.places().keySet())) {
      throw refused(
          "is of the partitions " + kept.places().keySet() + ", but the map has " + partitions);
    }
  }

  /**
   * Checks that the histories have what comes behind the position.
   *
   * @throws IllegalArgumentException if one has not
   */
  void check(Map<PartitionId, ChangesAnswer> histories) {
    histories.forEach((partition, history) -> check(partition, history));
  }

  private void check(PartitionId partition, ChangesAnswer history) {
    MapPlace place = kept.places().get(partition);
    String where = " in partition " + partition.group() + "/" + partition.id();
    if (place.incarnation() != history.incarnation()) {
      throw refused(
          "is of a map that was deleted, or of another cluster: the map that is there was created"
              + " anew; begin with WatchFrom.snapshot()");
    }
    if (place.upTo() > history.newest()) {
      throw refused(
          "goes up to "
              + place.upTo()
              + where
              + ", but the newest change is "
              + history.newest()
              + ": it is of the future, as after a restore of an older backup; begin with"
              + " WatchFrom.snapshot()");
    }
    if (ChangeReader.isLost(place, history)) {
      throw refused(
          "goes up to "
              + place.upTo()
              + where
              + ", but the oldest change that is kept is "
              + history.oldest()
              + ": begin with WatchFrom.snapshot(), and set a larger historySize and historyBytes");
    }
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("Map '" + map + "': watch: the kept position " + why);
  }
}
