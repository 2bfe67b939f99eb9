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

import java.util.List;

/**
 * Rule 5: the multicast messages that were below a message in a group when it took its timestamp
 * there. A chain of conflicting messages would make that set grow with the chain, so only its
 * highest members are named, each with the timestamp that it had: what was below one of them when
 * it took that timestamp belongs to the set as well. Later messages get higher timestamps, so the
 * set is settled by then; who tells it may leave out what is stable or dropped.
 *
 * @param nearest the highest members, by (timestamp, id)
 * @param tooMany whether there are more than may be told: then nothing is known of the set
 */
public record Below(List<Position> nearest, boolean tooMany) {
  /** Largest number of members that may be named. */
  public static final int MOST = 500;

  /** Nothing is below. */
  public static final Below NONE = new Below(List.of(), false);

  /** More is below than may be told. */
  public static final Below TOO_MANY = new Below(List.of(), true);

  /**
   * Checks that the set is within its bound.
   *
   * @throws IllegalArgumentException if it is not
   */
  public Below {
    nearest = List.copyOf(nearest);
    if (nearest.size() > MOST || tooMany && !nearest.isEmpty()) {
      throw new IllegalArgumentException(
          "A set of " + nearest.size() + " messages is larger than " + MOST + " or too many");
    }
  }

  /** Returns the set of these members, or that they are too many. */
  public static Below of(List<Position> nearest) {
    return nearest.isEmpty() ? NONE : nearest.size() > MOST ? TOO_MANY : new Below(nearest, false);
  }

  /** Returns whether nothing is below. */
  public boolean isNone() {
    return nearest.isEmpty() && !tooMany;
  }
}
