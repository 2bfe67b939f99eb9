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
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Call.Outcome;
import io.atomix.mcast.simulation.Draw.Disturbance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One run of a whole cluster and its clients, with faults; all of it follows from the seed. */
final class Simulation {
  private static final int NODES = 3;
  private static final long FAULTY_TIME = 2200 * World.MILLI;

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

  /** Half of the runs have many reads of several groups, and fewer faults beside. */
  private final boolean readers;

  /** A quarter of the runs have backups. */
  private final boolean backups;

  private final Draw draw;

  /** A fifth of the runs have calls on several primitives. */
  private final boolean joint;

  private final CutsOfRun cuts;
  private long unlogged;
  private Map<Recovery, Long> recovery;

  /**
   * Prepares a run.
   *
   * @param recording whether to keep what happens as text
   */
  Simulation(long seed, Sabotage sabotage, boolean recording) {
    this(seed, sabotage, recording ? Trace.Detail.TEXT : Trace.Detail.NUMBER);
  }

  /** Prepares a run of which this much is kept. */
  Simulation(long seed, Sabotage sabotage, Trace.Detail detail) {
    this.world = new World(seed);
    this.timers = (seed & 1) != 0;
    this.readers = (seed & 2) != 0;
    this.backups = (seed & 12) == 0;
    // What is broken is to be found with all faults and operations.
    this.draw = sabotage == Sabotage.NONE ? Draw.of(seed) : Draw.USUAL;
    this.joint = seed % 5 == 0;
    this.trace = new Trace(world, detail);
    this.wires = new Wires(world, trace, sabotage, draw);
    this.sabotage = sabotage;
    this.history = new History(trace);
    this.applicationsAtOnce = 2 + world.random().nextInt(3);
    int count = 2 + world.random().nextInt(2);
    for (int i = 1; i <= count; i++) {
      GroupId group = new GroupId("data", i);
      groups.put(
          group,
          new RaftGroup(
              world, group, wires, trace, sabotage, draw, text -> problems.add(Problem.of(text))));
    }
    this.cuts = new CutsOfRun(groups, history);
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
            draw,
            joint,
            trace.tracer(node.name())));
  }

  /** Some processes hear at once what another has found done. */
  private void spread(Cell cell) {
    List<Application> live = Application.live(applications);
    if (!live.isEmpty()) {
      boolean elect = world.fault(0.3);
      if (elect) {
        // Whoever leads now may know less than the one who has just been told.
        RaftGroup group = groups.get(cell.group());
        if (readers) {
          group.replicas().stream()
              .filter(replica -> !replica.leads())
              .forEach(replica -> replica.lag(world.upTo(300)));
        }
        group.elect(world.upTo(5));
      }
      for (Application hearer : live) {
        if (world.chance(0.4)) {
          hearer.node().in(world.upTo(elect ? 40 : 2), () -> hearer.hear(cell));
        }
      }
    }
  }

  /** Runs it; returns what is wrong, which is nothing if all is right. */
  List<Problem> run() {
    for (int i = 0; i < applicationsAtOnce; i++) {
      world.in(world.upTo(300), this::startApplication);
    }
    calls(world.now() + FAULTY_TIME, 260, Application::call);
    if (readers) {
      calls(world.now() + FAULTY_TIME, 50, Application::readSeveral);
      nowAndThen(Disturbance.STRANDED_LEADER, 600, this::strandLeader);
    }
    int calm = readers ? 3 : 1;
    nowAndThen(Disturbance.ELECTION, calm * 700, this::changeLeader);
    nowAndThen(Disturbance.CRASH, calm * 2000, this::crash);
    nowAndThen(Disturbance.RESTORE, calm * 2000, this::restore);
    nowAndThen(Disturbance.SNAPSHOT, 1000, this::save);
    nowAndThen(Disturbance.EXPIRY, calm * 1500, this::expireSession);
    nowAndThen(Disturbance.KILL, calm * 1500, this::killApplication);
    nowAndThen(Disturbance.SLOW_GROUP, calm * 1200, this::slow);
    nowAndThen(Disturbance.LAG, 800, this::lag);
    nowAndThen(Disturbance.CLOCKS, 1500, this::disturbTime);
    nowAndThen(Disturbance.CUT, calm * 1500, this::cut);
    if (backups) {
      nowAndThen(900, this::backUp);
    }
    world.run(FAULTY_TIME);
    unlogged = applications.stream().mapToLong(Application::unlogged).sum();
    heal();
    SimulationEnd end =
        new SimulationEnd(
            world,
            trace,
            history,
            groups,
            nodes,
            applications,
            timers,
            this::startApplication,
            problems);
    end.settle();
    recovery = end.took();
    problems.addAll(cuts.problems());
    reachPointsOfCalls();
    return problems;
  }

  private void reachPointsOfCalls() {
    if (unlogged > 0) {
      trace.points().reach(Point.UNLOGGED_READ);
    }
    for (Call call : history.calls()) {
      if (call.outcome() == Outcome.NOT_APPLIED) {
        trace.points().reach(Point.CALL_REFUSED);
      } else if (call.outcome() == Outcome.UNKNOWN && !call.isTimerSet()) {
        trace.points().reach(Point.OUTCOME_UNKNOWN);
      }
    }
  }

  private void calls(long end, long millis, Consumer<Application> call) {
    world.in(
        world.upTo(millis),
        () -> {
          if (world.now() < end) {
            List<Application> live = Application.live(applications);
            if (!live.isEmpty()) {
              call.accept(any(live));
            }
            calls(end, millis, call);
          }
        });
  }

  private void nowAndThen(Disturbance kind, long millis, Runnable fault) {
    if (draw.has(kind)) {
      nowAndThen(millis, fault);
    }
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
    List<Application> live = Application.live(applications);
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

  /** A program takes a backup. */
  private void backUp() {
    List<Application> live = Application.live(applications);
    if (!live.isEmpty()) {
      Node node = any(live).node();
      trace.note(node.name() + " takes a backup");
      cuts.take(node);
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

  /**
   * A leader applies nothing of what is committed, and no other node hears it: others of its group,
   * which have applied it, speak for the group meanwhile.
   */
  private void strandLeader() {
    RaftReplica leader = anyGroup().leader();
    if (leader != null) {
      long nanos = 300 * World.MILLI + world.upTo(3000);
      trace.note(leader.node().name() + " applies nothing of " + leader.group());
      leader.stall(nanos);
      String name = leader.node().name();
      nodes.stream().map(Node::name).forEach(other -> cut(name, other, nanos));
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
    List<Application> live = Application.live(applications);
    String other =
        live.isEmpty() || world.chance(0.5) ? any(nodes).name() : any(live).node().name();
    cut(one, other, world.upTo(5000));
  }

  private void cut(String one, String other, long nanos) {
    trace.note(one + " and " + other + " do not hear each other");
    wires.cut(one, other);
    world.in(nanos, () -> wires.mend(one, other));
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

  /** Returns how many messages were judged on previews. */
  int previews() {
    return groups.values().stream().mapToInt(group -> group.previews().count()).sum();
  }

  /** Returns how many reads of several groups took no log entry while there were faults. */
  long unlogged() {
    return unlogged;
  }

  /** Returns how many cuts of backups were executed in all groups. */
  long cuts() {
    return cuts.count();
  }

  /** Returns how long it took to come to rest, in milliseconds of the simulation. */
  Map<Recovery, Long> recovery() {
    return recovery;
  }

  /** Returns the points that it has come to. */
  Set<Point> reached() {
    return trace.points().reached();
  }

  /** Returns all that has happened, line by line, if it was recorded. */
  List<String> lines() {
    return trace.all();
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
        + groups.values().stream().mapToInt(group -> group.log().length()).sum()
        + " entries in "
        + groups.size()
        + " groups; "
        + draw;
  }
}
