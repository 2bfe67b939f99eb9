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

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Call.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One run of a whole cluster and its clients, with faults; all of it follows from the seed. */
final class Simulation {
  private static final int NODES = 3;
  private static final long FAULTY_TIME = 2200 * World.MILLI;
  private static final int TIMER_MILLIS = 300;
  private static final int MOST_LATE_MILLIS = 200;
  private static final long PATIENCE = 60 * World.SECOND;

  private final World world;
  private final Trace trace;
  private final Wires wires;
  private final Sabotage sabotage;
  private final History history;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<GroupId, RaftGroup> groups = new TreeMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();
  private final int applicationsAtOnce;
  private int started;
  private long faults;

  /** Half of the runs have timers; in the others, leaders must append nothing for any. */
  private final boolean timers;

  /**
   * Prepares a run.
   *
   * @param recording whether to keep what happens as text
   */
  Simulation(long seed, Sabotage sabotage, boolean recording) {
    this.world = new World(seed);
    this.timers = (seed & 1) != 0;
    this.trace = new Trace(world, recording);
    this.wires = new Wires(world, trace, sabotage);
    this.sabotage = sabotage;
    this.history = new History(trace);
    this.applicationsAtOnce = 2 + world.random().nextInt(3);
    int count = 2 + world.random().nextInt(2);
    for (int i = 1; i <= count; i++) {
      GroupId group = new GroupId("data", i);
      groups.put(
          group,
          new RaftGroup(
              world, group, wires, trace, sabotage, text -> problems.add(Problem.of(text))));
    }
    for (int i = 1; i <= NODES; i++) {
      nodes.add(startNode("n" + i));
    }
    groups.values().forEach(group -> group.elect(0));
  }

  private Node startNode(String name) {
    Node node = new Node(world, name);
    wires.add(node);
    ClusterCommunicationService communication = wires.of(node);
    Map<GroupId, List<MemberId>> members = new TreeMap<>();
    groups.keySet().forEach(group -> members.put(group, memberIds()));
    for (RaftGroup group : groups.values()) {
      RaftReplica replica = new RaftReplica(group, node, communication, members);
      if (!group.snapshots().isEmpty() && world.chance(0.7)) {
        replica.restore(any(group.snapshots()));
      }
      replica.wake();
    }
    return node;
  }

