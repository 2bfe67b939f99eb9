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
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.lab.cluster.LocalCluster;
import io.atomix.mcast.lab.measure.OpenLoop;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.workload.Filling;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.time.LocalTime;
import io.atomix.utils.memory.MemorySize;
import io.atomix.utils.time.Versioned;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures how far a mirror of a large map is behind the map: one client writes at a fixed rate,
 * another mirrors, and of some writes it is noted when the writer had its answer and when the
 * mirror had the write.
 */
final class MirrorLag {
  private static final int PARTITIONS = 3;
  private static final int ENTRIES = 100_000;
  private static final int RATE = 10_000;
  private static final int VALUE_BYTES = 64;
  private static final long HISTORY_BYTES = 32 << 20;

  /** One of so many writes is followed to the mirror. */
  private static final int FOLLOWED = 20;

  private static final long LOOK_EVERY_NANOS = 100_000;

  /**
   * Slower than measured, or what is not compiled yet leaves calls behind that it never makes up.
   */
  private static final int WARM_UP_RATE = RATE / 2;

  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration RUN_UP = Duration.ofSeconds(5);
  private static final Duration TIME = Duration.ofSeconds(20);

  private final AsyncMulticastMap<String, byte[]> map;
  private final MapMirror<String, byte[]> mirror;
  private final AtomicLong writes = new AtomicLong();
  private final Queue<FollowedWrite> followed = new ConcurrentLinkedQueue<>();
  private final Histogram behind = new Histogram(3);
  private volatile boolean over;

  /** A write whose answer has come. */
  private record FollowedWrite(String key, long version, long answered) {}

  private MirrorLag(AsyncMulticastMap<String, byte[]> map, MapMirror<String, byte[]> mirror) {
    this.map = map;
    this.mirror = mirror;
  }

  /**
   * Measures, and prints what was found.
   *
   * @param config the configuration of the nodes, as conf/bench.conf
   */
  static void run(File config, PrintWriter out) throws InterruptedException {
    Map<String, Object> variables =
        Map.of("MCAST_PARTITIONS", PARTITIONS, "MCAST_PEER_PARTITIONS", 1);
    try (LocalCluster cluster = LocalCluster.start(config, variables)) {
      AsyncMulticastMap<String, byte[]> map = open(cluster.addClient());
      AsyncMulticastMap<String, byte[]> other = open(cluster.addClient());
      Filling.fill(ENTRIES, i -> map.put(key(i), value(i)));
      try (MapMirror<String, byte[]> mirror = other.mirror().join()) {
        new MirrorLag(map, mirror).measure(out);
      }
    }
  }

  private static AsyncMulticastMap<String, byte[]> open(Atomix node) {
    return node.primitiveBuilder("mirrored", MulticastMapType.<String, byte[]>instance())
        .withProtocol(GenericMulticastProtocol.builder("mcast").build())
        .withHistorySize(ENTRIES)
        .withHistoryBytes(MemorySize.from(HISTORY_BYTES))
        .build()
        .async();
  }

  private static String key(long number) {
    return "key-" + number % ENTRIES;
  }

  private static byte[] value(long number) {
    byte[] value = new byte[VALUE_BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      value[i] = (byte) (number >>> Byte.SIZE * i);
    }
    return value;
  }

  private void measure(PrintWriter out) throws InterruptedException {
    Thread follower = new Thread(this::follow, "mirror-follower");
    follower.start();
    OpenLoop.run(
        slot -> map.putAndGet(key(slot.random().nextInt(ENTRIES)), value(0)),
        WARM_UP_RATE,
        1,
        Duration.ZERO,
        WARM_UP,
        () -> 0);
    long counted = LocalTime.nanos() + RUN_UP.toNanos();
    Sample sample = OpenLoop.run(slot -> write(counted), RATE, 1, RUN_UP, TIME, () -> 0);
    over = true;
    follower.join();
    out.printf(
        "mirror of %,d entries, %,d changes a second offered, %,.0f answered, after p50 %.1f ms,"
            + " p99 %.1f ms: behind the writer's answer p50 %.1f ms, p99 %.1f ms, longest %.1f ms,"
            + " of %,d writes%n",
        ENTRIES,
        RATE,
        sample.rate(),
        sample.micros(50) / 1e3,
        sample.micros(99) / 1e3,
        behind.getValueAtPercentile(50) / 1e6,
        behind.getValueAtPercentile(99) / 1e6,
        behind.getMaxValue() / 1e6,
        behind.getTotalCount());
    out.flush();
  }

  private CompletableFuture<Versioned<byte[]>> write(long counted) {
    long number = writes.incrementAndGet();
    String key = key(number);
    return map.putAndGet(key, value(number + ENTRIES))
        .whenComplete(
            (written, error) -> {
              long now = LocalTime.nanos();
              if (error == null && number % FOLLOWED == 0 && now - counted >= 0) {
                followed.add(new FollowedWrite(key, written.version(), now));
              }
            });
  }

  private void follow() {
    while (!over || !followed.isEmpty()) {
      FollowedWrite next = followed.peek();
      if (next != null && mirror.get(next.key()).version() >= next.version()) {
        behind.recordValue(Math.max(0, LocalTime.nanos() - next.answered()));
        followed.remove();
      } else {
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
      }
    }
  }
}
