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
package io.atomix.mcast.primitives.channel;

import com.typesafe.config.Config;
import io.atomix.mcast.primitives.impl.KeptJson;
import io.atomix.primitive.partition.PartitionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Position of a subscription that is ordered over its partitions, to be kept by the user and to go
 * on behind with {@link From#after}, in this program or in another one, after a restart of
 * everything and after a restore of a backup that is not older than it. Each message is in it or
 * not as a whole, in all of its partitions. A message may have been heard though one before it in
 * the same partition was not, because the two do not conflict; so of each partition it knows the
 * position up to which something is heard, and the positions before that which are not. There are
 * at most as many of them as messages may wait in the subscription.
 *
 * <p>{@link #toJson} and {@link #toBytes} write it, with a version and a check sum. Immutable.
 *
 * @param channel the name of the channel
 * @param places the place in each partition of the subscription, in the order to be written
 */
public record ChannelPosition(String channel, Map<PartitionId, PartitionPlace> places) {
  private static final KeptJson JSON =
      new KeptJson(
          "channelPosition",
          1,
          "A kept position of a channel",
          "take an older one that is whole, or begin with From.oldest()");

  /**
   * Place in one partition.
   *
   * @param incarnation the number that the partition gave the channel, which one that was deleted
   *     and created anew does not share
   * @param upTo the position up to which all is heard, except what is unheard; 0 if nothing is
   * @param unheard the positions up to {@code upTo} that are not heard, ascending
   */
  public record PartitionPlace(long incarnation, long upTo, Set<Long> unheard) {
    /** Checks and copies the positions. */
    public PartitionPlace {
      TreeSet<Long> sorted = new TreeSet<>(unheard);
      if (upTo < 0 || !sorted.isEmpty() && (sorted.first() < 1 || sorted.last() > upTo)) {
        throw new IllegalArgumentException(
            "A channel's position: up to " + upTo + " except " + sorted + ": no such positions");
      }
      unheard = Collections.unmodifiableSet(sorted);
    }

    /** Returns the first position that is not heard. */
    public long next() {
      return unheard.isEmpty() ? upTo + 1 : unheard.iterator().next();
    }
  }

  /** Checks that a channel and partitions are named, and copies the places. */
  public ChannelPosition {
    Objects.requireNonNull(channel, "channel");
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    if (places.isEmpty()) {
      throw new IllegalArgumentException("A channel's position: no partition is named");
    }
  }

  /** Returns the first position of each partition that is not heard, for {@link From#positions}. */
  public Map<PartitionId, Long> next() {
    Map<PartitionId, Long> next = new HashMap<>();
    places.forEach((partition, place) -> next.put(partition, place.next()));
    return next;
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
                    "upTo", place.upTo(),
                    "unheard", List.copyOf(place.unheard()))));
    return Map.of("channel", channel, "partitions", partitions);
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
  public static ChannelPosition fromJson(String json) {
    return JSON.read(json, ChannelPosition::read, ChannelPosition::fields);
  }

  private static ChannelPosition read(Config read) {
    Map<PartitionId, PartitionPlace> places = new LinkedHashMap<>();
    for (Config each : read.getConfigList("partitions")) {
      places.put(
          PartitionId.from(each.getString("group"), each.getInt("partition")),
          new PartitionPlace(
              each.getLong("incarnation"),
              each.getLong("upTo"),
              new TreeSet<>(each.getLongList("unheard"))));
    }
    return new ChannelPosition(read.getString("channel"), places);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws IllegalArgumentException as {@link #fromJson}
   */
  public static ChannelPosition fromBytes(byte[] bytes) {
    return fromJson(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Returns its JSON. */
  @Override
  public String toString() {
    return toJson();
  }
}
