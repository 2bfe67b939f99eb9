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

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.observe.MemberSight;
import io.atomix.mcast.raft.PartitionRaftServer;
import io.atomix.mcast.raft.files.DamagedFilesException;
import io.atomix.mcast.replica.HostedQuestion;
import io.atomix.mcast.replica.LocalNode;
import io.atomix.mcast.replica.MembershipWatch;
import io.atomix.mcast.replica.Replica;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.mcast.wire.HostedList;
import io.atomix.primitive.partition.PartitionManagementService;
import java.io.File;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knowledge of this node about what one partition needs: its members, whether the cluster sees them
 * and what the leader knows of them, its snapshots and its disk. Any thread may ask.
 */
public final class PartitionHealth {
  private static final Logger LOGGER = LoggerFactory.getLogger(PartitionHealth.class);

  /** A segment of the log, the next one, and as much for snapshots as for those. */
  private static final int SEGMENTS = 4;

  /** A leader's heartbeats come four times in an election timeout, unless configured otherwise. */
  private static final int ELECTION_TIMEOUTS = 2;

  private final GenericMulticastPartition partition;
  private volatile LocalNode node;
  private volatile MembershipWatch watch;
  private volatile HostedQuestion hostedQuestion;
  private volatile Replica replica;

  PartitionHealth(GenericMulticastPartition partition) {
    this.partition = partition;
  }

  void open(PartitionManagementService management) {
    watch(management.getMessagingService(), management.getMembershipService());
    hostedQuestion =
        new HostedQuestion(
            partition.group(), partition.members(), management.getMessagingService());
  }

  /** Takes note of the replica on this node, and returns it. */
  Replica hosts(Replica newReplica) {
    replica = newReplica;
    return newReplica;
  }

  /**
   * Returns what the log may take of a batch now; null if nothing. Asked by the leader's server.
   */
  byte[] admitted(byte[] batch) {
    Replica here = replica;
    return here == null ? null : here.admitted(batch);
  }

  /** Returns how much of a backup is restored here, from 0 to 1; 1 if none is to be. */
  public double restored() {
    Replica here = replica;
    return here == null ? 1 : here.restored();
  }

  /** Returns why the replica on this node has stopped; nothing if it has not. Any thread. */
  public Optional<String> stopped() {
    Replica here = replica;
    return here == null
        ? Optional.empty()
        : Optional.ofNullable(
            here.failure()
                .handle((done, error) -> error == null ? null : error.getMessage())
                .getNow(null));
  }

  /**
   * Returns the error of a start that failed, and says for each partition by itself that its files
   * are damaged: the node's start fails with the first of them.
   */
  RuntimeException notStarted(PartitionManagementService management, RuntimeException reason) {
    if (!(reason instanceof DamagedFilesException)) {
      return reason;
    }
    String what =
        "The replica of group %s on %s has not started: %s"
            .formatted(
                partition.group(),
                management.getMembershipService().getLocalMember().id(),
                reason.getMessage());
    LOGGER.error(what);
    return new IllegalStateException(what, reason);
  }

  /** Begins to watch the members; a second time nothing happens. These are the node's services. */
  public void watch(
      ClusterCommunicationService communication, ClusterMembershipService membership) {
    LocalNode here = LocalNode.of(communication);
    node = here;
    watch = here.watch(membership);
  }

  /** Returns what the groups of this node share; null before the members are watched. */
  LocalNode node() {
    return node;
  }

  /** Returns how the cluster sees a member, nothing before that is watched. */
  public Optional<MemberSight> sight(MemberId member) {
    return Optional.ofNullable(watch).map(open -> open.of(member));
  }

  /**
   * Returns what the replica on this node knows of the others, if it leads; {@link
   * FollowerReport#NO_LEADER} otherwise.
   */
  public FollowerReport followers() {
    return server().map(PartitionRaftServer::followers).orElse(FollowerReport.NO_LEADER);
  }

  /**
   * Asks the member that is the leader as far as is known here what it knows of the others.
   *
   * @return failed if that member does not answer within 2 seconds; {@link
   *     FollowerReport#NO_LEADER} if it does not lead, if no leader is known, or if this node holds
   *     no replica
   */
  public CompletableFuture<FollowerReport> askFollowers() {
    MemberId leader = partition.primary();
    return server()
        .filter(server -> leader != null)
        .map(server -> server.askFollowers(leader))
        .orElseGet(() -> CompletableFuture.completedFuture(FollowerReport.NO_LEADER));
  }

  /**
   * Asks the members, first the leader as far as is known here, which primitives the group hosts.
   * Any node may ask, a client too; it appends nothing to any log. Continuations must not block: a
   * thread of the messaging calls them.
   *
   * @return the leader's answer, else the first of a member that does not lead; failed if none
   *     answers, each within 2 seconds, or if the partition is not open
   */
  public CompletableFuture<HostedList> askHosted() {
    HostedQuestion question = hostedQuestion;
    return question == null
        ? CompletableFuture.failedFuture(
            new IllegalStateException(partition.name() + " is not open on this node"))
        : question.ask(partition.primary());
  }

  /** Returns after what time without an answer a member does not count as heard. */
  public long silenceLimitMillis() {
    return partition.config().getElectionTimeout().toMillis() * ELECTION_TIMEOUTS;
  }

  /**
   * Returns when the replica on this node wrote its last snapshot, or took it from the leader, in
   * milliseconds since 1970; 0 if it has none.
   */
  public long lastSnapshotMillis() {
    return server().map(PartitionRaftServer::lastSnapshotMillis).orElse(0L);
  }

  /** Returns where the replica on this node keeps its data, or would. */
  public File directory() {
    return new PartitionOptions(partition.id(), partition.name(), partition.config()).directory();
  }

  /** Returns the free space of the disk of {@link #directory}, in bytes; 0 if there is none. */
  public long freeBytes() {
    File there = directory().getAbsoluteFile();
    while (there != null && !there.exists()) {
      there = there.getParentFile();
    }
    return there == null ? 0 : there.getUsableSpace();
  }

  /** Returns how many bytes should be free for the log and a snapshot to go on. */
  public long neededBytes() {
    return SEGMENTS * partition.config().getStorage().getSegmentSize().bytes();
  }

  private Optional<PartitionRaftServer> server() {
    return Optional.ofNullable(partition.server())
        .filter(PartitionRaftServer.class::isInstance)
        .map(PartitionRaftServer.class::cast);
  }
}
