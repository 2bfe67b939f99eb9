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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The pending messages of a group, such that what conflicts with a footprint is found without
 * looking at anything else. A question costs as much as the footprint has keys, times the logarithm
 * of what is pending on them; a change costs in addition as much as there are messages that it
 * concerns.
 */
final class ConflictIndex {
  private final Map<String, PrimitiveIndex> primitives = new HashMap<>();
  private final Predicate<Position> standing;
  private final Consumer<Pending> freed;

  /**
   * Makes an empty index.
   *
   * @param standing whether a message is pending at a position
   * @param freed told of each message of the index that becomes first because another one moves or
   *     leaves
   */
  ConflictIndex(Predicate<Position> standing, Consumer<Pending> freed) {
    this.standing = standing;
    this.freed = freed;
  }

  /**
   * Returns the highest timestamp of the pending messages that conflict with the footprint, or -1
   * if none does.
   */
  long highestConflicting(Footprint footprint) {
    PrimitiveIndex index = primitives.get(footprint.primitive());
    if (index == null) {
      return -1;
    }
    long[] highest = {-1};
    index.visitPresent(
        footprint,
        (domain, access) -> highest[0] = Math.max(highest[0], domain.highestConflicting(access)));
    return highest[0];
  }

  /** Returns whether a message of the primitive is pending. */
  boolean contains(String primitive) {
    return primitives.containsKey(primitive);
  }

  /** Returns how many keys of the primitive there is account of. */
  int keyCount(String primitive) {
    PrimitiveIndex index = primitives.get(primitive);
    return index == null ? 0 : index.keyCount();
  }

  /** Adds a message at its position. */
  void add(Pending message) {
    PrimitiveIndex index =
        primitives.computeIfAbsent(message.footprint().primitive(), name -> new PrimitiveIndex());
    index.messages++;
    move(index, message, null, message.position());
    hold(index, message);
  }

  /** Gives a message its final timestamp, which is higher than its vote. */
  void raise(Pending message, long timestamp) {
    PrimitiveIndex index = primitives.get(message.footprint().primitive());
    Position from = message.position();
    message.raise(new Position(timestamp, message.id()));
    move(index, message, from, message.position());
    hold(index, message);
  }

  /** Takes a message out. */
  void remove(Pending message) {
    String primitive = message.footprint().primitive();
    PrimitiveIndex index = primitives.get(primitive);
    move(index, message, message.position(), null);
    index.messages--;
    if (index.messages == 0) {
      primitives.remove(primitive);
    }
  }

  /** Returns whether a message below this one changes the whole primitive. */
  boolean isWholeChangedBelow(Pending message) {
    return primitives.get(message.footprint().primitive()).isWholeChangedBelow(message.position());
  }

  /**
   * Visits the messages below this one, from the nearest writers down to the first of them for
   * which the visitor returns true: all that is lower conflicts with that one.
   */
  void visitPreceding(Pending message, Predicate<Pending> visitor) {
    primitives
        .get(message.footprint().primitive())
        .visitPresent(
            message.footprint(),
            (domain, access) -> domain.visitPreceding(access, message.position(), visitor));
  }

  /** Visits messages that hold up this one, the lowest and the nearest among them. */
  void visitBlocking(Pending message, Consumer<Pending> visitor) {
    primitives
        .get(message.footprint().primitive())
        .visitPresent(
            message.footprint(),
            (domain, access) -> domain.visitBlocking(access, message.position(), visitor));
  }

  /**
   * Rule 5: returns the multicast messages below one of the index: the highest by name, and by them
   * what was below those. For a local message, what was below it stands in its place.
   */
  Below below(Pending message) {
    if (message.isFirst()) {
      return Below.NONE;
    }
    Deque<Pending> unknown = new ArrayDeque<>(List.of(message));
    while (true) {
      // One after the other, since a local message may be behind thousands of others.
      Pending next = unknown.peek();
      Nearest nearest = nearest(next);
      if (nearest.stale() != null) {
        unknown.push(nearest.stale());
      } else if (next == message) {
        return nearest.below();
      } else {
        next.below = nearest.below();
        unknown.pop();
      }
    }
  }

  private Nearest nearest(Pending message) {
    Nearest nearest = new Nearest(standing);
    primitives
        .get(message.footprint().primitive())
        .visitPresent(
            message.footprint(),
            (domain, access) -> domain.visitNearest(access, message.position(), nearest));
    return nearest;
  }

  private void move(PrimitiveIndex index, Pending message, Position from, Position to) {
    index.visitAndTidy(
        message.footprint(), (domain, access) -> domain.move(message, access, from, to, freed));
  }

  private void hold(PrimitiveIndex index, Pending message) {
    message.blockingLanes = 0;
    index.visitPresent(
        message.footprint(),
        (domain, access) ->
            message.blockingLanes += domain.countBlockingLanes(access, message.position()));
  }
}
