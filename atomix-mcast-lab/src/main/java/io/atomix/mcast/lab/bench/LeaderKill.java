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
import io.atomix.mcast.lab.cluster.ProcessCluster;
import io.atomix.mcast.lab.measure.MeasurementException;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.KillTables;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.PlacedWrites;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.Partition;
import java.io.File;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures what operations do while one of three nodes dies: second by second, those on partitions
 * whose leader lives apart from those on partitions whose leader dies. Each node is a process, and
 * the one that leads most partitions of the contender's group is killed.
 */
final class LeaderKill {
  private static final int PARTITIONS = 3;
  private static final List<Contender> CONTENDERS =
      List.of(Contender.GENERIC_MULTICAST, Contender.MULTI_RAFT);
  private static final int WARM_UP_SECONDS = 10;
  private static final int BEFORE = 10;
  private static final int AFTER = 20;

  /** Number of writes of one key for each of two. */
  private static final int RARER = 10;

  /** Number of writes of one key for each transaction, which is much more work. */
  private static final int TRANSACTIONS_RARER = 300;

  private final File config;
  private final int rate;
  private final PrintWriter progress;
  private final Map<Contender, Map<String, SecondsTally>> tallies = new LinkedHashMap<>();

  private LeaderKill(File config, int rate, PrintWriter progress) {
    this.config = config;
    this.rate = rate;
    this.progress = progress;
  }

  /**
   * Measures each contender in turn, each time on a cluster of its own.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param rounds how often
   * @param rate how many writes of one key begin in a second, on all partitions together
   * @param progress gets a line for each kill
   * @return a row with seconds for each contender, operation, and leaders that lived or not
   */
  static List<Row> run(File config, int rounds, int rate, PrintWriter progress)
      throws InterruptedException {
    LeaderKill measurement = new LeaderKill(config, rate, progress);
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : CONTENDERS) {
        measurement.measure(contender);
      }
    }
    return measurement.rows(rounds);
  }

  private List<Row> rows(int rounds) {
    String where =
        Environment.describe("three nodes as processes of their own, one of them killed");
    List<Row> rows = new ArrayList<>();
    tallies.forEach(
        (contender, classes) ->
            classes.forEach(
                (name, tally) ->
                    rows.add(
                        Row.ofSeconds(
                            name, contender.text(), rate, tally.rows(rounds), rounds, where))));
    return rows;
  }

  private void measure(Contender contender) throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", PARTITIONS, "MCAST_PEER_PARTITIONS", PARTITIONS);
    try (ProcessCluster cluster = ProcessCluster.start(config, variables)) {
      Atomix client = cluster.addClient();
      long zero = LocalTime.nanos() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS + BEFORE);
      List<PacedWrites> writes = new ArrayList<>();
      for (PlacedWrites.PlacedWrite kind : PlacedWrites.open(client, contender)) {
        SecondsTally tally = new SecondsTally(BEFORE, AFTER);
        writes.add(new PacedWrites(kind, rate(kind), zero, tally));
      }
      List<Thread> threads = new ArrayList<>();
      for (PacedWrites each : writes) {
        long end = zero + TimeUnit.SECONDS.toNanos(AFTER);
        Thread thread = new Thread(() -> each.run(end), "bench-paced");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      PacedWrites.waitUntil(zero - TimeUnit.SECONDS.toNanos(1));
      Map<Integer, Integer> leaders = leaders(client, contender);
      int victim = mostLeading(leaders);
      PacedWrites.waitUntil(zero);
      cluster.kill(victim);
      for (Thread thread : threads) {
        thread.join();
      }
      tell(contender, leaders, victim);
      for (PacedWrites each : writes) {
        if (each.unended() > 0) {
          throw new MeasurementException(
              each.unended() + " operations of " + each.kind() + " have not ended for a minute",
              null);
        }
        add(contender, each, leaders, victim);
      }
    }
  }

  private double rate(PlacedWrites.PlacedWrite kind) {
    double all =
        kind.name().equals(PlacedWrites.PUT)
            ? rate
            : (double) rate / (kind.blocks() ? TRANSACTIONS_RARER : RARER);
    return all / PARTITIONS;
  }

  private void add(
      Contender contender, PacedWrites writes, Map<Integer, Integer> leaders, int victim) {
    boolean lived =
        writes.kind().partitions().stream().noneMatch(each -> leaders.get(each) == victim);
    String name = KillTables.name(writes.kind().name(), lived);
    tallies
        .computeIfAbsent(contender, any -> new TreeMap<>())
        .computeIfAbsent(name, any -> new SecondsTally(BEFORE, AFTER))
        .add(writes.tally());
  }

  private void tell(Contender contender, Map<Integer, Integer> leaders, int victim) {
    progress.printf(
        "%s: partitions are led by nodes %s; node %d was killed%n",
        contender.text(), leaders, victim);
    progress.flush();
  }

  /** Returns the number of the node that leads each partition, from 1. */
  private static Map<Integer, Integer> leaders(Atomix client, Contender contender) {
    Map<Integer, Integer> leaders = new TreeMap<>();
    String group = contender == Contender.GENERIC_MULTICAST ? "mcast" : "raft";
    for (Partition partition :
        client.getPartitionService().getPartitionGroup(group).getPartitions()) {
      leaders.put(partition.id().id(), Integer.parseInt(partition.primary().id().substring(1)));
    }
    return leaders;
  }

  private static int mostLeading(Map<Integer, Integer> leaders) {
    Map<Integer, Integer> counts = new TreeMap<>();
    leaders.values().forEach(node -> counts.merge(node, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.<Integer, Integer>comparingByValue())
        .orElseThrow()
        .getKey();
  }
}
