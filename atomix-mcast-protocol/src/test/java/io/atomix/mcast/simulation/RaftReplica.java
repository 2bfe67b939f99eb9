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

import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.fakeraft.RaftLog;
import io.atomix.mcast.fakeraft.ServiceOnRaft;
import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.replica.SimulatedReplica;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.protocols.raft.RaftServer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One replica of a group in one run of a process: what its Raft server does for the engine. */
final class RaftReplica {
  /** The node that is restored after each entry, where that is drawn. */
  private static final String FRAGILE = "n1";

  private final RaftGroup group;
  private final Node node;
  private final World world;
  private final ServiceOnRaft raft;
  private final SimulatedReplica engine;
  private final List<Consumer<RaftServer.Role>> roleListeners = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();
  private int applied;
  private boolean applying;

  /** The request that the service answers now, or null. */
  private byte[] reading;

  private boolean timers;
  private long leadsTerm;
  private long lagsUntil = Long.MIN_VALUE;
  private long stallsUntil = Long.MIN_VALUE;

  /** A query that waits until what its session has seen, and was committed, is applied here. */
  private record Query(
      boolean weak,
      long session,
      RaftSession.Question question,
      long index,
      Consumer<byte[]> answer) {
    private boolean isChecked() {
      return !weak && !question.unconfirmed();
    }
  }

  RaftReplica(
      RaftGroup group,
      Node node,
      ClusterCommunicationService communication,
      Map<GroupId, List<MemberId>> members) {
    this.group = group;
    this.node = node;
    this.world = group.world();
    this.engine =
        new SimulatedReplica(
            group.id(),
            management(communication),
            node,
            node::nanos,
            node::millis,
            node::newIdentity,
            members,
            group.draw().resendMillis(),
            group.draw().smallBatches());
    engine.trace(group.tracer(node));
    this.raft = new ServiceOnRaft(node.name(), this::newService);
    engine.start(server(), () -> new RaftSession(group, node));
    group.add(this);
  }

  private PrimitiveService newService() {
    GroupHost host = group.sabotage().host(engine.host(), () -> leadsTerm > 0, engine::tellStable);
    GroupHost fenced = fenced(group.points().on(noted(group.previews().on(host))));
    return GroupService.type(group.id(), fenced).newService(null);
  }

  /** Returns a host that waits for its fence (rule 7), unless that is sabotaged for a request. */
  private GroupHost fenced(GroupHost host) {
    return new ForwardingHost(host) {
      @Override
      public boolean isFenced() {
        boolean skipped = reading != null && !group.sabotage().isFenceHeeded(reading);
        return skipped ? leads() : super.isFenced();
      }
    };
  }

  /** Returns a host of which it is noted whether timers are still to run, and what cuts find. */
  private GroupHost noted(GroupHost host) {
    return new ForwardingHost(host) {
      @Override
      public void applied(GroupEffects effects) {
        timers = !effects.timers().never();
        effects.captured().forEach(group::captured);
        super.applied(effects.captured().isEmpty() ? effects : withoutCaptured(effects));
      }

      @Override
      public void restored(GroupContents contents) {
        timers = !contents.timers().never();
        super.restored(contents);
      }
    };
  }

  /** What a cut has found goes to no file in a simulation. */
  private static GroupEffects withoutCaptured(GroupEffects effects) {
    return new GroupEffects(
        effects.index(),
        effects.answer(),
        effects.fences(),
        effects.statuses(),
        effects.clients(),
        effects.observed(),
        List.of(),
        effects.loaded(),
        effects.blocked(),
        effects.counts(),
        effects.timers());
  }

  private RaftServer server() {
    return Stub.of(
        RaftServer.class,
        Map.of(
            "addRoleChangeListener", arguments -> roleListeners.add(listener(arguments)),
            "removeRoleChangeListener", arguments -> roleListeners.remove(listener(arguments)),
            "cluster", arguments -> SimulatedReplica.cluster(this::leaderHint),
            "shutdown", arguments -> broken()));
  }

  @SuppressWarnings("unchecked")
  private static Consumer<RaftServer.Role> listener(Object[] arguments) {
    return (Consumer<RaftServer.Role>) arguments[0];
  }

  private PartitionManagementService management(ClusterCommunicationService communication) {
    Member self = Member.builder(node.name()).withAddress("localhost", 1).build();
    return SimulatedReplica.management(self, communication, LedgerType.INSTANCE);
  }

  private String leaderHint() {
    if (world.fault(0.2)) {
      return null;
    }
    RaftReplica leader = group.leader();
    return leader == null ? null : leader.node.name();
  }

  private Object broken() {
    group.problem("The replica of " + group.id() + " on " + node.name() + " stopped serving");
    return null;
  }

  Node node() {
    return node;
  }

  GroupId group() {
    return group.id();
  }

  int applied() {
    return applied;
  }

