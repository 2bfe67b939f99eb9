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
package io.atomix.mcast.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must come before what. Calls are positive, instants of time negative. */
final class OrderGraph {
  private final Map<Integer, List<Edge>> edges = new HashMap<>();
  private int instants;

  private record Edge(int to, String why, Cell where) {}

  private record Step(int from, Edge edge) {}

  /** Returns a new instant of time. */
  int instant() {
    return --instants;
  }

  /** One comes before the other, because it is what {@code why} says, in a cell or anyway. */
  void edge(int from, int to, String why, Cell where) {
    edges.computeIfAbsent(from, key -> new ArrayList<>()).add(new Edge(to, why, where));
  }

  /** Returns what a shortest cycle through some call looks like, if there is a cycle. */
  Optional<Problem> cycle(History history) {
    int onCycle = anyOnCycle();
    if (onCycle == 0) {
      return Optional.empty();
    }
    List<Step> steps = shortest(onCycle);
    for (Step step : List.copyOf(steps)) {
      List<Step> other = step.from > 0 ? shortest(step.from) : steps;
      if (other.size() < steps.size()) {
        steps = other;
      }
    }
    return Optional.of(describe(steps, history));
  }

  private static Problem describe(List<Step> steps, History history) {
    StringBuilder text = new StringBuilder("No serial order explains this:");
    Set<Integer> calls = new TreeSet<>();
    for (Step step : steps) {
      if (step.from > 0) {
        calls.add(step.from);
        text.append("\n  ").append(history.call(step.from));
      }
      text.append("\n    ").append(step.edge.why);
      if (step.edge.where != null) {
        text.append(" (").append(step.edge.where).append(")");
      }
    }
    return new Problem(text.append("\n  the first again").toString(), calls);
  }

  /** Removes what nothing comes before, until nothing is left, or only cycles and what follows. */
  private int anyOnCycle() {
    Map<Integer, Integer> before = new HashMap<>();
    edges.values().forEach(all -> all.forEach(edge -> before.merge(edge.to, 1, Integer::sum)));
    Deque<Integer> free = new ArrayDeque<>();
    edges.keySet().stream().filter(node -> !before.containsKey(node)).forEach(free::add);
    while (!free.isEmpty()) {
      for (Edge edge : edges.getOrDefault(free.poll(), List.of())) {
        if (before.merge(edge.to, -1, Integer::sum) == 0) {
          before.remove(edge.to);
          free.add(edge.to);
        }
      }
    }
    return before.keySet().stream()
        .sorted()
        .filter(node -> !shortest(node).isEmpty())
        .findFirst()
        .orElse(0);
  }

  private List<Step> shortest(int start) {
    Map<Integer, Step> reachedBy = new HashMap<>();
    Deque<Integer> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty() && !reachedBy.containsKey(start)) {
      int from = next.poll();
      for (Edge edge : edges.getOrDefault(from, List.of())) {
        if (reachedBy.putIfAbsent(edge.to, new Step(from, edge)) == null) {
          next.add(edge.to);
        }
      }
    }
    List<Step> path = new ArrayList<>();
    if (reachedBy.containsKey(start)) {
      int at = start;
      do {
        path.add(0, reachedBy.get(at));
        at = reachedBy.get(at).from;
      } while (at != start);
    }
    return path;
  }
}
