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
 * Chooses the entries that the leader of a group appends to its log, given the facts that it has
 * learned of other groups. It may decide the same thing again, or on old facts: {@link
 * GroupOrdering} ignores what has become meaningless.
 */
public final class Decisions {
  private Decisions() {}

  /**
   * Returns the entry that takes a multicast message further in a group, if the known facts allow
   * one.
   *
   * @param id the message
   * @param own its status in the group that decides
   * @param otherDestinations its destination groups without the one that decides
   * @param stable whether the message is known to be {@link Stability stable}
   * @param others what the logs of other groups say of it, as far as known. {@link
   *     MessageStatus.State#ABSENT} counts only for a message that is not pending here, and must
   *     have been asked for since that is so
   */
  public static Optional<Entry.OrderEntry> next(
      MessageId id,
      MessageStatus own,
      SortedSet<GroupId> otherDestinations,
      Map<GroupId, MessageStatus> others,
      boolean stable) {
    List<MessageStatus> known = known(otherDestinations, others);
    boolean complete = known.size() == otherDestinations.size();
    return switch (own.state()) {
      case VOTED -> {
        // Rule 9: a destination group has refused, so not every one will vote.
        if (known.stream().anyMatch(status -> status.state().dropped())) {
          yield Optional.of(new Entry.Abort(id));
        }
        yield whilePending(id, own, known, complete, stable);
      }
      case FINAL -> whilePending(id, own, known, complete, stable);
      // A refusal that must be kept longer (rule 10) is kept by the group itself.
      case EXECUTED, ABORTED, REFUSED -> forget(id, known, complete);
      case ABSENT -> Optional.empty();
    };
  }

  /**
   * Rule 11: returns what is known of how a multicast message ends.
   *
   * <p>A refusal says nothing here. A group may refuse what it has executed and forgotten, if a
   * replica asks for it that is far behind its log, and so takes for pending what its group has
   * executed, too.
   *
   * @param own its status in the group that asks
   * @param otherDestinations its destination groups without the one that asks
   * @param others what the logs of other groups say of it, as far as known
   * @param stable whether the message is known to be {@link Stability stable}
   */
  public static Outlook outlook(
      MessageStatus own,
      SortedSet<GroupId> otherDestinations,
      Map<GroupId, MessageStatus> others,
      boolean stable) {
    List<MessageStatus> known = known(otherDestinations, others);
    if (known.stream().anyMatch(each -> each.state() == MessageStatus.State.ABORTED)) {
      return Outlook.DROPPED;
    }
    boolean complete = known.size() == otherDestinations.size();
    OptionalLong timestamp = finalTimestamp(own, known, complete);
    if (timestamp.isEmpty()) {
      return Outlook.OPEN;
    }
    long value = timestamp.getAsLong();
    if (!stable) {
      return new Outlook(Outlook.Certainty.FINAL, value, false);
    }
    return held(own, known, complete, value)
        .map(held -> new Outlook(Outlook.Certainty.DECIDED, value, held))
        .orElseGet(() -> new Outlook(Outlook.Certainty.STABLE, value, false));
  }

  private static List<MessageStatus> known(
      SortedSet<GroupId> otherDestinations, Map<GroupId, MessageStatus> others) {
    return otherDestinations.stream().map(others::get).filter(Objects::nonNull).toList();
  }

  /** Rule 10: once nobody waits for the outcome, nobody will ask for it any more. */
  private static Optional<Entry.OrderEntry> forget(
      MessageId id, List<MessageStatus> known, boolean complete) {
    return complete && known.stream().noneMatch(status -> status.state().pending())
        ? Optional.of(new Entry.Forget(List.of(id)))
        : Optional.empty();
  }

  private static Optional<Entry.OrderEntry> whilePending(
      MessageId id,
      MessageStatus own,
      List<MessageStatus> known,
      boolean complete,
      boolean stable) {
    OptionalLong timestamp = finalTimestamp(own, known, complete);
    if (timestamp.isEmpty()) {
      return Optional.empty();
    }
    long value = timestamp.getAsLong();
    // Rule 4: a vote below the final timestamp is raised to it.
    if (own.timestamp() < value) {
      return Optional.of(new Entry.Raise(id, value));
    }
    // Rule 6: a stable message. Its group executes it as soon as nothing is below it.
    Optional<Boolean> held = stable ? held(own, known, complete, value) : Optional.empty();
    return held.map(decision -> new Entry.Execute(id, value, decision));
  }

  /**
   * Rule 11: the condition held if every group says so, each judging once nothing is below the
   * message there. A group that has executed the message knows that already. None as long as a
   * group has not judged.
   */
  private static Optional<Boolean> held(
      MessageStatus own, List<MessageStatus> known, boolean complete, long timestamp) {
    for (MessageStatus status : known) {
      if (status.state() == MessageStatus.State.EXECUTED) {
        return Optional.of(status.holds());
      }
    }
    boolean allJudged =
        complete
            && isJudged(own, timestamp)
            && known.stream().allMatch(s -> isJudged(s, timestamp));
    return allJudged
        ? Optional.of(own.holds() && known.stream().allMatch(MessageStatus::holds))
        : Optional.empty();
  }

  /** A raise puts others below the message, so a verdict before it does not count. */
  private static boolean isJudged(MessageStatus status, long timestamp) {
    return status.condition() != MessageStatus.Condition.OPEN && status.timestamp() == timestamp;
  }

  /** Rule 3: the maximum of all votes; a group that has gone further than voting knew it. */
  private static OptionalLong finalTimestamp(
      MessageStatus own, List<MessageStatus> known, boolean complete) {
    if (own.state() == MessageStatus.State.FINAL) {
      return OptionalLong.of(own.timestamp());
    }
    long highest = own.timestamp();
    boolean allVoted = complete;
    for (MessageStatus status : known) {
      switch (status.state()) {
        case FINAL, EXECUTED -> {
          return OptionalLong.of(status.timestamp());
        }
        case VOTED -> highest = Math.max(highest, status.timestamp());
        case ABORTED, REFUSED, ABSENT -> allVoted = false;
      }
    }
    return allVoted ? OptionalLong.of(highest) : OptionalLong.empty();
  }
}
