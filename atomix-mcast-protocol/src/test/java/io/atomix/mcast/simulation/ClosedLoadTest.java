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
package io.atomix.mcast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.MulticastProxyClient;
import org.junit.jupiter.api.Test;

/** What calls cost that conflict all the time. */
class ClosedLoadTest {
  private static final int AT_ONCE = 128;

  /** A client knows from the votes alone that its own messages are stable (rule 8). */
  @Test
  void aChainOfOneClientThatNeverEndsGoesInItsBatches() {
    ClosedLoad load = new ClosedLoad(1);
    load.load(load.newClient("a1"), AT_ONCE);
    load.pass(100);
    assertGoesInBatches(load.measure(100));
  }

  /** Leaders have to say that what is behind another client's message is stable. */
  @Test
  void itDoesSoAgainBehindTheMessageOfAnotherClient() {
    ClosedLoad load = new ClosedLoad(2);
    MulticastProxyClient<Ledger> other = load.newClient("a2");
    load.load(load.newClient("a1"), AT_ONCE);
    for (int i = 0; i < 3; i++) {
      load.pass(50);
      load.write(other);
      assertGoesInBatches(load.measure(200));
    }
  }

  private static void assertGoesInBatches(ClosedLoad.Cost cost) {
    assertThat(cost.calls()).isPositive();
    assertThat(cost.entries().values())
        .as("log entries of %s", cost)
        .allMatch(entries -> entries < cost.calls() / 16);
    assertThat(cost.exchanged()).as("messages of leaders of %s", cost).isLessThan(cost.calls() / 4);
  }
}
