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

import io.atomix.mcast.checker.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a contradiction into words: the cycle, why each edge, and what that follows from. */
final class Explainer {

  private static final int DEEPEST = 6;

  private final Paths paths;
  private final Variables variables;
  private final Map<PlacedOperation, Integer> numbers = new LinkedHashMap<>();
  private final Set<Edge> told = new HashSet<>();
  private final StringBuilder text = new StringBuilder();

  Explainer(List<PlacedOperation> actions, Variables variables) {
    this.paths = new Paths(actions);
    this.variables = variables;
  }

  Explanation explain(Contradiction contradiction) {
    if (contradiction.edge == null) {
      contradiction.actions.forEach(this::number);
      text.append("It cannot be: ").append(contradiction.getMessage()).append('\n');
      return new Explanation(events(), text.toString());
    }
    Edge last = contradiction.edge;
    List<Edge> cycle = new ArrayList<>(paths.shortest(last.to(), last.from(), last.number()));
    cycle.add(last);
    cycle.forEach(edge -> number(edge.from()));
    text.append("Each would have to take effect before the next, in a circle:\n");
    cycle.forEach(edge -> tell(edge, 1));
    return new Explanation(events(), text.toString());
  }

  private List<Event> events() {
    return numbers.keySet().stream().map(action -> action.event).toList();
  }

  private int number(PlacedOperation action) {
    return numbers.computeIfAbsent(action, key -> numbers.size() + 1);
  }

  private void tell(Edge edge, int depth) {
    text.append("  ".repeat(depth))
        .append(number(edge.from()))
        .append(" before ")
        .append(number(edge.to()))
        .append(", ")
        .append(reason(edge))
        .append('\n');
    if (!told.add(edge) || depth > DEEPEST) {
      return;
    }
    for (Edge premise : premises(edge)) {
      tell(premise, depth + 2);
    }
  }

  private List<Edge> premises(Edge edge) {
    return switch (edge.kind()) {
      case WRITE_WRITE -> paths.shortest(edge.from(), edge.via(), edge.number());
      case READ_WRITE ->
          edge.via() == null ? List.of() : paths.shortest(edge.via(), edge.to(), edge.number());
      case REAL_TIME, WRITE_READ, COUNTED, NOT_COUNTED, GREW, VERSIONS -> List.of();
    };
  }

  private String reason(Edge edge) {
    int from = number(edge.from());
    int to = number(edge.to());
    String name = edge.variable() < 0 ? "" : variables.name(edge.variable());
    // The value of an edge of versions is a version.
    boolean hasValue = edge.variable() >= 0 && edge.kind() != Edge.EdgeKind.VERSIONS;
    String found = hasValue ? variables.describe(edge.variable(), edge.value()) : "";
    return switch (edge.kind()) {
      case REAL_TIME ->
          "real time: "
              + from
              + " ended at "
              + edge.from().event.returned()
              + ", "
              + to
              + " began at "
              + edge.to().event.invoked();
      case WRITE_READ -> "wr: " + to + " found " + found + ", which " + from + " wrote";
      case WRITE_WRITE ->
          "ww: "
              + number(edge.via())
              + " found "
              + found
              + " of "
              + to
              + "; as "
              + from
              + " wrote "
              + name
              + " before "
              + number(edge.via())
              + ", it was replaced by "
              + to;
      case READ_WRITE ->
          edge.via() == null
              ? "rw: " + from + " found " + found + " as at first, and " + to + " wrote " + name
              : "rw: "
                  + from
                  + " found "
                  + found
                  + " of "
                  + number(edge.via())
                  + ", which "
                  + to
                  + " replaced, writing "
                  + name
                  + " after "
                  + number(edge.via());
      case COUNTED ->
          "wr: "
              + to
              + " found "
              + found
              + ", which it would not be without what "
              + from
              + " added";
      case NOT_COUNTED ->
          "rw: " + from + " found " + found + ", which it would not be with what " + to + " added";
      case GREW ->
          "rw: "
              + from
              + " found "
              + found
              + ", less than "
              + to
              + " left behind, and "
              + name
              + " only grows";
      case VERSIONS ->
          "version order: "
              + from
              + told(edge.from(), name)
              + ", "
              + to
              + told(edge.to(), name)
              + "; each change of "
              + name
              + " makes a higher version";
    };
  }

  private static String told(PlacedOperation action, String key) {
    Long found = action.event.versions().found().get(key);
    Long written = action.event.versions().written().get(key);
    return (found == null ? "" : " found version " + found)
        + (found == null || written == null ? "" : " and")
        + (written == null ? "" : " wrote version " + written);
  }
}
