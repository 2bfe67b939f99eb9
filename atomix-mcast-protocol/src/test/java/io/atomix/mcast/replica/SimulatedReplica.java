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
package io.atomix.mcast.replica;

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Stub;
import io.atomix.mcast.wire.Batch;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftCluster;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.session.RaftSessionClient;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The engine's part of a replica, for the simulation, which plays Raft and the rest of a node. */
public final class SimulatedReplica {
  private static final Duration REFUSAL = Duration.ofMillis(700);
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_TOLD = 3;
  private static final int MAX_ENTRY_BYTES = 256 * 1024;

  private final PartitionManagementService management;
  private final GroupReplica replica;

  /**
   * Creates a replica of a group in one run of a process.
   *
   * @param clock tells the time in nanoseconds of any origin
   * @param date tells the date in milliseconds, with which entries are stamped
   * @param members who has replicas of each group
   * @param resendMillis after how long leaders say again what was not answered
   * @param smallEntries whether an entry of a leader holds one command
   */
  public SimulatedReplica(
      GroupId group,
      PartitionManagementService management,
      ThreadContextFactory threads,
      LongSupplier clock,
      LongSupplier date,
      Supplier<UUID> identities,
      Map<GroupId, List<MemberId>> members,
      int resendMillis,
      boolean smallEntries) {
    this.management = management;
    LocalNode node = LocalNode.of(management.getMessagingService());
    members.forEach(node::know);
    ReplicaOptions options =
        new ReplicaOptions(
            SESSION_TIMEOUT,
            Duration.ofMillis(resendMillis),
            REFUSAL,
            smallEntries ? Batch.OVERHEAD + 1 : MAX_ENTRY_BYTES,
            new File("no such directory"));
    replica = new GroupReplica(group, node, options, threads, management, clock, date, identities);
  }

  /** Starts it; it opens its own Raft sessions of its group with the supplier. */
  public void start(RaftServer server, Supplier<SessionClient> sessions) {
    RaftClient client =
        Stub.of(
            RaftClient.class,
            Map.of(
                "sessionBuilder",
                arguments ->
                    new RaftSessionClient.Builder() {
                      @Override
                      public SessionClient build() {
                        return sessions.get();
                      }
                    }));
    replica.start(server, client, management);
  }

  /** Sets who is told what happens to single messages. */
  public void trace(Tracer tracer) {
    replica.trace(tracer);
  }

  /** Stops it in good order. */
  public void stop() {
    replica.stop();
  }

  /** Returns what the group's service tells. */
  public GroupHost host() {
    return replica;
  }

  /** Tells a client that messages of it are stable. */
  public void tellStable(ClientAddress client, List<Long> sequences) {
    replica.messages().tellStable(client, sequences);
  }

  /** Returns how much the group holds. */
  public GroupCounts counts() {
    return replica.counts();
  }

  /** Returns what is pending, and what a leader has heard of it, once its thread has told it. */
  public CompletableFuture<String> pending() {
    return replica
        .view(MOST_TOLD)
        .thenApply(
            view ->
                view.state().pending().isEmpty()
                    ? ""
                    : view.state().pending() + ", heard " + view.statuses());
  }

  /** Returns how many messages the exchange knows of, once its thread has counted them. */
  public CompletableFuture<Integer> tracked() {
    return replica.tracked();
  }

  /** Returns what a Raft server says of its group: who leads, as far as it knows. */
  public static RaftCluster cluster(Supplier<String> leader) {
    return Stub.of(
        RaftCluster.class,
        Map.of(
            "getLeader",
            arguments -> {
              String member = leader.get();
              return member == null
                  ? null
                  : Stub.of(RaftMember.class, Map.of("memberId", none -> MemberId.from(member)));
            }));
  }

  /** Returns what a node gives its partitions. */
  public static PartitionManagementService management(
      Member self, ClusterCommunicationService communication, PrimitiveTypeRegistry types) {
    ClusterMembershipService membership =
        Stub.of(ClusterMembershipService.class, Map.of("getLocalMember", arguments -> self));
    return Stub.of(
        PartitionManagementService.class,
        Map.of(
            "getMembershipService", arguments -> membership,
            "getMessagingService", arguments -> communication,
            "getPrimitiveTypes", arguments -> types));
  }
}
