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
import static org.assertj.core.api.Assertions.fail;

import io.atomix.mcast.Sabotages;
import io.atomix.mcast.ordering.Seeds;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole clusters with their clients, under all faults at once. {@code -Dmcast.runs=N} runs other
 * than the default number, {@code -Dmcast.seed=S} replays one, {@code -Dmcast.trace=FILE} with it
 * writes what happened for {@code bin/mcast trace --file FILE}; of a seed that fails, it is written
 * in any case. {@code -Dmcast.sabotage=NAME} looks for one fault alone that is built in.
 */
class SimulationTest {
  private static final int RUNS = 500;
  private static final int FEW = 100;
  private static final int TWICE = 10;
  private static final int RUNS_TO_CATCH = 2000;

  /** Seeds that find what few seeds find. They are tried first, and all others if they do not. */
  private static final Map<Sabotage, Long> KNOWN_SEEDS =
      Map.of(
          Sabotage.IGNORED_VOTES, 63L,
          Sabotage.SET_OF_BEFORE_THE_RAISE, 14L,
          Sabotage.NO_FENCE, 138L,
          Sabotage.CONFIRMED_TOO_EARLY, 276L,
          Sabotage.LOST_RESULTS, 129L,
          Sabotage.LATE_EVENTS_OF_QUERIES, 32L,
          Sabotage.UNDECIDED_LEFT_OUT, 110L,
          Sabotage.ALL_HELD, 14L,
          Sabotage.FIRST_PRIMITIVE_ALONE, 40L,
          Sabotage.FORGOTTEN_RESEND, 11L);

  private static final int LINES = 500;
  private static final String TRACE = "mcast.trace";

  private final Map<Point, Integer> reached = new EnumMap<>(Point.class);
  private int runs;
  private int previews;
  private long cuts;
  private long unlogged;
  private int runsWithUnlogged;
  private final RecoveryTimes recoveryTimes = new RecoveryTimes();

  @Test
  void everyRunIsStrictlySerializableAndLeavesNothingBehind() {
    Seeds.forEach(
        "SimulationTest#everyRunIsStrictlySerializableAndLeavesNothingBehind",
        RUNS,
        seed -> {
          if (!isRight(seed)) {
            fail(explain(seed));
          } else if (Long.getLong("mcast.seed") != null && System.getProperty(TRACE) != null) {
            Simulation run = new Simulation(seed, Sabotage.NONE, true);
            run.run();
            System.out.println("SimulationTest: seed " + seed + ": " + draw(seed, run));
          }
        });
    System.out.println("SimulationTest: " + previews + " messages were judged on previews");
    System.out.println("SimulationTest: " + cuts + " cuts of backups were executed");
    System.out.println(
        "SimulationTest: "
            + unlogged
            + " reads of several groups took no log entry, in "
            + runsWithUnlogged
            + " runs");
    recoveryTimes.lines().forEach(line -> System.out.println("SimulationTest: " + line));
    for (Point point : Point.values()) {
      int of = reached.getOrDefault(point, 0);
      System.out.println("SimulationTest: " + of + " of " + runs + " runs: " + point);
    }
    // A few seeds need not have it all.
    if (Long.getLong("mcast.seed") == null && Integer.getInteger("mcast.runs", RUNS) >= FEW) {
      assertThat(previews).as("messages that were judged on previews").isPositive();
      assertThat(cuts).as("cuts of backups").isPositive();
      assertThat(unlogged).as("reads of several groups without log entries").isPositive();
    }
    if (runs >= RUNS) {
      assertThat(Point.values())
          .as("points that are reached by some of %d runs", runs)
          .allSatisfy(point -> assertThat(reached).containsKey(point));
    }
  }

  private boolean isRight(long seed) {
    Simulation run = new Simulation(seed, Sabotage.NONE, false);
    boolean right = run.run().isEmpty();
    runs++;
    run.reached().forEach(point -> reached.merge(point, 1, Integer::sum));
    recoveryTimes.add(run.recovery());
    previews += run.previews();
    cuts += run.cuts();
    unlogged += run.unlogged();
    runsWithUnlogged += run.unlogged() > 0 ? 1 : 0;
    return right;
  }

  private static String explain(long seed) {
    Simulation again = new Simulation(seed, Sabotage.NONE, true);
    List<Problem> problems = again.run();
    String picture = draw(seed, again);
    if (problems.isEmpty()) {
      return "The run failed, but is right when it is run again: it is not deterministic";
    }
    String all = problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    List<String> trace = again.trace(problems.get(0));
    String last =
        trace.stream().skip(Math.max(0, trace.size() - LINES)).collect(Collectors.joining("\n"));
    return again
        + "\n"
        + all
        + "\nA picture of it: "
        + picture
        + "\nWhat happened to the calls of the first problem:\n"
        + last;
  }

