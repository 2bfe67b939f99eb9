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
import io.atomix.mcast.lab.cluster.ProcessorTime;
import io.atomix.mcast.lab.measure.ClosedLoop;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.RoleWork;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.ScaleProjection;
import io.atomix.mcast.lab.report.Statistics;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.RoleOperations;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.lab.workload.Workload;
import io.atomix.mcast.lab.workload.Workloads;
import io.atomix.primitive.partition.Partition;
import io.atomix.primitive.partition.PartitionId;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Measures the processor's work of each kind of operation by role: leader, follower and client.
 * Each node is a process, so that the system tells what each one takes; which of them lead the
 * partitions that are addressed is known. What the nodes take while nothing is done is taken off.
 *
 * <p>Then it measures streams of both kinds of writes, and compares the work with what the roles
 * add up to: a projection is worth as much as that.
 */
final class RoleTimes {
  private static final int PARTITIONS = 3;
  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final int ATTEMPTS = 5;

  /** Number of operations at once for each partition that they are spread over. */
  private static final int AT_ONCE = 128;

  private static final Map<String, Integer> CHECKED = Map.of("stream-10", 10, "stream-50", 50);

  private final ProcessCluster cluster;
  private final Atomix client;
  private final int rounds;
  private final Duration time;
  private final PrintWriter progress;
  private final String environment;

  /** Work of each process in one measurement. */
  private record Taken(Sample sample, List<Double> membersMicros, double clientMicros) {
    double perOperation(double micros) {
      return micros / sample.operations();
    }
  }

  private RoleTimes(
      ProcessCluster cluster, int rounds, Duration time, PrintWriter progress, String environment)
      throws InterruptedException {
    this.cluster = cluster;
    this.client = cluster.addClient();
    this.rounds = rounds;
    this.time = time;
    this.progress = progress;
    this.environment = environment;
  }

