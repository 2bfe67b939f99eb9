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

import io.atomix.mcast.ordering.Fact.InGroup;
import io.atomix.mcast.ordering.Fact.MessageFact;
import io.atomix.mcast.ordering.Fact.Node;
import io.atomix.mcast.ordering.Fact.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Derives which multicast messages are stable (rules 3, 5 and 6) from what groups tell of them, in
 * any order and with anything missing: facts never become false, so what has been derived stays
 * derived, and more is derived when more is known. Leaders use it.
 *
 * <p>The cost of a fact depends on what it changes. A message waits in each of its groups for one
 * of those below it and is judged again only when more is known of that one; and what has been
 * found settled is not looked at again, so that a message at the end of a chain costs no more than
 * one at its beginning.
 *
 * <p>Not thread-safe.
 */
public class Stability {
  /** Largest number of messages that are kept of which nothing but facts is known so far. */
  private static final int MOST_UNKNOWN = 10_000;

  private static final int MOST_KEPT = 10_000;

  private final GroupId self;
  private final SetsBelow sets;
  private final Map<MessageId, MessageFact> messages = new HashMap<>();
  private final Map<MessageId, MessageFact> unknown = new LinkedHashMap<>();

  /** Messages that were forgotten, but for what was below them; the oldest first. */
  private final Deque<MessageFact> kept = new ArrayDeque<>();

  private final Deque<InGroup> toJudge = new ArrayDeque<>();
  private List<MessageId> stable = new ArrayList<>();
  private List<MessageId> closed = new ArrayList<>();
  private List<Unjudged> unjudged = new ArrayList<>();
  private boolean restoring;
  private int search;

  /**
   * Knows nothing yet.
   *
   * @param self the group in which to tell what is closed, or null for none
   */
  public Stability(GroupId self) {
    this.self = self;
    this.sets = new SetsBelow(self);
  }

  /** From now on a message is known by its destination groups; what others say does not count. */
  public void add(MessageId id, SortedSet<GroupId> destinations) {
    if (messages.containsKey(id)) {
      return;
    }
    MessageFact message = unknown.remove(id);
    if (message == null) {
      message = new MessageFact(id);
    }
    message.destinations = destinations;
    message.groups().removeIf(in -> !destinations.contains(in.group));
    messages.put(id, message);
    learned(message);
    judgeAll();
  }

  /** Takes note of what a group says of a message, which need not be known yet. */
  public void learn(MessageId id, GroupId group, MessageStatus status) {
    if (status.state() == MessageStatus.State.ABSENT) {
      return;
    }
    MessageFact message = message(id);
    if (message.destinations != null && !message.destinations.contains(group)) {
      return;
    }
    InGroup in = message.in(group);
    if (says(in.status) > says(status)) {
      learnedLate(in, status);
      return;
    } else if (status.equals(in.status)) {
      return;
    }
    boolean knewAll = in.status != null && in.status.below().isNone();
    boolean sameTimestamp =
        in.status != null
            && in.status.state() == status.state()
            && in.status.timestamp() == status.timestamp();
    in.status = status;
    if (status.state().pending() && !(sameTimestamp && knewAll)) {
      in.put(node(status));
    }
    learned(message);
    judgeAll();
  }

  /**
   * A group has said more already, but not what was below the message when it took this timestamp:
   * others may name the message with it.
   */
  private void learnedLate(InGroup in, MessageStatus status) {
    if (status.state().pending() && in.isUnknownAt(status.timestamp())) {
      in.put(node(status));
      wake(in.message);
      judgeAll();
    }
  }

  /**
   * Nobody asks for this message any more. It is kept for as long as what was below it in the own
   * group may still be below others.
   */
  public void forget(MessageId id) {
    MessageFact message = messages.get(id);
    if (message != null && !leadsNowhere(message)) {
      kept.add(message);
    } else if (messages.remove(id) == null) {
      message = unknown.remove(id);
    }
    if (message != null) {
      message.groups().forEach(this::unwatch);
    }
    for (MessageFact oldest = kept.peek();
        oldest != null && (kept.size() > MOST_KEPT || leadsNowhere(oldest));
        oldest = kept.peek()) {
      messages.remove(kept.poll().id);
    }
  }

