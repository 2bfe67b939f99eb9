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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for a few operations of a history without explanation that have none already. It only
 * leaves out what cannot be missed by an explanation: what came later, the answers of operations
 * that change nothing, and the outcomes of others, which become unknown.
 */
final class Shrinker {

  /** Number of operations that it may check in total, to bound its time. */
  private long budget = 2_000_000;

  private final long limit;
  private HistoryPart worst;
  private PartCheck.PartResult result;

  Shrinker(HistoryPart part, PartCheck.PartResult result, long limit) {
    this.worst = part;
    this.result = result;
    this.limit = limit;
  }

  /** The smaller part. */
  HistoryPart part() {
    return worst;
  }

  /** Returns the result of its check. */
  PartCheck.PartResult result() {
    return result;
  }

  void run() {
    endEarly();
    for (int chunk = Math.max(1, worst.events().size() / 2); budget > 0; chunk /= 2) {
      forgetChunks(chunk);
      if (chunk == 1) {
        break;
      }
    }
  }

  /** Finds the earliest instant by which it has gone wrong. */
  private void endEarly() {
    List<Long> ends =
        worst.events().stream()
            .filter(event -> !event.isUnknown())
            .map(Event::returned)
            .sorted()
            .distinct()
            .toList();
    HistoryPart whole = worst;
    int low = 0;
    int high = ends.size() - 1;
    while (low < high && budget > 0) {
      int middle = (low + high) >>> 1;
      if (isStillWrong(whole.with(until(whole.events(), ends.get(middle))))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
  }

  private static List<Event> until(List<Event> events, long end) {
    List<Event> until = new ArrayList<>();
    for (Event event : events) {
      if (event.invoked() <= end) {
        if (event.returned() <= end || event.isUnknown()) {
          until.add(event);
        } else if (!event.operation().isQuery()) {
          until.add(forgotten(event));
        }
      }
    }
    return until;
  }

  private void forgetChunks(int chunk) {
    // From the end: what came first is more often needed.
    for (int to = worst.events().size(); to > 0 && budget > 0; to -= chunk) {
      int from = Math.max(0, to - chunk);
      List<Event> shorter = new ArrayList<>();
      boolean less = false;
      for (int i = 0; i < worst.events().size(); i++) {
        Event event = worst.events().get(i);
        if (i < from || i >= to || event.isUnknown()) {
          shorter.add(event);
        } else {
          less = true;
          if (!event.operation().isQuery()) {
            shorter.add(forgotten(event));
          }
        }
      }
      if (less) {
        isStillWrong(worst.with(shorter));
      }
    }
  }

  private boolean isStillWrong(HistoryPart smaller) {
    budget -= smaller.events().size() + 10;
    PartCheck.PartResult its = PartCheck.run(smaller, limit);
    if (its.isViolation()) {
      worst = smaller;
      result = its;
      return true;
    }
    return false;
  }

  private static Event forgotten(Event event) {
    return new Event(
        event.client(), event.object(), event.operation(), event.invoked(), Long.MAX_VALUE, null);
  }

  /** The operations whose outcome is needed, or whose effect was seen by those. */
  static Set<Event> needed(HistoryPart part, Set<Event> certain) {
    Set<Event> needed = new LinkedHashSet<>();
    for (Event event : part.events()) {
      if (!event.isUnknown() || certain.contains(event)) {
        needed.add(event);
      }
    }
    return needed;
  }
}
