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
package io.atomix.mcast.replica;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.exchange.Exchange;
import io.atomix.mcast.exchange.NotificationSender;
import io.atomix.mcast.exchange.StableListener;
import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.LogPosition;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.ReplicaView;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.raft.PartitionRaftServer;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedList;
import io.atomix.mcast.wire.LeaderPosition;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of a group: joins its service with the exchange and the deliveries, and follows who
 * leads.
 */
public final class GroupReplica implements Replica, GroupHost {
  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int LOOKED_AT = 1000;

  /**
   * Time for which statements gather: long enough for the client to say itself, with its next
   * batch, that a message is stable everywhere, and for many to gather; short beside what a person
   * or a timeout notices.
   */
  private static final Duration GATHER_TIME = Duration.ofMillis(50);

  private final GroupId group;
  private final ReplicaMessages messages;
  private final ReplicaOptions options;
  private final ThreadContextFactory threads;
  private final PartitionManagementService management;
  private final LongSupplier clock;
  private final LongSupplier date;
  private final Supplier<UUID> identities;
  private final Leadership leadership;
  private final Observation observation;
  private final Consumer<RaftServer.Role> roleListener = this::roleChanged;
  private ThreadContext context;
  private Exchange exchange;
  private NotificationSender sender;
  private LeaderLog log;
  private TimerEntries timerEntries;
  private Captures captures;
  private volatile Restoring restoring;
  private RaftServer server;
  private Scheduled ticking;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private volatile Judge judge = Judge.NONE;
  private volatile GroupCounts counts = GroupCounts.NOTHING;

  /** Creates a replica of a group on this node. */
  public GroupReplica(
      GroupId group,
      LocalNode node,
      ReplicaOptions options,
      ThreadContextFactory threads,
      PartitionManagementService management) {
    this(
        group,
        node,
        options,
        threads,
        management,
        LocalTime::nanos,
        LocalTime::millis,
        UUID::randomUUID);
  }

  /**
   * Creates a replica.
   *
   * @param clock tells the time in nanoseconds of any origin
   * @param date tells the date in milliseconds since 1970, as Raft stamps entries with it
   * @param identities makes what must be unlike anything of other replicas
   */
  GroupReplica(
      GroupId group,
      LocalNode node,
      ReplicaOptions options,
      ThreadContextFactory threads,
      PartitionManagementService management,
      LongSupplier clock,
      LongSupplier date,
      Supplier<UUID> identities) {
    this.group = group;
    this.options = options;
    this.threads = threads;
    this.management = management;
    this.clock = clock;
    this.date = date;
    this.identities = identities;
    this.leadership = new Leadership(identities);
    this.observation = new Observation(group, clock, leadership);
    this.messages =
        new ReplicaMessages(
            group, node, management.getMessagingService(), () -> observation.ofLeader().resent());
  }

  @Override
  public PrimitiveType<?, ?, ?> serviceType() {
    return GroupService.type(group, this);
  }

  @Override
  public void start(RaftServer raftServer, RaftClient client, PartitionManagementService services) {
    server = raftServer;
    context = threads.createContext();
    captures = new Captures(options.directory(), GroupReplica::inBackground, clock);
    log =
        new LeaderLog(
            identities.get(),
            new RaftSessions(client, options.sessionTimeout())::linearizable,
            options.maxEntryBytes());
    exchange =
        new Exchange(
            group,
            messages,
            log,
            context,
            options.resendInterval(),
            options.refusalTimeout(),
            GATHER_TIME,
            (delay, task) -> context.schedule(delay, task),
            clock,
            new StableForwarder());
    exchange.judgeBy((id, outlooks) -> judge.judge(id, outlooks));
    restoring =
        new Restoring(
            RestoreFile.of(options.directory(), group),
            options.maxEntryBytes(),
            log::append,
            this::broken);
    timerEntries = new TimerEntries(leadership::isFenced, log::append, context, date, clock);
    sender =
        new NotificationSender(
            messages::deliver, threads.createContext(), options.resendInterval(), clock);
    messages.serve(
        bytes -> exchange.handle(bytes, leaderHint()),
        this::leaderPosition,
        this::hosted,
        captures::answer,
        context);
    raftServer.addRoleChangeListener(roleListener);
    ticking = context.schedule(options.resendInterval(), options.resendInterval(), this::tick);
  }

