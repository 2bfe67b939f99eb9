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

import io.atomix.primitive.partition.PartitionId;
import java.util.SortedMap;

/** A thing that the listener of an ordered subscription is told next. */
sealed interface Merged {
  /** Has the visitor take it. */
  void accept(MergedVisitor visitor);

  /** Takes what is told, each kind in its way. */
  interface MergedVisitor {
    /** Takes a message. */
    void whole(WholeMessage message);

    /** Takes a message that is not heard. */
    void broken(BrokenMessage message);

    /** Takes positions that are lost. */
    void lost(LostPositions positions);
  }

  /**
   * A message that has come in each of its partitions.
   *
   * @param halves what came, by partition, in the order of their groups and numbers
   */
  record WholeMessage(SortedMap<PartitionId, StoredMessage> halves) implements Merged {
    @Override
    public void accept(MergedVisitor visitor) {
      visitor.whole(this);
    }
  }

  /**
   * A message of which a half is lost.
   *
   * @param halves what came of it, by partition
   */
  record BrokenMessage(SortedMap<PartitionId, StoredMessage> halves) implements Merged {
    @Override
    public void accept(MergedVisitor visitor) {
      visitor.broken(this);
    }
  }

  /**
   * Positions that the history of a partition does not hold.
   *
   * @param partition the partition
   * @param first the first
   * @param last the last
   */
  record LostPositions(PartitionId partition, long first, long last) implements Merged {
    @Override
    public void accept(MergedVisitor visitor) {
      visitor.lost(this);
    }
  }
}
