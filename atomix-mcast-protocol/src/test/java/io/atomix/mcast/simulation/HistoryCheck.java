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

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Call.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides whether a history is strictly serializable, given what all cells hold in the end. Cells
 * remember all their writers, so the order of writers is known, and what a reader saw says between
 * which writers it comes. What one client calls first comes first, if it conflicts; only that is
 * asked of sequential reads. A violation is what no serial order can explain: there are no false
 * alarms.
 */
final class HistoryCheck {
  private final History history;
  private final Map<Cell, List<Integer>> cells;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Integer, Set<Cell>> found = new HashMap<>();
  private final OrderGraph graph = new OrderGraph();

  private HistoryCheck(History history, Map<Cell, List<Integer>> cells) {
    this.history = history;
    this.cells = cells;
  }

  /** Returns what is wrong; empty if nothing is. */
  static List<Problem> problems(History history, Map<Cell, List<Integer>> cells) {
    HistoryCheck check = new HistoryCheck(history, cells);
    check.locate();
    history.calls().forEach(check::checkWrites);
    history.calls().stream()
        .filter(call -> call.outcome() == Outcome.DONE)
        .forEach(check::checkWhatItSaw);
    check.problems.addAll(history.versions().problems());
    if (check.problems.isEmpty()) {
      check.order();
      check.graph.cycle(history).ifPresent(check.problems::add);
    }
    return check.problems;
  }

  private void problem(String text, Call call) {
    problems.add(Problem.of(text + ": " + call, call));
  }

  private void locate() {
    cells.forEach(
        (cell, writers) -> {
          for (int writer : writers) {
            if (!found.computeIfAbsent(writer, key -> new HashSet<>()).add(cell)) {
              problem("A call was applied twice to " + cell, history.call(writer));
            }
          }
        });
  }

  private void checkWrites(Call call) {
    Set<Cell> wrote = new HashSet<>(found.getOrDefault(call.number(), Set.of()));
    wrote.removeIf(cell -> call.stamps.contains(cell.group()));
    boolean right =
        switch (call.outcome()) {
          case DONE -> wrote.equals(branch(call));
          case NOT_APPLIED -> wrote.isEmpty();
          case RUNNING, UNKNOWN ->
              wrote.isEmpty() && !call.isTimerSet() || call.branches.contains(wrote);
        };
    if (!right) {
      problem("A call wrote " + wrote + " and must not, or not only", call);
    }
    boolean stamped = found.containsKey(call.number()) && !call.stamps.isEmpty();
    if (stamped && call.outcome() == Outcome.NOT_APPLIED) {
      problem("A call that was not applied wrote " + found.get(call.number()), call);
    }
  }

  private static Set<Cell> branch(Call call) {
    return call.branches.get(Boolean.FALSE.equals(call.held) ? 1 : 0);
  }

  private void checkWhatItSaw(Call call) {
    call.dumps.forEach(
        (group, held) -> {
          for (Cell cell : cells.keySet()) {
            if (cell.group().equals(group) && cell.primitive().equals(call.primitive())) {
              call.saw.put(cell, held.getOrDefault(cell.key(), List.of()));
            }
          }
        });
    if (call.everything != null) {
      cells
          .keySet()
          .forEach(cell -> call.saw.put(cell, call.everything.getOrDefault(cell, List.of())));
    }
    call.saw.forEach(
        (cell, seen) -> {
          List<Integer> all = cells.getOrDefault(cell, List.of());
          boolean kept =
              cell.isSet()
                  ? all.containsAll(seen)
                  : seen.size() <= all.size() && all.subList(0, seen.size()).equals(seen);
          if (!kept) {
            problem("A call saw " + seen + " in " + cell + ", which held " + all, call);
          }
        });
    call.positions.forEach(
        (cell, position) -> {
          int is = cells.getOrDefault(cell, List.of()).indexOf(call.number());
          // What is broken may tell none.
          if (!Objects.equals(position, is)) {
            problem("A call was told that it is number " + position + " but is " + is, call);
          }
        });
    call.versions.forEach(
        (cell, version) -> {
          if (!cells.getOrDefault(cell, List.of()).contains(call.number())) {
            problem("A call was told a version of " + cell + ", which it did not change", call);
          }
        });
    checkCondition(call);
  }

  private void checkCondition(Call call) {
    if (call.held == null) {
      return;
    }
    boolean allHold = true;
    boolean allKnown = true;
    for (Map.Entry<Cell, Integer> condition : call.conditions.entrySet()) {
      Integer last = lastBefore(call, condition.getKey());
      allKnown &= last != null;
      allHold &= last == null || Objects.equals(last, condition.getValue());
    }
    if (call.held ? !allHold : allKnown && allHold) {
      problem("A condition was decided wrongly", call);
    }
  }

