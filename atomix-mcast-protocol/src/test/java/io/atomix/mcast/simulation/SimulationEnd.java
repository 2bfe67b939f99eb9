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

import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Call.Outcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** How a run comes to rest when no more faults happen, and what must be so then. */
final class SimulationEnd {
  private static final int TIMER_MILLIS = 300;
  private static final int MOST_LATE_MILLIS = 200;
  private static final long LOOK = 100 * World.MILLI;

  /** How what hangs is told. */
  static final String LATE = "This still hangs ";

  private final World world;
  private final Trace trace;
  private final History history;
  private final Map<GroupId, RaftGroup> groups;
  private final List<Node> nodes;
  private final List<Application> applications;
  private final boolean timers;
  private final Runnable startApplication;
  private final List<Problem> problems;
  private final Map<Recovery, Long> took = new EnumMap<>(Recovery.class);

  /** When the last fault was over, or the last client was closed. */
  private long begun;

  SimulationEnd(
      World world,
      Trace trace,
      History history,
      Map<GroupId, RaftGroup> groups,
      List<Node> nodes,
      List<Application> applications,
      boolean timers,
      Runnable startApplication,
      List<Problem> problems) {
    this.world = world;
    this.trace = trace;
    this.history = history;
    this.groups = groups;
    this.nodes = nodes;
    this.applications = applications;
    this.timers = timers;
    this.startApplication = startApplication;
    this.problems = problems;
  }

  /** Runs until something is so, which has to come in time; returns whether it did. */
  private boolean await(Recovery what, BooleanSupplier condition) {
    long end = begun + what.millis() * World.MILLI;
    while (!condition.getAsBoolean() && world.now() < end) {
      world.run(LOOK);
    }
    took.merge(what, (world.now() - begun) / World.MILLI, Math::max);
    return condition.getAsBoolean();
  }

  private static Problem late(Recovery what, Object hanging, Call... about) {
    return Problem.of(LATE + what.millis() / 1000 + " s after " + what.since() + hanging, about);
  }

  /** Returns how long it took until it came to each of these, in milliseconds. */
  Map<Recovery, Long> took() {
    return took;
  }

  /** Runs until all is quiet, and adds what is wrong then. */
  void settle() {
    begun = world.now();
    if (!await(Recovery.CALLS, () -> unended().isEmpty())) {
      unended().forEach(call -> problems.add(late(Recovery.CALLS, call, call)));
    }
    if (!problems.isEmpty()) {
      return;
    }
    checkEvents();
    checkHistory();
    if (problems.isEmpty()) {
      checkRest();
    }
  }

  private List<Call> unended() {
    List<String> dead =
        applications.stream()
            .filter(application -> !application.node().isAlive())
            .map(application -> application.node().name())
            .toList();
    return history.calls().stream()
        .filter(call -> call.outcome() == Outcome.RUNNING && !dead.contains(call.client()))
        .toList();
  }

  private void checkEvents() {
    Map<Listener, CompletableFuture<Runnable>> checks = new LinkedHashMap<>();
    Application.live(applications).stream()
        .flatMap(application -> application.listeners().stream())
        .forEach(listener -> checks.put(listener, listener.expectAll()));
    if (!await(
        Recovery.LISTENERS, () -> checks.values().stream().allMatch(CompletableFuture::isDone))) {
      checks.forEach(
          (listener, check) -> {
            if (!check.isDone()) {
              problems.add(late(Recovery.LISTENERS, listener));
            }
          });
      return;
    }
    if (!await(Recovery.MESSAGES, this::holdsNoMessages)) {
      problems.add(late(Recovery.MESSAGES, held()));
    }
    checks.values().stream()
        .filter(check -> !check.isCompletedExceptionally())
        .forEach(check -> check.join().run());
  }

  private void checkHistory() {
    if (timers && !await(Recovery.TIMERS, () -> timersOf().isEmpty())) {
      problems.add(late(Recovery.TIMERS, timersOf()));
    }
    startApplication.run();
    begun = world.now();
    Application last = lastApplication();
    Map<Cell, List<Integer>> cells = new TreeMap<>(History.CELLS);
    for (String primitive : Application.PRIMITIVES) {
      CompletableFuture<Map<Cell, List<Integer>>> dump = last.dumpAll(primitive);
      if (!await(Recovery.READS, dump::isDone) || dump.isCompletedExceptionally()) {
        problems.add(Problem.of("The final state of " + primitive + " cannot be read"));
        return;
      }
      cells.putAll(dump.join());
    }
    problems.addAll(HistoryCheck.problems(history, cells));
  }

