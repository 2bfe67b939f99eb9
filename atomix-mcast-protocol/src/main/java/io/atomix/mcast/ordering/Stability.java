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
import io.atomix.mcast.ordering.Fact.Message;
import io.atomix.mcast.ordering.Fact.Node;
import io.atomix.mcast.ordering.Fact.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * Node of a message that the own group does not know any more: it has been executed or dropped,
   * with all below it.
   */
  private static final Node GONE = new Node(0, List.of());

  private final GroupId self;
  private final Map<MessageId, Message> messages = new HashMap<>();
  private final Map<MessageId, Message> unknown = new LinkedHashMap<>();

  /** Messages that were forgotten, but for what was below them; the oldest first. */
  private final Deque<Message> kept = new ArrayDeque<>();

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
  }

  /** From now on a message is known by its destination groups; what others say does not count. */
  public void add(MessageId id, SortedSet<GroupId> destinations) {
    if (messages.containsKey(id)) {
      return;
    }
    Message message = unknown.remove(id);
    if (message == null) {
      message = new Message(id);
    }
    message.destinations = destinations;
    message.groups().removeIf(in -> !destinations.contains(in.group));
    messages.put(id, message);
    learned(message);
    judgeAll();
  }

  /** Takes note of what a group says of a message, which need not be known yet. */
  public void learn(MessageId id, GroupId group, Standing standing) {
    if (standing.state() == Standing.State.ABSENT) {
      return;
    }
    Message message = message(id);
    if (message.destinations != null && !message.destinations.contains(group)) {
      return;
    }
    InGroup in = message.in(group);
    if (says(in.standing) > says(standing) || standing.equals(in.standing)) {
      return;
    }
    boolean knewAll = in.standing != null && in.standing.below().isNone();
    boolean sameTimestamp =
        in.standing != null
            && in.standing.state() == standing.state()
            && in.standing.timestamp() == standing.timestamp();
    in.standing = standing;
    if (standing.state().pending() && !(sameTimestamp && knewAll)) {
      in.put(node(standing));
    }
    learned(message);
    judgeAll();
  }

  /**
   * Nobody asks for this message any more. It is kept for as long as what was below it in the own
   * group may still be below others.
   */
  public void forget(MessageId id) {
    Message message = messages.get(id);
    if (message != null && !leadsNowhere(message)) {
      kept.add(message);
    } else if (messages.remove(id) == null) {
      message = unknown.remove(id);
    }
    if (message != null) {
      message.groups().forEach(this::unwatch);
    }
    for (Message oldest = kept.peek();
        oldest != null && (kept.size() > MOST_KEPT || leadsNowhere(oldest));
        oldest = kept.peek()) {
      messages.remove(kept.poll().id);
    }
  }

  private boolean leadsNowhere(Message message) {
    InGroup own = self == null ? null : message.find(self);
    if (own != null && message.isSettled()) {
      for (Node node : own.nodes()) {
        shorten(node, self);
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
    Message message = messages.get(id);
    return message != null && message.stable;
  }

  /**
   * Returns what is known to be below a message in a group, without what is settled; null if the
   * group has not told.
   */
  public Below below(MessageId id, GroupId group) {
    Message message = messages.get(id);
    InGroup in = message == null ? null : message.find(group);
    Node node = in == null || in.standing == null ? null : in.node(in.standing.timestamp());
    if (node == null) {
      return null;
    } else if (node.refs == null) {
      return Below.TOO_MANY;
    }
    shorten(node, group);
    return Below.of(
        node.refs.stream().map(ref -> new Position(ref.timestamp(), ref.message().id)).toList());
  }

  /** Returns how many messages are kept, known ones and others. */
  public int size() {
    return messages.size() + unknown.size();
  }

  private Message message(MessageId id) {
    Message message = messages.get(id);
    if (message == null) {
      message = unknown.computeIfAbsent(id, Message::new);
      message.doubtful |= restoring;
      if (unknown.size() > MOST_UNKNOWN) {
        Iterator<Message> oldest = unknown.values().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    return message;
  }

  private Node node(Standing standing) {
    Below below = standing.below();
    if (below.tooMany()) {
      return new Node(standing.timestamp(), null);
    }
    List<Ref> refs = new ArrayList<>(below.nearest().size());
    for (Position position : below.nearest()) {
      refs.add(new Ref(message(position.id()), position.timestamp()));
    }
    return new Node(standing.timestamp(), refs);
  }

  /** Standings come in any order, and a later one says more. */
  private static long says(Standing standing) {
    if (standing == null) {
      return -1;
    } else if (!standing.state().pending()) {
      return Long.MAX_VALUE;
    }
    return 2 * standing.timestamp() + (standing.first() ? 1 : 0);
  }

  /** More is known of a message. */
  private void learned(Message message) {
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
  private void conclude(Message message) {
    int voted = 0;
    long highest = 0;
    for (InGroup in : message.groups()) {
      Standing standing = in.standing;
      if (standing == null) {
        continue;
      }
      switch (standing.state()) {
        case VOTED -> {
          voted++;
          highest = Math.max(highest, standing.timestamp());
        }
        case FINAL -> message.finalTimestamp = standing.timestamp();
        case EXECUTED -> {
          message.finalTimestamp = standing.timestamp();
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

  private void wake(Message message) {
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
    Message message = in.message;
    if (!in.closed && message.finalTimestamp >= 0 && in.standing != null) {
      Message blocker = isToldClosed(in) ? null : blocker(in);
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
      if (in.group.equals(self) && !in.standing.first()) {
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

  private static boolean isClosedEverywhere(Message message) {
    int count = 0;
    for (InGroup in : message.groups()) {
      if (!in.closed) {
        return false;
      }
      count++;
    }
    return message.destinations != null && count == message.destinations.size();
  }

  private void settled(Message message) {
    if (message.stable) {
      stable.add(message.id);
    }
    for (InGroup in : message.groups()) {
      unwatch(in);
      // A message that comes after it need not look further back than this.
      in.nodes().forEach(node -> shorten(node, in.group));
    }
  }

  private void unwatch(InGroup in) {
    Message watched = in.unwatch();
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
  private Message blocker(InGroup in) {
    Message message = in.message;
    Node node = in.standing.state().pending() ? node(in) : null;
    if (node == null || node.refs == null) {
      return message;
    }
    shorten(node, in.group);
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
          shorten(further, in.group);
          toSearch.add(further);
        }
      }
    }
    return null;
  }

  /** Returns whether the group has said by itself that the message is closed there. */
  boolean isToldClosed(InGroup in) {
    return in.standing.isClosed(in.message.finalTimestamp);
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
  boolean mayPass(Message below, GroupId group, Position position) {
    return below.isSettled()
        || below.finalTimestamp >= 0
            && position.compareTo(new Position(below.finalTimestamp, below.id)) <= 0;
  }

  /** Puts in the place of settled messages what was below them, where that is known. */
  private void shorten(Node node, GroupId group) {
    if (node.refs == null || !canBeShorter(node, group)) {
      return;
    }
    int thisSearch = ++search;
    node.shortened = thisSearch;
    List<Node> found = new ArrayList<>();
    found.add(node);
    for (int i = 0; i < found.size(); i++) {
      for (Ref ref : found.get(i).refs) {
        Node further = replacing(ref, group);
        if (further != null && further.shortened != thisSearch) {
          further.shortened = thisSearch;
          found.add(further);
        }
      }
    }
    for (int i = found.size() - 1; i >= 0; i--) {
      replaceSettled(found.get(i), group);
    }
  }

  private boolean canBeShorter(Node node, GroupId group) {
    for (Ref ref : node.refs) {
      if (replacing(ref, group) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns what stands for a message that is settled, or null. */
  private Node replacing(Ref ref, GroupId group) {
    Message message = ref.message();
    if (!message.isSettled()) {
      return message.destinations == null && !message.doubtful && group.equals(self) ? GONE : null;
    }
    InGroup in = ref.message().find(group);
    Node node = in == null ? null : in.node(ref.timestamp());
    return node == null || node.refs == null ? null : node;
  }

  private void replaceSettled(Node node, GroupId group) {
    Set<Ref> refs = new LinkedHashSet<>();
    for (Ref ref : node.refs) {
      Node instead = replacing(ref, group);
      if (instead == null) {
        refs.add(ref);
      } else {
        refs.addAll(instead.refs);
      }
    }
    node.refs = List.copyOf(refs);
  }
}
