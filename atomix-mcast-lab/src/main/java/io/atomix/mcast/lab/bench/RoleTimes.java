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
import java.util.LinkedHashMap;
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

  /** Number of rounds before those that count: code that is compiled late costs more. */
  private static final int WARM_UPS = 4;

  /** Number of operations at once for each partition that they are spread over. */
  private static final int AT_ONCE = 128;

  private static final Map<String, Integer> CHECKED = Map.of("stream-10", 10, "stream-50", 50);

  /** The stream that is measured with one core and with two. */
  private static final String OF_CORES = "stream-10";

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

    /** Work of client and replicas together. */
    double allPerOperation() {
      double replicas = membersMicros.stream().mapToDouble(Double::doubleValue).sum();
      return perOperation(clientMicros + replicas);
    }
  }

  /** Work of a kind of operation in one round, and operations a second. */
  private record Measured(RoleWork work, double rate) {}

  /** A stream in one round: operations a second, work of each, and that of what roles add up to. */
  private record Compared(double rate, double micros, double ratio) {}

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
    List<RoleOperations.Kind> kinds = RoleOperations.open(client);
    Map<String, MeasuredOperation> streams = streams();
    warmUp(kinds, streams);
    List<Double> idle = idle();
    Map<RoleOperations.Kind, List<Measured>> works = new LinkedHashMap<>();
    kinds.forEach(kind -> works.put(kind, new ArrayList<>()));
    Map<String, List<Compared>> compared = new TreeMap<>();
    streams.keySet().forEach(name -> compared.put(name, new ArrayList<>()));
    // All take turns in a round: the machine is not as fast in one as in the next.
    for (int round = 0; round < rounds; round++) {
      Map<String, RoleWork> ofRound = new TreeMap<>();
      for (RoleOperations.Kind kind : kinds) {
        Optional<Measured> measured = measure(kind, round, idle);
        measured.ifPresent(works.get(kind)::add);
        if (measured.isPresent() && kind.contender() == Contender.GENERIC_MULTICAST) {
          ofRound.put(kind.name(), measured.orElseThrow().work());
        }
      }
      for (Map.Entry<String, MeasuredOperation> stream : streams.entrySet()) {
        compare(stream.getKey(), stream.getValue(), round, idle, ofRound)
            .ifPresent(compared.get(stream.getKey())::add);
      }
    }
    List<Row> rows = new ArrayList<>();
    works.forEach((kind, measured) -> rows.addAll(rows(kind, measured)));
    compared.forEach((name, measured) -> rows.addAll(check(name, measured)));
    Optional<ScaleProjection> projection = ScaleProjection.ofWrites(rows);
    if (projection.isPresent()) {
      rows.addAll(cores(streams.get(OF_CORES), idle, projection.orElseThrow()));
    }
    return rows;
  }

  private Map<String, MeasuredOperation> streams() {
    Stage stage = new Stage(client);
    Map<String, MeasuredOperation> streams = new TreeMap<>();
    for (Workload workload : Workloads.all()) {
      if (CHECKED.containsKey(workload.name())) {
        streams.put(
            workload.name(), workload.contenders().get(Contender.GENERIC_MULTICAST).open(stage));
      }
    }
    return streams;
  }

  private void warmUp(List<RoleOperations.Kind> kinds, Map<String, MeasuredOperation> streams)
      throws InterruptedException {
    List<Double> nothing = List.of(0.0, 0.0, 0.0);
    for (int i = 0; i < WARM_UPS; i++) {
      for (RoleOperations.Kind kind : kinds) {
        measure(kind.operation(), atOnce(kind), -1 - i, nothing);
      }
      for (MeasuredOperation stream : streams.values()) {
        measure(stream, AT_ONCE * PARTITIONS, -1 - i, nothing);
      }
    }
  }

  private static int atOnce(RoleOperations.Kind kind) {
    return AT_ONCE * kind.partitions().size();
  }

  /** Measures a kind of operation; empty if it stood still, again and again. */
  private Optional<Measured> measure(RoleOperations.Kind kind, int round, List<Double> idle)
      throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Integer> leaders = leaders(kind);
      Taken taken = measure(kind.operation(), atOnce(kind), round, idle);
      // Atomix's own client stands still now and then, for longer than this. What ends meanwhile
      // is so little that it is lost in what nodes take at rest.
      if (leaders.equals(leaders(kind)) && taken.sample().operations() > 0) {
        RoleWork work = work(taken, leaders);
        if (work.leader() > 0) {
          return Optional.of(new Measured(work, taken.sample().rate()));
        }
      }
    }
    return Optional.empty();
  }

  /** Compares a stream with what the roles of the same round add up to. */
  private Optional<Compared> compare(
      String name,
      MeasuredOperation operation,
      int round,
      List<Double> idle,
      Map<String, RoleWork> ofRound)
      throws InterruptedException {
    Taken taken = measure(operation, AT_ONCE * PARTITIONS, round, idle);
    RoleWork one = ofRound.get("put");
    RoleWork two = ofRound.get("two-key-write");
    if (one == null || two == null) {
      return Optional.empty();
    }
    double micros = taken.allPerOperation();
    double projected = ScaleProjection.wholeWork(one, two, CHECKED.get(name));
    return Optional.of(new Compared(taken.sample().rate(), micros, micros / projected));
  }

  private List<Row> check(String name, List<Compared> measured) {
    if (measured.isEmpty()) {
      return List.of();
    }
    double micros = median(measured, Compared::micros);
    double ratio = median(measured, Compared::ratio);
    tell("%s: %.1f us an operation, %.2f of what the roles add up to%n", name, micros, ratio);
    return List.of(
        row(
                "work-check-" + name,
                AT_ONCE * PARTITIONS,
                median(measured, Compared::rate),
                micros,
                measured.size())
            .compared("projected", ratio));
  }

  /**
   * Compares operations a second with the projection, with one core for all nodes and with two for
   * nodes and client.
   */
  private List<Row> cores(MeasuredOperation stream, List<Double> idle, ScaleProjection projection)
      throws InterruptedException {
    long self = ProcessHandle.current().pid();
    if (Runtime.getRuntime().availableProcessors() < 2
        || !ProcessCluster.limit(cluster.pids(), "0")) {
      tell("One core is not compared with two: that takes two, and the command taskset of Linux%n");
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    try {
      ProcessCluster.limit(List.of(self), "1");
      rows.add(
          core("work-check-one-core", stream, idle, projection.ofReplicas(CHECKED.get(OF_CORES))));
      ProcessCluster.limit(cluster.pids(), "0,1");
      ProcessCluster.limit(List.of(self), "0,1");
      double both = projection.wholeWork(CHECKED.get(OF_CORES)) / 2;
      rows.add(core("work-check-two-cores", stream, idle, both));
    } finally {
      ProcessCluster.limit(List.of(self), "0-" + (Runtime.getRuntime().availableProcessors() - 1));
    }
    return rows;
  }

  private Row core(String name, MeasuredOperation stream, List<Double> idle, double projectedMicros)
      throws InterruptedException {
    List<Double> rates = new ArrayList<>();
    List<Double> micros = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Taken taken = measure(stream, AT_ONCE * PARTITIONS, round, idle);
      rates.add(taken.sample().rate());
      micros.add(taken.allPerOperation());
    }
    double rate = Statistics.of(rates).median();
    double ratio = rate * projectedMicros / 1e6;
    tell("%s: %.0f operations a second, %.2f of the projection%n", name, rate, ratio);
    return row(name, AT_ONCE * PARTITIONS, rate, Statistics.of(micros).median(), rounds)
        .compared("projected", ratio);
  }

  private Row row(String name, int atOnce, double rate, double micros, int counted) {
    return Row.ofWork(
        name, Contender.GENERIC_MULTICAST.text(), atOnce, rate, micros, counted, environment);
  }

  private void tell(String format, Object... arguments) {
    progress.printf(format, arguments);
    progress.flush();
  }

  private List<Row> rows(RoleOperations.Kind kind, List<Measured> measured) {
    String contender = kind.contender().text();
    if (measured.isEmpty()) {
      tell("%s, %s: not measured, it stood still in each round%n", kind.name(), contender);
      return List.of();
    }
    Map<String, Double> roles =
        new TreeMap<>(
            Map.of(
                "leader", median(measured, each -> each.work().leader()),
                "follower", median(measured, each -> each.work().follower()),
                "client", median(measured, each -> each.work().client())));
    double rate = median(measured, Measured::rate);
    tell("%s, %s: %.0f a second, us an operation %s%n", kind.name(), contender, rate, roles);
    return roles.entrySet().stream()
        .map(
            role ->
                Row.ofWork(
                    ScaleProjection.rowName(kind.name(), role.getKey()),
                    contender,
                    atOnce(kind),
                    rate,
                    role.getValue(),
                    measured.size(),
                    environment))
        .toList();
  }

  private static <T> double median(List<T> measured, ToDoubleFunction<T> number) {
    return Statistics.of(measured.stream().mapToDouble(number).boxed().toList()).median();
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
