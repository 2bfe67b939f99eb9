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
package io.atomix.mcast.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A cluster that has run on Atomix's own protocol gets our group by a rolling restart with a
 * changed configuration.
 */
class ExistingClusterTest {

  private static final int KEYS = 50;
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(60);

  @Test
  void aGroupIsAddedByARollingRestartAndTheOldDataAreWhole() {
    try (TestCluster cluster = TestCluster.builder().withGroups(this::before).start()) {
      AtomicMap<String, String> old = map(cluster, 1, "old", cluster.baselineProtocol());
      for (int i = 0; i < KEYS; i++) {
        old.put("key-" + i, "value-" + i);
      }

      cluster.reconfigure(this::after);
      rollingRestart(cluster);

      AtomicMap<String, String> kept = map(cluster, 2, "old", cluster.baselineProtocol());
      AtomicMap<String, String> added = map(cluster, 3, "new", cluster.protocol());
      for (int i = 0; i < KEYS; i++) {
        assertThat(kept.get("key-" + i).value()).isEqualTo("value-" + i);
        added.put("key-" + i, kept.get("key-" + i).value());
      }
      assertThat(kept.size()).isEqualTo(KEYS);
      assertThat(map(cluster, 1, "new", cluster.protocol()).size()).isEqualTo(KEYS);
      kept.put("key-0", "changed");
      assertThat(map(cluster, 1, "old", cluster.baselineProtocol()).get("key-0").value())
          .isEqualTo("changed");
      added.clear();
      assertThat(map(cluster, 2, "new", cluster.protocol()).isEmpty()).isTrue();
    }
  }

  /**
   * The first node is up when the new group has a majority, and so when the second has come; the
   * old group works all the time.
   */
  private static void rollingRestart(TestCluster cluster) {
    cluster.stop(1);
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> cluster.restart(1));
    Await.until(
        "m1 is back in the cluster",
        () ->
            cluster.node(3).getMembershipService().getReachableMembers().stream()
                .anyMatch(member -> member.id().id().equals("m1")));
    cluster.stop(2);
    cluster.restart(2);
    Await.result("restart of m1", RESTART_LIMIT, first);
    cluster.stop(3);
    cluster.restart(3);
  }

  private List<ManagedPartitionGroup> before(Path directory, List<String> members) {
    return List.of(
        Backend.MULTI_RAFT.group(
            TestCluster.BASELINE, 3, members, directory.resolve("raft").toFile()));
  }

  private List<ManagedPartitionGroup> after(Path directory, List<String> members) {
    List<ManagedPartitionGroup> groups = new ArrayList<>(before(directory, members));
    groups.add(QuickGroups.group(TestCluster.DATA, directory, members).build());
    return groups;
  }

  private static AtomicMap<String, String> map(
      TestCluster cluster, int member, String name, ProxyProtocol protocol) {
    return cluster
        .node(member)
        .<String, String>atomicMapBuilder(name)
        .withProtocol(protocol)
        .build();
  }
}
