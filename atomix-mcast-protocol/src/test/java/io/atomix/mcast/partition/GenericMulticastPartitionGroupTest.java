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
package io.atomix.mcast.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.impl.DefaultRaftMember;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.partition.impl.RaftServerCommunicator;
import io.atomix.protocols.raft.protocol.JoinRequest;
import io.atomix.protocols.raft.protocol.JoinResponse;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;
import io.atomix.utils.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers and clients in one JVM; the replicas are replaced by recorders. */
class GenericMulticastPartitionGroupTest {
  private static final OperationId ADD = OperationId.command("add");

  @TempDir Path directory;

  private final Map<String, RecordingReplicas> replicas = new LinkedHashMap<>();
  private final Map<String, GenericMulticastPartitionGroup> groups = new LinkedHashMap<>();

  @Test
  void oneMemberStartsAndAppliesAnOperation() throws Exception {
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1")) {
      open(cluster, List.of("m1"), List.of("m1"), 1);
      assertThat(add("m1", 1, "x")).isEqualTo("1");
      GenericMulticastPartition partition = partition("m1", 1);
      assertThat(partition.server().isLeader()).isTrue();
      assertThat(partition.primary()).isEqualTo(MemberId.from("m1"));
      assertThat(partition.backups()).isEmpty();
      assertThat(partition.term()).isPositive();
      closeAll();
      assertThat(partition.server()).isNull();
      assertThat(partition.raftClient()).isNull();
      assertThat(replicas.get("m1").stopped).containsExactly("replica data-multicast-1");
    }
  }

  @Test
  void aListenerOfRolesThatStandsStillHoldsUpNoOther() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    List<RaftServer.Role> heard = new CopyOnWriteArrayList<>();
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1")) {
      open(cluster, List.of("m1"), List.of("m1"), 1);
      for (int i = 0; i < 5; i++) {
        partition("m1", 1).addRoleChangeListener(role -> awaitDespiteInterrupts(end));
      }
      partition("m1", 1).addRoleChangeListener(heard::add);
      closeAll();
      Await.until("it hears", () -> List.copyOf(heard), List.of(RaftServer.Role.INACTIVE)::equals);
    } finally {
      end.countDown();
    }
  }

  private static void awaitDespiteInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // A group that closes wakes callbacks that stand still.
      }
    }
  }

  @Test
  void everyReplicaAppliesAndAClientThatIsNoMemberReachesAll() throws Exception {
    List<String> members = List.of("m1", "m2", "m3");
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1", "m2", "m3", "c1")) {
      long before = System.nanoTime();
      open(cluster, members, List.of("m1", "m2", "m3", "c1"), 3);
      System.out.printf("three members, three partitions: open after %d ms%n", millisSince(before));
      assertThat(partition("c1", 1).server()).isNull();
      for (int number = 1; number <= 3; number++) {
        add("c1", number, "p" + number);
        for (String member : members) {
          assertEventuallyApplied(member, number, List.of("p" + number));
        }
      }
      assertOneLeaderThatAllKnow(members, 1);
      closeAll();
    }
  }

  @Test
  void theOthersGoOnWhenTheLeaderStopsAndItCatchesUpWhenItIsBack() throws Exception {
    List<String> members = List.of("m1", "m2", "m3");
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1", "m2", "m3", "c1")) {
      open(cluster, members, List.of("m1", "m2", "m3", "c1"), 1);
      SessionClient session = session("c1", 1);
      execute(session, "before");
      String leader = Await.until("a leader", () -> leader(members, 1), found -> found != null);
      groups.get(leader).close().get(60, TimeUnit.SECONDS);

      long before = System.nanoTime();
      assertThat(execute(session, "after")).isEqualTo("2");
      long outage = millisSince(before);
      System.out.printf("first answer %d ms after the leader stopped cleanly%n", outage);
      assertThat(outage).as("ms without an answer").isLessThan(8000);

      open(cluster, members, List.of(leader), 1);
      assertEventuallyApplied(leader, 1, List.of("before", "after"));
      closeAll();
    }
  }

  @Test
  void aMemberThatFindsNoLeaderStopsCleanlyAndCanStartAgain() throws Exception {
    List<String> members = List.of("m1", "m2", "m3");
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1", "m2", "m3")) {
      CompletableFuture<?> alone = start(cluster, members, "m1", 1);
      assertThat(alone).isNotDone();
      Set<Thread> running = raftThreads();
      assertThat(running).isNotEmpty();
      groups.get("m1").close().get(60, TimeUnit.SECONDS);
      Await.until(
          "the server's threads gone",
          () -> raftThreads().stream().filter(running::contains).toList(),
          List::isEmpty);

      open(cluster, members, members, 1);
      assertThat(add("m1", 1, "x")).isEqualTo("1");
      closeAll();
    }
  }

  @Test
  void aGroupWhoseServerStoppedByItselfCloses() throws Exception {
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1")) {
      open(cluster, List.of("m1"), List.of("m1"), 1);
      partition("m1", 1).server().shutdown().get(60, TimeUnit.SECONDS);
      groups.get("m1").close().get(60, TimeUnit.SECONDS);
      assertThat(partition("m1", 1).server()).isNull();
    }
  }

  @Test
  void aMemberWhoseLogHoldsALargerEntryThanAllowedDoesNotStartAndLosesNothing() throws Exception {
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1")) {
      List<String> members = List.of("m1");
      open(cluster, members, members, 1);
      add("m1", 1, "x".repeat(10_000));
      closeAll();

      GenericMulticastPartitionGroupConfig smaller = config("m1", members, 1);
      smaller.getStorage().setMaxEntrySize(MemorySize.from(8_000));
      assertThat(start(cluster, "m1", smaller))
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableThat()
          .withRootCauseInstanceOf(ConfigurationException.class)
          .withStackTraceContaining("storage.maxEntrySize = 8000: the log in ");
      closeAll();

      open(cluster, members, members, 1);
      assertThat(add("m1", 1, "y")).isEqualTo("2");
      closeAll();
    }
  }

  @Test
  void theMembersOfAPartitionStayThoseOfItsData() throws Exception {
    List<String> members = List.of("m1");
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1", "m4")) {
      open(cluster, members, members, 1);
      add("m1", 1, "x");
      JoinResponse answer =
          new RaftServerCommunicator(
                  "data-multicast-1",
                  Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
                  cluster.management("m4").getMessagingService())
              .join(
                  MemberId.from("m1"),
                  JoinRequest.builder()
                      .withMember(
                          new DefaultRaftMember(
                              MemberId.from("m4"), RaftMember.Type.ACTIVE, Instant.EPOCH))
                      .build())
              .get(60, TimeUnit.SECONDS);
      assertThat(answer.error().type()).isEqualTo(RaftError.Type.CONFIGURATION_ERROR);
      assertThat(partition("m1", 1).server().cluster().getMembers())
          .extracting(RaftMember::memberId)
          .containsExactly(MemberId.from("m1"));
      closeAll();

      assertThat(start(cluster, List.of("m1", "m4"), "m1", 1))
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableThat()
          .withRootCauseInstanceOf(IllegalStateException.class)
          .withStackTraceContaining(
              "the members of data-multicast-1 are [m1, m4] by the configuration, and [m1] by its");
      closeAll();

      open(cluster, members, members, 1);
      assertThat(add("m1", 1, "y")).isEqualTo("2");
      closeAll();
    }
  }

  private static Set<Thread> raftThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().contains("data-multicast"))
        .collect(Collectors.toSet());
  }

  @Test
  void aSnapshotAskedForAnywhereIsTakenOnTheMembers() throws Exception {
    try (ClusterOfNodes cluster = new ClusterOfNodes("m1", "c1")) {
      open(cluster, List.of("m1"), List.of("m1", "c1"), 2);
      add("c1", 2, "x");
      groups.get("c1").snapshot(PartitionId.from("data", 2)).get(60, TimeUnit.SECONDS);
      assertThat(add("c1", 2, "y")).isEqualTo("2");
      closeAll();
    }
  }

  private void open(
      ClusterOfNodes cluster, List<String> members, List<String> nodes, int partitions)
      throws Exception {
    CompletableFuture.allOf(
            nodes.stream()
                .map(node -> start(cluster, members, node, partitions))
                .toArray(CompletableFuture[]::new))
        .get(60, TimeUnit.SECONDS);
  }

  private CompletableFuture<?> start(
      ClusterOfNodes cluster, List<String> members, String node, int partitions) {
    return start(cluster, node, config(node, members, partitions));
  }

  private CompletableFuture<?> start(
      ClusterOfNodes cluster, String node, GenericMulticastPartitionGroupConfig config) {
    replicas.put(node, new RecordingReplicas());
    groups.put(node, new GenericMulticastPartitionGroup(config, replicas.get(node)::replica));
    return groups.get(node).join(cluster.management(node));
  }

  private GenericMulticastPartitionGroupConfig config(
      String node, List<String> members, int partitions) {
    GenericMulticastPartitionGroupConfig config =
        new GenericMulticastPartitionGroupConfig()
            .setName("data")
            .setMembers(members)
            .setPartitions(partitions)
            .setElectionTimeout(Duration.ofMillis(500))
            .setHeartbeatInterval(Duration.ofMillis(50));
    config.getStorage().setDirectory(directory.resolve(node).toString());
    return config;
  }

  private void closeAll() throws Exception {
    CompletableFuture.allOf(
            groups.values().stream()
                .map(ManagedPartitionGroup::close)
                .toArray(CompletableFuture[]::new))
        .get(60, TimeUnit.SECONDS);
  }

  private GenericMulticastPartition partition(String node, int number) {
    return groups.get(node).getPartition(PartitionId.from("data", number));
  }

  private SessionClient session(String node, int number) throws Exception {
    PartitionId id = PartitionId.from("data", number);
    return partition(node, number)
        .raftClient()
        .sessionBuilder("recording", replicas.get(node).services.type(id), new ServiceConfig())
        .build()
        .connect()
        .get(60, TimeUnit.SECONDS);
  }

  private String add(String node, int number, String text) throws Exception {
    return execute(session(node, number), text);
  }

  private static String execute(SessionClient session, String text) throws Exception {
    byte[] answer =
        session
            .execute(PrimitiveOperation.operation(ADD, text.getBytes(StandardCharsets.UTF_8)))
            .get(60, TimeUnit.SECONDS);
    return new String(answer, StandardCharsets.UTF_8);
  }

  private void assertEventuallyApplied(String member, int number, List<String> expected)
      throws InterruptedException {
    PartitionId id = PartitionId.from("data", number);
    Await.until(
        "what " + member + " applied in " + id,
        () -> replicas.get(member).services.applied(id),
        expected::equals);
  }

  private void assertOneLeaderThatAllKnow(List<String> members, int number)
      throws InterruptedException {
    String leader = Await.until("a leader", () -> leader(members, number), found -> found != null);
    for (String member : members) {
      Await.until(
          "the leader as " + member + " knows it",
          () -> partition(member, number).primary(),
          MemberId.from(leader)::equals);
      assertThat(partition(member, number).backups())
          .hasSize(2)
          .doesNotContain(MemberId.from(leader));
    }
    assertThat(replicas.get(leader).roles.get(PartitionId.from("data", number)))
        .contains(RaftServer.Role.LEADER);
  }

  private String leader(List<String> members, int number) {
    return members.stream()
        .filter(member -> partition(member, number).server() != null)
        .filter(member -> partition(member, number).server().isLeader())
        .findFirst()
        .orElse(null);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
