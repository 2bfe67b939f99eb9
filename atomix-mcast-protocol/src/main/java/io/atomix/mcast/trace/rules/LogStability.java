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
package io.atomix.mcast.trace.rules;

import io.atomix.mcast.trace.rules.ReplayedMessage.ReplayedPart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Rules 5 and 6, from the logs as far as they are replayed: which messages are stable. It is the
 * definition in {@code docs/protocol.md} and no more, so it shares nothing with what the leaders
 * compute from what they tell each other.
 */
final class LogStability {
  private final LogReplay replay;

  LogStability(LogReplay replay) {
    this.replay = replay;
  }

  /**
   * A reason for which a message is not known to be stable.
   *
   * @param why a sentence, null if the other message is what is missing
   * @param other a message that has to be stable first, or null
   */
  private record Obstacle(String why, ReplayedMessage other) {}

  /** Returns why a message is not stable by what is replayed until now, or null if it is. */
  String whyNotStable(ReplayedMessage message) {
    Deque<ReplayedMessage> path = new ArrayDeque<>();
    Set<ReplayedMessage> onPath = new HashSet<>();
    path.push(message);
    onPath.add(message);
    while (!path.isEmpty()) {
      ReplayedMessage top = path.peek();
      Obstacle obstacle = top.isStable() ? null : obstacle(top);
      if (obstacle == null) {
        top.foundStable();
        onPath.remove(path.pop());
      } else if (obstacle.why() != null) {
        return (top == message ? "" : "it comes behind " + top + ", and ") + obstacle.why();
      } else if (onPath.add(obstacle.other())) {
        path.push(obstacle.other());
      } else {
        return "it comes behind " + obstacle.other() + ", which waits for itself";
      }
    }
    return null;
  }

  private Obstacle obstacle(ReplayedMessage message) {
    OptionalLong timestamp = message.finalTimestamp();
    for (String group : message.destinations()) {
      Obstacle here = obstacle(message, group, timestamp);
      if (here != null) {
        return here;
      }
    }
    return null;
  }

  private Obstacle obstacle(ReplayedMessage message, String group, OptionalLong timestamp) {
    ReplayedPart part = message.in(group);
    if (part == null || part.placed() == null) {
      boolean unknown = replay.mayBeUnrecorded(message, group) || replay.isOpen(group);
      return unknown ? null : new Obstacle(group + " has not voted on " + message, null);
    } else if (part.executed() != null || part.isOutOfSight()) {
      return null;
    } else if (part.isDropped()) {
      return new Obstacle(group + " has dropped " + message, null);
    } else if (replay.isOpen(group) || timestamp.isEmpty() && !replay.isWhole()) {
      return null;
    } else if (timestamp.isEmpty()) {
      return new Obstacle("not all groups vote on " + message, null);
    } else if (part.timestamp() != timestamp.getAsLong()) {
      return new Obstacle(
          group + " has not raised " + message + " to " + timestamp.getAsLong(), null);
    }
    ReplayedMessage below = undecidedBelow(part, group, new HashSet<>());
    return below == null ? null : new Obstacle(null, below);
  }

  /**
   * Returns a multicast message below that is neither stable nor dropped, nor known to get a higher
   * timestamp; in place of a local message what is below it.
   */
  private ReplayedMessage undecidedBelow(
      ReplayedPart part, String group, Set<ReplayedPart> visited) {
    Deque<ReplayedPart> next = new ArrayDeque<>(replay.below(part, group));
    while (!next.isEmpty()) {
      ReplayedPart each = next.pop();
      if (!visited.add(each)) {
        continue;
      }
      ReplayedMessage other = each.message();
      if (!other.isMulticast()) {
        next.addAll(replay.below(each, group));
      } else if (!other.isStable() && !other.isDropped() && !isKnownAbove(other, part)) {
        return other;
      }
    }
    return null;
  }

  /** Returns whether a group has given it a place behind the other's already. */
  private static boolean isKnownAbove(ReplayedMessage message, ReplayedPart other) {
    return message.destinations().stream()
        .map(message::in)
        .anyMatch(
            part ->
                part != null
                    && part.placed() != null
                    && part.comparePlace(other.timestamp(), other.message()) > 0);
  }
}
