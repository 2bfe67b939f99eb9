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

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceEvent.TraceEventKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Changes a right trace in one place, in what all replicas of a group have recorded of it. */
final class TraceMutations {
  private final Trace trace;
  private final Random random;

  TraceMutations(Trace trace, Random random) {
    this.trace = trace;
    this.random = random;
  }

  /** Ways to change a trace. */
  enum Mutation {
    /** A group executes a message twice. */
    EXECUTED_TWICE(true),
    /** Two messages that a group has executed one after the other change places. */
    EXECUTIONS_SWAPPED(false),
    /** A message gets a higher vote. */
    VOTE_CHANGED(false),
    /** A message is raised to something else. */
    RAISE_CHANGED(true),
    /** A group never raises a message. */
    RAISE_LOST(true),
    /** A group never votes on a message. */
    VOTE_LOST(true),
    /** One group finds that the condition of a message did not hold. */
    VERDICT_CHANGED(true),
    /** One group drops a message that the others execute. */
    DROPPED_INSTEAD(true),
    /** A group that has voted on a message refuses it. */
    REFUSED_TOO(true),
    /** One replica executes another message. */
    ONE_REPLICA(true);

    private final boolean alwaysWrong;

    Mutation(boolean alwaysWrong) {
      this.alwaysWrong = alwaysWrong;
    }

    /** Returns whether no trace is right any more after it. */
    boolean isAlwaysWrong() {
      return alwaysWrong;
    }
  }

  /**
   * A changed trace.
   *
   * @param first the step that was changed
   * @param second another one that was changed, or null
   */
  record Mutant(Trace trace, TraceEvent first, TraceEvent second) {}

  /** Returns a changed trace, or null if it has no place for this change. */
  Mutant mutate(Mutation mutation) {
    return switch (mutation) {
      case EXECUTED_TWICE -> change(TraceMutations::isExecution, event -> List.of(event, event));
      case EXECUTIONS_SWAPPED -> swap();
      case VOTE_CHANGED ->
          change(
              event -> isVote(event),
              event -> List.of(with(event, event.kind(), event.timestamp() + 1, null)));
      case RAISE_CHANGED ->
          change(
              event -> isFirstRaise(event),
              event -> List.of(with(event, event.kind(), event.timestamp() + 1, null)));
      case RAISE_LOST -> changeAll(TraceMutations::isRaise);
      case VOTE_LOST -> change(event -> isVote(event) && isExecutedIn(event), event -> List.of());
      case VERDICT_CHANGED ->
          change(
              event -> isExecution(event) && isMulticast(event),
              event ->
                  List.of(with(event, event.kind(), null, event.held() == null ? false : null)));
      case DROPPED_INSTEAD ->
          change(
              event -> isExecution(event) && isMulticast(event),
              event -> List.of(with(event, TraceEventKind.ABORTED, null, null)));
      case REFUSED_TOO ->
          change(
              event -> isVote(event),
              event -> List.of(event, with(event, TraceEventKind.REFUSED, null, null)));
      case ONE_REPLICA -> changeOne();
    };
  }

  private static boolean isExecution(TraceEvent event) {
    return event.kind() == TraceEventKind.EXECUTED;
  }

  private static boolean isRaise(TraceEvent event) {
    return event.kind() == TraceEventKind.RAISED;
  }

  private boolean isFirstRaise(TraceEvent event) {
    return isRaise(event)
        && isMulticast(event)
        && trace.events().stream()
            .filter(each -> isRaise(each) && isSame(each, event))
            .map(TraceEvent::index)
            .allMatch(index -> index >= event.index());
  }

  private static boolean isVote(TraceEvent event) {
    return event.kind() == TraceEventKind.SUBMITTED && event.what().destinations().size() > 1;
  }

  private static boolean isSame(TraceEvent one, TraceEvent other) {
    return one.message().equals(other.message()) && one.group().equals(other.group());
  }

  private boolean isMulticast(TraceEvent event) {
    return trace.events().stream()
        .anyMatch(each -> each.message().equals(event.message()) && isVote(each));
  }

  private boolean isExecutedIn(TraceEvent event) {
    return trace.events().stream().anyMatch(each -> isExecution(each) && isSame(each, event));
  }

