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
package io.atomix.mcast.checker.impl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The known order of actions. Real time is not stored as edges: each action has an interval in
 * which it took effect, which edges narrow, and an action whose interval ends before that of
 * another begins comes first. A way from one to another leads either through real time, and then
 * the intervals tell, or through edges among actions whose intervals overlap, which are few.
 */
final class OrderGraph {

  private final int[] visited;
  private int visit;
  private int edges;
  private final Deque<PlacedOperation> open = new ArrayDeque<>();

  OrderGraph(List<PlacedOperation> actions) {
    visited = new int[actions.size()];
  }

  /** The number of edges found so far. */
  int edges() {
    return edges;
  }

  /** Returns whether {@code a} is known to take effect before {@code b}. */
  boolean isBefore(PlacedOperation a, PlacedOperation b) {
    if (a.latest < b.earliest) {
      return true;
    }
    if (a == b || a.after.isEmpty() || b.before.isEmpty()) {
      return false;
    }
    visit++;
    open.clear();
    open.push(a);
    while (!open.isEmpty()) {
      PlacedOperation next = open.pop();
      for (Edge edge : next.after) {
        PlacedOperation to = edge.to();
        if (to == b) {
          return true;
        }
        // On a way to b intervals only move to later times.
        if (visited[to.id] != visit && to.earliest <= b.earliest && to.latest <= b.latest) {
          visited[to.id] = visit;
          open.push(to);
        }
      }
    }
    return false;
  }

  /**
   * Adds that {@code from} took effect before {@code to}, unless the end of the one and the
   * beginning of the other say it already.
   *
   * @throws Contradiction if {@code to} is known to come before {@code from}
   */
  void add(
      PlacedOperation from,
      PlacedOperation to,
      Edge.EdgeKind kind,
      int variable,
      long value,
      PlacedOperation via)
      throws Contradiction {
    if (from.event.returned() < to.event.invoked()) {
      return;
    }
    for (Edge edge : from.after) {
      if (edge.to() == to) {
        return;
      }
    }
    Edge edge = new Edge(edges++, from, to, kind, variable, value, via);
    if (isBefore(to, from)) {
      throw new Contradiction(edge);
    }
    from.after.add(edge);
    to.before.add(edge);
    open.clear();
    if (from.earliest > to.earliest) {
      to.earliest = from.earliest;
      open.push(to);
    }
    while (!open.isEmpty()) {
      PlacedOperation action = open.pop();
      for (Edge next : action.after) {
        if (next.to().earliest < action.earliest) {
          next.to().earliest = action.earliest;
          open.push(next.to());
        }
      }
    }
    if (to.latest < from.latest && to.isCertain()) {
      from.latest = to.latest;
      open.push(from);
    }
    while (!open.isEmpty()) {
      PlacedOperation action = open.pop();
      for (Edge next : action.before) {
        if (next.from().latest > action.latest) {
          next.from().latest = action.latest;
          open.push(next.from());
        }
      }
    }
  }
}
