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

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.replica.RaftSessions;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupRequest;
import io.atomix.primitive.partition.Partition;
import io.atomix.primitive.session.SessionClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * All partitions of one or more groups, for a backup: cuts them at one instant, and asks replicas
 * for what they held then. It needs a started node that knows the groups. Thread-safe.
 */
public final class BackupSource {
  private static final int ATTEMPTS = 300;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SortedMap<GroupId, GenericMulticastPartition> partitions = new TreeMap<>();
  private final ClusterCommunicationService communication;

  /**
   * Creates the source of backups of these partition groups.
   *
   * @param communication the node's
   */
  public BackupSource(
      Collection<GenericMulticastPartitionGroup> groups,
      ClusterCommunicationService communication) {
    this.communication = communication;
    for (GenericMulticastPartitionGroup group : groups) {
      for (Partition partition : group.getPartitions()) {
        GenericMulticastPartition own = (GenericMulticastPartition) partition;
        partitions.put(own.group(), own);
      }
    }
  }

  /** Returns the partitions, in the order of their groups and numbers. */
  public SortedSet<GroupId> partitions() {
    return new java.util.TreeSet<>(partitions.keySet());
  }

  /** Returns the members that have a replica of a partition. */
  public List<MemberId> members(GroupId partition) {
    return List.copyOf(partitions.get(partition).members());
  }

  /**
   * Sends the cut to all partitions: a message that reads all their primitives, so that its place
   * in the order is one instant for all of them. Its replicas keep what they hold then.
   *
   * @return the message, once all partitions have it in their logs; failed if one does not take it,
   *     and then it is applied nowhere. Not done as long as a partition has no leader.
   */
  public CompletableFuture<MessageId> cut() {
    CutMessage cut = new CutMessage(UUID.randomUUID(), partitions());
    List<CompletableFuture<SessionClient>> sessions =
        partitions.values().stream().map(each -> session(each, ATTEMPTS)).toList();
    return CompletableFuture.allOf(sessions.toArray(CompletableFuture[]::new))
        .thenCompose(open -> cut.submit(sessions.stream().map(CompletableFuture::join).toList()))
        .thenApply(done -> cut.id())
        .whenComplete(
            (done, error) -> sessions.forEach(session -> session.thenAccept(SessionClient::close)));
  }

  /** Opens a session, again and again for about a minute: a partition may have no leader yet. */
  private static CompletableFuture<SessionClient> session(
      GenericMulticastPartition partition, int attempts) {
    return new RaftSessions(partition.raftClient(), partition.config().getSessionTimeout())
        .linearizable()
        .connect()
        .handle(
            (open, error) ->
                error == null
                    ? CompletableFuture.completedFuture(open)
                    : sessionLater(partition, attempts - 1, error))
        .thenCompose(found -> found);
  }

  private static CompletableFuture<SessionClient> sessionLater(
      GenericMulticastPartition partition, int attempts, Throwable error) {
    return attempts == 0
        ? CompletableFuture.failedFuture(error)
        : CompletableFuture.supplyAsync(() -> attempts, LATER)
            .thenCompose(left -> session(partition, left));
  }

  /**
   * Asks a member for bytes of what its replica of a partition held at a cut. Fails if it does not
   * answer within 10 seconds.
   */
  public CompletableFuture<BackupAnswer> ask(
      GroupId partition, MemberId member, BackupRequest request) {
    return communication
        .<byte[], byte[]>send(
            BackupRequest.subject(partition),
            request.encode(),
            bytes -> bytes,
            bytes -> bytes,
            member,
            PATIENCE)
        .thenApply(BackupAnswer::decode);
  }
}
