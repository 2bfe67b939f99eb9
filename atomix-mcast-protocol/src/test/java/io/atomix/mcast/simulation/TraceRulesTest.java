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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Seeds;
import io.atomix.mcast.simulation.TraceMutations.Mutant;
import io.atomix.mcast.simulation.TraceMutations.Mutation;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceEvent.FootprintPart;
import io.atomix.mcast.trace.rules.BrokenRule;
import io.atomix.mcast.trace.rules.TraceRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What groups do in simulated runs, replayed against the rules: {@code -Dmcast.runs=N} runs other
 * than the default number, {@code -Dmcast.seed=S} replays one.
 */
class TraceRulesTest {
  private static final int RUNS = 4;
  private static final int RUNS_TO_CHANGE = 2;
  private static final int CHANGES = 6;

  /** Traces that are changed, by their seeds. */
  private static final Map<Long, Trace> TRACES = new HashMap<>();

  private static Trace trace(long seed) {
    Simulation run =
        new Simulation(seed, Sabotage.NONE, io.atomix.mcast.simulation.Trace.Detail.MESSAGES);
    run.run();
    return run.picture(seed);
  }

  private static List<BrokenRule> broken(Trace trace) {
    return TraceRules.judgeWhole(trace).broken();
  }

  @Test
  void eachStepOfARunIsOneThatTheRulesAllow() {
    long[] judged = new long[2];
    Seeds.forEach(
        "TraceRulesTest#eachStepOfARunIsOneThatTheRulesAllow",
        RUNS,
        seed -> {
          Trace trace = trace(seed);
          TraceRules.TraceFindings findings = TraceRules.judgeWhole(trace);
          assertThat(findings.broken()).isEmpty();
          judged[0] += findings.steps();
          judged[1] += findings.messages();
          // As if these were traces of nodes, which may begin anywhere and have gaps.
          assertThat(TraceRules.judge(List.of(trace)).broken()).as("in part").isEmpty();
          assertThat(TraceRules.judge(List.of(cut(trace, seed))).broken()).as("a piece").isEmpty();
        });
    System.out.println(
        "TraceRulesTest: " + judged[0] + " steps of " + judged[1] + " messages were judged");
    assertThat(judged[0]).isPositive();
  }

  /** Rule 10: a group that has forgotten what it has executed refuses it when it is asked. */
  @Test
  void aRefusalDropsNothingWhereTheExecutionMayBeUnrecorded() {
    String message = "0".repeat(32) + "/1";
    List<String> groups = List.of("data-1", "data-2");
    TraceEvent.What what =
        new TraceEvent.What("multicast", "put", "map", null, groups, "write", null, 0, null);
    Trace trace =
        new Trace(
            1,
            "a node",
            1,
            Map.of(),
            List.of(),
            List.of(),
            groups.stream().map(group -> new Trace.Segment(group, "n1", 1, 9, 2)).toList(),
            List.of(
                step("data-1", 2, message, TraceEvent.TraceEventKind.SUBMITTED, what),
                step("data-1", 3, message, TraceEvent.TraceEventKind.EXECUTED, null),
                step("data-2", 2, message, TraceEvent.TraceEventKind.REFUSED, null),
                step("data-2", 3, message, TraceEvent.TraceEventKind.REFUSED, null)));
    assertThat(TraceRules.judge(List.of(trace)).broken()).isEmpty();
    assertThat(broken(trace))
        .anyMatch(rule -> rule.text().contains("executed in one group and dropped in another"));
  }

  private static TraceEvent step(
      String group,
      long index,
      String message,
      TraceEvent.TraceEventKind kind,
      TraceEvent.What what) {
    Long timestamp = what == null ? null : 0L;
    return new TraceEvent(
        group, "n1", true, index, index, message, kind, timestamp, null, null, what);
  }

