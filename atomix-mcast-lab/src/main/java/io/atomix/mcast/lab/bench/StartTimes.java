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
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.PartitionGroup;
import java.io.File;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Measures where the time goes until three nodes in this JVM serve a client. */
public final class StartTimes {
  private static final String GROUP = "mcast";
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Phases, one after the other; each ends when it is true of all nodes. */
  enum Phase {
    MADE("nodes are made: configuration, types on the class path"),
    CONNECTED("each node knows all members"),
    MANAGED("the management group has started"),
    LED("each partition of ours has a leader that all members know"),
    STARTED("all groups have started"),
    CLIENT("a client has started"),
    ANSWERED("its first write is answered");

    private final String text;

    Phase(String text) {
      this.text = text;
    }
  }

  private final Map<Phase, Long> ends = new EnumMap<>(Phase.class);

  private StartTimes() {}

  /**
   * Starts clusters, one after the other, and prints how long each phase of the start took. The
   * first one loads classes, too.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   * @param rounds how many clusters
   * @return for each round, how many milliseconds each phase took
   */
  static List<Map<Phase, Double>> run(File config, int rounds, PrintWriter out)
      throws InterruptedException {
    List<Map<Phase, Double>> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      all.add(new StartTimes().measure(config));
    }
    for (Phase phase : Phase.values()) {
      out.printf("%-64s", phase.text);
      all.forEach(times -> out.printf(Locale.ROOT, " %6.0f", times.get(phase)));
      out.println(" ms");
    }
    out.flush();
    return all;
  }

  private Map<Phase, Double> measure(File config) throws InterruptedException {
    Map<String, Object> variables = Map.of("MCAST_PARTITIONS", 3, "MCAST_PEER_PARTITIONS", 3);
    AtomicBoolean over = new AtomicBoolean();
    List<Atomix> nodes = new ArrayList<>();
    Thread watch = new Thread(() -> watch(List.copyOf(nodes), over), "start-times");
    long begin = LocalTime.nanos();
    try (LocalCluster cluster =
        LocalCluster.start(
            config,
            variables,
            null,
            made -> {
              end(Phase.MADE);
              nodes.addAll(made);
              watch.start();
            })) {
      over.set(true);
      watch.join();
      end(Phase.STARTED);
      Atomix client = cluster.addClient();
      end(Phase.CLIENT);
      AtomicMap<String, String> map =
          client
              .<String, String>atomicMapBuilder("first")
              .withProtocol(GenericMulticastProtocol.builder(GROUP).build())
              .build();
      map.put("key", "value");
      end(Phase.ANSWERED);
    } finally {
      over.set(true);
    }
    return durations(begin);
  }

  private void end(Phase phase) {
    ends.put(phase, LocalTime.nanos());
  }

  private void watch(List<Atomix> nodes, AtomicBoolean over) {
    await(Phase.CONNECTED, nodes, StartTimes::isConnected, over);
    await(Phase.MANAGED, nodes, StartTimes::isManaged, over);
    await(Phase.LED, nodes, StartTimes::isLed, over);
  }

  private void await(Phase phase, List<Atomix> nodes, Predicate<Atomix> test, AtomicBoolean over) {
    while (!nodes.stream().allMatch(test) && !over.get()) {
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
      } catch (InterruptedException e) {
        return;
      }
    }
    end(phase);
  }

  private static boolean isConnected(Atomix node) {
    return node.getMembershipService().getMembers().size() == 3;
  }

  /** Data groups are opened when the management group has started. */
  private static boolean isManaged(Atomix node) {
    return ours(node).stream().allMatch(partition -> partition.server() != null);
  }

  private static boolean isLed(Atomix node) {
    return ours(node).stream().allMatch(partition -> partition.primary() != null);
  }

  private static List<GenericMulticastPartition> ours(Atomix node) {
    PartitionGroup group = node.getPartitionService().getPartitionGroup(GROUP);
    return group.getPartitions().stream().map(GenericMulticastPartition.class::cast).toList();
  }

  private Map<Phase, Double> durations(long begin) {
    Map<Phase, Double> durations = new EnumMap<>(Phase.class);
    long last = begin;
    for (Phase phase : Phase.values()) {
      durations.put(phase, (ends.get(phase) - last) / 1e6);
      last = ends.get(phase);
    }
    return durations;
  }
}
