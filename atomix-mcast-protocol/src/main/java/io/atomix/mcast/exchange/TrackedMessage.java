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
package io.atomix.mcast.exchange;

import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Decisions;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.ordering.Position;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A multicast message that the own group holds or remembers, and what has been heard of it from its
 * other destination groups.
 */
final class TrackedMessage {
  /** Compares two statuses of a group by how much they say. */
  private static final Comparator<MessageStatus> SAYING_MORE =
      Comparator.<MessageStatus, Boolean>comparing(status -> !status.state().pending())
          .thenComparingLong(MessageStatus::timestamp)
          .thenComparing(MessageStatus::first)
          .thenComparing(status -> status.condition() != MessageStatus.Condition.OPEN);

  private final MessageId id;
  private final SortedSet<GroupId> destinations;
  private final SortedSet<GroupId> others;
  private final Map<GroupId, MessageStatus> heard = new HashMap<>();
  private final SortedSet<GroupId> unknownTo = new TreeSet<>();
  private final Map<GroupId, Long> toldAt = new HashMap<>();

  /** Rule 5: groups that cannot judge all that is below, and wait to be told of a smaller set. */
  private final Set<GroupId> unableToJudge = new TreeSet<>();

  /** Groups that have been asked what is below it now, and have not said anything since. */
  private final Set<GroupId> asked = new TreeSet<>();

  /** Groups that are to be told once more has gathered. */
  private final SortedSet<GroupId> owed = new TreeSet<>();

  private final ClientAddress whenStable;

  /** First status of the own group, if that was its vote. */
  private final MessageStatus vote;

  private boolean knownFromVotes;

  /** True if the message's client is expected to find out from the votes that it is stable. */
  private boolean foreseen;

  private MessageStatus own;
  private long since;
  private Entry proposed;
  private long proposedAt;

  TrackedMessage(GroupId self, StatusChange first, long now) {
    this.id = first.id();
    this.destinations = first.destinations();
    this.others = new TreeSet<>(destinations);
    this.others.remove(self);
    this.whenStable = first.whenStable();
    this.own = first.status();
    this.vote = own.state() == MessageStatus.State.VOTED ? own : null;
    this.since = now;
  }

  /**
   * Rule 8: the message's client is expected to find out from the votes that it is stable, and to
   * say so with its next batch: this group has voted as foreseen, and of what is below the message
   * the same is expected.
   */
  void foreseen(Map<MessageId, TrackedMessage> tracked) {
    foreseen = true;
    for (Position below : own.below().nearest()) {
      TrackedMessage lower = tracked.get(below.id());
      foreseen &= lower != null && (lower.foreseen || lower.isHead());
    }
  }

  /** Returns whether all that is heard bears out that the client finds out by itself. */
  boolean isForeseen() {
    return foreseen;
  }

  private boolean isHead() {
    return vote != null && vote.first() && own.timestamp() == vote.timestamp();
  }

  /**
   * Returns whether the own status says more than the one before, other than that nothing is below
   * the message any more.
   */
  boolean isNews(MessageStatus before) {
    return before == null
        || before.state() != own.state()
        || before.timestamp() != own.timestamp()
        || before.condition() != own.condition()
        || before.first() == own.first();
  }

  /** A group is told that this is below the message. */
  void told(GroupId group, Below below, Map<MessageId, TrackedMessage> tracked) {
    boolean able = !below.tooMany();
    for (Position position : below.nearest()) {
      TrackedMessage lower = tracked.get(position.id());
      able &=
          lower != null
              && lower.destinations.contains(group)
              && !lower.unableToJudge.contains(group);
    }
    if (able) {
      unableToJudge.remove(group);
    } else {
      unableToJudge.add(group);
    }
  }

  Set<GroupId> unableToJudge() {
    return unableToJudge.isEmpty() ? Set.of() : Set.copyOf(unableToJudge);
  }

  MessageId id() {
    return id;
  }

  /** Returns whom to tell as soon as the message is stable, or null. */
  ClientAddress whenStable() {
    return whenStable;
  }

  /** Returns whether a group is known to have executed it. */
  boolean isExecutedAnywhere() {
    return own.state() == MessageStatus.State.EXECUTED
        || heard.values().stream().anyMatch(each -> each.state() == MessageStatus.State.EXECUTED);
  }

  /** Rule 11: returns whether every group has judged the message's condition, and it holds. */
  boolean holds() {
    return own.condition() == MessageStatus.Condition.HOLDS
        && others.stream()
            .map(heard::get)
            .allMatch(each -> each != null && each.condition() == MessageStatus.Condition.HOLDS);
  }

  /**
   * Rule 8: the message is stable. Finds out whether its client knows that from the answers to its
   * own messages, as {@code OwnStableMessages} does: the votes are equal, and only messages of its
   * own are below of which it knows the same. It may be wrong where another group has left out of
   * its set what it knew to be stable: then the client waits for the execution.
   */
  void foundStable(Map<MessageId, TrackedMessage> tracked) {
    knownFromVotes = isVoteOfClient(vote, tracked);
    for (GroupId group : others) {
      MessageStatus status = heard.get(group);
      // If nothing was heard of it, its client has told the group to execute it.
      knownFromVotes &=
          status == null || status.state() == MessageStatus.State.EXECUTED
              ? isExecutedAnywhere()
              : isVoteOfClient(status, tracked);
    }
  }

