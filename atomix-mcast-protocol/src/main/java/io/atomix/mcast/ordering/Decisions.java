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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * What the leader of a group appends to its log, given what it has learned of other groups. It may decide the same thing again, or
 * on old facts: {@link GroupOrdering} ignores what has become meaningless.
 */
public final class Decisions {
  private Decisions() {}

  /**
   * Returns the entry that takes a multicast message further in a group, if the known facts allow one.
   *
   * @param id the message
   * @param own its standing in the group that decides
   * @param otherDestinations its destination groups without the one that decides
   * @param others what the logs of other groups say of it, as far as known. {@link Standing.State#ABSENT} counts only for a message
   *     that is not pending here, and must have been asked for since that is so
   */
  public static Optional<Entry> next(
      MessageId id,
      Standing own,
      SortedSet<GroupId> otherDestinations,
      Map<GroupId, Standing> others) {
    List<Standing> known =
        otherDestinations.stream().map(others::get).filter(Objects::nonNull).toList();
    boolean complete = known.size() == otherDestinations.size();
    return switch (own.state()) {
      case VOTED -> {
        // Rule 9: a destination group has refused, so not every one will vote.
        if (known.stream().anyMatch(standing -> standing.state().dropped())) {
          yield Optional.of(new Entry.Abort(id));
        }
        yield whilePending(id, own, known, complete);
      }
      case FINAL -> whilePending(id, own, known, complete);
      case EXECUTED, ABORTED, REFUSED -> {
        // Rule 10: nobody will ask any more.
        if (complete && known.stream().allMatch(standing -> !standing.state().pending())) {
          yield Optional.of(new Entry.Forget(List.of(id)));
        }
        yield Optional.empty();
      }
      case ABSENT -> Optional.empty();
    };
  }

  private static Optional<Entry> whilePending(
      MessageId id, Standing own, List<Standing> known, boolean complete) {
    OptionalLong timestamp = finalTimestamp(own, known, complete);
    if (timestamp.isEmpty()) {
      return Optional.empty();
    }
    long value = timestamp.getAsLong();
    // Rule 4.
    if (own.timestamp() < value) {
      return Optional.of(new Entry.Raise(id, value));
    }
    // Rule 6. Who has executed the message has seen that it is ready everywhere.
    boolean executed = known.stream().anyMatch(s -> s.state() == Standing.State.EXECUTED);
    boolean ready = complete && known.stream().allMatch(standing -> standing.isReady(value));
    if (own.isReady(value) && (executed || ready)) {
      return Optional.of(new Entry.Execute(id, value));
    }
    return Optional.empty();
  }

  /** Rule 3: the maximum of all votes; a group that has gone further than voting knew it. */
  private static OptionalLong finalTimestamp(
      Standing own, List<Standing> known, boolean complete) {
    if (own.state() == Standing.State.FINAL) {
      return OptionalLong.of(own.timestamp());
    }
    long highest = own.timestamp();
    boolean allVoted = complete;
    for (Standing standing : known) {
      switch (standing.state()) {
        case FINAL, EXECUTED -> {
          return OptionalLong.of(standing.timestamp());
        }
        case VOTED -> highest = Math.max(highest, standing.timestamp());
        case ABORTED, REFUSED, ABSENT -> allVoted = false;
      }
    }
    return allVoted ? OptionalLong.of(highest) : OptionalLong.empty();
  }
}
