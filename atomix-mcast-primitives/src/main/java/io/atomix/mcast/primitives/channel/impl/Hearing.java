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

import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.SortedMap;
import java.util.TreeSet;

/** Positions that become heard when the listener is told something. */
final class Hearing implements Merged.MergedVisitor {
  private final PositionsHeard heard;

  /** Takes positions that are heard. */
  interface PositionsHeard {
    /** Takes positions of a partition from a first one to a last one. */
    void heard(PartitionId partition, long first, long last);
  }

  Hearing(PositionsHeard heard) {
    this.heard = heard;
  }

  @Override
  public void whole(Merged.WholeMessage message) {
    each(message.halves());
  }

  @Override
  public void broken(Merged.BrokenMessage message) {
    each(message.halves());
  }

  private void each(SortedMap<PartitionId, StoredMessage> halves) {
    halves.forEach((id, half) -> heard.heard(id, half.position(), half.position()));
  }

  @Override
  public void lost(Merged.LostPositions positions) {
    heard.heard(positions.partition(), positions.first(), positions.last());
  }

  /** Returns what is heard of a partition when these positions are, too. */
  static PartitionPlace with(PartitionPlace place, long first, long last) {
    TreeSet<Long> unheard = new TreeSet<>(place.unheard());
    unheard.subSet(first, last + 1).clear();
    return new PartitionPlace(place.incarnation(), Math.max(place.upTo(), last), unheard);
  }
}
