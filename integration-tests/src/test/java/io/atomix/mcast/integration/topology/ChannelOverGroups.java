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
package io.atomix.mcast.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.integration.multikey.OneOrder;
import io.atomix.mcast.integration.multikey.Recording;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A channel whose partitions are partition groups, with senders and subscribers on all members. */
final class ChannelOverGroups {
  private static final int MESSAGES = 30;

  private final TestCluster cluster;
  private final Primitives primitives;
  private final ProxyProtocol protocol;
  private final Queue<OneOrder.Sent> sent = new ConcurrentLinkedQueue<>();

  ChannelOverGroups(TestCluster cluster, Primitives primitives, ProxyProtocol protocol) {
    this.cluster = cluster;
    this.primitives = primitives;
    this.protocol = protocol;
  }

  private MulticastChannel<String> open(int member) {
    return primitives.open(
        cluster.node(member),
        "channel",
        (on, name) -> on.primitiveBuilder(name, MulticastChannelType.<String>instance()),
        protocol);
  }

  void tell() {
    MulticastChannel<String> one = open(1);
    MulticastChannel<String> four = open(4);
    List<PartitionId> all = List.copyOf(one.partitions());
    assertThat(all)
        .extracting(PartitionId::group)
        .containsExactlyInAnyOrder("east", "south", "west");
    Recording everywhere = new Recording();
    Recording there = new Recording();
    four.subscribe(everywhere);
    one.subscribe(Partitions.of(all.get(0)), From.now(), there);

    List<Callable<Void>> senders = new ArrayList<>();
    for (int member = 1; member <= 4; member++) {
      MulticastChannel<String> channel = open(member);
      String name = "m" + member + "-";
      senders.add(
          () -> {
            for (int i = 0; i < MESSAGES; i++) {
              send(channel, all, name + i, i);
            }
            return null;
          });
    }
    Parallel.run(senders);
    String last = "last";
    sendTo(one, last, Conflicts.all(), all);

    // Every message goes to two groups, the last one to three.
    int expected = 2 * (sent.size() - 1) + 3;
    Await.until(
        "all messages of all groups", () -> everywhere.messages().size(), size -> size == expected);
    all.forEach(partition -> everywhere.checkPositions(partition, 1));
    assertThat(everywhere.byPartition().values())
        .hasSize(3)
        .allSatisfy(
            messages -> assertThat(messages.get(messages.size() - 1).payload()).isEqualTo(last));
    OneOrder.check(sent, everywhere.byPartition().values());
    List<ChannelMessage<String>> first = everywhere.byPartition().get(all.get(0));
    Await.until("all of one group", there::messages, first::equals);
    assertThat(four.history(all.get(0), 1, 1000).messages()).isEqualTo(first);
  }

  private void send(MulticastChannel<String> channel, List<PartitionId> all, String name, int i) {
    Conflicts conflicts =
        switch (i % 3) {
          case 0 -> Conflicts.all();
          case 1 -> Conflicts.none();
          default -> Conflicts.on("a");
        };
    sendTo(channel, name, conflicts, List.of(all.get(i % 3), all.get((i + 1 + i / 3 % 2) % 3)));
  }

  private void sendTo(
      MulticastChannel<String> channel, String name, Conflicts conflicts, List<PartitionId> to) {
    long began = System.nanoTime();
    channel.multicast(Partitions.of(to.toArray(PartitionId[]::new)), conflicts, name);
    sent.add(new OneOrder.Sent(name, conflicts, began, System.nanoTime()));
  }
}