  private static TraceEvent with(
      TraceEvent event, TraceEventKind kind, Long timestamp, Boolean held) {
    return new TraceEvent(
        event.group(),
        event.node(),
        event.leads(),
        event.time(),
        event.index(),
        event.message(),
        kind,
        timestamp,
        kind == event.kind() ? event.waitsFor() : null,
        held,
        kind == event.kind() ? event.what() : null);
  }

  private TraceEvent any(Predicate<TraceEvent> wanted) {
    List<TraceEvent> all =
        trace.events().stream()
            .filter(event -> event.index() > 0 && !event.group().equals(Trace.CALLERS))
            .filter(wanted)
            .toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private Mutant change(Predicate<TraceEvent> wanted, Change change) {
    TraceEvent chosen = any(wanted);
    return chosen == null
        ? null
        : new Mutant(
            rewritten(event -> isStep(event, chosen) ? change.of(event) : List.of(event)),
            chosen,
            null);
  }

  /** Takes all steps of this kind of one message in one group away. */
  private Mutant changeAll(Predicate<TraceEvent> wanted) {
    TraceEvent chosen =
        any(event -> wanted.test(event) && isMulticast(event) && isExecutedIn(event));
    return chosen == null
        ? null
        : new Mutant(
            rewritten(
                event -> wanted.test(event) && isSame(event, chosen) ? List.of() : List.of(event)),
            chosen,
            null);
  }

  private Mutant changeOne() {
    TraceEvent chosen =
        any(
            event ->
                isExecution(event)
                    && trace.events().stream()
                            .filter(each -> isStep(each, event))
                            .map(TraceEvent::node)
                            .distinct()
                            .count()
                        > 1);
    return chosen == null
        ? null
        : new Mutant(
            rewritten(
                event ->
                    event == chosen
                        ? List.of(
                            with(event, event.kind(), null, event.held() == null ? false : null))
                        : List.of(event)),
            chosen,
            null);
  }

  private Mutant swap() {
    TraceEvent first = any(TraceMutations::isExecution);
    if (first == null) {
      return null;
    }
    TraceEvent second =
        trace.events().stream()
            .filter(event -> isExecution(event) && event.group().equals(first.group()))
            .filter(event -> event.node().equals(first.node()))
            .dropWhile(event -> event != first)
            .skip(1)
            .filter(event -> !event.message().equals(first.message()))
            .findFirst()
            .orElse(null);
    if (second == null) {
      return null;
    }
    UnaryOperator<TraceEvent> swapped =
        event ->
            isStep(event, first)
                ? renamed(event, second)
                : isStep(event, second) ? renamed(event, first) : event;
    return new Mutant(rewritten(event -> List.of(swapped.apply(event))), first, second);
  }

  private static TraceEvent renamed(TraceEvent event, TraceEvent as) {
    return new TraceEvent(
        event.group(),
        event.node(),
        event.leads(),
        event.time(),
        event.index(),
        as.message(),
        event.kind(),
        null,
        null,
        as.held(),
        null);
  }

  private static boolean isStep(TraceEvent one, TraceEvent other) {
    return isSame(one, other) && one.index() == other.index() && one.kind() == other.kind();
  }

  /** What becomes of a step. */
  private interface Change {
    List<TraceEvent> of(TraceEvent event);
  }

  /** Returns the trace with other steps; its segments have as many as there are then. */
  private Trace rewritten(Change change) {
    List<TraceEvent> events = new ArrayList<>();
    Map<List<String>, List<Integer>> counts = new LinkedHashMap<>();
    for (TraceEvent event : trace.events()) {
      List<TraceEvent> now = change.of(event);
      events.addAll(now);
      if (event.index() > 0) {
        counts
            .computeIfAbsent(List.of(event.group(), event.node()), key -> new ArrayList<>())
            .add(now.size());
      }
    }
    Map<List<String>, Integer> used = new LinkedHashMap<>();
    List<Trace.Segment> segments =
        trace.segments().stream()
            .map(
                segment -> {
                  List<String> key = List.of(segment.group(), segment.node());
                  int from = used.getOrDefault(key, 0);
                  used.put(key, from + segment.count());
                  int count =
                      counts.get(key).subList(from, from + segment.count()).stream()
                          .mapToInt(Integer::intValue)
                          .sum();
                  return new Trace.Segment(
                      segment.group(), segment.node(), segment.from(), segment.to(), count);
                })
            .toList();
    return new Trace(
        trace.version(),
        trace.source(),
        trace.sampling(),
        trace.lost(),
        trace.notes(),
        trace.marked(),
        segments,
        events);
  }
}
