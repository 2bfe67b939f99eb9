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
package io.atomix.mcast.metrics;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.protocols.raft.RaftServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The meters of one group on one node. */
final class GroupMeters implements GroupObserver {
  private static final double[] BATCH_SIZES = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000
  };
  private static final Duration[] TIMES = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final GenericMulticastPartition partition;
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter[][] operations =
      new Counter[MessageKind.values().length][ObservedOutcome.values().length];
  private final Timer[][] calls =
      new Timer[MessageKind.values().length][ObservedOutcome.values().length];
  private final Timer[] waits = new Timer[MessageKind.values().length];
  private final Counter queriesLogged;
  private final Counter refusals;
  private final Counter aborts;
  private final Counter resends;
  private final Counter leaderChanges;
  private final Timer moved;
  private final Timer notMoved;
  private final DistributionSummary batchSize;
  private final DistributionSummary snapshotSize;
  private final Timer snapshotDuration;
  private final Counter missed;

  GroupMeters(GenericMulticastPartition partition, MeterRegistry registry) {
    this.partition = partition;
    this.registry = registry;
    this.tags = Tags.of("group", partition.id().group(), "partition", "" + partition.id().id());
    this.queriesLogged = counter(Metric.QUERIES_LOGGED, tags);
    this.refusals = counter(Metric.REFUSALS, tags);
    this.aborts = counter(Metric.ABORTS, tags);
    this.resends = counter(Metric.EXCHANGE_RESENDS, tags);
    this.leaderChanges = counter(Metric.LEADER_CHANGES, tags);
    this.moved = timer(Metric.LEADER_MOVES, tags.and("outcome", "done"));
    this.notMoved = timer(Metric.LEADER_MOVES, tags.and("outcome", "failed"));
    this.batchSize =
        summary(Metric.BATCH_SIZE).serviceLevelObjectives(BATCH_SIZES).register(registry);
    this.snapshotSize = summary(Metric.SNAPSHOT_SIZE).register(registry);
    this.snapshotDuration = timer(Metric.SNAPSHOT_DURATION, tags);
    this.missed = counter(Metric.OBSERVATIONS_MISSED, tags);
    for (MessageKind kind : MessageKind.values()) {
      operations(kind, ObservedOutcome.DONE);
      waits[kind.ordinal()] = timer(Metric.WAIT, tags.and("kind", text(kind)));
      if (kind != MessageKind.BOOKKEEPING) {
        calls(kind, ObservedOutcome.DONE);
      }
    }
  }

  /** Registers what is looked up when it is asked for. */
  void bind() {
    gauge(Metric.LEADER, each -> leads(each.server()) ? 1 : 0);
    gauge(Metric.LEADER_PREFERRED, each -> shouldLead(each) ? 1 : 0);
    gauge(Metric.LOG_COMMITTED, each -> each.position().committed());
    gauge(Metric.LOG_APPLIED, each -> each.position().applied());
    gauge(
        Metric.LOG_LAG,
        each -> Math.max(0, each.position().committed() - each.position().applied()));
    gauge(Metric.PENDING, each -> each.counts().pending());
    gauge(Metric.PENDING_AGE, each -> each.oldestPendingNanos() / 1e9);
    gauge(Metric.PENDING_CHAIN, GenericMulticastPartition::longestChain);
    gauge(Metric.REMEMBERED, each -> each.counts().remembered());
    gauge(Metric.UNDELIVERED, each -> each.counts().undelivered());
    gauge(Metric.CLIENTS, each -> each.counts().clients());
    gauge(Metric.PRIMITIVES, each -> each.counts().primitives());
    gauge(Metric.CLIENT_IN_FLIGHT, each -> each.clientCounts().inFlight());
    gauge(Metric.SNAPSHOT_AGE, GroupMeters::snapshotAge);
    gauge(Metric.DISK_FREE, each -> each.isHosted() ? each.health().freeBytes() : Double.NaN);
    gauge(Metric.REPLICAS_HEARD, GroupMeters::heard);
    for (MemberId member : partition.members()) {
      Tags with = tags.and("member", member.id());
      gauge(Metric.REPLICA_SILENT, with, each -> silentSeconds(each, member));
      gauge(Metric.REPLICA_BEHIND, with, each -> behind(each, member));
    }
    bindListeners();
    count(Metric.CLIENT_WAITS, each -> each.clientCounts().waits());
    count(Metric.CLIENT_REJECTED, each -> each.clientCounts().rejected());
    count(Metric.CLIENT_RETRIES, each -> each.clientCounts().retries());
  }

  private void bindListeners() {
    gauge(Metric.WATCHES, each -> listeners(each, ListenerCounts::watches));
    gauge(Metric.WATCH_BEHIND, each -> listeners(each, ListenerCounts::behindNanos) / 1e9);
    gauge(Metric.SUBSCRIPTIONS, each -> listeners(each, ListenerCounts::subscriptions));
    gauge(Metric.SUBSCRIPTION_HELD, each -> listeners(each, ListenerCounts::held));
    gauge(Metric.SUBSCRIPTION_MISSING, each -> listeners(each, ListenerCounts::missing));
    count(Metric.WATCH_CHANGES, each -> listeners(each, ListenerCounts::changes));
    count(Metric.WATCH_GONE, each -> listeners(each, ListenerCounts::timesGone));
  }

  /** Nobody listens before the partition is open. */
  private static double listeners(
      GenericMulticastPartition partition, ToDoubleFunction<ListenerCounts> value) {
    GroupClient client = partition.groupClient();
    return client == null ? 0 : value.applyAsDouble(client.listeners());
  }

  private static double snapshotAge(GenericMulticastPartition partition) {
    long written = partition.health().lastSnapshotMillis();
    return written == 0 ? Double.NaN : Math.max(0, LocalTime.millis() - written) / 1e3;
  }

  /** Not a number where the replica does not lead, so that the leader's word is that of all. */
  private static double heard(GenericMulticastPartition partition) {
    FollowerReport report = partition.health().followers();
    long limit = partition.health().silenceLimitMillis();
    return report.leads()
        ? 1 + report.followers().stream().filter(each -> each.silentMillis() <= limit).count()
        : Double.NaN;
  }

  private static double silentSeconds(GenericMulticastPartition partition, MemberId member) {
    return told(partition, member, follower -> follower.silentMillis() / 1e3);
  }

  private static double behind(GenericMulticastPartition partition, MemberId member) {
    return told(partition, member, each -> each.behind() < 0 ? Double.NaN : (double) each.behind());
  }

  private static double told(
      GenericMulticastPartition partition,
      MemberId member,
      ToDoubleFunction<FollowerReport.FollowerProgress> value) {
    FollowerReport report = partition.health().followers();
    return !report.leads()
        ? Double.NaN
        : report.followers().stream()
            .filter(follower -> follower.member().equals(member.id()))
            .mapToDouble(value)
            .findFirst()
            .orElse(0);
  }

  private static boolean leads(RaftServer server) {
    return server != null && server.isLeader();
  }

  private static boolean shouldLead(GenericMulticastPartition partition) {
    RaftServer server = partition.server();
    return server != null
        && server.cluster().getMember().memberId().equals(partition.preferredLeader());
  }

  @Override
  public void executed(MessageKind kind, ObservedOutcome outcome) {
    operations(kind, outcome).increment();
  }

  @Override
  public void answered(int asked, int answered) {
    operations(MessageKind.QUERY, ObservedOutcome.DONE).increment(answered);
    queriesLogged.increment(asked - answered);
  }

  @Override
  public void batch(int commands) {
    batchSize.record(commands);
  }

  @Override
  public void waited(MessageKind kind, long nanos) {
    waits[kind.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused() {
    refusals.increment();
  }

  @Override
  public void aborted() {
    aborts.increment();
  }

  @Override
  public void resent() {
    resends.increment();
  }

  @Override
  public void becameLeader() {
    leaderChanges.increment();
  }

  @Override
  public void leadershipMoved(boolean done, long nanos) {
    (done ? moved : notMoved).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void snapshot(int bytes, long nanos) {
    snapshotSize.record(bytes);
    snapshotDuration.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void called(MessageKind kind, ObservedOutcome outcome, long nanos) {
    calls(kind, outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void missed(long count) {
    missed.increment(count);
  }

  /** Made when there is the first: most kinds end in few ways. Made twice, it is the same meter. */
  private Counter operations(MessageKind kind, ObservedOutcome outcome) {
    if (operations[kind.ordinal()][outcome.ordinal()] == null) {
      operations[kind.ordinal()][outcome.ordinal()] =
          counter(Metric.OPERATIONS, tags(kind, outcome));
    }
    return operations[kind.ordinal()][outcome.ordinal()];
  }

  private Timer calls(MessageKind kind, ObservedOutcome outcome) {
    if (calls[kind.ordinal()][outcome.ordinal()] == null) {
      calls[kind.ordinal()][outcome.ordinal()] =
          timer(Metric.CLIENT_OPERATIONS, tags(kind, outcome));
    }
    return calls[kind.ordinal()][outcome.ordinal()];
  }

  private Tags tags(MessageKind kind, ObservedOutcome outcome) {
    return tags.and("kind", text(kind), "outcome", text(outcome));
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Counter counter(Metric metric, Tags with) {
    return Counter.builder(metric.meter())
        .description(metric.description())
        .tags(with)
        .register(registry);
  }

  private Timer timer(Metric metric, Tags with) {
    return Timer.builder(metric.meter())
        .description(metric.description())
        .tags(with)
        .serviceLevelObjectives(TIMES)
        .register(registry);
  }

  private DistributionSummary.Builder summary(Metric metric) {
    return DistributionSummary.builder(metric.meter())
        .description(metric.description())
        .baseUnit(metric.baseUnit())
        .tags(tags);
  }

  private void gauge(Metric metric, ToDoubleFunction<GenericMulticastPartition> value) {
    gauge(metric, tags, value);
  }

  private void gauge(Metric metric, Tags with, ToDoubleFunction<GenericMulticastPartition> value) {
    Gauge.builder(metric.meter(), partition, value)
        .description(metric.description())
        .baseUnit(metric.baseUnit())
        .tags(with)
        .strongReference(true)
        .register(registry);
  }

  private void count(Metric metric, ToDoubleFunction<GenericMulticastPartition> value) {
    FunctionCounter.builder(metric.meter(), partition, value)
        .description(metric.description())
        .tags(tags)
        .register(registry);
  }
}