  boolean hasAppliedAll() {
    return applied == group.log().length();
  }

  boolean leads() {
    return leadsTerm > 0;
  }

  /** Returns whether timers of its primitives are still to run. */
  boolean awaitsTimers() {
    return timers;
  }

  /** Returns how much the group's service says that it holds. */
  GroupCounts counts() {
    return engine.counts();
  }

  /** Returns what is pending, and what a leader has heard of it, once its thread has told it. */
  CompletableFuture<String> pending() {
    return engine.pending();
  }

  /** Returns how many messages the exchange knows of, once its thread has counted them. */
  CompletableFuture<Integer> tracked() {
    return engine.tracked();
  }

  /** The process is going to stop in good order. */
  void stop() {
    engine.stop();
  }

  void lead(long term) {
    leadsTerm = term;
    roleListeners.forEach(listener -> listener.accept(RaftServer.Role.LEADER));
  }

  /** Whoever leads in this term hears that it is over. */
  void stepDown(long term) {
    if (leadsTerm > 0 && leadsTerm <= term) {
      leadsTerm = 0;
      roleListeners.forEach(listener -> listener.accept(RaftServer.Role.FOLLOWER));
    }
  }

  void wake() {
    if (!applying && applied < group.log().length()) {
      applying = true;
      long delay = world.upTo(world.now() < lagsUntil ? 800 : world.fault(0.01) ? 1500 : 3);
      long stall = world.now() < stallsUntil ? stallsUntil - world.now() : 0;
      node.in(Math.max(delay, stall), this::applyNext);
    }
  }

  /** For so long it takes its time to apply what is committed. */
  void lag(long nanos) {
    lagsUntil = world.now() + nanos;
  }

  /** For so long it applies nothing. */
  void stall(long nanos) {
    stallsUntil = world.now() + nanos;
  }

  private void applyNext() {
    RaftLog.Entry entry = group.log().entry(applied + 1);
    stepDown(entry.term() - 1);
    applied++;
    group.applied(this, applied, raft.apply(applied, entry));
    if (group.draw().restoresEverywhere() && node.name().equals(FRAGILE) && world.fault(1)) {
      restoreInPlace();
    }
    for (Iterator<Query> each = queries.iterator(); each.hasNext(); ) {
      Query query = each.next();
      if (answered(query)) {
        each.remove();
      }
    }
    applying = false;
    wake();
  }

  /**
   * A query comes here, and this replica believes that it leads. Rule 7's read index: it is
   * answered when that is applied which this replica knows to be committed now; that this replica
   * still leads is made sure of only afterwards. The answer is null if it does not.
   *
   * @param weak whether any replica may answer, whether it leads or not
   */
  void query(boolean weak, long session, RaftSession.Question question, Consumer<byte[]> answer) {
    boolean behind =
        weak || question.unconfirmed() || !group.sabotage().hasReadIndex(question.request());
    long readIndex = behind ? 0 : group.committed(leadsTerm);
    Query query = new Query(weak, session, question, Math.max(question.index(), readIndex), answer);
    if (!answered(query)) {
      queries.add(query);
    }
  }

  private boolean answered(Query query) {
    int command = group.indexOf(query.session(), query.question().sequence());
    if (!leads() && !query.weak()) {
      query.answer().accept(null);
      return true;
    }
    if (command == 0 || applied < command || applied < query.index()) {
      return false;
    }
    reading = query.question().request();
    byte[] bytes = raft.read(query.session(), "client", reading);
    reading = null;
    if (ReadAnswer.decode(bytes) instanceof ReadAnswer.Confirmed confirmed
        && confirmed.claims().contains(false)) {
      group.reach(Point.CLAIM_DENIED);
    }
    long term = leadsTerm;
    node.in(
        world.upTo(5),
        () ->
            query
                .answer()
                .accept(
                    !query.isChecked() || group.isLedBy(this, term)
                        ? group.sabotage().readAnswer(query.question().request(), bytes)
                        : null));
    return true;
  }

  /** Takes a snapshot that any replica may start from later. */
  void save() {
    group.points().saved(applied);
    group.snapshots().add(new RaftGroup.Saved(applied, snapshot()));
  }

  byte[] snapshot() {
    return raft.snapshot();
  }

  /** The service is thrown away, and another takes its place from a snapshot. */
  void restore(RaftGroup.Saved saved) {
    if (saved.index() < applied) {
      return;
    }
    applied = saved.index();
    raft.restore(applied, saved.state());
  }

  /** What Raft does on an idle partition after a snapshot. */
  void restoreInPlace() {
    restore(new RaftGroup.Saved(applied, snapshot()));
  }

  @Override
  public String toString() {
    return (leads() ? "leader " : "")
        + node.name()
        + " of "
        + group.id()
        + " at entry "
        + applied
        + " of "
        + group.log().length();
  }
}
