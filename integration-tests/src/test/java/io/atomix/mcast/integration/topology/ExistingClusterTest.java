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

import io.atomix.cluster.MemberId;
import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.partition.impl.RaftClientCommunicator;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.MetadataRequest;
import io.atomix.utils.serializer.Serializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A cluster that has run with a raft group gets a group of ours beside it, one member at a time.
 */
class ExistingClusterTest {

  private static final String OLD = "raft";
  private static final String NEW = "multicast";
  private static final int OLD_PARTITIONS = 1;
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private static List<ManagedPartitionGroup> before(Path directory, List<String> members) {
    return List.of(
        Backend.MULTI_RAFT.group(OLD, OLD_PARTITIONS, members, directory.resolve(OLD).toFile()));
  }

  private static List<ManagedPartitionGroup> after(Path directory, List<String> members) {
    return List.of(
        before(directory, members).get(0), QuickGroups.group(NEW, directory, members).build());
  }

  /**
   * Whether m1's replicas of the old group run and know who leads; its new group waits for another
   * member that has it.
   */
  private static boolean isBackInTheOldGroup(TestCluster cluster) throws Exception {
    for (int partition = 1; partition <= OLD_PARTITIONS; partition++) {
      RaftClientCommunicator raft =
          new RaftClientCommunicator(
              OLD + "-partition-" + partition,
              Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
              cluster.node(2).getCommunicationService());
      MetadataRequest request = MetadataRequest.builder().withSession(1).build();
      RaftError error = raft.metadata(MemberId.from("m1"), request).get().error();
      if (error != null && error.type() == RaftError.Type.NO_LEADER) {
        return false;
      }
    }
    return true;
  }

  private static AtomicMap<String, String> map(Atomix node, String name, ProxyProtocol protocol) {
    return Await.result(
        "opening of " + name,
        LIMIT,
        node.<String, String>atomicMapBuilder(name).withProtocol(protocol).buildAsync());
  }

  @Test
  void ourGroupIsAddedByARollingRestartAndTheOldDataAreWhole() {
    ProxyProtocol raft = Backend.MULTI_RAFT.protocol(OLD);
    ProxyProtocol multicast = GenericMulticastProtocol.builder(NEW).build();
    try (TestCluster cluster =
        TestCluster.builder(Backend.selected())
            .withManagement(new RaftGroups())
            .withGroups(ExistingClusterTest::before)
            .start()) {
      AtomicMap<String, String> old = map(cluster.node(1), "old", raft);
      for (int i = 0; i < 30; i++) {
        old.put("key-" + i, "value-" + i);
      }
      long version = old.get("key-29").version();

      cluster.reconfigure(ExistingClusterTest::after);
      List<CompletableFuture<Void>> restarts = new ArrayList<>();
      for (int member = 1; member <= 3; member++) {
        cluster.stop(member);
        int other = member % 3 + 1;
        AtomicMap<String, String> meanwhile = map(cluster.node(other), "old", raft);
        String key = "while m" + member + " is away";
        Await.until(
            "a write " + key,
            LIMIT,
            () -> meanwhile.put(key, "written") == null || meanwhile.containsKey(key),
            Boolean.TRUE::equals);
        restarts.add(cluster.beginRestart(member));
        if (member > 1) {
          // Two of three have the new group now, so it can elect a leader.
          restarts.forEach(restart -> Await.result("a restart", LIMIT, restart));
          assertThat(Inside.partition(cluster.node(3), NEW, 1).server() == null)
              .as("m3 holds a replica only when its own configuration has the group")
              .isEqualTo(member < 3);
          map(cluster.node(3), "new", multicast).put("from m3 " + member, "x");
        } else {
          Await.until(
              "m1 is back in the old group",
              LIMIT,
              () -> isBackInTheOldGroup(cluster),
              Boolean.TRUE::equals);
        }
      }

      AtomicMap<String, String> still = map(cluster.node(2), "old", raft);
      assertThat(still.size()).isEqualTo(33);
      assertThat(still.get("key-29").value()).isEqualTo("value-29");
      assertThat(still.get("key-29").version()).isEqualTo(version);
      AtomicMap<String, String> one = map(cluster.node(1), "new", multicast);
      AtomicMap<String, String> three = map(cluster.node(3), "new", multicast);
      assertThat(one.size()).as("what m3 wrote as a client and as a member").isEqualTo(2);
      one.clear();
      for (int i = 0; i < 9; i++) {
        one.put("key-" + i, "value-" + i);
      }
      assertThat(three.size()).isEqualTo(9);
      three.clear();
      assertThat(one.isEmpty()).isTrue();
      still.put("later", "x");
      assertThat(map(cluster.node(3), "old", raft).size()).isEqualTo(34);

      Atomix client = cluster.addClient();
      assertThat(map(client, "old", raft).size()).isEqualTo(34);
      map(client, "new", multicast).put("from a client", "x");
      assertThat(one.size()).isEqualTo(1);
    }
  }
}