  /** Writes what happened, and returns how to look at it. */
  private static String draw(long seed, Simulation run) {
    Path file =
        Path.of(System.getProperty(TRACE, "target/simulation-" + seed + ".json")).toAbsolutePath();
    try {
      Files.writeString(file, TraceJson.write(run.picture(seed)));
    } catch (IOException e) {
      throw new UncheckedIOException("The trace cannot be written to " + file, e);
    }
    return "bin/mcast trace --file " + file + " -o trace.html";
  }

  @Test
  void aSeedIsOneRunWhetherItIsRecordedOrNot() {
    Seeds.forEach(
        "SimulationTest#aSeedIsOneRunWhetherItIsRecordedOrNot",
        TWICE,
        seed -> {
          Simulation first = new Simulation(seed, Sabotage.NONE, true);
          Simulation second = new Simulation(seed, Sabotage.NONE, true);
          Simulation unrecorded = new Simulation(seed, Sabotage.NONE, false);
          first.run();
          second.run();
          unrecorded.run();
          assertThat(differenceOf(first.lines(), second.lines()))
              .as("where the second run of seed %d differs", seed)
              .isEmpty();
          assertThat(first.lines()).as("the trace of seed %d", seed).isNotEmpty();
          assertThat(unrecorded.hash()).as("the trace of seed %d", seed).isEqualTo(first.hash());
          assertThat(unrecorded).as("the calls of seed %d", seed).hasToString(first.toString());
        });
  }

  /** Returns the first lines that differ, or nothing. */
  private static String differenceOf(List<String> one, List<String> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      String first = i < one.size() ? one.get(i) : "the end";
      String second = i < other.size() ? other.get(i) : "the end";
      if (!first.equals(second)) {
        return "line " + (i + 1) + ": " + first + "\nand now: " + second;
      }
    }
    return "";
  }

  @Test
  void whatHappenedToMessagesCanBeDrawn() {
    Set<TraceEvent.TraceEventKind> kinds = EnumSet.noneOf(TraceEvent.TraceEventKind.class);
    int waits = 0;
    for (long seed = 1; seed <= 5; seed++) {
      Simulation run = new Simulation(seed, Sabotage.NONE, true);
      assertThat(run.run()).isEmpty();
      for (TraceEvent event : run.picture(seed).events()) {
        kinds.add(event.kind());
        waits += event.waitsFor() != null ? 1 : 0;
        if (event.what() != null && !"barrier".equals(event.what().operation())) {
          assertThat(event.what().keys())
              .extracting(TraceEvent.EventKey::name)
              .as("keys are told by their names")
              .noneMatch(name -> name.startsWith("#"));
        }
      }
    }
    assertThat(waits).as("messages that waited").isPositive();
    assertThat(kinds)
        .contains(
            TraceEvent.TraceEventKind.CALLED,
            TraceEvent.TraceEventKind.SUBMITTED,
            TraceEvent.TraceEventKind.RAISED,
            TraceEvent.TraceEventKind.STABLE,
            TraceEvent.TraceEventKind.EXECUTED,
            TraceEvent.TraceEventKind.RETURNED_EARLY,
            TraceEvent.TraceEventKind.RETURNED_STABLE,
            TraceEvent.TraceEventKind.RETURNED);
  }

  private static void assertIsPointedOut(Problem problem, long seed, Sabotage sabotage) {
    Simulation again = new Simulation(seed, sabotage, true);
    again.run();
    io.atomix.mcast.trace.Trace picture = again.picture(seed);
    assertThat(picture.notes()).contains(problem.text());
    // A call that has not ended may never have become a message.
    if (!problem.calls().isEmpty() && !problem.text().startsWith(SimulationEnd.LATE)) {
      assertThat(picture.events())
          .extracting(TraceEvent::message)
          .as("the messages of the calls of: %s", problem.text())
          .containsAnyElementsOf(picture.marked());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatIsBrokenIsFound(Sabotage sabotage) {
    Assumptions.assumeTrue(Sabotages.isWanted(sabotage));
    for (long number = 0; number <= RUNS_TO_CATCH; number++) {
      long seed = number == 0 ? KNOWN_SEEDS.getOrDefault(sabotage, 1L) : number;
      List<Problem> problems = new Simulation(seed, sabotage, false).run();
      if (!problems.isEmpty()) {
        System.out.println(
            "SimulationTest: seed " + seed + " finds " + sabotage + ": " + problems.get(0).text());
        assertIsPointedOut(problems.get(0), seed, sabotage);
        return;
      }
    }
    fail("None of %d runs found %s", RUNS_TO_CATCH, sabotage);
  }
}
