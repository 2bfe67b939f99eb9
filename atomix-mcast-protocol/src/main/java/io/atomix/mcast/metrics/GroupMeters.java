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

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.partition.GenericMulticastPartition;
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
  private final Counter[] operations = new Counter[Kind.values().length * Outcome.values().length];
  private final Timer[] calls = new Timer[operations.length];
  private final Timer[] waits = new Timer[Kind.values().length];
  private final Counter queriesLogged;
  private final Counter refusals;
  private final Counter aborts;
  private final Counter resends;
  private final Counter leaderChanges;
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
    this.batchSize =
        summary(Metric.BATCH_SIZE).serviceLevelObjectives(BATCH_SIZES).register(registry);
    this.snapshotSize = summary(Metric.SNAPSHOT_SIZE).register(registry);
    this.snapshotDuration = timer(Metric.SNAPSHOT_DURATION, tags);
    this.missed = counter(Metric.OBSERVATIONS_MISSED, tags);
    for (Kind kind : Kind.values()) {
      operations(kind, Outcome.DONE);
      waits[kind.ordinal()] = timer(Metric.WAIT, tags.and("kind", text(kind)));
      if (kind != Kind.BOOKKEEPING) {
        calls(kind, Outcome.DONE);
      }
    }
  }

  /** Registers what is looked up when it is asked for. */
  void bind() {
    gauge(Metric.LEADER, each -> leads(each.server()) ? 1 : 0);
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
    count(Metric.CLIENT_WAITS, each -> each.clientCounts().waits());
    count(Metric.CLIENT_REJECTED, each -> each.clientCounts().rejected());
    count(Metric.CLIENT_RETRIES, each -> each.clientCounts().retries());
  }

  private static boolean leads(RaftServer server) {
    return server != null && server.isLeader();
  }

  @Override
  public void executed(Kind kind, Outcome outcome) {
    operations(kind, outcome).increment();
  }

  @Override
  public void answered(int asked, int answered) {
    operations(Kind.QUERY, Outcome.DONE).increment(answered);
    queriesLogged.increment(asked - answered);
  }

  @Override
  public void batch(int commands) {
    batchSize.record(commands);
  }

  @Override
  public void waited(Kind kind, long nanos) {
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
  public void snapshot(int bytes, long nanos) {
    snapshotSize.record(bytes);
    snapshotDuration.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void called(Kind kind, Outcome outcome, long nanos) {
    calls(kind, outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void missed(long count) {
    missed.increment(count);
  }

  /** Made when there is the first: most kinds end in few ways. Made twice, it is the same meter. */
  private Counter operations(Kind kind, Outcome outcome) {
    int place = place(kind, outcome);
    if (operations[place] == null) {
      operations[place] = counter(Metric.OPERATIONS, tags(kind, outcome));
    }
    return operations[place];
  }

  private Timer calls(Kind kind, Outcome outcome) {
    int place = place(kind, outcome);
    if (calls[place] == null) {
      calls[place] = timer(Metric.CLIENT_OPERATIONS, tags(kind, outcome));
    }
    return calls[place];
  }

  private static int place(Kind kind, Outcome outcome) {
    return kind.ordinal() * Outcome.values().length + outcome.ordinal();
  }

  private Tags tags(Kind kind, Outcome outcome) {
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
    Gauge.builder(metric.meter(), partition, value)
        .description(metric.description())
        .baseUnit(metric.baseUnit())
        .tags(tags)
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
