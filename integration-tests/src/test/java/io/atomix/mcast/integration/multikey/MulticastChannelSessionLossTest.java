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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.Quick;
import io.atomix.mcast.integration.faults.RaftSessionsOf;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Subscribers of a channel whose sessions are lost. */
@ExtendWith(Quick.class)
class MulticastChannelSessionLossTest {
  private static final int LOSSES = 4;

  private TestCluster cluster;
  private Primitives primitives;
  private Atomix client;
  private final Recording recording = new Recording();

  @BeforeEach
  void startClient(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    client = cluster.addClient();
  }

  @AfterEach
  void stopClient() {
    cluster.stopClient(client);
  }

  private MulticastChannel<String> onMember(int historySize) {
    return primitives.open(
        1,
        "channel",
        (Atomix node, String name) -> builder(node, name).withHistorySize(historySize));
  }

  /** Subscribes a client to all partitions; returns its sessions. */
  private RaftSessionsOf subscribe(Recovery recovery) {
    return RaftSessionsOf.opening(
        cluster,
        () ->
            builder(client, primitives.name("channel"))
                .withProtocol(
                    GenericMulticastProtocol.builder(TestCluster.DATA)
                        .withRecoveryStrategy(recovery)
                        .build())
                .build()
                .subscribe(Partitions.all(), From.now(), recording));
  }

  private static MulticastChannelBuilder<String> builder(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastChannelType.<String>instance());
  }

  private static PartitionId partition(int number) {
    return PartitionId.from(TestCluster.DATA, number);
  }

  @Test
  void everyMessageIsHeardOnceAcrossTheLossOfSessions() {
    MulticastChannel<String> sender = onMember(100_000);
    RaftSessionsOf sessions = subscribe(Recovery.RECOVER);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int loss = 0; loss < LOSSES; loss++) {
      for (int i = 0; i < 100; i++) {
        sent.add(
            sender
                .async()
                .multicast(
                    Partitions.numbered(1 + i % 3, 1 + (i + 1 + i % 2) % 3),
                    Conflicts.on("k" + i % 5),
                    "message " + loss + "-" + i));
        if (i == 50) {
          RaftSessionsOf ending = sessions;
          sessions = RaftSessionsOf.opening(cluster, () -> endAndRecover(ending, sender));
        }
      }
    }
    sent.forEach(each -> Await.result("a message", each));
    for (int i = 1; i <= 3; i++) {
      PartitionId partition = partition(i);
      long newest = sender.history(partition, 1, 1).newest();
      Await.until(
          "all of " + partition,
          () -> recording.checkPositions(partition, 1),
          last -> last >= newest);
    }
    assertThat(recording.gaps()).isEmpty();
    assertThat(recording.ends().soFar()).isEmpty();
    assertThat(recording.messages()).hasSize((2 * 100 + 3) * LOSSES);
    Inside.awaitNothingLeft(cluster);
  }

  /** Ends sessions, and waits until something new is heard of every partition. */
  private void endAndRecover(RaftSessionsOf sessions, MulticastChannel<String> sender) {
    sessions.end();
    for (int i = 1; i <= 3; i++) {
      PartitionId partition = partition(i);
      long position =
          sender
              .multicastAndGetPositions(Partitions.of(partition), Conflicts.none(), "again")
              .get(partition);
      Await.until(
          "position " + position + " of " + partition,
          () -> recording.checkPositions(partition, 1),
          last -> last >= position);
    }
  }

  @Test
  void whatTheHistoryCouldNotHoldMeanwhileIsToldAsAGap() {
    MulticastChannel<String> sender = onMember(5);
    RaftSessionsOf sessions = subscribe(Recovery.RECOVER);
    sender.multicast(Partitions.all(), Conflicts.none(), "first");
    Await.until("the first", () -> recording.messages().size(), size -> size == 3);

    sessions.end(2);
    // All at once: one after the other they may take longer than the subscriber's return.
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sent.add(sender.async().multicast(Partitions.numbered(2), Conflicts.none(), "message " + i));
    }
    sent.forEach(CompletableFuture::join);

    Await.until("all", () -> recording.checkPositions(partition(2), 1), last -> last == 301);
    System.out.println("gaps after the loss of a session: " + recording.gaps());
    assertThat(recording.gaps()).isNotEmpty();
    assertThat(recording.byPartition().get(partition(2)).size())
        .isGreaterThanOrEqualTo(5)
        .isLessThan(301);
    assertThat(recording.ends().soFar()).isEmpty();
  }

  @Test
  void aChannelThatIsNotToRecoverTellsItsListeners() {
    onMember(5);
    RaftSessionsOf sessions = subscribe(Recovery.CLOSE);

    sessions.end(1);

    assertThat(recording.ends().atLeast(1).get(0))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining(primitives.name("channel"))
        .hasMessageContaining("data/1");
  }
}
