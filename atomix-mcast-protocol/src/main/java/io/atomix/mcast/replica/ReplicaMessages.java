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

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.exchange.OtherGroups;
import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupRequest;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.HostedList;
import io.atomix.mcast.wire.LeaderPosition;
import io.atomix.mcast.wire.StableNotice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The messages of one replica: to other groups, to clients, and to its own leader. */
final class ReplicaMessages implements OtherGroups {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final GroupId group;
  private final LocalNode node;
  private final ClusterCommunicationService communication;
  private final Runnable resending;

  /**
   * Creates the messages of a replica that is sent none.
   *
   * @param resending called when another group is told again what it has not answered
   */
  ReplicaMessages(
      GroupId group,
      LocalNode node,
      ClusterCommunicationService communication,
      Runnable resending) {
    this.group = group;
    this.node = node;
    this.communication = communication;
    this.resending = resending;
  }

  /**
   * Answers what comes, until {@link #stop}.
   *
   * @param exchange answers messages of other groups
   * @param position says how far this replica is, and whether it leads
   * @param hosted says what the group hosts; asked by the executor, because it may take a moment
   * @param backups answers who takes a backup
   */
  void serve(
      Function<byte[], CompletableFuture<byte[]>> exchange,
      Supplier<LeaderPosition> position,
      Supplier<HostedList> hosted,
      Function<BackupRequest, BackupAnswer> backups,
      Executor executor) {
    communication.subscribe(
        BackupRequest.subject(group),
        BackupRequest::decode,
        backups,
        BackupAnswer::encode,
        executor);
    communication.subscribe(
        exchangeSubject(group), (byte[] bytes) -> bytes, exchange, (byte[] bytes) -> bytes);
    communication.subscribe(
        positionSubject(),
        (byte[] bytes) -> bytes,
        (byte[] bytes) -> CompletableFuture.completedFuture(position.get().encode()),
        (byte[] bytes) -> bytes);
    communication.subscribe(
        HostedQuestion.subject(group),
        (byte[] bytes) -> bytes,
        (byte[] bytes) -> hosted.get().encode(),
        (byte[] bytes) -> bytes,
        executor);
  }

  void stop() {
    communication.unsubscribe(exchangeSubject(group));
    communication.unsubscribe(positionSubject());
    communication.unsubscribe(HostedQuestion.subject(group));
    communication.unsubscribe(BackupRequest.subject(group));
  }

  private static String exchangeSubject(GroupId group) {
    return "generic-multicast-exchange-" + group;
  }

  private String positionSubject() {
    return "generic-multicast-position-" + group;
  }

  /** Sends a delivery; the future gives the number of the last notification that the client has. */
  CompletableFuture<Long> deliver(ClientAddress client, byte[] delivery) {
    return communication
        .<byte[], byte[]>send(
            Delivery.subject(group, client.client()),
            delivery,
            bytes -> bytes,
            bytes -> bytes,
            MemberId.from(client.member()),
            PATIENCE)
        .thenApply(bytes -> Delivery.Receipt.decode(bytes).received());
  }

  /** Rule 8: it may be lost, since the results of the executions come all the same. */
  void tellStable(ClientAddress client, List<Long> sequences) {
    communication.<byte[], byte[]>send(
        StableNotice.subject(group, client.client()),
        new StableNotice(client.raftSession(), sequences).encode(),
        bytes -> bytes,
        bytes -> bytes,
        MemberId.from(client.member()),
        PATIENCE);
  }

  /** Asks a member of this group whether it leads, and how far it is. */
  CompletableFuture<LeaderPosition> position(String member) {
    return communication.send(
        positionSubject(),
        new byte[0],
        bytes -> bytes,
        LeaderPosition::decode,
        MemberId.from(member),
        PATIENCE);
  }

  @Override
  public void resending(GroupId other) {
    resending.run();
  }

  @Override
  public List<String> members(GroupId other) {
    return node.members(other);
  }

  @Override
  public CompletableFuture<byte[]> send(GroupId other, String member, byte[] message) {
    return communication.send(
        exchangeSubject(other),
        message,
        bytes -> bytes,
        bytes -> bytes,
        MemberId.from(member),
        PATIENCE);
  }
}
