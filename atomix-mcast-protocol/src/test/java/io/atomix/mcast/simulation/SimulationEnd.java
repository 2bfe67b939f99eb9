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
  private static final long PATIENCE = 60 * World.SECOND;

  private final World world;
  private final Trace trace;
  private final History history;
  private final Map<GroupId, RaftGroup> groups;
  private final List<Node> nodes;
  private final List<Application> applications;
  private final boolean timers;
  private final Runnable startApplication;
  private final List<Problem> problems;

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

  /** Runs until something is so; returns whether it came to that. */
  private boolean await(BooleanSupplier condition) {
    long end = world.now() + PATIENCE;
    while (!condition.getAsBoolean() && world.now() < end) {
      world.run(100 * World.MILLI);
    }
    return condition.getAsBoolean();
  }

  /** Runs until all is quiet, and adds what is wrong then. */
  void settle() {
    await(() -> unended().isEmpty());
    for (Call call : unended()) {
      problems.add(Problem.of("This never ended: " + call, call));
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
    List<CompletableFuture<Runnable>> checks =
        Application.live(applications).stream()
            .flatMap(application -> application.listeners().stream())
            .map(Listener::expectAll)
            .toList();
    if (!await(() -> checks.stream().allMatch(CompletableFuture::isDone))) {
      problems.add(Problem.of("A client cannot listen, though there are no faults any more"));
      return;
    }
    await(this::holdsNoMessages);
    checks.stream().filter(check -> !check.isCompletedExceptionally()).forEach(c -> c.join().run());
  }

  private void checkHistory() {
    startApplication.run();
    Application last = lastApplication();
    if (timers && !await(() -> replicas().stream().noneMatch(RaftReplica::awaitsTimers))) {
      problems.add(Problem.of("A timer never runs"));
    }
    Map<Cell, List<Integer>> cells = new TreeMap<>(History.CELLS);
    for (String primitive : Application.PRIMITIVES) {
      CompletableFuture<Map<Cell, List<Integer>>> dump = last.dumpAll(primitive);
      if (!await(dump::isDone) || dump.isCompletedExceptionally()) {
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
      await(set::isDone);
      if (set.isCompletedExceptionally()) {
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
    return haveAppliedAll()
        && replicas().stream()
            .map(RaftReplica::counts)
            .allMatch(
                counts ->
                    counts.pending() == 0 && counts.remembered() == 0 && counts.undelivered() == 0);
  }

  private List<RaftReplica> replicas() {
    return groups.values().stream().flatMap(group -> group.replicas().stream()).toList();
  }

  private void checkRest() {
    if (!await(this::holdsNoMessages)) {
      problems.add(Problem.of("Something is held for ever: " + counts()));
    }
    if (timers) {
      checkLateness();
    }
    Application.live(applications).forEach(Application::close);
    if (!await(this::hasNoClients)) {
      problems.add(Problem.of("A client is remembered for ever: " + counts()));
    }
    if (!await(this::holdsNoMessages)) {
      problems.add(Problem.of("Something is held for ever: " + counts()));
    }
    // A message that was under way for long may still have a group refuse what all have forgotten.
    Map<RaftReplica, CompletableFuture<Integer>> tracked = new LinkedHashMap<>();
    if (!await(() -> rememberNothing(tracked))) {
      tracked.forEach(
          (replica, held) ->
              problems.add(
                  Problem.of(
                      "The exchange on "
                          + replica.node().name()
                          + " remembers "
                          + held.getNow(-1))));
    }
    await(this::haveAppliedAll);
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
    return groups.values().stream()
        .allMatch(
            group ->
                group.replicas().stream().allMatch(each -> each.applied() == group.log().length()));
  }

  private List<GroupCounts> counts() {
    return replicas().stream().map(RaftReplica::counts).toList();
  }
}
