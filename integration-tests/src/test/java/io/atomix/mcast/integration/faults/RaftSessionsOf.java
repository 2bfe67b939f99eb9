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

import io.atomix.core.Atomix;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.protocols.raft.partition.impl.RaftClientCommunicator;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.CloseSessionRequest;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The Raft sessions that something opened in the data group, told by comparing before and after,
 * and a way to end them from outside, so that their owner finds them gone.
 */
public final class RaftSessionsOf {

  private final TestCluster cluster;
  private final Map<Integer, Set<Long>> sessions = new HashMap<>();

  private RaftSessionsOf(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** The sessions that {@code opening} leaves open and that were not open before. */
  public static RaftSessionsOf opening(TestCluster cluster, Runnable opening) {
    RaftSessionsOf found = new RaftSessionsOf(cluster);
    Map<Integer, Set<Long>> before = new HashMap<>();
    for (int partition = 1; partition <= 3; partition++) {
      before.put(partition, open(cluster, partition));
    }
    opening.run();
    for (int partition = 1; partition <= 3; partition++) {
      Set<Long> now = open(cluster, partition);
      now.removeAll(before.get(partition));
      found.sessions.put(partition, now);
    }
    return found;
  }

  private static Set<Long> open(TestCluster cluster, int partition) {
    return Await.result(
            "the sessions of partition " + partition,
            Inside.partition(cluster.node(1), partition).raftClient().metadata().getSessions())
        .stream()
        .map(session -> session.sessionId().id())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** How many there are in a partition. */
  public int count(int partition) {
    return sessions.get(partition).size();
  }

  /** Ends all of them, as the leader does when it has not heard of them for too long. */
  public void end() {
    sessions.keySet().forEach(this::end);
  }

  /** Ends those of one partition. */
  public void end(int partition) {
    for (long session : sessions.get(partition)) {
      Await.until(
          "the end of session " + session,
          () -> end(partition, session),
          status -> status == RaftResponse.Status.OK);
    }
  }

  /** Waits until the leaders have ended all of them, because they have not heard of their owner. */
  public void awaitGone() {
    sessions.forEach(
        (partition, own) ->
            Await.until(
                "the end of " + own,
                () -> open(cluster, partition),
                open -> own.stream().noneMatch(open::contains)));
  }

  private RaftResponse.Status end(int partition, long session) throws Exception {
    Atomix node = cluster.node(1);
    GenericMulticastPartition raft = Inside.partition(node, partition);
    RaftClientCommunicator raftClient =
        new RaftClientCommunicator(
            raft.name(),
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            node.getCommunicationService());
    return raftClient
        .closeSession(raft.primary(), CloseSessionRequest.builder().withSession(session).build())
        .get()
        .status();
  }
}
