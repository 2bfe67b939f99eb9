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
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The pending messages of a group, such that what conflicts with a footprint is found without
 * looking at anything else. A question costs as much as the footprint has keys, times the logarithm
 * of what is pending on them; a change costs in addition as much as there are messages that it
 * concerns.
 */
final class ConflictIndex {
  private final Map<String, PrimitiveIndex> primitives = new HashMap<>();
  private final Supplier<Collection<Pending>> all;
  private final Predicate<Position> status;
  private final Consumer<Pending> freed;

  /**
   * Meeting place of messages that touch everything; null if there are none, nor was one asked for.
   */
  private EverythingIndex everything;

  /**
   * Makes an empty index.
   *
   * @param all returns the messages of the index; one that is just being added may be among them
   * @param status whether a message is pending at a position
   * @param freed told of each message of the index that becomes first because another one moves or
   *     leaves
   */
  ConflictIndex(
      Supplier<Collection<Pending>> all, Predicate<Position> status, Consumer<Pending> freed) {
    this.all = all;
    this.status = status;
    this.freed = freed;
  }

  /**
   * Returns the highest timestamp of the pending messages that conflict with the footprint, or -1
   * if none does.
   */
  long highestConflicting(GroupFootprint footprint) {
    meetEverything(footprint);
    long[] highest = {-1};
    visitPresent(
        footprint,
        (scope, access) -> highest[0] = Math.max(highest[0], scope.highestConflicting(access)));
    return highest[0];
  }

  /** Returns whether a message is pending that touches the primitive, or everything. */
  boolean contains(String primitive) {
    return primitives.containsKey(primitive) || everything != null && everything.isMet();
  }

  /** Returns how many keys of the primitive there is account of. */
  int keyCount(String primitive) {
    PrimitiveIndex index = primitives.get(primitive);
    return index == null ? 0 : index.keyCount();
  }

  /** Adds a message at its position. */
  void add(Pending message) {
    GroupFootprint footprint = message.footprint();
    meetEverything(footprint);
    if (!footprint.isEverything()) {
      enter(footprint.primitive());
      footprint.others().forEach(other -> enter(other.primitive()));
    }
    move(message, null, message.position());
    hold(message);
  }

  private void enter(String primitive) {
    primitives.computeIfAbsent(primitive, name -> new PrimitiveIndex()).messages++;
  }

  /** Gives a message its final timestamp, which is higher than its vote. */
  void raise(Pending message, long timestamp) {
    Position from = message.position();
    message.raise(new Position(timestamp, message.id()));
    move(message, from, message.position());
    hold(message);
  }

  /** Takes a message out. */
  void remove(Pending message) {
    move(message, message.position(), null);
    leave(message.footprint().primitive());
    message.footprint().others().forEach(other -> leave(other.primitive()));
    if (everything != null && !everything.isMet()) {
      everything = null;
    }
  }

  private void leave(String primitive) {
    PrimitiveIndex index = primitives.get(primitive);
    if (index != null) {
      index.messages--;
      if (index.messages == 0) {
        primitives.remove(primitive);
      }
    }
  }

  /** Takes account of all messages for those that touch everything, from the first of them on. */
  private void meetEverything(GroupFootprint footprint) {
    if (footprint.isEverything() && everything == null) {
      everything = new EverythingIndex();
      for (Pending message : all.get()) {
        if (!message.footprint().isEverything()) {
          everything.visit(
              message.footprint(),
              (scope, access) -> scope.move(message, access, null, message.position(), freed));
        }
      }
    }
  }

  /** Returns whether a message below this one changes a whole primitive that it touches. */
  boolean isWholeChangedBelow(Pending message) {
    return message.footprint().primitives().stream()
            .anyMatch(name -> primitives.get(name).isWholeChangedBelow(message.position()))
        || everything != null && everything.isChangedBelow(message.position());
  }

  /**
   * Visits the messages below this one, from the nearest writers down to the first of them for
   * which the visitor returns true: all that is lower conflicts with that one.
   */
  void visitPreceding(Pending message, Predicate<Pending> visitor) {
    visitPresent(
        message.footprint(),
        (scope, access) -> scope.visitPreceding(access, message.position(), visitor));
  }

  /** Visits messages that hold up this one, the lowest and the nearest among them. */
  void visitBlocking(Pending message, Consumer<Pending> visitor) {
    visitPresent(
        message.footprint(),
        (scope, access) -> scope.visitBlocking(access, message.position(), visitor));
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
    Nearest nearest = new Nearest(status);
    visitPresent(
        message.footprint(),
        (scope, access) -> scope.visitNearest(access, message.position(), nearest));
    return nearest;
  }

  private void move(Pending message, Position from, Position to) {
    PrimitiveIndex.Visitor mover = (scope, access) -> scope.move(message, access, from, to, freed);
    GroupFootprint footprint = message.footprint();
    if (!footprint.isEverything()) {
      primitives.get(footprint.primitive()).visitAndTidy(footprint, mover);
      for (int i = 0; i < footprint.others().size(); i++) {
        GroupFootprint other = footprint.others().get(i);
        primitives.get(other.primitive()).visitAndTidy(other, mover);
      }
    }
    if (everything != null) {
      everything.visit(footprint, mover);
    }
  }

  private void hold(Pending message) {
    message.blockingLanes = 0;
    visitPresent(
        message.footprint(),
        (scope, access) ->
            message.blockingLanes += scope.countBlockingLanes(access, message.position()));
  }

  /** Visits the places that a footprint touches, leaving out those that no message touches. */
  private void visitPresent(GroupFootprint footprint, PrimitiveIndex.Visitor visitor) {
    visitPresentOfFirst(footprint, visitor);
    for (int i = 0; i < footprint.others().size(); i++) {
      visitPresentOfFirst(footprint.others().get(i), visitor);
    }
    if (everything != null) {
      everything.visit(footprint, visitor);
    }
  }

  /** Visits the places that a footprint touches in the primitive that it names first. */
  private void visitPresentOfFirst(GroupFootprint footprint, PrimitiveIndex.Visitor visitor) {
    PrimitiveIndex index = primitives.get(footprint.primitive());
    if (index != null) {
      index.visitPresent(footprint, visitor);
    }
  }
}
