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
package io.atomix.mcast.lab.bench;

import io.atomix.core.Atomix;
import io.atomix.mcast.lab.cluster.CountingWire;
import io.atomix.mcast.lab.cluster.DelayedWire;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.cluster.ReadRounds;
import io.atomix.mcast.lab.measure.ClosedLoop;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.report.Counts;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.Rows;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.CountedOperations;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.Partition;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Counts log entries and messages of operations on one and two partitions, in partition groups of
 * different size. They must not depend on how many partitions there are, and those that are not
 * addressed must do nothing.
 */
public final class Genuineness {
  private static final int WARM_UP = 20;

  private static final String IN_ROUNDS = "two-key-read-in-rounds";
  private static final String IN_A_CHAIN = "two-key-chain";

  /** Number of conflicting messages in a chain, each of a client of its own. */
  private static final int CHAIN = 10;

  /**
   * Delay of messages: so long that all messages of a chain are under way before the first is
   * executed.
   */
  private static final Duration CHAIN_DELAY = Duration.ofMillis(20);

  /** A new leader has things to do that no operation asked for: what was counted does not count. */
  private static final int ATTEMPTS = 5;

  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DelayedWire delays = new DelayedWire(Duration.ZERO);
  private final CountingWire wire = new CountingWire("mcast", delays);
  private final int partitions;
  private final int operations;
  private final PrintWriter progress;

  private Genuineness(int partitions, int operations, PrintWriter progress) {
    this.partitions = partitions;
    this.operations = operations;
    this.progress = progress;
  }

  /**
   * Starts three nodes in this JVM and counts.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param partitions how many partitions there are
   * @param operations how many operations of each kind are made, one after the other
   * @param progress gets a line for each kind
   * @return a row for each kind
   */
  public static List<Row> run(File config, int partitions, int operations, PrintWriter progress)
      throws InterruptedException {
    return run(config, partitions, operations, progress, kind -> true);
  }

  /** Does the same for some kinds of operations only. */
  static List<Row> run(
      File config, int partitions, int operations, PrintWriter progress, Predicate<String> wanted)
      throws InterruptedException {
    return new Genuineness(partitions, operations, progress).run(config, wanted);
  }

  private List<Row> run(File config, Predicate<String> wanted) throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", partitions, "MCAST_PEER_PARTITIONS", 1);
    List<Row> rows = new ArrayList<>();
    try (delays;
        LocalCluster cluster = LocalCluster.start(config, variables, wire)) {
      List<Atomix> clients = new ArrayList<>(List.of(cluster.addClient()));
      Map<String, MeasuredOperation> kinds = CountedOperations.open(clients.get(0), partitions);
      for (Map.Entry<String, MeasuredOperation> kind : kinds.entrySet()) {
        if (wanted.test(kind.getKey())) {
          rows.add(count(kind.getKey(), kind.getValue(), cluster));
        }
      }
      // Rule 12: as those are asked of which several are under way.
      ReadRounds.always(clients.get(0));
      if (wanted.test(IN_ROUNDS)) {
        rows.add(count(IN_ROUNDS, kinds.get("two-key-read"), cluster));
      }
      if (wanted.test(IN_A_CHAIN)) {
        clients.addAll(cluster.addClients(CHAIN - clients.size()));
        MeasuredOperation chain =
            CountedOperations.chain(clients, partitions, CHAIN_DELAY.dividedBy(CHAIN));
        delays.delay(CHAIN_DELAY);
        rows.add(count(IN_A_CHAIN, chain, cluster));
      }
    }
    return rows;
  }

  private Row count(String name, MeasuredOperation operation, LocalCluster cluster)
      throws InterruptedException {
    Sample sample;
    long terms;
    int attempts = 0;
    do {
      terms = terms(cluster);
      ClosedLoop.times(operation, WARM_UP, cluster::processorNanos);
      awaitQuiet();
      wire.reset();
      sample = ClosedLoop.times(operation, operations, cluster::processorNanos);
      awaitQuiet();
      attempts++;
    } while (terms(cluster) != terms && attempts < ATTEMPTS);
    Counts counts = counts(wire.activities());
    progress.printf(
        "%d partitions, %s: %.2f log entries and %.2f messages an operation, in groups %s%n",
        partitions,
        name,
        counts.entriesPerOperation(),
        counts.requestsPerOperation(),
        counts.groups().keySet());
    progress.flush();
    return Rows.of(
            "genuine-%d-%s".formatted(partitions, name),
            Contender.GENERIC_MULTICAST.text(),
            1,
            List.of(sample),
            null,
            Environment.describe("three nodes and a client in one JVM"))
        .counted(counts);
  }

  /** Changes when a group has a new leader, which on a busy machine need not have a reason. */
  private static long terms(LocalCluster cluster) {
    return cluster.nodes().stream()
        .flatMap(
            node -> node.getPartitionService().getPartitionGroup("mcast").getPartitions().stream())
        .mapToLong(Partition::term)
        .sum();
  }

  /** Outcomes are forgotten lazily, which is part of what an operation costs. */
  private void awaitQuiet() throws InterruptedException {
    long deadline = LocalTime.nanos() + PATIENCE.toNanos();
    SortedMap<Integer, CountingWire.Activity> last = null;
    while (LocalTime.nanos() < deadline) {
      SortedMap<Integer, CountingWire.Activity> now = wire.activities();
      if (now.equals(last)) {
        return;
      }
      last = now;
      TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
    }
    throw new IllegalStateException(
        "The groups did not come to rest within " + PATIENCE.toSeconds() + " s: " + last);
  }

  private Counts counts(SortedMap<Integer, CountingWire.Activity> activities) {
    SortedMap<Integer, Counts.OfGroup> groups = new TreeMap<>();
    activities.forEach(
        (group, activity) ->
            groups.put(
                group,
                new Counts.OfGroup(
                    (double) activity.entries() / operations,
                    (double) activity.requests() / operations)));
    return new Counts(
        partitions,
        operations,
        groups.values().stream().mapToDouble(Counts.OfGroup::entries).sum(),
        groups.values().stream().mapToDouble(Counts.OfGroup::requests).sum(),
        groups);
  }
}
