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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** Facts about messages, as {@link Stability} knows them. */
final class Fact {
  private Fact() {}

  /** One message. */
  static final class MessageFact {
    final MessageId id;

    /** Null as long as it has only been named by others. */
    SortedSet<GroupId> destinations;

    /** Rule 3: the maximum of the votes; -1 as long as it is not known. */
    long finalTimestamp = -1;

    boolean stable;
    boolean dropped;

    /**
     * True of a message that has only been named by others: it may have been pending in the own
     * group.
     */
    boolean doubtful;

    private final List<InGroup> groups = new ArrayList<>(2);

    /** Messages that have to be judged again when more is known of this one. */
    private Set<InGroup> watchers = Set.of();

    MessageFact(MessageId id) {
      this.id = id;
    }

    /** Returns whether nothing more can become of it that others wait for. */
    boolean isSettled() {
      return stable || dropped;
    }

    List<InGroup> groups() {
      return groups;
    }

    /** Returns what is known of it in a group, or null if nothing is. */
    InGroup find(GroupId group) {
      for (InGroup in : groups) {
        if (in.group.equals(group)) {
          return in;
        }
      }
      return null;
    }

    InGroup in(GroupId group) {
      InGroup found = find(group);
      if (found == null) {
        found = new InGroup(this, group);
        groups.add(found);
      }
      return found;
    }

    Set<InGroup> watchers() {
      return watchers;
    }

    Set<InGroup> takeWatchers() {
      Set<InGroup> taken = watchers;
      watchers = Set.of();
      return taken;
    }

    private void watch(InGroup watcher) {
      if (watchers.isEmpty()) {
        watchers = new LinkedHashSet<>(2);
      }
      watchers.add(watcher);
    }

    private void unwatch(InGroup watcher) {
      if (!watchers.isEmpty()) {
        watchers.remove(watcher);
      }
    }
  }

  /** One message in one of its groups. */
  static final class InGroup {
    final MessageFact message;
    final GroupId group;

    /** The furthest that has been heard, or null. */
    MessageStatus status;

    /** Rule 5: nothing below it here can come before it any more; judged, or told. */
    boolean closed;

    /** Messages below it when it took a timestamp: its vote, and a higher final one. */
    private Node first;

    private Node second;
    private MessageFact watching;

    private InGroup(MessageFact message, GroupId group) {
      this.message = message;
      this.group = group;
    }

    /** Returns what was below the message when it took this timestamp, or null if unknown. */
    Node node(long timestamp) {
      return first != null && first.timestamp == timestamp
          ? first
          : second != null && second.timestamp == timestamp ? second : null;
    }

    /**
     * Returns whether it took this timestamp, and what was below it then has not been told. It
     * takes two at most.
     */
    boolean isUnknownAt(long timestamp) {
      return second == null && node(timestamp) == null;
    }

    void put(Node node) {
      if (first == null || first.timestamp == node.timestamp) {
        first = node;
      } else {
        second = node;
      }
    }

    List<Node> nodes() {
      return first == null ? List.of() : second == null ? List.of(first) : List.of(first, second);
    }

    /** From now on it is judged again when more is known of that message. */
    void watch(MessageFact next) {
      if (watching != next) {
        unwatch();
        watching = next;
        next.watch(this);
      }
    }

    /** It is taken out of the watchers of the message, which may be left with none. */
    MessageFact unwatch() {
      MessageFact before = watching;
      if (before != null) {
        watching = null;
        before.unwatch(this);
      }
      return before;
    }

    /** The watchers of the message that it watched have been taken. */
    void woken() {
      watching = null;
    }
  }

  /** A message below another, in its group, with the timestamp that it had. */
  record Ref(MessageFact message, long timestamp) {}

  /** A set of messages: some by name, and by them what was below each of those. */
  static final class Node {
    final long timestamp;

    /** Null if they are too many. */
    List<Ref> refs;

    /** The last searches that came by. */
    int searched;

    int shortened;

    Node(long timestamp, List<Ref> refs) {
      this.timestamp = timestamp;
      this.refs = refs;
    }

    boolean isEmpty() {
      return refs != null && refs.isEmpty();
    }
  }
}
