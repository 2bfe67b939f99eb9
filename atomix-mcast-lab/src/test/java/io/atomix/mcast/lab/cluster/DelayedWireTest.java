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
package io.atomix.mcast.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DelayedWireTest {

  @Test
  void messagesBetweenNodesArriveLaterAndInTheirOrder() throws InterruptedException {
    List<Integer> arrived = new CopyOnWriteArrayList<>();
    CountDownLatch all = new CountDownLatch(100);
    try (DelayedWire wire = new DelayedWire(Duration.ofMillis(50))) {
      long begin = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        int number = i;
        wire.carry(
            false,
            "type",
            new byte[0],
            () -> {
              arrived.add(number);
              all.countDown();
            });
      }
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000);
    }
    assertThat(arrived).hasSize(100).isSorted();
  }

  @Test
  void whatANodeTellsItselfIsNotDelayed() {
    List<String> arrived = new CopyOnWriteArrayList<>();
    try (DelayedWire wire = new DelayedWire(Duration.ofHours(1))) {
      wire.carry(true, "type", new byte[0], () -> arrived.add("message"));
      wire.carryBack(true, () -> arrived.add("answer"));
      wire.carry(false, "type", new byte[0], () -> arrived.add("late"));
    }
    assertThat(arrived).containsExactly("message", "answer");
  }
}
