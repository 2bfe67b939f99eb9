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
import java.util.Comparator;
import java.util.List;

/**
 * Tells the search what it has to try next: a set of steps such that, if the history has an
 * explanation that continues what is placed, it has one that continues with one of them. The
 * smaller the set the better; most often it has one step.
 *
 * <p>An operation that changes nothing and fits is such a set by itself: whatever explanation there
 * is stays one when it comes first. (One that is the first to tell a version changes what is known,
 * so it is none: the register may change, and change back, before it.) Otherwise a set is grown
 * from one operation that must be placed some time. It is complete when each member that may come
 * next conflicts only with members and with what comes after it, and for each other member it has
 * one operation that must come before it. Then the first member in any explanation may come next,
 * and everything before it can as well come after it. (Such sets are known as stubborn sets.)
 */
final class Choices {

  /** Treatment of operations of which it is open whether they took effect. */
  enum OpenOperations {
    /** Only to make another operation fit, right before that one. Most often this is enough. */
    ON_DEMAND,
    /** Wherever they may have taken effect. Then no explanation is missed. */
    ANYWHERE
  }

  /**
   * Number of actions beyond those that may come next that are searched for conflicts; those
   * further away are taken for conflicting.
   */
  private static final int LOOK_AHEAD = 64;

  private static final int MOST_SEEDS = 6;

  private final Variables variables;
  private final OrderGraph graph;
  private final Unplaced unplaced;
  private final SearchState state;
  private final int[] waiting;
  private final List<PlacedOperation> near = new ArrayList<>();
  private final List<PlacedOperation> members = new ArrayList<>();
  private final Demand demand;
  private final OpenOperations treatment;
  private final int[] member;
  private int set;
  private PlacedOperation firstToEnd;

  /**
   * Steps for one search.
   *
   * @param waiting for each action the number of those that are known to precede it and are not
   *     placed; kept by the search
   */
  Choices(
      Variables variables,
      OrderGraph graph,
      Unplaced unplaced,
      SearchState state,
      int[] waiting,
      OpenOperations treatment) {
    this.treatment = treatment;
    this.demand = new Demand(state, waiting);
    this.variables = variables;
    this.graph = graph;
    this.unplaced = unplaced;
    this.state = state;
    this.waiting = waiting;
    this.member = new int[waiting.length];
  }

  /**
   * Returns the ways to try, the most promising first; nothing if there is no way on. Each way is
   * one step, or several that belong together.
   */
  List<List<SearchStep>> next() {
    lookAround();
    for (PlacedOperation action : near) {
      if (waiting[action.id] == 0 && action.leaves(state) && action.branch().fits(state)) {
        return List.of(List.of(new SearchStep(action, action.branch())));
      }
    }
    List<SearchStep> best = stepsFrom(firstToEnd);
    int seeds = 0;
    for (int i = 0; i < near.size() && best.size() > 1 && seeds < MOST_SEEDS; i++) {
      if (near.get(i).isCertain() && near.get(i) != firstToEnd) {
        seeds++;
        List<SearchStep> steps = stepsFrom(near.get(i));
        if (steps.size() < best.size()) {
          best = steps;
        }
      }
    }
    List<List<SearchStep>> ways = new ArrayList<>();
    best.forEach(step -> ways.add(List.of(step)));
    if (treatment == OpenOperations.ON_DEMAND) {
      demand.addWays(near, ways);
    }
    return ways;
  }

  /** All that real time allows to come next. */
  List<PlacedOperation> near() {
    lookAround();
    return List.copyOf(near);
  }

  private void lookAround() {
    near.clear();
    firstToEnd = null;
    for (PlacedOperation action = unplaced.first();
        action != null && (firstToEnd == null || action.earliest <= firstToEnd.latest);
        action = unplaced.after(action)) {
      near.add(action);
      if (action.isCertain() && (firstToEnd == null || action.latest < firstToEnd.latest)) {
        firstToEnd = action;
      }
    }
  }

  private boolean mayBeNext(PlacedOperation action) {
    return waiting[action.id] == 0 && action.earliest <= firstToEnd.latest;
  }

  private List<SearchStep> stepsFrom(PlacedOperation seed) {
    set++;
    members.clear();
    join(seed);
    for (int i = 0; i < members.size(); i++) {
      PlacedOperation action = members.get(i);
      if (mayBeNext(action)) {
        joinConflicting(action);
      } else if (waiting[action.id] > 0) {
        joinOneBefore(action);
      } else {
        join(firstToEnd);
      }
    }
    return steps();
  }

  private void join(PlacedOperation action) {
    if (treatment == OpenOperations.ON_DEMAND && !action.isCertain()) {
      return;
    }
    if (member[action.id] != set) {
      member[action.id] = set;
      members.add(action);
    }
  }

  private void joinOneBefore(PlacedOperation action) {
    PlacedOperation some = null;
    for (Edge edge : action.before) {
      if (unplaced.contains(edge.from())) {
        some = edge.from();
        if (member[some.id] == set) {
          return;
        }
      }
    }
    join(some);
  }

  private void joinConflicting(PlacedOperation action) {
    int ahead = 0;
    for (PlacedOperation other = unplaced.first();
        other != null && other.earliest <= action.latest;
        other = unplaced.after(other)) {
      if (other.earliest > firstToEnd.latest) {
        if (member[firstToEnd.id] == set) {
          return;
        }
        if (++ahead > LOOK_AHEAD) {
          join(firstToEnd);
          return;
        }
      }
      if (member[other.id] != set
          && other != action
          && action.conflictsWith(other, variables)
          && !graph.isBefore(action, other)) {
        join(other);
      }
    }
  }

  private List<SearchStep> steps() {
    List<SearchStep> steps = new ArrayList<>();
    for (PlacedOperation action : members) {
      if (mayBeNext(action)) {
        for (Branch branch : action.isCertain() ? List.of(action.branch()) : action.branches) {
          if (branch.fits(state)) {
            addUnlessEquivalent(steps, new SearchStep(action, branch));
          }
        }
      }
    }
    steps.sort(
        Comparator.comparing((SearchStep step) -> !step.action().isCertain())
            .thenComparing(step -> step.action().latest));
    return steps;
  }

  /**
   * Of two that do the same the one that ends first may come first: in any explanation they can
   * change places.
   */
  private static void addUnlessEquivalent(List<SearchStep> steps, SearchStep step) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).branch().equals(step.branch())) {
        if (step.action().event.returned() < steps.get(i).action().event.returned()) {
          steps.set(i, step);
        }
        return;
      }
    }
    steps.add(step);
  }
}
