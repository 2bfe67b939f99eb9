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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a group of nine partitions, without trying anything again, while their leadership moves
 * back to each member that has returned: three partitions to each.
 */
final class SpreadLoad implements Load {
  private static final String GROUP = "spread";
  private static final int PARTITIONS = 9;
  private static final int KEYS = 30;

  private final Stage stage;
  private final Duration longestAllowed;
  private final AtomicMap<String, Integer> map;
  private final Map<String, Integer> written = new ConcurrentHashMap<>();
  private volatile int writes;
  private volatile long since = System.nanoTime();
  private volatile long longest;

  /**
   * Makes the load.
   *
   * @param longestAllowed time that a write may take while leadership moves to whom it belongs
   */
  SpreadLoad(Stage stage, Duration longestAllowed) {
    this.stage = stage;
    this.longestAllowed = longestAllowed;
    map =
        stage
            .primitives()
            .open(
                stage.writers(),
                "spread",
                Atomix::<String, Integer>atomicMapBuilder,
                GenericMulticastProtocol.builder(GROUP).build())
            .async()
            .sync(Stage.PATIENCE);
  }

  static ManagedPartitionGroup group(
      Path directory, List<String> members, Duration electionTimeout) {
    return QuickGroups.group(GROUP, directory, members)
        .withPartitions(PARTITIONS)
        .withElectionTimeout(electionTimeout)
        .withSessionTimeout(electionTimeout.multipliedBy(20))
        .build();
  }

  @Override
  public void start(Actors actors) {
    actors.start(
        "spread",
        () -> {
          write("key-" + writes % KEYS, writes);
          writes++;
        });
  }

  private void write(String key, int value) {
    long began = System.nanoTime();
    map.put(key, value);
    if (began - since > 0) {
      longest = Math.max(longest, System.nanoTime() - began);
    }
    written.put(key, value);
  }

  /** Measures from now on, once each partition has been written to under its present leader. */
  void measure() {
    int before = writes;
    Await.until("writes to all partitions", () -> writes, found -> found > before + KEYS);
    longest = 0;
    since = System.nanoTime();
  }

  /** Waits, once all members are there, until each leads three partitions. */
  void awaitSpread(String when) {
    long began = System.nanoTime();
    Map<Integer, Integer> led = new TreeMap<>();
    for (int partition = 1; partition <= PARTITIONS; partition++) {
      led.merge(Inside.leader(stage.cluster(), GROUP, partition), 1, Integer::sum);
    }
    System.out.printf(
        "%s: leaders spread after %d ms, no write took longer than %d ms%n",
        when,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
        TimeUnit.NANOSECONDS.toMillis(longest));
    assertThat(led).isEqualTo(Map.of(1, 3, 2, 3, 3, 3));
    assertThat(Duration.ofNanos(longest)).isLessThan(longestAllowed);
  }

  @Override
  public void check() {
    written.forEach((key, value) -> assertThat(map.get(key).value()).as(key).isEqualTo(value));
    assertThat(written).hasSize(KEYS);
  }
}
