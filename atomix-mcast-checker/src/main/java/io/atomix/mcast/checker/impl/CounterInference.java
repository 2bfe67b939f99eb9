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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Infers order from counts. An addition that surely came before a read is in its count; of what was
 * added at about the same time some subset makes up the rest. What is in all such subsets came
 * before the read, and what is in none came after it; if there is no such subset the count cannot
 * have been.
 *
 * <p>A counter that only grows also orders its readers: who saw less was first.
 *
 * <p>Nothing is inferred of a counter that a clear may have set to 0, nor of reads with too many
 * additions at about the same time; they are left to the search.
 */
final class CounterInference {

  private static final int MOST_ADDITIONS = 40;
  private static final int MOST_SUMS = 2_000;

  private final List<PlacedOperation> actions;
  private final Variables variables;
  private final OrderGraph graph;
  private final GrowthOrder growth;
  private boolean first = true;
  private boolean learned;

  CounterInference(List<PlacedOperation> actions, Variables variables, OrderGraph graph) {
    this.actions = actions;
    this.variables = variables;
    this.graph = graph;
    this.growth = new GrowthOrder(graph, Edge.EdgeKind.GREW);
  }

  /** A change that one action made to one counter, or may have made. */
  private record Addition(PlacedOperation action, Branch branch, long delta) {}

  /** Goes once through all that was counted; whether that helped. */
  boolean round() throws Contradiction {
    learned = false;
    int edges = graph.edges();
    Map<Integer, List<GrowthReading>> sights = new HashMap<>();
    Map<Integer, List<Addition>> additions = new HashMap<>();
    Set<Integer> cleared = new HashSet<>();
    for (PlacedOperation action : actions) {
      for (Branch branch : action.isCertain() ? List.of(action.branch()) : action.branches) {
        for (int variable : branch.setVariables) {
          cleared.add(variable);
        }
        for (int i = 0; i < branch.addVariables.length; i++) {
          additions
              .computeIfAbsent(branch.addVariables[i], key -> new ArrayList<>())
              .add(new Addition(action, branch, branch.deltas[i]));
        }
        for (int i = 0; i < branch.readVariables.length && action.isCertain(); i++) {
          if (!variables.isRegister(branch.readVariables[i])) {
            sights
                .computeIfAbsent(branch.readVariables[i], key -> new ArrayList<>())
                .add(sight(action, branch.readVariables[i], branch.readValues[i]));
          }
        }
      }
    }
    for (Map.Entry<Integer, List<GrowthReading>> each : sights.entrySet()) {
      if (!cleared.contains(each.getKey())) {
        List<Addition> added = additions.getOrDefault(each.getKey(), List.of());
        if (first && added.stream().allMatch(addition -> addition.delta() > 0)) {
          growth.order(each.getKey(), each.getValue());
        }
        addUp(each.getKey(), each.getValue(), added);
      }
    }
    first = false;
    return learned || graph.edges() > edges;
  }

  private static GrowthReading sight(PlacedOperation action, int variable, long found) {
    Branch branch = action.branch();
    for (int i = 0; i < branch.addVariables.length; i++) {
      if (branch.addVariables[i] == variable) {
        return new GrowthReading(action, found, found + branch.deltas[i]);
      }
    }
    return new GrowthReading(action, found, found);
  }

  private void addUp(int variable, List<GrowthReading> sights, List<Addition> additions)
      throws Contradiction {
    Map<PlacedOperation, Addition> certain = new HashMap<>();
    List<Addition> uncertain = new ArrayList<>();
    for (Addition addition : additions) {
      if (addition.action().isCertain()) {
        certain.put(addition.action(), addition);
      } else {
        uncertain.add(addition);
      }
    }
    PlacementTimeline timeline = new PlacementTimeline(certain.keySet());
    long[] totals = new long[certain.size() + 1];
    for (int i = 0; i < timeline.ended(); i++) {
      totals[i + 1] = totals[i] + certain.get(timeline.byEnd(i)).delta();
    }
    for (GrowthReading sight : sights) {
      PlacedOperation reader = sight.action();
      // The timeline may be older than what is known by now, but is right for its own times.
      long from = reader.earliest;
      long[] sum = {totals[timeline.endedBefore(from)]};
      List<Addition> open = new ArrayList<>();
      timeline.overlapping(
          from,
          reader.latest,
          action -> {
            if (action != reader) {
              if (graph.isBefore(action, reader)) {
                sum[0] += certain.get(action).delta();
              } else if (!graph.isBefore(reader, action)) {
                open.add(certain.get(action));
              }
            }
            return open.size() <= MOST_ADDITIONS;
          });
      for (Addition addition : uncertain) {
        if (addition.action().earliest <= reader.latest
            && open.size() <= MOST_ADDITIONS
            && !graph.isBefore(reader, addition.action())) {
          open.add(addition);
        }
      }
      if (open.size() <= MOST_ADDITIONS) {
        addUp(variable, sight, sum[0], open);
      }
    }
  }

  /** The subsets of the first additions that have one sum: what is in all and in any of them. */
  private record Subsets(long inAll, long inAny) {
    private Subsets with(long bit) {
      return new Subsets(inAll | bit, inAny | bit);
    }

    private Subsets or(Subsets other) {
      return new Subsets(inAll & other.inAll, inAny | other.inAny);
    }
  }

  private void addUp(int variable, GrowthReading sight, long sum, List<Addition> open)
      throws Contradiction {
    Map<Long, Subsets> subsets = new HashMap<>();
    subsets.put(sum, new Subsets(0, 0));
    for (int i = 0; i < open.size(); i++) {
      long bit = 1L << i;
      Map<Long, Subsets> longer = new HashMap<>(subsets);
      for (Map.Entry<Long, Subsets> each : subsets.entrySet()) {
        longer.merge(each.getKey() + open.get(i).delta(), each.getValue().with(bit), Subsets::or);
      }
      subsets = longer;
      if (subsets.size() > MOST_SUMS) {
        return;
      }
    }
    Subsets fitting = subsets.get(sight.found());
    PlacedOperation reader = sight.action();
    if (fitting == null) {
      throw impossible(variable, sight, sum, open);
    }
    for (int i = 0; i < open.size(); i++) {
      Addition addition = open.get(i);
      if ((fitting.inAll() >>> i & 1) == 1) {
        if (!addition.action().isCertain()) {
          if (addition.action().branches.size() > 1) {
            continue;
          }
          addition.action().seen(addition.branch());
          learned = true;
        }
        graph.add(addition.action(), reader, Edge.EdgeKind.COUNTED, variable, sight.found(), null);
      } else if ((fitting.inAny() >>> i & 1) == 0) {
        graph.add(
            reader, addition.action(), Edge.EdgeKind.NOT_COUNTED, variable, sight.found(), null);
      }
    }
  }

  private Contradiction impossible(
      int variable, GrowthReading sight, long sum, List<Addition> open) {
    List<PlacedOperation> actors = new ArrayList<>();
    actors.add(sight.action());
    StringBuilder reason = new StringBuilder();
    reason
        .append("1 found ")
        .append(variables.describe(variable, sight.found()))
        .append(". What was added for certain before it makes ")
        .append(sum)
        .append(open.isEmpty() ? ", and nothing else" : "; at about the same time");
    for (Addition addition : open) {
      actors.add(addition.action());
      reason
          .append(actors.size() == 2 ? " " : ", ")
          .append(actors.size())
          .append(" added ")
          .append(addition.delta());
    }
    reason.append(open.isEmpty() ? " can be in it." : ". No choice of these makes up the rest.");
    return new Contradiction(reason.toString(), actors);
  }
}
