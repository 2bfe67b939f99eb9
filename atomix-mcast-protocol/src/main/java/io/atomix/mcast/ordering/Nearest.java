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

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Gathers what is below a message, within bounds. */
final class Nearest implements Predicate<Pending> {
  /** Largest number of messages that may be looked at. */
  private static final int VISITS = 4 * Below.MOST;

  /** Largest number of members that is not worth a search for those which others name. */
  private static final int FEW = 8;

  private final TreeSet<Position> positions = new TreeSet<>();
  private final List<Pending> messages = new ArrayList<>();
  private final Predicate<Position> status;
  private Pending stale;
  private int visits;
  private boolean tooMany;

  /**
   * Creates an empty set.
   *
   * @param status whether a message is pending at a position
   */
  Nearest(Predicate<Position> status) {
    this.status = status;
  }

  /** Takes a message; returns whether another one may be taken. */
  @Override
  public boolean test(Pending message) {
    if (stale != null || tooMany) {
      return false;
    }
    visits++;
    if (message.isMulticast()) {
      positions.add(message.position());
      messages.add(message);
    } else {
      for (Position below : message.below.nearest()) {
        if (!status.test(below)) {
          // A message that has gone or moved since would be named for as long as others come behind
          // it.
          stale = message;
          return false;
        }
      }
      tooMany |= message.below.tooMany();
      positions.addAll(message.below.nearest());
    }
    tooMany |= visits > VISITS;
    return !tooMany;
  }

  /** Returns a local message of which it has to be found out first what is below it, or null. */
  Pending stale() {
    return stale;
  }

  Below below() {
    if (!tooMany && positions.size() > FEW) {
      // Below one that changes the whole primitive is all that is pending, mostly chains of keys.
      messages.forEach(message -> message.below.nearest().forEach(positions::remove));
    }
    return tooMany ? Below.TOO_MANY : Below.of(new ArrayList<>(positions));
  }
}