  private boolean leadsNowhere(MessageFact message) {
    InGroup own = self == null ? null : message.find(self);
    if (own != null && message.isSettled()) {
      for (Node node : own.nodes()) {
        sets.shorten(node, self);
        if (!node.isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Takes note that a state is being restored, or has been: what it names and does not hold was
   * executed before, so that nothing can be said of what was below it.
   */
  public void restoring(boolean begins) {
    restoring = begins;
  }

  /** Returns what has been found stable since the last call, in the order in which it was. */
  public List<MessageId> takeStable() {
    List<MessageId> taken = stable;
    stable = taken.isEmpty() ? taken : new ArrayList<>();
    return taken;
  }

  /**
   * Returns what has been found closed in the own group since the last call, though its log has not
   * said yet that nothing is below it.
   */
  public List<MessageId> takeClosed() {
    List<MessageId> taken = closed;
    closed = taken.isEmpty() ? taken : new ArrayList<>();
    return taken;
  }

  /**
   * A set that cannot be judged, though a message that it names is settled: what was below that one
   * has not been told. Its group has to tell the set once more, without that message (rule 5).
   */
  public record Unjudged(MessageId id, GroupId group, MessageId settled) {}

  /** Returns the sets that have been found to be so since the last call. */
  public List<Unjudged> takeUnjudged() {
    List<Unjudged> taken = unjudged;
    unjudged = taken.isEmpty() ? taken : new ArrayList<>();
    return taken;
  }

  /** Returns whether a message is known to be stable. */
  public boolean isStable(MessageId id) {
    MessageFact message = messages.get(id);
    return message != null && message.stable;
  }

  /**
   * Returns what is known to be below a message in a group, without what is settled; null if the
   * group has not told.
   */
  public Below below(MessageId id, GroupId group) {
    MessageFact message = messages.get(id);
    InGroup in = message == null ? null : message.find(group);
    Node node = in == null || in.status == null ? null : in.node(in.status.timestamp());
    if (node == null) {
      return null;
    } else if (node.refs == null) {
      return Below.TOO_MANY;
    }
    sets.shorten(node, group);
    return Below.of(
        node.refs.stream().map(ref -> new Position(ref.timestamp(), ref.message().id)).toList());
  }

  /** Returns how many messages are kept, known ones and others. */
  public int size() {
    return messages.size() + unknown.size();
  }

  private MessageFact message(MessageId id) {
    MessageFact message = messages.get(id);
    if (message == null) {
      message = unknown.computeIfAbsent(id, MessageFact::new);
      message.doubtful |= restoring;
      if (unknown.size() > MOST_UNKNOWN) {
        Iterator<MessageFact> oldest = unknown.values().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    return message;
  }

  private Node node(MessageStatus status) {
    Below below = status.below();
    if (below.tooMany()) {
      return new Node(status.timestamp(), null);
    }
    List<Ref> refs = new ArrayList<>(below.nearest().size());
    for (Position position : below.nearest()) {
      refs.add(new Ref(message(position.id()), position.timestamp()));
    }
    return new Node(status.timestamp(), refs);
  }

  /** Standings come in any order, and a later one says more. */
  private static long says(MessageStatus status) {
    if (status == null) {
      return -1;
    } else if (!status.state().pending()) {
      return Long.MAX_VALUE;
    }
    return 2 * status.timestamp() + (status.first() ? 1 : 0);
  }

  /** More is known of a message. */
  private void learned(MessageFact message) {
    if (message.destinations != null && !message.isSettled()) {
      conclude(message);
    }
    wake(message);
    if (message.finalTimestamp >= 0 && !message.isSettled()) {
      toJudge.addAll(message.groups());
    }
  }

  /**
   * Rule 3: the final timestamp is the maximum of all votes. A group that has gone further has said
   * it, or what has become of the message.
   */
  private void conclude(MessageFact message) {
    int voted = 0;
    long highest = 0;
    for (InGroup in : message.groups()) {
      MessageStatus status = in.status;
      if (status == null) {
        continue;
      }
      switch (status.state()) {
        case VOTED -> {
          voted++;
          highest = Math.max(highest, status.timestamp());
        }
        case FINAL -> message.finalTimestamp = status.timestamp();
        case EXECUTED -> {
          message.finalTimestamp = status.timestamp();
          message.stable = true;
        }
        case ABORTED, REFUSED -> message.dropped = true;
        case ABSENT -> {}
      }
    }
    if (message.finalTimestamp < 0 && voted == message.destinations.size()) {
      message.finalTimestamp = highest;
    }
    if (message.isSettled()) {
      settled(message);
    }
  }

  private void wake(MessageFact message) {
    for (InGroup watcher : message.takeWatchers()) {
      watcher.woken();
      toJudge.add(watcher);
    }
  }

  private void judgeAll() {
    for (InGroup in = toJudge.poll(); in != null; in = toJudge.poll()) {
      if (!in.message.isSettled()) {
        judge(in);
      }
    }
  }

  private void judge(InGroup in) {
    MessageFact message = in.message;
    if (!in.closed && message.finalTimestamp >= 0 && in.status != null) {
      MessageFact blocker = isToldClosed(in) ? null : blocker(in);
      if (blocker != null) {
        if (blocker != message) {
          in.watch(blocker);
          if (blocker.isSettled()) {
            unjudged.add(new Unjudged(message.id, in.group, blocker.id));
          }
        }
        return;
      }
      in.closed = true;
      unwatch(in);
      if (in.group.equals(self) && !in.status.first()) {
        closed.add(message.id);
      }
    }
    // Rule 6: it may be executed once it is stable, which is closed in every destination group.
    if (isClosedEverywhere(message)) {
      message.stable = true;
      settled(message);
      wake(message);
    }
  }

  private static boolean isClosedEverywhere(MessageFact message) {
    int count = 0;
    for (InGroup in : message.groups()) {
      if (!in.closed) {
        return false;
      }
      count++;
    }
    return message.destinations != null && count == message.destinations.size();
  }

  private void settled(MessageFact message) {
    if (message.stable) {
      stable.add(message.id);
    }
    for (InGroup in : message.groups()) {
      unwatch(in);
      // A message that comes after it need not look further back than this.
      in.nodes().forEach(node -> sets.shortenSettled(node, in.group));
    }
  }

  private void unwatch(InGroup in) {
    MessageFact watched = in.unwatch();
    if (watched != null
        && watched.destinations == null
        && watched.watchers().isEmpty()
        && watched.groups().isEmpty()) {
      unknown.remove(watched.id, watched);
    }
  }

  /**
   * Returns a message that has to be known better before this one is closed in the group, itself if
   * what is below it has not been told there, or null if it is closed. It counts only what was told
   * with the final timestamp: a raise makes a new set.
   */
  private MessageFact blocker(InGroup in) {
    MessageFact message = in.message;
    Node node = in.status.state().pending() ? node(in) : null;
    if (node == null || node.refs == null) {
      return message;
    }
    sets.shorten(node, in.group);
    if (node.isEmpty()) {
      return null;
    }
    Position position = new Position(message.finalTimestamp, message.id);
    Deque<Node> toSearch = new ArrayDeque<>();
    int thisSearch = ++search;
    for (Node next = node; next != null; next = toSearch.poll()) {
      for (int i = next.refs.size() - 1; i >= 0; i--) {
        Ref ref = next.refs.get(i);
        InGroup below = ref.message().find(in.group);
        // It may be known to pass, yet others were below it that do not.
        Node further = below == null ? null : below.node(ref.timestamp());
        if (further == null
            || further.refs == null
            || !mayPass(ref.message(), in.group, position)) {
          return ref.message();
        }
        if (further.searched != thisSearch) {
          further.searched = thisSearch;
          sets.shorten(further, in.group);
          toSearch.add(further);
        }
      }
    }
    return null;
  }

  /** Returns whether the group has said by itself that the message is closed there. */
  boolean isToldClosed(InGroup in) {
    return in.status.isClosed(in.message.finalTimestamp);
  }

  /** Returns what was below the message when it took its final timestamp, or null if unknown. */
  Node node(InGroup in) {
    return in.node(in.message.finalTimestamp);
  }

  /**
   * Rule 5: returns whether a message that is below another in a group need not be waited for: it
   * is stable or dropped, or is known to get a final timestamp above the other's, or is that other
   * one itself, which was below those below it before it was raised.
   *
   * @param position where the other stands, finally
   */
  boolean mayPass(MessageFact below, GroupId group, Position position) {
    return below.isSettled()
        || below.finalTimestamp >= 0
            && position.compareTo(new Position(below.finalTimestamp, below.id)) <= 0;
  }
}
