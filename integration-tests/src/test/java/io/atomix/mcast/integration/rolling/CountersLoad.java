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

import io.atomix.core.map.AtomicCounterMap;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.Inside;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counters that only grow, and readers elsewhere that never see one go back. */
final class CountersLoad implements Load {
  static final String NAME = "counters";

  private final AtomicCounterMap<String> counters;
  private final AtomicCounterMap<String> others;
  private final Map<Integer, AtomicLong> floors = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> counted = new ConcurrentHashMap<>();

  CountersLoad(Stage stage) {
    counters = stage.counters(stage.writers(), NAME);
    others = stage.counters(stage.readers(), NAME);
    for (int partition = 1; partition <= 3; partition++) {
      floors.put(partition, new AtomicLong());
      counted.put(partition, new AtomicLong());
    }
  }

  /** The least that a read of each partition's counter may give from now on. */
  Map<Integer, AtomicLong> floors() {
    return floors;
  }

  @Override
  public void start(Actors actors) {
    floors.forEach(
        (partition, floor) -> {
          String key = Inside.key(partition);
          actors.start(
              "counter-" + partition,
              () -> {
                raise(floor, counters.incrementAndGet(key));
                counted.get(partition).incrementAndGet();
              });
          actors.start(
              "reader-" + partition,
              () -> {
                long least = floor.get();
                long seen = others.get(key);
                assertThat(seen)
                    .as("a linearizable read never goes back")
                    .isGreaterThanOrEqualTo(least);
                raise(floor, seen);
              });
        });
  }

  private static void raise(AtomicLong floor, long seen) {
    floor.accumulateAndGet(seen, Math::max);
  }

  @Override
  public void check() {
    counted.forEach(
        (partition, count) ->
            assertThat(others.get(Inside.key(partition)))
                .as("each increment of partition " + partition + " counts once")
                .isEqualTo(count.get()));
  }
}
