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
package io.atomix.mcast.status;

import java.util.List;

/**
 * One group, as one node sees it. Where the group has no replica on the node, all but the first six
 * values are empty.
 *
 * @param group the group's name: partition group and partition, such as {@code data-1}
 * @param members the nodes that hold it
 * @param hosted whether this node has a replica of it
 * @param leader the member that this node takes for the leader, or null
 * @param preferredLeader the member that leads whenever it can, or null if any may lead
 * @param problem why the group is not ready, or null
 * @param ready whether this node reaches the leader and the local replica has applied at least what
 *     the leader had when it was asked
 * @param leads whether the local replica leads
 * @param term the Raft term
 * @param committed the index up to which the local replica knows the log to be committed
 * @param applied the index up to which the local replica has applied it
 * @param lag how many entries the local replica was behind the leader; -1 if the leader is not
 *     known
 * @param pending messages that wait for their execution
 * @param oldestPendingMillis for how long the oldest of them has been known here
 * @param longestChain how many messages wait one for the other
 * @param rememberedOutcomes outcomes that other groups may still ask for
 * @param undeliveredResults results and events that clients have not acknowledged
 * @param clients nodes that use the group
 * @param checksumIndex the log index that the checksum belongs to, 0 if there is none
 * @param checksum eight hexadecimal digits: replicas that show the same index for some time have to
 *     show the same checksum, see {@link ReplicaComparison}; null if there is none
 * @param primitives what it hosts
 * @param oldestPending the oldest pending messages, at most 20, and why each waits
 * @param replicas each member's replica, as the leader sees it
 * @param lastSnapshotMillis when the local replica wrote its last snapshot, or took it from the
 *     leader, in milliseconds since 1970; 0 if it has none
 * @param disk the disk under the local replica, or null
 */
public record GroupStatus(
    String group,
    List<String> members,
    boolean hosted,
    String leader,
    String preferredLeader,
    String problem,
    boolean ready,
    boolean leads,
    long term,
    long committed,
    long applied,
    long lag,
    int pending,
    long oldestPendingMillis,
    int longestChain,
    int rememberedOutcomes,
    int undeliveredResults,
    int clients,
    long checksumIndex,
    String checksum,
    List<PrimitiveStatus> primitives,
    List<PendingStatus> oldestPending,
    List<ReplicaStatus> replicas,
    long lastSnapshotMillis,
    DiskStatus disk) {

  /** Fills in what an agent of another version has not told. */
  public GroupStatus {
    replicas = replicas == null ? List.of() : replicas;
  }
}
