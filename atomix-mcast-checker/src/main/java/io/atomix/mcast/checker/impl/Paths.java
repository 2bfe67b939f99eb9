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
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;

/** Finds the shortest chain of edges, real time included, from one action to another. */
final class Paths {

  private final PlacedOperation[] byStart;

  Paths(List<PlacedOperation> actions) {
    byStart =
        actions.stream()
            .sorted(Comparator.comparingLong(action -> action.event.invoked()))
            .toArray(PlacedOperation[]::new);
  }

  /**
   * A shortest chain.
   *
   * @param below only edges with lower numbers are used, so that no conclusion is its own premise
   * @return the edges; empty if {@code from} is {@code to}
   */
  List<Edge> shortest(PlacedOperation from, PlacedOperation to, int below) {
    Edge[] reachedBy = new Edge[byStart.length];
    Deque<PlacedOperation> open = new ArrayDeque<>(List.of(from));
    // All that begin at or after this place were reached through real time.
    int reached = byStart.length;
    while (!open.isEmpty() && reachedBy[to.id] == null) {
      PlacedOperation action = open.poll();
      while (reached > 0 && byStart[reached - 1].event.invoked() > action.event.returned()) {
        PlacedOperation later = byStart[--reached];
        reach(realTime(action, later), from, reachedBy, open);
      }
      for (Edge edge : action.after) {
        if (edge.number() < below) {
          reach(edge, from, reachedBy, open);
        }
      }
    }
    LinkedList<Edge> path = new LinkedList<>();
    for (PlacedOperation at = to; at != from; at = path.getFirst().from()) {
      if (reachedBy[at.id] == null) {
        throw new IllegalStateException(
            "A bug of the checker: nothing leads from " + from + " to " + to);
      }
      path.addFirst(reachedBy[at.id]);
    }
    return path;
  }

  private static void reach(
      Edge edge, PlacedOperation from, Edge[] reachedBy, Deque<PlacedOperation> open) {
    if (edge.to() != from && reachedBy[edge.to().id] == null) {
      reachedBy[edge.to().id] = edge;
      open.add(edge.to());
    }
  }

  private static Edge realTime(PlacedOperation from, PlacedOperation to) {
    return new Edge(-1, from, to, Edge.EdgeKind.REAL_TIME, -1, 0, null);
  }
}
