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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the sets of messages that are below others short (rule 5): settled messages leave them, and
 * what was below those takes their place. Not thread-safe.
 */
final class SetsBelow {
  /**
   * Largest number of messages that stand for a settled one. Where a chain never ends, and each of
   * its messages is behind one that is not known here, they would become ever more. The group is
   * asked for a smaller set instead.
   */
  private static final int MOST_INSTEAD = 64;

  /**
   * Node of a message that the own group does not know any more: it has been executed or dropped,
   * with all below it.
   */
  private static final Node GONE = new Node(0, List.of());

  private static final Comparator<Replacement> LOWEST_FIRST =
      Comparator.comparingLong((Replacement each) -> each.settled().timestamp())
          .thenComparing(each -> each.settled().message().id);

  private final GroupId self;
  private int search;

  /** A settled message, and the set that stands for it. */
  private record Replacement(Ref settled, Node node) {}

  SetsBelow(GroupId self) {
    this.self = self;
  }

  /** Puts in the place of settled messages what was below them, where that is known. */
  void shorten(Node node, GroupId group) {
    if (node.refs == null || !canBeShorter(node, group)) {
      return;
    }
    int thisSearch = ++search;
    node.shortened = thisSearch;
    List<Replacement> found = new ArrayList<>();
    find(node, group, found);
    for (int i = 0; i < found.size(); i++) {
      find(found.get(i).node(), group, found);
    }
    // What is below a message comes before it: it is replaced in full when it is put in its place.
    found.sort(LOWEST_FIRST);
    for (Replacement replacement : found) {
      replaceSettled(replacement.node(), group);
      bound(replacement.node());
    }
    replaceSettled(node, group);
  }

  /** Adds what stands for the settled messages of a set, and was not found by this search yet. */
  private void find(Node node, GroupId group, List<Replacement> found) {
    for (Ref ref : node.refs) {
      Node further = replacing(ref, group);
      if (further != null && further.shortened != node.shortened) {
        further.shortened = node.shortened;
        found.add(new Replacement(ref, further));
      }
    }
  }

  /** Does so with the set of a settled message, and forgets that where it is too large. */
  void shortenSettled(Node node, GroupId group) {
    shorten(node, group);
    bound(node);
  }

  private static void bound(Node node) {
    if (node.refs != null && node.refs.size() > MOST_INSTEAD) {
      node.refs = null;
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
    MessageFact message = ref.message();
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