  private Application lastApplication() {
    return applications.get(applications.size() - 1);
  }

  /** Timers of idle groups run in time, whatever the dates are that members believe in. */
  private void checkLateness() {
    for (RaftGroup group : groups.values()) {
      CompletableFuture<?> set = lastApplication().later(group.id(), TIMER_MILLIS);
      begun = world.now();
      if (!await(Recovery.READS, set::isDone)) {
        problems.add(late(Recovery.READS, "a timer of " + group.id()));
      }
      if (!set.isDone() || set.isCompletedExceptionally()) {
        continue;
      }
      long deadline = world.now() + (TIMER_MILLIS + MOST_LATE_MILLIS) * World.MILLI;
      RaftReplica leader = group.leader();
      while (leader.awaitsTimers() && world.now() <= deadline) {
        world.run(World.MILLI);
      }
      if (leader.awaitsTimers()) {
        problems.add(Problem.of("A timer of " + group.id() + " is late"));
      }
    }
  }

  private boolean holdsNoMessages() {
    return replicas().stream().allMatch(SimulationEnd::holdsNothing);
  }

  private static boolean holdsNothing(RaftReplica replica) {
    GroupCounts counts = replica.counts();
    return replica.hasAppliedAll()
        && counts.pending() == 0
        && counts.remembered() == 0
        && counts.undelivered() == 0;
  }

  private List<RaftReplica> replicas() {
    return groups.values().stream().flatMap(group -> group.replicas().stream()).toList();
  }

  private void checkRest() {
    if (!await(Recovery.READS, this::holdsNoMessages)) {
      problems.add(late(Recovery.READS, held()));
    }
    if (timers) {
      checkLateness();
    }
    Application.live(applications).forEach(Application::close);
    begun = world.now();
    if (!await(Recovery.REST, () -> hasNoClients() && holdsNoMessages())) {
      problems.add(late(Recovery.REST, held()));
    }
    // A message that was under way for long may still have a group refuse what all have forgotten.
    Map<RaftReplica, CompletableFuture<Integer>> tracked = new LinkedHashMap<>();
    if (!await(Recovery.REST, () -> rememberNothing(tracked))) {
      tracked.forEach(
          (replica, held) ->
              problems.add(
                  Problem.of(
                      "The exchange on "
                          + replica.node().name()
                          + " remembers "
                          + held.getNow(-1))));
    }
    await(Recovery.REST, this::haveAppliedAll);
    for (RaftGroup group : groups.values()) {
      byte[] state = group.replicas().get(0).snapshot();
      for (RaftReplica replica : group.replicas()) {
        if (!Arrays.equals(state, replica.snapshot())) {
          problems.add(
              Problem.of("The state of " + group.id() + " is another on " + replica.node().name()));
        }
      }
      trace.note(group.id() + " ends as " + Arrays.hashCode(state));
    }
  }

  /** Asks the exchanges again whose last answer was that they remember something. */
  private boolean rememberNothing(Map<RaftReplica, CompletableFuture<Integer>> tracked) {
    for (RaftReplica replica : replicas()) {
      CompletableFuture<Integer> last = tracked.get(replica);
      if (last == null || last.isDone() && last.join() != 0) {
        tracked.put(replica, replica.tracked());
      }
    }
    return tracked.values().stream().allMatch(held -> held.isDone() && held.join() == 0);
  }

  /** The clients that are left are the members themselves. */
  private boolean hasNoClients() {
    return haveAppliedAll()
        && replicas().stream().allMatch(replica -> replica.counts().clients() <= nodes.size())
        && groups.values().stream()
            .flatMap(group -> group.clients().stream())
            .allMatch(session -> nodes.contains(session.node()));
  }

  private boolean haveAppliedAll() {
    return replicas().stream().allMatch(RaftReplica::hasAppliedAll);
  }

  private List<String> timersOf() {
    return replicas().stream()
        .filter(RaftReplica::awaitsTimers)
        .map(replica -> "timers of " + replica)
        .toList();
  }

  /** Returns what the replicas hold, and of leaders which messages. */
  private List<String> held() {
    Map<RaftReplica, CompletableFuture<String>> told = new LinkedHashMap<>();
    replicas().forEach(replica -> told.put(replica, replica.pending()));
    world.run(LOOK);
    return replicas().stream()
        .filter(replica -> !holdsNothing(replica))
        .map(replica -> replica + " " + replica.counts() + " " + told.get(replica).getNow(""))
        .toList();
  }
}
