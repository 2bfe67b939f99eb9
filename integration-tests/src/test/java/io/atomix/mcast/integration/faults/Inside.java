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

import com.google.common.io.BaseEncoding;
import io.atomix.cluster.MemberId;
import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMapType;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks into the partitions of a {@link TestCluster}'s data group. */
public final class Inside {

  private Inside() {}

  /** A partition of the data group as one node has it. */
  public static GenericMulticastPartition partition(Atomix node, int partition) {
    return partition(node, TestCluster.DATA, partition);
  }

  /** A partition of any group of our type as one node has it. */
  public static GenericMulticastPartition partition(Atomix node, String group, int partition) {
    GenericMulticastPartitionGroup found =
        (GenericMulticastPartitionGroup) node.getPartitionService().getPartitionGroup(group);
    return found.getPartition(PartitionId.from(group, partition));
  }

  /** The data group's multicast groups of these partitions. */
  public static SortedSet<GroupId> groups(int... partitions) {
    SortedSet<GroupId> groups = new TreeSet<>();
    IntStream.of(partitions).forEach(each -> groups.add(new GroupId(TestCluster.DATA, each)));
    return groups;
  }

  /** So many keys that the data group keeps in one partition of three. */
  public static List<String> keys(int partition, int count) {
    List<PartitionId> all =
        IntStream.rangeClosed(1, 3).mapToObj(i -> PartitionId.from(TestCluster.DATA, i)).toList();
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "key-" + i)
        .filter(key -> Partitioner.MURMUR3.partition(encoded(key), all).id() == partition)
        .limit(count)
        .toList();
  }

  /** Maps hand their keys on in this form. */
  public static String encoded(String key) {
    return BaseEncoding.base16().encode(Serializer.using(Namespaces.BASIC).encode(key));
  }

  /** A key that the data group keeps in this partition of three. */
  public static String key(int partition) {
    return keys(partition, 1).get(0);
  }

  /** As {@link #leader(TestCluster, String, int)}, of the data group. */
  public static int leader(TestCluster cluster, int partition) {
    return leader(cluster, TestCluster.DATA, partition);
  }

  /**
   * The number of the running member that leads a partition, once it is the one that goes on
   * leading as long as it runs: who is preferred, if that one runs.
   */
  public static int leader(TestCluster cluster, String group, int partition) {
    return Await.until(
        "a leader of partition " + partition + " of " + group + " that stays",
        () ->
            running(cluster)
                .filter(member -> leads(cluster, member, group, partition))
                .filter(member -> stays(cluster, member, group, partition))
                .findFirst()
                .orElse(0),
        member -> member > 0);
  }

  private static boolean leads(TestCluster cluster, int member, String group, int partition) {
    RaftServer server = partition(cluster.node(member), group, partition).server();
    return server != null && server.isLeader();
  }

  private static boolean stays(TestCluster cluster, int member, String group, int partition) {
    MemberId preferred = partition(cluster.node(member), group, partition).preferredLeader();
    return preferred == null
        || preferred.id().equals("m" + member)
        || running(cluster).noneMatch(each -> preferred.id().equals("m" + each));
  }

  /** Waits until the leaders of the data group are those that stay. */
  public static void awaitLeaders(TestCluster cluster) {
    IntStream.rangeClosed(1, 3).forEach(partition -> leader(cluster, partition));
  }

  /** What every replica of the data group holds that should be gone when nothing is under way. */
  public static List<GroupCounts> leftovers(TestCluster cluster) {
    List<GroupCounts> found = new ArrayList<>();
    running(cluster)
        .forEach(
            member ->
                IntStream.rangeClosed(1, 3)
                    .mapToObj(i -> partition(cluster.node(member), i).counts())
                    .filter(
                        counts -> counts.pending() + counts.remembered() + counts.undelivered() > 0)
                    .forEach(found::add));
    return found;
  }

  /** Waits until no replica of the data group holds anything of what is over. */
  public static void awaitNothingLeft(TestCluster cluster) {
    Await.until("nothing is left in any replica", () -> leftovers(cluster), List::isEmpty);
  }

  /**
   * Waits until the replicas of each partition agree on what a map, by its name in the cluster,
   * holds for these keys.
   */
  public static void awaitSameReplicas(TestCluster cluster, String map, List<String> keys) {
    awaitSameReplicas(cluster, map, AtomicMapType.instance(), keys);
  }

  static void awaitSameReplicas(
      TestCluster cluster, String name, PrimitiveType<?, ?, ?> type, List<String> keys) {
    for (int partition = 1; partition <= 3; partition++) {
      try (ReplicaReader reader = new ReplicaReader(cluster, partition, name, type)) {
        reader.awaitAgreement(keys);
      }
    }
  }

  private static Stream<Integer> running(TestCluster cluster) {
    return IntStream.rangeClosed(1, cluster.size()).filter(cluster::isRunning).boxed();
  }
}
