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
package io.atomix.mcast.agent.migrate;

import io.atomix.cluster.MemberId;
import io.atomix.core.Atomix;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionMetadata;
import io.atomix.protocols.raft.partition.RaftPartition;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.protocols.raft.partition.impl.RaftClientCommunicator;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.MetadataRequest;
import io.atomix.protocols.raft.protocol.MetadataResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Counts the sessions that other programs have open with a primitive of a raft group. Asks the
 * members for what they know, which leaves nothing in their logs.
 */
final class OldClients {
  private final Atomix node;
  private final PartitionGroup group;
  private final String primitive;
  private final GroupAccess own;

  /**
   * Creates a counter.
   *
   * @param own the access whose sessions do not count
   */
  OldClients(Atomix node, String primitive, GroupAccess own) {
    this.node = node;
    this.group = node.getPartitionService().getPartitionGroup(own.group());
    this.primitive = primitive;
    this.own = own;
  }

  /** Returns whether sessions of the group can be counted. */
  boolean canTell() {
    return group instanceof RaftPartitionGroup;
  }

  /**
   * Returns the largest number of sessions of others in one partition: about how many programs use
   * the primitive. Nothing if it cannot be told just now.
   */
  OptionalInt count() throws InterruptedException {
    if (!canTell()) {
      return OptionalInt.empty();
    }
    Map<PartitionId, Long> ownIds = own.ownRaftSessions();
    int most = 0;
    for (var each : group.getPartitions()) {
      RaftPartition partition = (RaftPartition) each;
      Set<SessionMetadata> sessions = sessions(partition);
      if (sessions == null) {
        return OptionalInt.empty();
      }
      long ownId = ownIds.getOrDefault(partition.id(), 0L);
      long others =
          sessions.stream()
              .filter(session -> session.primitiveName().equals(primitive))
              .filter(session -> session.sessionId().id() != ownId)
              .count();
      most = Math.max(most, (int) others);
    }
    return OptionalInt.of(most);
  }

  private Set<SessionMetadata> sessions(RaftPartition partition) throws InterruptedException {
    RaftClientCommunicator members =
        new RaftClientCommunicator(
            partition.name(),
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            node.getCommunicationService());
    for (MemberId member : partition.members()) {
      try {
        MetadataResponse response =
            Scans.result(members.metadata(member, MetadataRequest.builder().build()));
        if (response.status() == RaftResponse.Status.OK) {
          return response.sessions();
        }
      } catch (Scans.UnansweredException e) {
        // The next member may know more.
        continue;
      }
    }
    return null;
  }
}