  /** What came last in a cell before a call; 0 for nothing, null if it is not known. */
  private Integer lastBefore(Call call, Cell cell) {
    List<Integer> seen = call.saw.get(cell);
    if (seen == null) {
      List<Integer> all = cells.getOrDefault(cell, List.of());
      int position = all.indexOf(call.number());
      if (position < 0) {
        return null;
      }
      seen = all.subList(0, position);
    }
    return seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
  }

  private void order() {
    cells.forEach((cell, writers) -> orderWriters(cell, writers));
    for (Call call : history.calls()) {
      if (call.outcome() == Outcome.DONE) {
        call.saw.forEach((cell, seen) -> orderReader(call.number(), cell, seen));
      }
    }
    orderByTime();
    orderByClient();
  }

  private void orderWriters(Cell cell, List<Integer> writers) {
    for (int i = 1; i < writers.size() && !cell.isSet(); i++) {
      graph.edge(writers.get(i - 1), writers.get(i), "was written before it", cell);
    }
    if (cell.isSet()) {
      // Stamps do not commute with additions.
      for (int i = 0; i < writers.size(); i++) {
        for (int j = i + 1; j < writers.size(); j++) {
          if (isStamp(writers.get(i)) || isStamp(writers.get(j))) {
            graph.edge(writers.get(i), writers.get(j), "was written before it", cell);
          }
        }
      }
    }
  }

  private boolean isStamp(int call) {
    return !history.call(call).stamps.isEmpty();
  }

  private void orderReader(int reader, Cell cell, List<Integer> seen) {
    List<Integer> all = cells.getOrDefault(cell, List.of());
    if (cell.isSet()) {
      Set<Integer> saw = new TreeSet<>(seen);
      for (int writer : all) {
        if (saw.contains(writer)) {
          graph.edge(writer, reader, "was seen by it", cell);
        } else if (writer != reader) {
          graph.edge(reader, writer, "did not see it", cell);
        }
      }
      return;
    }
    if (!seen.isEmpty()) {
      graph.edge(seen.get(seen.size() - 1), reader, "was seen by it", cell);
    }
    if (seen.size() < all.size() && all.get(seen.size()) != reader) {
      graph.edge(reader, all.get(seen.size()), "did not see it", cell);
    }
  }

  private boolean tookEffect(Call call) {
    return call.outcome() == Outcome.DONE || found.containsKey(call.number());
  }

  private void orderByTime() {
    List<Call> ended =
        history.calls().stream()
            .filter(call -> call.outcome() == Outcome.DONE && !call.isSequential())
            .sorted(Comparator.comparingLong(Call::end))
            .toList();
    TreeMap<Long, Integer> instants = new TreeMap<>();
    int before = 0;
    for (Call call : ended) {
      int instant = graph.instant();
      graph.edge(call.number(), instant, "ended", null);
      if (before != 0) {
        graph.edge(before, instant, "passed", null);
      }
      instants.put(call.end(), instant);
      before = instant;
    }
    for (Call call : history.calls()) {
      Map.Entry<Long, Integer> last = instants.lowerEntry(call.start());
      if (last != null && tookEffect(call) && !call.isSequential()) {
        graph.edge(last.getValue(), call.number(), "before the beginning of", null);
      }
    }
  }

  private void orderByClient() {
    Map<String, List<Call>> clients = new LinkedHashMap<>();
    for (Call call : history.calls()) {
      if (tookEffect(call) && call.isOrdered()) {
        clients.computeIfAbsent(call.client(), key -> new ArrayList<>()).add(call);
      }
    }
    for (List<Call> calls : clients.values()) {
      for (int i = 0; i < calls.size(); i++) {
        for (int j = i + 1; j < calls.size(); j++) {
          if (calls.get(i).conflictsWith(calls.get(j))) {
            graph.edge(calls.get(i).number(), calls.get(j).number(), "was called before it", null);
          }
        }
      }
    }
  }

  /** Returns the cells that dumps of all groups of a primitive tell of. */
  static Map<Cell, List<Integer>> cells(
      String primitive, Map<GroupId, Map<String, List<Integer>>> dumps) {
    Map<Cell, List<Integer>> cells = new TreeMap<>(History.CELLS);
    dumps.forEach(
        (group, keys) ->
            keys.forEach((key, writers) -> cells.put(new Cell(primitive, group, key), writers)));
    return cells;
  }
}
