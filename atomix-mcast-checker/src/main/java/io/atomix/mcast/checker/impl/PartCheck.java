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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks one part: infers what it can, then searches for an order. */
final class PartCheck {

  private static final int MOST_ROUNDS = 40;

  /** The result of a check of a part. */
  sealed interface PartResult {
    /** An order that explains the part. */
    record Good(List<Event> order) implements PartResult {}

    /** No order explains it; {@code explanation} tells by what cycle or impossible value. */
    record Wrong(Explanation explanation) implements PartResult {
      @Override
      public boolean isViolation() {
        return true;
      }
    }

    /** No order explains it: all were tried. {@code certain} took effect for certain. */
    record NoOrder(List<Event> longest, List<Event> stuck, Set<Event> certain)
        implements PartResult {
      @Override
      public boolean isViolation() {
        return true;
      }
    }

    /** The search took too long. */
    record GivenUp(int placed, int of, List<Event> stuck) implements PartResult {}

    /** Returns whether no order explains the part. */
    default boolean isViolation() {
      return false;
    }
  }

  private PartCheck() {}

  static PartResult run(HistoryPart part, long limit) {
    Variables variables = part.variables();
    List<PlacedOperation> actions = part.actions(variables);
    OrderGraph graph = new OrderGraph(actions);
    try {
      infer(actions, variables, graph);
    } catch (Contradiction contradiction) {
      return new PartResult.Wrong(new Explainer(actions, variables).explain(contradiction));
    }
    boolean allCertain = actions.stream().allMatch(PlacedOperation::isCertain);
    if (!allCertain) {
      Search quick = new Search(actions, variables, graph, Choices.OpenOperations.ON_DEMAND, limit);
      if (quick.run() == Search.SearchEnd.FOUND) {
        return good(quick);
      }
    }
    Search search = new Search(actions, variables, graph, Choices.OpenOperations.ANYWHERE, limit);
    return switch (search.run()) {
      case FOUND -> good(search);
      case NONE ->
          new PartResult.NoOrder(events(search.longest()), stuck(search), certain(actions));
      case GIVEN_UP ->
          new PartResult.GivenUp(search.longest().size(), actions.size(), stuck(search));
    };
  }

  private static PartResult good(Search search) {
    List<Event> order = events(search.order());
    Replay.verify(order);
    return new PartResult.Good(order);
  }

  private static void infer(List<PlacedOperation> actions, Variables variables, OrderGraph graph)
      throws Contradiction {
    new OwnResults(variables).check(actions);
    new VersionInference(actions, variables, graph).run();
    RegisterInference registers = new RegisterInference(actions, variables, graph);
    CounterInference counters = new CounterInference(actions, variables, graph);
    boolean more = true;
    for (int round = 0; more && round < MOST_ROUNDS; round++) {
      more = registers.round() | counters.round();
    }
  }

  private static List<Event> events(List<SearchStep> steps) {
    return steps.stream().map(step -> step.action().event).toList();
  }

  private static List<Event> stuck(Search search) {
    return search.stuck().stream().map(action -> action.event).toList();
  }

  private static Set<Event> certain(List<PlacedOperation> actions) {
    Set<Event> certain = new HashSet<>();
    actions.stream()
        .filter(PlacedOperation::isCertain)
        .forEach(action -> certain.add(action.event));
    return certain;
  }
}
