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

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Place that messages touch, with one lane for each way to touch it: a key, a whole primitive, or
 * the keys of a primitive taken together. Messages in conflicting lanes of a scope and of the
 * scopes that it opposes conflict.
 *
 * <p>A message is held up by a lane if the lowest message of that lane is lower than itself. So a
 * change of a lane matters to others only if it changes the lowest, and then only to those between
 * the old and the new lowest: over the life of a message each lane sets it free once, however many
 * messages stand in the lane.
 */
final class ConflictScope {
  private static final Access[] ACCESSES = Access.values();

  private final NavigableMap<Position, Pending>[] lanes;
  private ConflictScope[] opposed = {this};

  @SuppressWarnings({"unchecked", "rawtypes"})
  ConflictScope() {
    lanes = new NavigableMap[ACCESSES.length];
  }

  /**
   * Sets the scopes, in place of itself, whose messages meet those of this one; this must be
   * mutual.
   */
  void oppose(ConflictScope... scopes) {
    opposed = scopes;
  }

  boolean isEmpty() {
    for (NavigableMap<Position, Pending> lane : lanes) {
      if (lane != null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the highest timestamp among the messages that conflict with this access, or -1 if there
   * is none.
   */
  long highestConflicting(Access access) {
    long highest = -1;
    for (ConflictScope scope : opposed) {
      for (Access other : ACCESSES) {
        NavigableMap<Position, Pending> lane = scope.lane(other);
        if (lane != null && access.conflictsWith(other)) {
          highest = Math.max(highest, lane.lastKey().timestamp());
        }
      }
    }
    return highest;
  }

  /** Returns whether a message of this scope below the position does more than read. */
  boolean isChangedBelow(Position position) {
    for (Access access : ACCESSES) {
      NavigableMap<Position, Pending> lane = lane(access);
      if (access != Access.READ && lane != null && lane.firstKey().compareTo(position) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Counts the lanes that hold up a message that touches this scope in this way. */
  int countBlockingLanes(Access access, Position position) {
    int count = 0;
    for (ConflictScope scope : opposed) {
      for (Access other : ACCESSES) {
        NavigableMap<Position, Pending> lane = scope.lane(other);
        if (isBlocking(lane, other, access, position)) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean isBlocking(
      NavigableMap<Position, Pending> lane, Access ofLane, Access access, Position position) {
    return lane != null && access.conflictsWith(ofLane) && lane.firstKey().compareTo(position) < 0;
  }

  /**
   * Visits, of each lane that holds up a message that touches this scope in this way, the lowest
   * message and the nearest one below the position.
   */
  void visitBlocking(Access access, Position position, Consumer<Pending> visitor) {
    for (ConflictScope scope : opposed) {
      for (Access other : ACCESSES) {
        NavigableMap<Position, Pending> lane = scope.lane(other);
        if (isBlocking(lane, other, access, position)) {
          visitor.accept(lane.firstEntry().getValue());
          visitor.accept(lane.lowerEntry(position).getValue());
        }
      }
    }
  }

  /**
   * Visits the messages that hold up one that touches this scope in this way: those above the
   * nearest writer, and that one itself. All that is lower conflicts with the writer, and so is
   * below it.
   */
  void visitNearest(Access access, Position position, Predicate<Pending> visitor) {
    // Each scope is opposed first by the one whose writers conflict with all that it meets.
    NavigableMap<Position, Pending> writers = opposed[0].lane(Access.WRITE);
    Map.Entry<Position, Pending> writer = writers == null ? null : writers.lowerEntry(position);
    if (writer != null && !visitor.test(writer.getValue())) {
      return;
    }
    for (ConflictScope scope : opposed) {
      for (Access other : ACCESSES) {
        NavigableMap<Position, Pending> lane = scope.lane(other);
        if (lane == null || !access.conflictsWith(other)) {
          continue;
        }
        Map<Position, Pending> between =
            writer == null
                ? lane.headMap(position, false)
                : lane.subMap(writer.getKey(), false, position, false);
        for (Pending message : between.values()) {
          if (!visitor.test(message)) {
            return;
          }
        }
      }
    }
  }

  /**
   * Visits the messages below the position that conflict with one that touches this scope in this
   * way: the writers from the highest on, down to one that the visitor takes, and all others above
   * that one.
   */
  void visitPreceding(Access access, Position position, Predicate<Pending> visitor) {
    NavigableMap<Position, Pending> writers = opposed[0].lane(Access.WRITE);
    Position taken = null;
    if (writers != null) {
      for (Pending writer : writers.headMap(position, false).descendingMap().values()) {
        if (visitor.test(writer)) {
          taken = writer.position();
          break;
        }
      }
    }
    for (ConflictScope scope : opposed) {
      for (Access other : ACCESSES) {
        NavigableMap<Position, Pending> lane = scope.lane(other);
        if (lane != null && lane != writers && access.conflictsWith(other)) {
          Map<Position, Pending> above =
              taken == null
                  ? lane.headMap(position, false)
                  : lane.subMap(taken, false, position, false);
          above.values().forEach(visitor::test);
        }
      }
    }
  }

  /**
   * Moves a message in its lane, and keeps account of whom the lane holds up, except for the
   * message itself.
   *
   * @param from its present position, or null if it is not there yet
   * @param to its new position, or null if it leaves
   * @param freed told of each message that no lane holds up any more
   */
  void move(Pending message, Access access, Position from, Position to, Consumer<Pending> freed) {
    NavigableMap<Position, Pending> lane = lane(access);
    Position lowestBefore = lane == null ? null : lane.firstKey();
    if (lane == null) {
      lane = new TreeMap<>();
      lanes[access.ordinal()] = lane;
    }
    if (from != null) {
      lane.remove(from);
    }
    if (to != null) {
      lane.put(to, message);
    }
    Position lowestAfter = lane.isEmpty() ? null : lane.firstKey();
    if (lane.isEmpty()) {
      lanes[access.ordinal()] = null;
    }
    if (isLower(lowestBefore, lowestAfter)) {
      account(message, access, lowestBefore, lowestAfter, -1, freed);
    } else if (isLower(lowestAfter, lowestBefore)) {
      account(message, access, lowestAfter, lowestBefore, 1, freed);
    }
  }

  /**
   * Adds the change to the account of every message above the low position and up to the high one.
   */
  private void account(
      Pending mover,
      Access access,
      Position low,
      Position high,
      int change,
      Consumer<Pending> freed) {
    for (ConflictScope scope : opposed) {
      for (Access other : ACCESSES) {
        NavigableMap<Position, Pending> lane = scope.lane(other);
        if (lane == null || !access.conflictsWith(other)) {
          continue;
        }
        Map<Position, Pending> between =
            high == null ? lane.tailMap(low, false) : lane.subMap(low, false, high, true);
        for (Pending message : between.values()) {
          if (message != mover) {
            message.blockingLanes += change;
            if (message.isFirst()) {
              freed.accept(message);
            }
          }
        }
      }
    }
  }

  /**
   * Returns whether a lowest position is below another one, where null means that the lane is
   * empty.
   */
  private static boolean isLower(Position position, Position than) {
    return position != null && (than == null || position.compareTo(than) < 0);
  }

  private NavigableMap<Position, Pending> lane(Access access) {
    return lanes[access.ordinal()];
  }
}