  /** Returns whether the client is taken to know from the votes that the message is stable. */
  boolean isKnownFromVotes() {
    return knownFromVotes;
  }

  private boolean isVoteOfClient(MessageStatus status, Map<MessageId, TrackedMessage> tracked) {
    if (status == null
        || status.state() != MessageStatus.State.VOTED
        || status.timestamp() != own.timestamp()
        || status.below().tooMany()) {
      return false;
    }
    for (Position below : status.below().nearest()) {
      TrackedMessage lower = below.id().isOfClientOf(id) ? tracked.get(below.id()) : null;
      if (lower == null || !lower.knownFromVotes) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether another group has not voted as the own one, or has something below it. */
  boolean isOtherwise(MessageStatus other) {
    return other.state().pending() && (other.timestamp() != own.timestamp() || !other.first());
  }

  SortedSet<GroupId> destinations() {
    return destinations;
  }

  SortedSet<GroupId> others() {
    return others;
  }

  MessageStatus own() {
    return own;
  }

  /**
   * The own log says this now.
   *
   * @return whether it bears out what was found on a preview (rule 11), which stays in any case:
   *     others may have acted on it
   */
  boolean own(MessageStatus status) {
    boolean judged =
        own.state().pending()
            && status.state().pending()
            && own.timestamp() == status.timestamp()
            && own.condition() != MessageStatus.Condition.OPEN;
    boolean right =
        !judged
            || status.condition() == MessageStatus.Condition.OPEN
            || status.condition() == own.condition();
    own = judged ? status.withCondition(own.condition()) : status;
    toldAt.clear();
    return right;
  }

  /** Rule 11: the own group has judged the message on a preview. */
  void judged(boolean holds) {
    own = own.withHolds(holds);
    toldAt.clear();
  }

  /** Rule 11: returns what is known of how the message ends, or null if it has ended here. */
  Outlook outlook(boolean stable) {
    return own.state().pending() ? Decisions.outlook(own, others, heard, stable) : null;
  }

  /** Starts over, as a new leader does: nothing has been heard, told or proposed. */
  void startOver(long now) {
    heard.clear();
    unknownTo.clear();
    toldAt.clear();
    owed.clear();
    asked.clear();
    proposed = null;
    since = now;
  }

  /**
   * Takes note of what another group says; statuses come in any order, and a later one says more.
   */
  void hear(GroupId group, MessageStatus status) {
    if (!others.contains(group)) {
      return;
    }
    asked.remove(group);
    if (status == null) {
      // Not known yet, or not any more: a group may forget a message after its vote was heard here
      // (rule 10).
      if (waitsFor(group)) {
        unknownTo.add(group);
      }
      return;
    }
    unknownTo.remove(group);
    foreseen &= !status.state().pending() || status.timestamp() == own.timestamp();
    heard.merge(group, status, (old, next) -> SAYING_MORE.compare(next, old) >= 0 ? next : old);
  }

  /** Returns what the leader should append now, if it has not proposed just that a moment ago. */
  Optional<Entry.OrderEntry> next(boolean stable, long now, long again) {
    Optional<Entry.OrderEntry> entry = Decisions.next(id, own, others, heard, stable);
    if (entry.isEmpty() || entry.get().equals(proposed) && now - proposedAt < again) {
      return Optional.empty();
    }
    proposed = entry.get();
    proposedAt = now;
    return entry;
  }

  void proposalFailed() {
    proposed = null;
  }

  /** Returns whether more has to be heard from this group. */
  boolean waitsFor(GroupId group) {
    MessageStatus status = heard.get(group);
    return status == null || status.state().pending();
  }

  boolean unknownTo(GroupId group) {
    return unknownTo.contains(group);
  }

  /**
   * Returns whether a leader of this group said that it does not know the message, and nothing says
   * that it ever did.
   */
  boolean neverCameTo(GroupId group) {
    return unknownTo.contains(group) && !heard.containsKey(group);
  }

  long since() {
    return since;
  }

  /** All other groups are to be told later. */
  void owesAll() {
    owed.addAll(others);
  }

  void owesNothing(GroupId group) {
    owed.remove(group);
  }

  Set<GroupId> owed() {
    return Set.copyOf(owed);
  }

  /** Returns whether a group has to be asked what is below the message there. */
  boolean asks(GroupId group) {
    return others.contains(group) && asked.add(group);
  }

  boolean heardOfNone() {
    return heard.isEmpty();
  }

  boolean toldBefore(GroupId group, long now, long interval) {
    Long at = toldAt.get(group);
    return at != null && now - at < interval;
  }

  /** Returns whether the group was told what this group says now. */
  boolean wasTold(GroupId group) {
    return toldAt.containsKey(group);
  }

  /** Returns what groups say, this one too, and {@code ABSENT} of those that do not know it. */
  Map<GroupId, MessageStatus> statuses(GroupId self) {
    Map<GroupId, MessageStatus> all = new TreeMap<>(heard);
    all.put(self, own);
    unknownTo.forEach(group -> all.putIfAbsent(group, MessageStatus.ABSENT));
    return all;
  }

  void told(GroupId group, long now) {
    toldAt.put(group, now);
    owed.remove(group);
  }
}
