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
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.memory.MemorySize;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All members start again from their snapshots, with contents that do not depend on the version of
 * Java; {@link SnapshotTest} tests snapshots in detail.
 */
@Tag("round")
class RestartFromSnapshotTest {
  private static final int SEGMENT_BYTES = 64 * 1024;
  private static final int ENTRY_BYTES = 16 * 1024;
  private static final String LARGE = "x".repeat(8 * 1024);

  @Test
  void whatSnapshotsHoldIsThereAfterARestartOfAllMembers() {
    TestCluster.GroupsOfNode smallFiles =
        (directory, members) ->
            List.of(
                QuickGroups.hasty(QuickGroups.group(TestCluster.DATA, directory, members))
                    .withStorageSegmentSize(new MemorySize(SEGMENT_BYTES))
                    .withStorageMaxEntrySize(new MemorySize(ENTRY_BYTES))
                    .build());
    try (TestCluster cluster =
        TestCluster.builder(Backend.selected()).withGroups(smallFiles).start()) {
      Primitives primitives = new Primitives(cluster);
      AtomicMap<String, String> map =
          primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
      List<CompletableFuture<?>> writes = new ArrayList<>();
      for (int partition = 1; partition <= 3; partition++) {
        for (String key : Inside.keys(partition, 5)) {
          for (int i = 0; i < 10; i++) {
            writes.add(map.async().put(key, i + LARGE));
          }
          writes.add(map.async().put(key, "of " + key));
        }
      }
      writes.forEach(write -> Await.result("a write", write));
      AtomicCounter counter = primitives.open(2, "counter", Atomix::atomicCounterBuilder);
      counter.set(41);
      List<String> owned = List.of(Inside.key(1), Inside.key(2), Inside.key(3));
      MulticastMap<String, String> owners = owners(cluster.node(3), primitives);
      owners.putAll(Map.of(owned.get(0), "alice", owned.get(1), "bob", owned.get(2), "carol"));
      new LogFiles(cluster).compact();
      map.put(Inside.key(1), "behind the snapshot");
      primitives.close();

      cluster.stop(1, 2, 3);
      cluster.restart(1, 2, 3);

      AtomicMap<String, String> again =
          primitives.open(2, "map", Atomix::<String, String>atomicMapBuilder);
      for (int partition = 1; partition <= 3; partition++) {
        for (String key : Inside.keys(partition, 5)) {
          String expected = key.equals(Inside.key(1)) ? "behind the snapshot" : "of " + key;
          assertThat(again.get(key).value()).isEqualTo(expected);
        }
      }
      assertThat(again.size()).isEqualTo(15);
      assertThat(primitives.open(3, "counter", Atomix::atomicCounterBuilder).incrementAndGet())
          .isEqualTo(42);
      MulticastMap<String, String> ownersAgain = owners(cluster.node(1), primitives);
      assertThat(ownersAgain.getAll(owned).values())
          .extracting(Versioned::value)
          .containsExactlyInAnyOrder("alice", "bob", "carol");
      again.clear();
      assertThat(again.isEmpty()).isTrue();
      primitives.close();
    }
  }

  private static MulticastMap<String, String> owners(Atomix node, Primitives primitives) {
    return primitives.open(
        node,
        "owners",
        (Atomix on, String name) ->
            on.primitiveBuilder(name, MulticastMapType.<String, String>instance()));
  }
}
