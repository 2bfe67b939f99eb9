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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the partitions that a caller means. */
final class PartitionFinder implements Partitions.ChannelPartitions {
  /** By group and number; partition ids by themselves compare by number alone. */
  static final Comparator<PartitionId> ORDER =
      Comparator.comparing(PartitionId::group).thenComparing(PartitionId::id);

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Serializer KEYS = Serializer.using(Namespaces.BASIC);

  private final ProxyClient<?> client;
  private final SortedSet<PartitionId> all;

  PartitionFinder(ProxyClient<?> client) {
    this.client = client;
    this.all = new TreeSet<>(ORDER);
    all.addAll(client.getPartitionIds());
  }

  @Override
  public SortedSet<PartitionId> all() {
    return all;
  }

  @Override
  public PartitionId ofKey(String key) {
    Objects.requireNonNull(key, "key");
    // The same as in Atomix's maps, so that keys are in the same partitions.
    return client.getPartitionId(HEX.formatHex(KEYS.encode(key)));
  }

  SortedSet<PartitionId> find(Partitions partitions) {
    Objects.requireNonNull(partitions, "partitions");
    SortedSet<PartitionId> found = new TreeSet<>(ORDER);
    found.addAll(partitions.of(this));
    return found;
  }

  @Override
  public PartitionId ofId(PartitionId id) {
    Objects.requireNonNull(id, "partition");
    if (!all.contains(id)) {
      throw unknown(text(id));
    }
    return id;
  }

  @Override
  public PartitionId numbered(int number) {
    List<PartitionId> found = all.stream().filter(id -> id.id() == number).toList();
    if (found.isEmpty()) {
      throw unknown("number " + number);
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "Channel '"
              + client.name()
              + "': partition number "
              + number
              + " may be any of "
              + text(found)
              + "; name it by its id");
    }
    return found.get(0);
  }

  /** Returns a partition's name for errors: {@code data/1}. */
  static String text(PartitionId partition) {
    return partition.group() + "/" + partition.id();
  }

  /** Returns partitions' names for errors. */
  static List<String> text(Collection<PartitionId> partitions) {
    return partitions.stream().map(PartitionFinder::text).toList();
  }

  private IllegalArgumentException unknown(String partition) {
    return new IllegalArgumentException(
        "Channel '"
            + client.name()
            + "': there is no partition "
            + partition
            + "; its partitions are "
            + text(all));
  }
}
