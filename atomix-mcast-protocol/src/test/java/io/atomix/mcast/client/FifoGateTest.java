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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FifoGateTest {
  private final FifoGate<String> gate = new FifoGate<>();
  private final List<Integer> passed = new ArrayList<>();

  @Test
  void allPassInTheirOrder() {
    for (int i = 0; i < 3; i++) {
      int number = i;
      gate.pass().thenAccept(value -> passed.add(number));
    }
    assertThat(passed).isEmpty();
    gate.open("open");
    gate.pass().thenAccept(value -> passed.add(3));
    assertThat(passed).containsExactly(0, 1, 2, 3);
  }

  @Test
  @Timeout(120)
  void whoComesWhileOthersAreServedDoesNotOvertake() throws InterruptedException {
    CountDownLatch serving = new CountDownLatch(1);
    CountDownLatch another = new CountDownLatch(1);
    gate.pass()
        .thenAccept(
            value -> {
              serving.countDown();
              await(another);
              passed.add(0);
            });
    gate.pass().thenAccept(value -> passed.add(1));
    Thread opener = new Thread(() -> gate.open("open"));
    opener.start();
    await(serving);
    gate.pass().thenAccept(value -> passed.add(2));
    another.countDown();
    opener.join();
    assertThat(passed).containsExactly(0, 1, 2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theFirstDecisionCounts() {
    gate.close(new IllegalStateException("closed"));
    gate.open("open");
    assertThat(gate.pass()).isCompletedExceptionally();
  }
}