  private static List<MemberId> memberIds() {
    List<MemberId> ids = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      ids.add(MemberId.from("n" + i));
    }
    return ids;
  }

  private <T> T any(List<T> list) {
    return list.get(world.random().nextInt(list.size()));
  }

  private void startApplication() {
    Node node = new Node(world, "a" + ++started);
    wires.add(node);
    applications.add(
        new Application(
            world,
            node,
            wires.of(node),
            groups,
            history,
            problems::add,
            this::spread,
            timers,
            trace.tracer(node.name())));
  }

  /** Some processes hear at once what another has found done. */
  private void spread(Cell cell) {
    List<Application> live = liveApplications();
    if (!live.isEmpty()) {
      boolean elect = world.fault(0.3);
      if (elect) {
        // Whoever leads now may know less than the one who has just been told.
        groups.get(cell.group()).elect(world.upTo(5));
      }
      for (Application hearer : live) {
        if (world.chance(0.4)) {
          hearer.node().in(world.upTo(elect ? 40 : 2), () -> hearer.hear(cell));
        }
      }
    }
  }

  private List<Application> liveApplications() {
    return applications.stream()
        .filter(application -> application.node().isAlive() && !application.isClosed())
        .toList();
  }

  /** Runs it; returns what is wrong, which is nothing if all is right. */
  List<Problem> run() {
    for (int i = 0; i < applicationsAtOnce; i++) {
      world.in(world.upTo(300), this::startApplication);
    }
    calls(world.now() + FAULTY_TIME);
    nowAndThen(700, this::changeLeader);
    nowAndThen(2000, this::crash);
    nowAndThen(2000, this::restore);
    nowAndThen(1000, this::save);
    nowAndThen(1500, this::expireSession);
    nowAndThen(1500, this::killApplication);
    nowAndThen(1200, this::slow);
    nowAndThen(800, this::lag);
    nowAndThen(1500, this::disturbTime);
    nowAndThen(1500, this::cut);
    world.run(FAULTY_TIME);
    heal();
    settle();
    return problems;
  }

  private void calls(long end) {
    world.in(
        world.upTo(260),
        () -> {
          if (world.now() < end) {
            List<Application> live = liveApplications();
            if (!live.isEmpty()) {
              any(live).call();
            }
            calls(end);
          }
        });
  }

  private void nowAndThen(long millis, Runnable fault) {
    world.in(
        world.upTo(2 * millis),
        () -> {
          if (world.fault(1)) {
            faults++;
            fault.run();
            nowAndThen(millis, fault);
          }
        });
  }

  private RaftGroup anyGroup() {
    return any(List.copyOf(groups.values()));
  }

  private void changeLeader() {
    anyGroup().elect(world.upTo(600));
  }

  private void crash() {
    int number = world.random().nextInt(NODES);
    Node node = nodes.get(number);
    if (!node.isAlive()) {
      return;
    }
    boolean orderly = world.chance(0.3);
    trace.note(node.name() + (orderly ? " stops" : " dies"));
    if (orderly) {
      replicasOf(node).forEach(RaftReplica::stop);
      node.in(world.upTo(20), () -> die(node));
    } else {
      die(node);
    }
    world.in(200 * World.MILLI + world.upTo(4000), () -> restart(number));
  }

  private List<RaftReplica> replicasOf(Node node) {
    return groups.values().stream()
        .flatMap(group -> group.replicas().stream())
        .filter(replica -> replica.node() == node)
        .toList();
  }

  private void die(Node node) {
    node.die();
    groups.values().forEach(group -> group.died(node));
    node.sessions().forEach(session -> world.in(1000 + world.upTo(4000), session::expire));
  }

  private void restart(int number) {
    if (!nodes.get(number).isAlive()) {
      trace.note(nodes.get(number).name() + " starts again");
      nodes.set(number, startNode(nodes.get(number).name()));
    } else {
      world.in(100 * World.MILLI, () -> restart(number));
    }
  }

  private List<RaftReplica> liveReplicas() {
    return anyGroup().replicas().stream().filter(each -> each.node().isAlive()).toList();
  }

  private void restore() {
    List<RaftReplica> live = liveReplicas();
    if (!live.isEmpty()) {
      any(live).restoreInPlace();
    }
  }

  private void save() {
    List<RaftReplica> live = liveReplicas();
    if (!live.isEmpty()) {
      any(live).save();
    }
  }

  private void expireSession() {
    List<RaftSession> open = anyGroup().clients();
    if (!open.isEmpty()) {
      any(open).expire();
    }
  }

  private void killApplication() {
    List<Application> live = liveApplications();
    if (!live.isEmpty()) {
      Application victim = any(live);
      if (world.chance(0.2)) {
        trace.note(victim.node().name() + " closes");
        victim.close();
      } else {
        trace.note(victim.node().name() + " dies");
        die(victim.node());
      }
      startApplication();
    }
  }

  private void slow() {
    RaftGroup group = anyGroup();
    trace.note(group.id() + " is slow");
    group.slow(world.upTo(4000));
  }

  private void lag() {
    List<RaftReplica> live = liveReplicas();
    if (!live.isEmpty()) {
      any(live).lag(world.upTo(6000));
    }
  }

  private void disturbTime() {
    Node node = any(nodes);
    switch (world.random().nextInt(3)) {
      case 0 -> node.setDate(world.random().nextInt(100_000) - 50_000);
      case 1 -> node.leap(world.upTo(20_000));
      default -> node.pause(world.upTo(3000));
    }
  }

  private void cut() {
    String one = any(nodes).name();
    List<Application> live = liveApplications();
    String other =
        live.isEmpty() || world.chance(0.5) ? any(nodes).name() : any(live).node().name();
    trace.note(one + " and " + other + " do not hear each other");
    wires.cut(one, other);
    world.in(world.upTo(5000), () -> wires.mend(one, other));
  }

  private void heal() {
    world.heal();
    wires.mendAll();
    trace.note("no more faults");
    for (int i = 0; i < NODES; i++) {
      if (!nodes.get(i).isAlive()) {
        restart(i);
      }
    }
    groups.values().stream()
        .filter(group -> group.leader() == null)
        .forEach(group -> group.elect(0));
  }

  /** Runs until something is so; returns whether it came to that. */
  private boolean await(BooleanSupplier condition) {
    long end = world.now() + PATIENCE;
    while (!condition.getAsBoolean() && world.now() < end) {
      world.run(100 * World.MILLI);
    }
    return condition.getAsBoolean();
  }

  private void settle() {
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
        liveApplications().stream()
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
    startApplication();
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
    liveApplications().forEach(Application::close);
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
        && replicas().stream().allMatch(replica -> replica.counts().clients() <= NODES)
        && groups.values().stream()
            .flatMap(group -> group.clients().stream())
            .allMatch(session -> nodes.contains(session.node()));
  }

  private boolean haveAppliedAll() {
    return groups.values().stream()
        .allMatch(
            group -> group.replicas().stream().allMatch(each -> each.applied() == group.length()));
  }

  private List<GroupCounts> counts() {
    return replicas().stream().map(RaftReplica::counts).toList();
  }

  /** Returns how many messages were judged on previews. */
  int previews() {
    return groups.values().stream().mapToInt(group -> group.previews().count()).sum();
  }

  /** Returns a number that stands for all that has happened. */
  long hash() {
    return trace.hash();
  }

  /** Returns what happened to the calls that a problem is about, if it was recorded. */
  List<String> trace(Problem problem) {
    return trace.of(problem.calls());
  }

  /** Returns what happened to all messages, if it was recorded, for {@code bin/mcast trace}. */
  io.atomix.mcast.trace.Trace picture(long seed) {
    return trace.picture(seed, problems);
  }

  List<Problem> problems() {
    return problems;
  }

  @Override
  public String toString() {
    long done = history.calls().stream().filter(call -> call.outcome() == Outcome.DONE).count();
    long refused =
        history.calls().stream().filter(call -> call.outcome() == Outcome.NOT_APPLIED).count();
    return history.calls().size()
        + " calls, "
        + done
        + " done, "
        + refused
        + " refused, "
        + faults
        + " faults, "
        + groups.values().stream().mapToInt(RaftGroup::length).sum()
        + " entries in "
        + groups.size()
        + " groups";
  }
}
