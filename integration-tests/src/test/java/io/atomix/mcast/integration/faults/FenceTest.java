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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Rule 7: that a new leader needs the fence. Followers learn with the next heartbeat what their
 * leader has committed and answered; here heartbeats are rare, and the leader stops right after an
 * answer. If a heartbeat came in between, or the new leader caught up before it was asked, there is
 * another cluster.
 */
class FenceTest {
  private static final int CLUSTERS = 8;

  private static final TestCluster.GroupsOfNode RARE_HEARTBEATS =
      (directory, members) ->
          List.of(
              QuickGroups.group(TestCluster.DATA, directory, members)
                  .withHeartbeatInterval(Duration.ofMillis(900))
                  .withElectionTimeout(Duration.ofMillis(1000))
                  .build());

  @Test
  void withoutTheFenceANewLeaderAnswersWithWhatWasBefore() {
    int stale = 0;
    for (int i = 0; stale == 0 && i < CLUSTERS; i++) {
      stale = answersThatAreStaleWithoutTheFence();
    }
    assertThat(stale)
        .as("answers of new leaders that had not caught up, in %d clusters", CLUSTERS)
        .isPositive();
  }

  private static int answersThatAreStaleWithoutTheFence() {
    try (TestCluster cluster =
        TestCluster.builder(Backend.selected()).withGroups(RARE_HEARTBEATS).start()) {
      Atomix client = cluster.addClient();
      Primitives primitives = new Primitives(cluster);
      AtomicCounterMap<String> counters =
          primitives.open(client, "counters", Atomix::<String>atomicCounterMapBuilder);
      Map<Integer, AtomicLong> floors =
          Map.of(1, new AtomicLong(), 2, new AtomicLong(), 3, new AtomicLong());
      FenceProbe fence = new FenceProbe(cluster, client, primitives.name("counters"), floors);
      for (int member = 1; member <= cluster.size(); member++) {
        fence.watch(member);
      }

      for (int partition = 1; partition <= 3; partition++) {
        String key = Inside.key(partition);
        counters.incrementAndGet(key);
        int leader = Inside.leader(cluster, partition);
        long floor = counters.incrementAndGet(key);
        floors.get(partition).set(floor);
        // Stopping the member would close its sessions first, and those entries would tell the
        // others.
        Inside.partition(cluster.node(leader), partition).server().shutdown();
        assertThat(Await.result("a read of " + key, counters.async().get(key))).isEqualTo(floor);
      }

      System.out.println(fence);
      assertThat(fence.stale()).isEmpty();
      fence.close();
      primitives.close();
      return fence.staleWithoutFence();
    }
  }
}