  /**
   * Starts three nodes, each a process, and measures.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param rounds how often each is measured
   * @param time how long each time
   * @param progress gets a line for each measurement
   * @return a row for each kind of operation, contender and role, and one for each stream; none for
   *     what stood still in all rounds, and then none for streams
   */
  static List<Row> run(File config, int rounds, Duration time, PrintWriter progress)
      throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", PARTITIONS, "MCAST_PEER_PARTITIONS", 1);
    try (ProcessCluster cluster = ProcessCluster.start(config, variables)) {
      String where = Environment.describe("three nodes as processes of their own");
      return new RoleTimes(cluster, rounds, time, progress, where).rows();
    }
  }

  private List<Row> rows() throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<RoleOperations.Kind> kinds = RoleOperations.open(client);
    List<Double> nothing = List.of(0.0, 0.0, 0.0);
    for (RoleOperations.Kind kind : kinds) {
      measure(kind.operation(), AT_ONCE * kind.partitions().size(), rounds, nothing);
    }
    List<Double> idle = idle();
    for (RoleOperations.Kind kind : kinds) {
      List<RoleWork> works = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      int atOnce = AT_ONCE * kind.partitions().size();
      for (int round = 0; round < rounds; round++) {
        Taken taken;
        List<Integer> leaders;
        int attempts = 0;
        do {
          leaders = leaders(kind);
          taken = measure(kind.operation(), atOnce, round, idle);
          attempts++;
        } while (!(leaders.equals(leaders(kind)) && taken.sample().operations() > 0)
            && attempts < ATTEMPTS);
        // Atomix's own client stands still now and then, for longer than this. What ends meanwhile
        // is so little that it is lost in what nodes take at rest.
        RoleWork work = taken.sample().operations() == 0 ? null : work(taken, leaders);
        if (work != null && work.leader() > 0) {
          works.add(work);
          rates.add(taken.sample().rate());
        }
      }
      if (works.isEmpty()) {
        progress.printf(
            "%s, %s: not measured, it stood still in each round%n",
            kind.name(), kind.contender().text());
        progress.flush();
      } else {
        rows.addAll(rows(kind, atOnce, Statistics.of(rates).median(), works));
      }
    }
    Optional<ScaleProjection> projection = ScaleProjection.ofWrites(rows);
    if (projection.isPresent()) {
      rows.addAll(checks(projection.orElseThrow(), idle));
    }
    return rows;
  }

  private List<Row> rows(RoleOperations.Kind kind, int atOnce, double rate, List<RoleWork> works) {
    Map<String, Double> roles =
        new TreeMap<>(
            Map.of(
                "leader", median(works, RoleWork::leader),
                "follower", median(works, RoleWork::follower),
                "client", median(works, RoleWork::client)));
    progress.printf("%s, %s: us an operation %s%n", kind.name(), kind.contender().text(), roles);
    progress.flush();
    return roles.entrySet().stream()
        .map(
            role ->
                Row.ofWork(
                    ScaleProjection.rowName(kind.name(), role.getKey()),
                    kind.contender().text(),
                    atOnce,
                    rate,
                    role.getValue(),
                    works.size(),
                    environment))
        .toList();
  }

  private static double median(List<RoleWork> works, ToDoubleFunction<RoleWork> role) {
    return Statistics.of(works.stream().mapToDouble(role).boxed().toList()).median();
  }

  private List<Row> checks(ScaleProjection projection, List<Double> idle)
      throws InterruptedException {
    List<Row> checks = new ArrayList<>();
    Stage stage = new Stage(client);
    for (Workload workload : Workloads.all()) {
      Integer percent = CHECKED.get(workload.name());
      if (percent != null) {
        MeasuredOperation operation =
            workload.contenders().get(Contender.GENERIC_MULTICAST).open(stage);
        List<Sample> samples = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          Taken taken = measure(operation, AT_ONCE * PARTITIONS, round, idle);
          double all = taken.clientMicros();
          for (double member : taken.membersMicros()) {
            all += member;
          }
          samples.add(taken.sample());
          micros.add(taken.perOperation(all));
        }
        double measured = Statistics.of(micros).median();
        double projected = projection.wholeWork(percent);
        progress.printf(
            "%s: %.1f us an operation, projected %.1f%n", workload.name(), measured, projected);
        progress.flush();
        checks.add(check(workload.name(), samples, measured, projected));
      }
    }
    return checks;
  }

  private Row check(String name, List<Sample> samples, double measured, double projected) {
    double rate = Statistics.of(samples.stream().map(Sample::rate).toList()).median();
    return Row.ofWork(
            "work-check-" + name,
            Contender.GENERIC_MULTICAST.text(),
            AT_ONCE * PARTITIONS,
            rate,
            measured,
            rounds,
            environment)
        .compared("projected", measured / projected);
  }

  private List<Double> idle() throws InterruptedException {
    List<Long> before = cluster.memberProcessorNanos();
    TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
    List<Long> after = cluster.memberProcessorNanos();
    List<Double> perSecond = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      perSecond.add((after.get(i) - before.get(i)) / 1e3 / IDLE.toSeconds());
    }
    return perSecond;
  }

  private Taken measure(MeasuredOperation operation, int atOnce, int round, List<Double> idle)
      throws InterruptedException {
    List<List<Long>> members = new ArrayList<>();
    Sample sample =
        ClosedLoop.run(
            operation,
            atOnce,
            false,
            round,
            time.dividedBy(3),
            time,
            () -> {
              members.add(cluster.memberProcessorNanos());
              return ProcessorTime.ofThisJvm();
            });
    List<Long> begin = members.get(0);
    List<Long> end = members.get(members.size() - 1);
    List<Double> micros = new ArrayList<>();
    for (int i = 0; i < begin.size(); i++) {
      micros.add((end.get(i) - begin.get(i)) / 1e3 - idle.get(i) * sample.nanos() / 1e9);
    }
    return new Taken(sample, micros, sample.cpuNanos() / 1e3);
  }

  /** Returns the number of the node that leads each addressed partition, from 0. */
  private List<Integer> leaders(RoleOperations.Kind kind) {
    List<Integer> leaders = new ArrayList<>();
    for (int number : kind.partitions()) {
      Partition partition =
          client
              .getPartitionService()
              .getPartitionGroup(kind.group())
              .getPartition(PartitionId.from(kind.group(), number));
      leaders.add(Integer.parseInt(partition.primary().id().substring(1)) - 1);
    }
    return leaders;
  }

  private static RoleWork work(Taken taken, List<Integer> leaders) {
    List<RoleWork.NodeWork> nodes = new ArrayList<>();
    for (int i = 0; i < taken.membersMicros().size(); i++) {
      int node = i;
      int leads = (int) leaders.stream().filter(leader -> leader == node).count();
      nodes.add(
          new RoleWork.NodeWork(
              leads, leaders.size() - leads, taken.perOperation(taken.membersMicros().get(i))));
    }
    return RoleWork.of(nodes, taken.perOperation(taken.clientMicros()));
  }
}
