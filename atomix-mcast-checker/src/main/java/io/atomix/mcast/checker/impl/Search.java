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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Looks for an order that explains the history, by trying (Wing and Gong) and remembering where
 * trying was in vain (Lowe). What was inferred before keeps it from trying most orders, and {@link
 * Choices} from trying equivalent ones.
 */
final class Search {

  /** The end of a search. */
  enum SearchEnd {
    FOUND,
    NONE,
    GIVEN_UP
  }

  private final Unplaced unplaced;
  private final SearchState state;
  private final Choices choices;
  private final int[] waiting;
  private final int[] marks;
  private final List<SearchStep> order = new ArrayList<>();
  private final Deque<Fork> forks = new ArrayDeque<>();
  private final Placements tried = new Placements();
  private final long limit;
  private int certain;
  private long hash1;
  private long hash2;
  private List<SearchStep> longest = List.of();
  private List<PlacedOperation> stuck = List.of();

  /** A place where there was more than one way on. */
  private static final class Fork {
    private final int placed;
    private final List<List<SearchStep>> ways;
    private int next;

    private Fork(int placed, List<List<SearchStep>> ways) {
      this.placed = placed;
      this.ways = ways;
    }
  }

  /**
   * A search for an order of {@code actions}.
   *
   * @param open where to place those of which it is open whether they took effect; if on demand
   *     only, that no order is found means nothing
   * @param limit how many operations it may place, counting each time it places one again
   */
  Search(
      List<PlacedOperation> actions,
      Variables variables,
      OrderGraph graph,
      Choices.OpenOperations open,
      long limit) {
    this.limit = limit;
    this.unplaced = new Unplaced(actions);
    this.state = new SearchState(variables);
    this.waiting = new int[actions.size()];
    for (PlacedOperation action : actions) {
      waiting[action.id] = action.before.size();
      certain += action.isCertain() ? 1 : 0;
    }
    this.choices = new Choices(variables, graph, unplaced, state, waiting, open);
    this.marks = new int[actions.size() + 1];
  }

  /** Searches. To be called once. */
  SearchEnd run() {
    for (long placed = 0; certain > 0; placed++) {
      if (placed > limit) {
        return SearchEnd.GIVEN_UP;
      }
      List<List<SearchStep>> ways = choices.next();
      if (ways.size() > 1 && !tried.add(hash1 ^ state.hash1(), hash2 ^ state.hash2())) {
        ways = List.of();
      }
      if (ways.isEmpty()) {
        rememberLongest();
        if (!goBack()) {
          return SearchEnd.NONE;
        }
      } else {
        if (ways.size() > 1) {
          Fork fork = new Fork(order.size(), ways);
          fork.next = 1;
          forks.push(fork);
        }
        place(ways.get(0));
      }
    }
    return SearchEnd.FOUND;
  }

  /** The order that was found. */
  List<SearchStep> order() {
    return order;
  }

  /** The longest order that explains a part. */
  List<SearchStep> longest() {
    return longest;
  }

  /**
   * Returns the actions that real time allows to follow {@link #longest}, none of which leads
   * further.
   */
  List<PlacedOperation> stuck() {
    return stuck;
  }

  private void rememberLongest() {
    if (order.size() > longest.size() || stuck.isEmpty()) {
      longest = List.copyOf(order);
      stuck = choices.near();
    }
  }

  private boolean goBack() {
    while (!forks.isEmpty()) {
      Fork fork = forks.peek();
      while (order.size() > fork.placed) {
        takeBack();
      }
      if (fork.next < fork.ways.size()) {
        place(fork.ways.get(fork.next++));
        return true;
      }
      forks.pop();
    }
    return false;
  }

  private void place(List<SearchStep> way) {
    for (SearchStep step : way) {
      place(step);
    }
  }

  private void place(SearchStep step) {
    marks[order.size()] = state.mark();
    order.add(step);
    step.branch().applyTo(state);
    toggle(step.action());
    certain -= step.action().isCertain() ? 1 : 0;
    unplaced.take(step.action());
    for (Edge edge : step.action().after) {
      waiting[edge.to().id]--;
    }
  }

  private void takeBack() {
    SearchStep step = order.remove(order.size() - 1);
    state.undoTo(marks[order.size()]);
    toggle(step.action());
    unplaced.putBack(step.action());
    certain += step.action().isCertain() ? 1 : 0;
    for (Edge edge : step.action().after) {
      waiting[edge.to().id]++;
    }
  }

  /** Keeps the hash of the set of what is placed. */
  private void toggle(PlacedOperation action) {
    hash1 ^= Hashing.mix(action.id + 1L);
    hash2 ^= Hashing.mix(action.id + 0x5851F42D4C957F2DL);
  }
}
