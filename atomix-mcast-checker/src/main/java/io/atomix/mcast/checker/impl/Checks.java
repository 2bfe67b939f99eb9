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
import io.atomix.mcast.checker.Model;
import io.atomix.mcast.checker.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks all parts of a history and puts the result into words. */
public final class Checks {

  private static final long LIMIT_WHEN_SHRINKING = 3_000;

  private Checks() {}

  /**
   * Checks a history.
   *
   * @param limit how many operations the search may place in one part
   */
  public static Verdict decide(Collection<Event> history, long limit) {
    List<List<Event>> orders = new ArrayList<>();
    Verdict.Undecided undecided = null;
    for (HistoryPart part : Parts.of(history)) {
      PartCheck.PartResult result = PartCheck.run(part, limit);
      if (result.isViolation()) {
        return violation(part, result, limit);
      } else if (result instanceof PartCheck.PartResult.Good good) {
        orders.add(good.order());
      } else if (result instanceof PartCheck.PartResult.GivenUp open && undecided == null) {
        undecided = new Verdict.Undecided(part.object(), reason(open));
      }
    }
    return undecided == null ? new Verdict.StrictlySerializable(orders) : undecided;
  }

  private static String reason(PartCheck.PartResult.GivenUp open) {
    StringBuilder reason = new StringBuilder();
    reason
        .append("no cycle was found, and the search for an order was given up; the longest order")
        .append(" has ")
        .append(open.placed())
        .append(" of ")
        .append(open.of())
        .append(" operations, and then comes one of");
    open.stuck().stream().limit(20).forEach(event -> reason.append("\n  ").append(event));
    return reason.toString();
  }

  private static Verdict violation(HistoryPart part, PartCheck.PartResult result, long limit) {
    PartCheck.PartResult shown = result;
    HistoryPart smallest = part;
    if (result instanceof PartCheck.PartResult.NoOrder) {
      Shrinker shrinker = new Shrinker(part, result, Math.min(limit, LIMIT_WHEN_SHRINKING));
      shrinker.run();
      shown = shrinker.result();
      smallest = shrinker.part();
    }
    Explanation explanation =
        shown instanceof PartCheck.PartResult.Wrong wrong
            ? wrong.explanation()
            : noOrder(part, smallest, (PartCheck.PartResult.NoOrder) shown);
    return new Verdict.Violation(part.object(), explanation.events(), explanation.text());
  }

  private static Explanation noOrder(
      HistoryPart whole, HistoryPart part, PartCheck.PartResult.NoOrder result) {
    Set<Event> needed = Shrinker.needed(part, result.certain());
    needed.addAll(result.longest());
    List<Event> events = List.copyOf(needed);
    StringBuilder reason = new StringBuilder("No order of these explains all that they gave.");
    Model model = new Model();
    if (result.longest().isEmpty()) {
      reason.append(" At first");
    } else {
      reason.append(" Some explain no more than");
      for (Event event : result.longest()) {
        model.explains(event);
        reason.append(' ').append(events.indexOf(event) + 1);
      }
      reason.append("; then");
    }
    for (Event event : result.stuck()) {
      if (!event.isUnknown()) {
        Object would = new Model(model).apply(event.operation());
        reason.append("\n  ").append(events.indexOf(event) + 1);
        if (new Model(model).explains(event)) {
          reason.append(" would fit, but cannot come yet, or leads no further");
        } else if (Objects.equals(would, event.result())) {
          reason.append(" would have another version of what it found or wrote");
        } else {
          reason.append(" would have given ").append(would);
        }
      }
    }
    return new Explanation(recorded(events, whole, reason.append('\n')), reason.toString());
  }

  /** The operations as they were recorded; the result says which outcomes were not looked at. */
  private static List<Event> recorded(List<Event> shown, HistoryPart whole, StringBuilder reason) {
    List<Event> recorded = new ArrayList<>();
    for (Event event : shown) {
      Event original =
          whole.events().stream()
              .filter(
                  each ->
                      each.invoked() == event.invoked()
                          && each.client().equals(event.client())
                          && each.operation().equals(event.operation()))
              .findFirst()
              .orElse(event);
      recorded.add(original);
      if (event.isUnknown() && !original.isUnknown()) {
        reason
            .append("  (")
            .append(recorded.size())
            .append(": whenever it ended, whatever it gave)\n");
      }
    }
    return recorded;
  }
}
