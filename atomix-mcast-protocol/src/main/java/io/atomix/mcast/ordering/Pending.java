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
package io.atomix.mcast.ordering;

import java.util.SortedSet;

/** A message that its group has accepted and not yet executed. */
final class Pending {
  private final GroupFootprint footprint;
  private final SortedSet<GroupId> destinations;
  private MessageStatus.State state;
  private Position position;

  /**
   * Number of lanes that hold a conflicting message with a lower position; kept by {@link
   * ConflictIndex} alone.
   */
  int blockingLanes;

  /**
   * Rule 6: once it is logged to be stable, whether its condition held in all groups; else null.
   */
  private Boolean decision;

  /** Rule 5: what was below it when it took its position; kept by {@link GroupOrdering} alone. */
  Below below = Below.NONE;

  private Pending(
      Position position,
      GroupFootprint footprint,
      SortedSet<GroupId> destinations,
      MessageStatus.State state) {
    this.position = position;
    this.footprint = footprint;
    this.destinations = destinations;
    this.state = state;
  }

  static Pending local(MessageId id, long timestamp, GroupFootprint footprint) {
    return new Pending(new Position(timestamp, id), footprint, null, MessageStatus.State.FINAL);
  }

  static Pending multicast(
      MessageId id,
      long timestamp,
      GroupFootprint footprint,
      SortedSet<GroupId> destinations,
      MessageStatus.State state) {
    return new Pending(new Position(timestamp, id), footprint, destinations, state);
  }

  MessageId id() {
    return position.id();
  }

  long timestamp() {
    return position.timestamp();
  }

  Position position() {
    return position;
  }

  GroupFootprint footprint() {
    return footprint;
  }

  boolean isMulticast() {
    return destinations != null;
  }

  /**
   * Returns the destination groups of a multicast message, this group among them, or null for a
   * local one.
   */
  SortedSet<GroupId> destinations() {
    return destinations;
  }

  /** Returns whether no conflicting pending message has a lower position. */
  boolean isFirst() {
    return blockingLanes == 0;
  }

  /** Rule 6: the message is stable: it is executed as soon as nothing is below it. */
  void decide(boolean held) {
    decision = held;
  }

  /** Returns what {@link #decide} was told, or null. */
  Boolean decision() {
    return decision;
  }

  MessageStatus status() {
    return new MessageStatus(state, position.timestamp(), isFirst(), below);
  }

  /** Gives the message its final timestamp; {@link ConflictIndex#raise} alone calls this. */
  void raise(Position position) {
    this.position = position;
    this.state = MessageStatus.State.FINAL;
  }
}
