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
package io.atomix.mcast.lab.soak;

import io.atomix.mcast.agent.Version;
import io.atomix.mcast.lab.cluster.Heap;
import io.atomix.mcast.lab.cluster.LocalCluster;
import java.io.File;
import java.io.PrintWriter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mcast soak}: does memory creep under a load that stores no more and no more? */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Shows whether the use of memory grows.",
    description = {
      "",
      "Starts three nodes in this JVM and six threads that do random operations of every kind:"
          + " on one partition and on several, conditional, with events, timers, locks, and"
          + " primitives that are opened and closed. The stored data stays bounded, and logs are"
          + " compacted all the time.",
      "",
      "Prints, once a minute, the heap after a forced collection at rest, direct buffers and"
          + " threads, and at the end the classes whose objects have grown most. The last line"
          + " says whether the heap is flat: after the first fifth of the"
          + " time, the straight line that fits best rises by no more than 5 %% of the mean. Exits"
          + " with 1 if not, or if an operation fails.",
      ""
    })
public final class SoakCommand implements Callable<Integer> {
  private static final double MEGABYTE = 1 << 20;

  /** The {@code sessionTimeout} of the configuration; keep-alives come sooner. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final int LOOKS = 10;
  private static final int SHOWN = 5;

  @Option(
      names = {"-m", "--minutes"},
      paramLabel = "M",
      defaultValue = "20",
      description = "Minutes to run; fewer than 5 tell nothing (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = {"-e", "--every"},
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "Time between measurements of the heap, in seconds (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(
      names = {"-s", "--seed"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the random operations (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration of the nodes (default: conf/soak.conf of the project).")
  private File config = new File(System.getProperty("mcast.home", "."), "conf/soak.conf");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (minutes < 1 || every < 1 || every > 60 * minutes) {
      throw new ParameterException(
          spec.commandLine(),
          "--minutes is "
              + minutes
              + " and --every is "
              + every
              + ": give at least 1 of each, and"
              + " no interval longer than the whole.");
    }
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    Trend heap = new Trend();
    int measurements = 60 * minutes / every;
    AtomicReference<HeapContents> warm = new AtomicReference<>();
    List<String> growth = new ArrayList<>();
    long operations;
    try (LocalCluster cluster = LocalCluster.start(config, Map.of());
        SoakWorkers workers = SoakWorkers.start(cluster.nodes(), seed)) {
      out.printf("%8s %10s %10s %8s %12s%n", "seconds", "heap MB", "direct MB", "threads", "done");
      for (int second = every; second <= 60 * minutes; second += every) {
        TimeUnit.SECONDS.sleep(every);
        workers.paused(
            () -> {
              heap.add(heapAtRest() / MEGABYTE);
              // The last that does not count, so that all that count have it in their heap.
              if (heap.size() == Math.max(1, Trend.warmUp(measurements))) {
                warm.set(HeapContents.now());
              }
              if (heap.size() == measurements) {
                growth.addAll(HeapContents.now().growthSince(warm.get(), SHOWN));
              }
            });
        out.println(
            String.format(
                Locale.ROOT,
                "%8d %10.1f %10.1f %8d %12d",
                second,
                heap.last(),
                directMegabytes(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                workers.operations()));
      }
      operations = workers.operations();
    }
    out.println("grown most since the first fifth of the time:");
    growth.forEach(line -> out.println("  " + line));
    out.printf(
        "soak: minutes=%d operations=%d heapMB=%s/interval flat=%s%n",
        minutes, operations, heap, heap.isKnown() ? heap.isFlat() ? "yes" : "no" : "unknown");
    return heap.isKnown() && !heap.isFlat() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /**
   * Raft keeps what it has answered until a client's next keep-alive, so that the heap goes up and
   * down with them: the lowest that is seen for as long as that takes when nothing is called.
   */
  private static long heapAtRest() {
    long lowest = Heap.used();
    for (int look = 0; look < LOOKS; look++) {
      LockSupport.parkNanos(REST.toNanos() / LOOKS);
      lowest = Math.min(lowest, Heap.used());
    }
    return lowest;
  }

  private static double directMegabytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum()
        / MEGABYTE;
  }
}
