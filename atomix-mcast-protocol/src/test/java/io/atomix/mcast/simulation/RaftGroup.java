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

import io.atomix.mcast.fakeraft.RaftLog;
import io.atomix.mcast.group.Captured;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One Raft group as its clients and its state machines see it: the log of what is committed, its
 * sessions, who leads, and snapshots. How entries come to be committed is left out; all that a
 * change of leader can do to a client or a replica is there. Only the leader commits; a replica may
 * go on to believe that it leads until it hears of an entry of a later term.
 */
final class RaftGroup {
  private final World world;
  private final GroupId id;
  private final Wires wires;
  private final Trace trace;
  private final Sabotage sabotage;
  private final Draw draw;
  private final Consumer<String> problems;
  private final PreviewCheck previews;
  private final RaftLog log = new RaftLog();
  private final GroupPoints points;
  private final TreeMap<Long, ServerSession> sessions = new TreeMap<>();
  private final List<Saved> snapshots = new ArrayList<>();
  private final TreeMap<String, RaftReplica> replicas = new TreeMap<>();
  private Consumer<Captured> captures = captured -> {};
  private RaftReplica leader;
  private long term;
  private long busyUntil = Long.MIN_VALUE;

  /** A snapshot of the state after an entry. */
  record Saved(int index, byte[] state) {}

  /** A session as all servers know it. */
  private static final class ServerSession {
    private final RaftSession client;
    private final Map<Long, Integer> indexes = new HashMap<>();
    private long lastSequence;
    private boolean ended;

    private ServerSession(RaftSession client) {
      this.client = client;
    }
  }

  RaftGroup(
      World world,
      GroupId id,
      Wires wires,
      Trace trace,
      Sabotage sabotage,
      Draw draw,
      Consumer<String> problems) {
    this.world = world;
    this.id = id;
    this.wires = wires;
    this.trace = trace;
    this.sabotage = sabotage;
    this.draw = draw;
    this.points = new GroupPoints(trace.points(), log);
    this.problems = problems;
    this.previews = new PreviewCheck(problems);
    world.every(World.SECOND, () -> append(0, null, new RaftLog.Content.Idle()));
  }

  World world() {
    return world;
  }

  GroupId id() {
    return id;
  }

  boolean isCut(String one, String other) {
    return wires.areCut(one, other);
  }

  Sabotage sabotage() {
    return sabotage;
  }

  Draw draw() {
    return draw;
  }

  /** Sees which points the group comes to. */
  GroupPoints points() {
    return points;
  }

  /** The group, or a client of it, has come to a point. */
  void reach(Point point) {
    trace.points().reach(point);
  }

  Tracer tracer(Node node) {
    return trace.tracer(node.name());
  }

  /** Says who hears of what its replicas find at cuts of backups. */
  void onCapture(Consumer<Captured> hearer) {
    captures = hearer;
  }

  /** A replica has executed the cut of a backup. */
  void captured(Captured captured) {
    captures.accept(captured);
  }

  /** Checks what its leaders find on previews. */
  PreviewCheck previews() {
    return previews;
  }

  void problem(String text) {
    problems.accept(text);
  }

  /** A process runs a replica from now on; it is the only one of its name. */
  void add(RaftReplica replica) {
    replicas.put(replica.node().name(), replica);
  }

  List<RaftReplica> replicas() {
    return List.copyOf(replicas.values());
  }

  RaftReplica leader() {
    return leader;
  }

  RaftLog log() {
    return log;
  }

  List<Saved> snapshots() {
    return snapshots;
  }

  long openSessions() {
    return sessions.values().stream().filter(session -> !session.ended).count();
  }

  /** Nothing is committed for so long. */
  void slow(long nanos) {
    busyUntil = world.now() + nanos;
  }

  boolean isBusy() {
    return world.now() < busyUntil;
  }

  /** Returns whether this replica leads, and not only believes so. */
  boolean isLedBy(RaftReplica replica, long inTerm) {
    return leader == replica && term == inTerm;
  }

  /** The leader, if there is one, loses its place; another is found after so long. */
  void elect(long nanos) {
    RaftReplica before = leader;
    leader = null;
    if (before != null) {
      long oldTerm = term;
      before.node().in(world.fault(0.5) ? world.upTo(3000) : 0, () -> before.stepDown(oldTerm));
    }
    world.in(nanos, this::choose);
  }

