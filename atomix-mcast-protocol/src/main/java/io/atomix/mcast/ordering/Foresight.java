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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Rule 11: what a group executes before a message that is stable, found out beforehand. It counts
 * what is below the message, what is below that, and so on: what an operation leaves may depend on
 * what it finds.
 */
public final class Foresight {
  private final ConflictIndex index;
  private final Function<MessageId, Outlook> outlooks;
  private final TreeMap<Position, Effect.Run> before = new TreeMap<>();
  private final Set<MessageId> found = new HashSet<>();
  private final Deque<Pending> toSearch = new ArrayDeque<>();
  private Position judged;
  private MessageId undecided;

  /**
   * Executions that come before a message.
   *
   * @param before the executions, the lowest first
   * @param undecided a message that has to be decided before they are known, or null if they are
   */
  public record Foreseen(Collection<Effect.Run> before, MessageId undecided) {}

  Foresight(ConflictIndex index, Function<MessageId, Outlook> outlooks) {
    this.index = index;
    this.outlooks = outlooks;
  }

  Foreseen before(Pending message) {
    judged = message.position();
    toSearch.add(message);
    while (!toSearch.isEmpty() && undecided == null) {
      Pending next = toSearch.poll();
      index.visitPreceding(next, lower -> precedes(lower, next.position()));
    }
    return undecided == null
        ? new Foreseen(List.copyOf(before.values()), null)
        : new Foreseen(List.of(), undecided);
  }

  /**
   * Takes note of a message that is below another; returns whether it comes before that one, and so
   * with it whatever is below it and conflicts with it.
   */
  private boolean precedes(Pending lower, Position position) {
    MessageId id = lower.id();
    if (undecided != null || found.contains(id)) {
      return true;
    }
    if (!lower.isMulticast()) {
      add(lower, true);
      return true;
    }
    Outlook outlook = outlooks.apply(id);
    if (!outlook.mayPrecede(judged, id)) {
      // Raised above all that counts, or dropped: whatever is below may still come before it.
      return false;
    } else if (!outlook.mayPrecede(position, id)) {
      // Raised above that one, but not above all that comes behind that one, from where it was not
      // looked for: that is done when the own log has raised it.
      undecided = id;
    } else if (outlook.certainty() == Outlook.Certainty.DECIDED
        && outlook.timestamp() == lower.timestamp()) {
      add(lower, outlook.held());
    } else {
      undecided = id;
    }
    return true;
  }

  private void add(Pending message, boolean held) {
    found.add(message.id());
    before.put(message.position(), new Effect.Run(message.id(), held));
    toSearch.add(message);
  }
}