  @Override
  public void stop() {
    if (ticking == null) {
      // The partition's server could not be built, so nothing was started.
      return;
    }
    ticking.cancel();
    server.removeRoleChangeListener(roleListener);
    messages.stop();
    leadership.end();
    exchange.leading(false);
    sender.leading(false);
    log.close();
    captures.clear();
  }

  private void roleChanged(RaftServer.Role role) {
    boolean leads = role == RaftServer.Role.LEADER;
    if (leads) {
      leadership.begin();
      observation.ofLeader().becameLeader();
      proposeFence();
    } else {
      leadership.end();
    }
    exchange.leading(leads);
    sender.leading(leads);
  }

  // Rule 7: a query may be answered once an entry of this leadership has been applied here.
  private void proposeFence() {
    long number = leadership.current();
    if (number >= 0) {
      log.append(List.of(new Command.Fence(localMember().id(), number)));
    }
  }

  private void tick() {
    checkLog();
    if (leadership.leads() && !leadership.isFenced()) {
      proposeFence();
    }
    exchange.tick();
    sender.tick();
    captures.tick();
    restore();
  }

  /** Runs what takes long, which must not take a thread that Raft may need. */
  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "generic-multicast-backup");
    thread.setDaemon(true);
    thread.start();
  }

  private void restore() {
    if (leadership.isFenced()) {
      restoring.lead();
    }
  }

  @Override
  public double restored() {
    return restoring == null ? 1 : restoring.progress();
  }

  @Override
  public byte[] admitted(byte[] batch) {
    // The server hears of clients before the replica is open.
    Restoring here = restoring;
    return here != null && here.admits(batch) ? Batch.admissible(batch) : null;
  }

  /**
   * A log that is broken is not told to the service, and if Raft got no service out of a snapshot,
   * there is none that could complain.
   */
  private void checkLog() {
    if (failure.isDone() || !(server instanceof PartitionRaftServer own)) {
      return;
    }
    own.checkApplied();
    String lost = own.lostSnapshot();
    if (lost != null) {
      broken(new IllegalStateException(lost));
    } else if (own.broken() != null) {
      broken(own.broken());
    }
  }

  private String leaderHint() {
    RaftMember leader = server.cluster().getLeader();
    return leader == null ? null : leader.memberId().id();
  }

  private MemberId localMember() {
    return management.getMembershipService().getLocalMember().id();
  }

  private LeaderPosition leaderPosition() {
    boolean serves = leadership.isFenced() && !restoring.isPending();
    return new LeaderPosition(serves, position().applied());
  }

  private HostedList hosted() {
    return new HostedList(
        leadership.isFenced(),
        observation.hosted().stream()
            .map(
                each ->
                    new HostedList.HostedItem(
                        each.primitive().name(),
                        each.primitive().type(),
                        each.primitive().sessions(),
                        each.primitive().entries(),
                        each.lockNodes()))
            .toList());
  }

  @Override
  public LogPosition position() {
    return server instanceof PartitionRaftServer own
        ? new LogPosition(own.term(), own.committed(), own.applied())
        : NOWHERE;
  }

  @Override
  public void observe(GroupObserver observer) {
    observation.observe(observer);
  }

  @Override
  public void trace(Tracer tracer) {
    observation.trace(tracer);
  }

  @Override
  public long oldestPendingNanos() {
    return observation.oldestNanos();
  }

  @Override
  public int longestChain() {
    return observation.longestChain(LOOKED_AT);
  }

  @Override
  public CompletableFuture<ReplicaView> view(int limit) {
    return exchange
        .view()
        .thenApply(
            known ->
                new ReplicaView(
                    group,
                    leadership.isFenced(),
                    leaderHint(),
                    position(),
                    observation.view(limit),
                    known.statuses(),
                    known.stable()));
  }

  @Override
  public CompletableFuture<LeaderPosition> askLeader() {
    String leader = leaderHint();
    if (leader == null) {
      return CompletableFuture.completedFuture(new LeaderPosition(false, 0));
    }
    return messages.position(leader);
  }

  @Override
  public PrimitiveTypeRegistry primitiveTypes() {
    return management.getPrimitiveTypes();
  }

  @Override
  public boolean isFenced() {
    return leadership.isFenced();
  }

  @Override
  public long stamp() {
    return date.getAsLong();
  }

  @Override
  public boolean traces(MessageId id) {
    return observation.traces(id);
  }

  @Override
  public void hosts(StateView view, Judge newJudge) {
    observation.hosting(view);
    judge = newJudge;
  }

  @Override
  public void applied(GroupEffects effects) {
    for (Command.Fence fence : effects.fences()) {
      if (fence.member().equals(localMember().id())) {
        leadership.fence(fence.leadership());
      }
    }
    counts = effects.counts();
    effects.captured().forEach(captures::keep);
    restoring.applied(effects.loaded(), counts);
    observation.applied(effects);
    timerEntries.due(effects.timers());
    if (effects.blocked()) {
      exchange.hurry();
    }
    if (!effects.statuses().isEmpty()) {
      exchange.applied(effects.statuses());
    }
    if (!effects.clients().isEmpty()) {
      sender.applied(effects.clients());
    }
  }

  @Override
  public void restored(GroupContents contents) {
    counts = contents.counts();
    restoring.applied(contents.loaded(), counts);
    restoring.snapshotTaken();
    observation.restored();
    exchange.restored(contents.statuses());
    sender.restored(contents.undelivered());
    timerEntries.due(contents.timers());
  }

  @Override
  public void queried(int asked, int answered, boolean blocked) {
    if (blocked) {
      exchange.hurry();
    }
    observation.ofLeader().answered(asked, answered);
  }

  @Override
  public void snapshotBegins() {
    observation.snapshotBegins();
  }

  @Override
  public void snapshotEnds(int bytes) {
    observation.snapshotEnds(bytes);
    restoring.snapshotTaken();
  }

  /** Returns the messages of this replica. */
  ReplicaMessages messages() {
    return messages;
  }

  /** Returns how many messages the exchange knows of. */
  CompletableFuture<Integer> tracked() {
    return exchange.size();
  }

  @Override
  public GroupCounts counts() {
    return counts;
  }

  @Override
  public boolean startsEmpty(long index) {
    return !(server instanceof PartitionRaftServer own) || own.isLogWholeBefore(index);
  }

  @Override
  public long awaitedSnapshot() {
    return server instanceof PartitionRaftServer own ? own.awaitedSnapshot() : 0;
  }

  @Override
  public void broken(Throwable reason) {
    String what = "The replica of group " + group + " on " + localMember().id() + " has stopped";
    LOGGER.error("{}: {}", what, reason.getMessage());
    failure.completeExceptionally(
        new IllegalStateException(what + ": " + reason.getMessage() + "; see its log", reason));
    server.shutdown();
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  /** Passes on what the exchange finds stable. */
  private final class StableForwarder implements StableListener {
    @Override
    public void stable(MessageId id, long timestamp) {
      if (observation.traces(id)) {
        observation.traced(0, new ProtocolEvent.Stable(id, timestamp));
      }
    }

    @Override
    public void tell(ClientAddress client, List<Long> sequences) {
      messages.tellStable(client, sequences);
    }
  }
}