  /** Returns a trace with a piece of each segment, as if a node had not kept more. */
  private static Trace cut(Trace trace, long seed) {
    Random random = new Random(seed);
    List<Trace.Segment> segments = new ArrayList<>();
    List<TraceEvent> events =
        new ArrayList<>(trace.events().stream().filter(event -> event.index() == 0).toList());
    Map<List<String>, List<TraceEvent>> records =
        trace.events().stream()
            .filter(event -> event.index() > 0)
            .collect(Collectors.groupingBy(event -> List.of(event.group(), event.node())));
    Map<List<String>, Integer> used = new HashMap<>();
    for (Trace.Segment segment : trace.segments()) {
      List<String> key = List.of(segment.group(), segment.node());
      int first = used.getOrDefault(key, 0);
      used.put(key, first + segment.count());
      int begin = random.nextInt(segment.count());
      int end = begin + 1 + random.nextInt(segment.count() - begin);
      List<TraceEvent> kept = records.get(key).subList(first + begin, first + end);
      events.addAll(kept);
      segments.add(
          new Trace.Segment(
              segment.group(),
              segment.node(),
              kept.get(0).index(),
              kept.get(kept.size() - 1).index(),
              kept.size()));
    }
    return new Trace(
        trace.version(), trace.source(), 1, Map.of(), List.of(), List.of(), segments, events);
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void aChangedStepIsFoundOrIsAllowed(Mutation mutation) {
    int changed = 0;
    int found = 0;
    for (long seed = 1; seed <= RUNS_TO_CHANGE; seed++) {
      Trace trace = TRACES.computeIfAbsent(seed, TraceRulesTest::trace);
      TraceMutations mutations = new TraceMutations(trace, new Random(seed));
      for (int i = 0; i < CHANGES; i++) {
        Mutant mutant = mutations.mutate(mutation);
        if (mutant != null) {
          changed++;
          boolean wrong = !broken(mutant.trace()).isEmpty();
          found += wrong ? 1 : 0;
          assertThat(wrong || isAllowed(mutation, mutant, trace))
              .as("%s of seed %d is found: %s", mutation, seed, mutant.first())
              .isTrue();
        }
      }
    }
    System.out.println(
        "TraceRulesTest: " + mutation + ": " + found + " of " + changed + " changes were found");
    assertThat(found).isPositive();
  }

  /** Returns whether it is known for another reason that the rules allow what was changed. */
  private static boolean isAllowed(Mutation mutation, Mutant mutant, Trace trace) {
    return switch (mutation) {
      // The vote is still no higher than another one, so the maximum is the same; or nothing was
      // done with it, since the message was dropped.
      case VOTE_CHANGED ->
          of(trace, mutant.first(), TraceEvent.TraceEventKind.SUBMITTED)
                  .anyMatch(event -> event.timestamp() > mutant.first().timestamp())
              || of(trace, mutant.first(), TraceEvent.TraceEventKind.EXECUTED).count() == 0;
      // They need no order; or one is the end of a session, which goes behind messages of that
      // session, so what waits for it may overtake it in the entry in which its turn comes.
      case EXECUTIONS_SWAPPED ->
          isEndInSameEntry(mutant, trace)
              || !conflict(footprint(trace, mutant.first()), footprint(trace, mutant.second()));
      default -> !mutation.isAlwaysWrong();
    };
  }

  private static boolean isEndInSameEntry(Mutant mutant, Trace trace) {
    return mutant.first().index() == mutant.second().index()
        && Stream.of(mutant.first(), mutant.second())
            .flatMap(step -> of(trace, step, TraceEvent.TraceEventKind.SUBMITTED))
            .anyMatch(
                event ->
                    event.what().sort().equals("bookkeeping")
                        && event.what().destinations().size() == 1);
  }

  private static Stream<TraceEvent> of(
      Trace trace, TraceEvent step, TraceEvent.TraceEventKind kind) {
    return trace.events().stream()
        .filter(event -> event.kind() == kind && event.message().equals(step.message()));
  }

  private static List<FootprintPart> footprint(Trace trace, TraceEvent step) {
    return trace.events().stream()
        .filter(event -> event.kind() == TraceEvent.TraceEventKind.SUBMITTED)
        .filter(event -> event.group().equals(step.group()))
        .filter(event -> event.message().equals(step.message()))
        .findFirst()
        .orElseThrow()
        .what()
        .footprint();
  }

  private static boolean conflict(List<FootprintPart> one, List<FootprintPart> other) {
    for (FootprintPart part : one) {
      for (FootprintPart that : other) {
        boolean both =
            part.primitive() == null
                || that.primitive() == null
                || part.primitive().equals(that.primitive());
        boolean meets =
            part.whole() != null
                || that.whole() != null
                || part.keys().keySet().stream().anyMatch(that.keys()::containsKey);
        if (both && meets && (isWriting(part) || isWriting(that))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWriting(FootprintPart part) {
    return part.whole() != null && !part.whole().equals("read")
        || part.keys().values().stream().anyMatch(access -> !access.equals("read"));
  }
}
