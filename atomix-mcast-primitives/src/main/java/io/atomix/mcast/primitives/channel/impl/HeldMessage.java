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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A message that has come in one partition at least and is not delivered yet. */
final class HeldMessage {
  private final Envelope envelope;
  private final SortedMap<PartitionId, StoredMessage> halves = new TreeMap<>(PartitionFinder.ORDER);

  /** The partitions of the subscription that it goes to and where it has not come. */
  private final Set<MergedPartition> missing = new HashSet<>();

  /** The messages that come after it in some partition and conflict, once for each. */
  private final List<HeldMessage> followers = new ArrayList<>();

  /** The partitions in which it does not count any more for what may be held. */
  private final Set<MergedPartition> excused = new HashSet<>();

  private int predecessors;
  private boolean broken;

  HeldMessage(Envelope envelope) {
    this.envelope = envelope;
  }

  Envelope envelope() {
    return envelope;
  }

  SortedMap<PartitionId, StoredMessage> halves() {
    return halves;
  }

  Set<MergedPartition> missing() {
    return missing;
  }

  Set<MergedPartition> excused() {
    return excused;
  }

  List<HeldMessage> followers() {
    return followers;
  }

  /** Has this message wait for that one. */
  void follow(HeldMessage that) {
    that.followers.add(this);
    predecessors++;
  }

  /** A message that this one waited for is delivered. */
  void predecessorIsGone() {
    predecessors--;
  }

  /** Returns whether it waits for other messages. */
  boolean hasPredecessors() {
    return predecessors > 0;
  }

  /** Returns whether it may be delivered. */
  boolean isNext() {
    return predecessors == 0 && missing.isEmpty();
  }

  /** A half of it never comes. */
  void halfIsLost(MergedPartition partition) {
    missing.remove(partition);
    broken = true;
  }

  /** Returns whether a half of it is lost. */
  boolean isBroken() {
    return broken;
  }
}
