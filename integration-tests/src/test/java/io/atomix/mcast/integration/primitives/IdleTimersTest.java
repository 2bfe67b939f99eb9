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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timers on partitions where nothing else happens. */
@ExtendWith(SharedCluster.class)
class IdleTimersTest {
  private static final long TTL_MILLIS = 150;

  private static AtomicMap<String, String> map(Primitives primitives, int member) {
    return primitives.open(member, "map", (node, name) -> node.atomicMapBuilder(name));
  }

  /** All nodes have this machine's clock: when it says that the time is over, it is. */
  @Test
  void noReadFindsWhatHasExpiredWhenItBegins(Primitives primitives) throws InterruptedException {
    AtomicMap<String, String> writer = map(primitives, 1);
    AtomicMap<String, String> reader = map(primitives, 2);
    for (int round = 0; round < 10; round++) {
      String key = "key-" + round;
      writer.put(key, "x", Duration.ofMillis(TTL_MILLIS));
      TimeUnit.MILLISECONDS.sleep(TTL_MILLIS + 2);
      assertThat(reader.get(key)).as("round %d", round).isNull();
      assertThat(reader.containsKey(key)).isFalse();
      assertThat(writer.size()).isZero();
      assertThat(writer.get(key)).isNull();
    }
  }

  @Test
  void whoListensHearsOfItSoonThoughNobodyReadsOrWrites(Primitives primitives) {
    AtomicMap<String, String> writer = map(primitives, 1);
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    map(primitives, 3).addListener(heard::add);
    List<Long> late = new ArrayList<>();
    for (int round = 1; round <= 8; round++) {
      writer.put("key-" + round, "x", Duration.ofMillis(TTL_MILLIS));
      long set = System.nanoTime();
      int expected = round;
      Await.until("removal", () -> removals(heard) == expected);
      late.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - set) - TTL_MILLIS);
    }
    Collections.sort(late);
    System.out.println("IdleTimersTest: timers were late by " + late + " ms");
    // Raft's own entries come every few seconds; a busy machine may be slow now and then.
    assertThat(late.get(late.size() / 2)).as("milliseconds, of %s", late).isLessThan(700);
  }

  private static long removals(Heard<AtomicMapEvent<String, String>> heard) {
    return heard.soFar().stream()
        .filter(event -> event.type() == AtomicMapEvent.Type.REMOVE)
        .count();
  }
}