  private void choose() {
    List<RaftReplica> alive =
        replicas().stream().filter(replica -> replica.node().isAlive()).toList();
    if (leader != null) {
      return;
    }
    if (2 * alive.size() <= replicas.size()) {
      world.in(200 * World.MILLI, this::choose);
      return;
    }
    // One that is behind has most to lose.
    leader =
        world.chance(0.3)
            ? alive.get(world.random().nextInt(alive.size()))
            : Collections.min(alive, Comparator.comparingInt(RaftReplica::applied));
    term++;
    trace.points().elected();
    if (leader.applied() < log.mostApplied()) {
      reach(Point.LEADER_BEHIND);
    }
    if (alive.stream().anyMatch(each -> each != leader && each.leads())) {
      reach(Point.TWO_LEADERS);
    }
    trace.note(id + " is led by " + leader.node().name() + " in term " + term);
    leader.lead(term);
    append(0, null, new RaftLog.Content.Idle());
  }

  /** A process has died. */
  void died(Node node) {
    if (leader != null && leader.node() == node) {
      leader = null;
      world.in(300 * World.MILLI + world.upTo(1000), this::choose);
    }
  }

  /** Appends an entry; returns its index, or 0 if nobody leads. */
  private int append(long session, String member, RaftLog.Content content) {
    if (leader == null) {
      return 0;
    }
    log.append(new RaftLog.Entry(term, leader.node().millis(), session, member, content));
    trace.appended(id, log.length(), session, content);
    replicas().forEach(RaftReplica::wake);
    return log.length();
  }

  /** Opens a session; returns its number, or 0 if that is not possible now. */
  int open(RaftSession client) {
    int index = append(log.length() + 1, client.node().name(), new RaftLog.Content.Opened());
    if (index > 0) {
      sessions.put((long) index, new ServerSession(client));
    }
    return index;
  }

  /** What became of a command that came to the leader. */
  enum Taken {
    /** It is in the log; the answer comes. */
    YES,
    /** The session is over. */
    NEVER,
    /** Not now: it may be sent again. */
    LATER
  }

  /** A command comes to the leader, for the first time or again. */
  Taken take(long session, String member, long sequence, byte[] bytes, Consumer<byte[]> answer) {
    ServerSession known = sessions.get(session);
    if (known.ended) {
      return Taken.NEVER;
    }
    Integer index = known.indexes.get(sequence);
    if (index == null) {
      if (sequence != known.lastSequence + 1 || leader == null || isBusy()) {
        return Taken.LATER;
      }
      byte[] taken = sabotage.batch(bytes);
      index = append(session, member, new RaftLog.Content.Batch(sequence, taken));
      known.indexes.put(sequence, index);
      known.lastSequence = sequence;
      log.await(index, answer);
      sabotage.after(id, taken).ifPresent(more -> append(session, member, more));
    } else if (leader != null && leader.applied() >= index) {
      reach(Point.COMMAND_AGAIN);
      log.respond(index);
    }
    return Taken.YES;
  }

  /** A command that its client has given up, and that never was in the log, has its place taken. */
  void skip(long session, long sequence) {
    ServerSession known = sessions.get(session);
    if (!known.indexes.containsKey(sequence)) {
      known.lastSequence = Math.max(known.lastSequence, sequence);
    }
  }

  /** Returns the index of a session's command, or 0 if it is not in the log yet. */
  int indexOf(long session, long sequence) {
    ServerSession known = sessions.get(session);
    return sequence == 0 ? (int) session : known.indexes.getOrDefault(sequence, 0);
  }

  boolean isOver(long session) {
    return sessions.get(session).ended;
  }

  /** Ends a session; returns whether that could be logged. */
  boolean end(long session, boolean expired) {
    ServerSession known = sessions.get(session);
    if (known.ended) {
      return true;
    }
    if (append(session, null, new RaftLog.Content.Ended(expired)) == 0) {
      return false;
    }
    known.ended = true;
    if (expired) {
      known.client.node().in(world.upTo(2000), known.client::lost);
    }
    return true;
  }

  /** Returns the sessions that are open, with those who opened them. */
  List<RaftSession> clients() {
    return sessions.values().stream()
        .filter(session -> !session.ended)
        .map(session -> session.client)
        .toList();
  }

  /**
   * Returns up to where the leader of a term knows the log to be committed: no less than what any
   * replica has applied, but only from when an entry of this term has been applied somewhere. A new
   * leader does not know what its predecessor has committed.
   */
  long committed(long byLeaderOf) {
    int most = log.mostApplied();
    return most > 0 && log.entry(most).term() == byLeaderOf ? most : 0;
  }

  /** A replica has applied an entry. */
  void applied(RaftReplica replica, int index, byte[] answer) {
    if (log.applied(index, answer) == RaftLog.Applied.DIFFERENT) {
      problem(
          "Replica "
              + replica.node().name()
              + " of "
              + id
              + " answered entry "
              + index
              + " differently");
    }
    if (replica.leads()) {
      log.respond(index);
    }
  }
}
