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
package io.atomix.mcast.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides whether a history of a map is strictly serializable: whether its operations can be put in
 * one order that keeps real time (what returned before another began comes first) and in which each
 * gives the result that its caller saw. It tries all orders, remembering what it has tried, and
 * knows nothing of how the map is made.
 *
 * <p>The work grows with the number of operations under way at once, not with the length of the
 * history; a few dozen operations of half a dozen clients are a matter of milliseconds.
 */
public final class HistoryChecker {

  private final List<Event> events;
  private final Set<Position> tried = new HashSet<>();
  private final Set<Map<String, String>> finalStates = new LinkedHashSet<>();
  private List<Event> longest = List.of();

  private HistoryChecker(List<Event> events) {
    this.events = events.stream().sorted(Comparator.comparingLong(Event::invoked)).toList();
  }

  /** What was tried already: the operations placed so far, and the state they lead to. */
  private record Position(BitSet placed, Map<String, String> state) {}

  /**
   * What a check found.
   *
   * @param finalStates the states that the map may be in after the history; empty if no order
   *     explains it
   * @param longest the longest order found that explains a part of the history, for the message of
   *     a failure
   */
  public record Verdict(Set<Map<String, String>> finalStates, List<Event> longest) {

    /** Whether some order explains the history. */
    public boolean isStrictlySerializable() {
      return !finalStates.isEmpty();
    }
  }

  /** Checks a history that begins with an empty map. */
  public static Verdict check(List<Event> history) {
    return check(history, Set.of(Map.of()));
  }

  /**
   * Checks a history that begins with one of some states.
   *
   * @param initialStates as an earlier check gave them, when the map was at rest in between
   */
  public static Verdict check(List<Event> history, Set<Map<String, String>> initialStates) {
    HistoryChecker checker = new HistoryChecker(history);
    for (Map<String, String> state : initialStates) {
      checker.search(new BitSet(history.size()), Map.copyOf(state), new ArrayList<>());
    }
    return new Verdict(checker.finalStates, checker.longest);
  }

  private void search(BitSet placed, Map<String, String> state, List<Event> order) {
    if (!tried.add(new Position((BitSet) placed.clone(), state))) {
      return;
    }
    if (order.size() > longest.size()) {
      longest = List.copyOf(order);
    }
    long horizon = Long.MAX_VALUE;
    boolean allKnownPlaced = true;
    for (int i = placed.nextClearBit(0); i < events.size(); i = placed.nextClearBit(i + 1)) {
      horizon = Math.min(horizon, events.get(i).returned());
      allKnownPlaced &= events.get(i).isUnknown();
    }
    if (allKnownPlaced) {
      // Those with an unknown outcome may also never have taken effect.
      finalStates.add(state);
    }
    for (int i = placed.nextClearBit(0); i < events.size(); i = placed.nextClearBit(i + 1)) {
      Event event = events.get(i);
      if (event.invoked() > horizon) {
        // What returned before this one began has to come first, and so for all that began later.
        break;
      }
      Map<String, String> next = new HashMap<>(state);
      Object result = event.operation().applyTo(next);
      if (event.isUnknown() || Objects.equals(result, event.result())) {
        placed.set(i);
        order.add(event);
        search(placed, Map.copyOf(next), order);
        order.remove(order.size() - 1);
        placed.clear(i);
      }
    }
  }
}
