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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ordering.MessageId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** The points that one run has come to. */
final class Points {
  private static final int ELECTIONS = 3;

  private final Set<Point> reached = EnumSet.noneOf(Point.class);
  private final Set<MessageId> executed = new HashSet<>();
  private int elections;

  void reach(Point point) {
    reached.add(point);
  }

  Set<Point> reached() {
    return reached;
  }

  /** A group has executed a message. */
  void executed(MessageId id) {
    executed.add(id);
  }

  /** Returns whether some group has executed a message, so that it is stable in all. */
  boolean isExecuted(MessageId id) {
    return executed.contains(id);
  }

  /** A group has elected a leader. */
  void elected() {
    elections++;
  }

  /** Returns how many leaders the groups have elected. */
  int elections() {
    return elections;
  }

  /** A message of leaders arrives that was sent when so many were elected. */
  void arrives(int electionsBefore) {
    if (elections - electionsBefore >= ELECTIONS) {
      reach(Point.OUTLIVES_ELECTIONS);
    }
  }
}
