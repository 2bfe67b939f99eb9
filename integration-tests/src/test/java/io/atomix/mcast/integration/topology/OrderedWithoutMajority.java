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

import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.multikey.Recording;
import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The story of an ordered subscriber on m4 when group east has no majority. The half that east has
 * of a message stays there, behind more than the subscriber has room for: it has stood still since
 * before. So the message waits, what conflicts with it too, and nothing else.
 */
final class OrderedWithoutMajority {
  private static final PartitionId EAST = PartitionId.from("east", 1);
  private static final PartitionId SOUTH = PartitionId.from("south", 1);
  private static final PartitionId WEST = PartitionId.from("west", 1);
  private static final int BACKLOG = 16;
  private static final int MORE_THAN_FIT = 2 * BACKLOG;

  private final TestCluster cluster;
  private final MulticastChannel<String> channel;
  private final Recording heard = new Recording();
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private final List<String> sent = new ArrayList<>();
  private Subscription subscription;

  OrderedWithoutMajority(TestCluster cluster, Primitives primitives, ProxyProtocol everywhere) {
    this.cluster = cluster;
    channel =
        primitives.open(
            cluster.node(4),
            "held-up",
            (on, name) ->
                on.primitiveBuilder(name, MulticastChannelType.<String>instance())
                    .withHistorySize(1000)
                    .withBacklogSize(BACKLOG),
            everywhere);
  }

  /** While all have a majority: the subscriber stands still, and east has more than it takes. */
  void begin() {
    subscription =
        channel.subscribe(
            Partitions.all(),
            From.now(),
            DeliveryOrder.ordered(),
            ChannelListener.of(
                message -> {
                  heard.onMessage(message);
                  Await.result("the gate", gate);
                },
                heard::onGap));
    send("first", Conflicts.none(), EAST);
    Await.until("the subscriber stands still", () -> heard.messages().size() == 1);
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      send("filler " + i, Conflicts.on("filler"), EAST);
    }
    send("both", Conflicts.on("a"), EAST, SOUTH);
    send("behind", Conflicts.on("a"), SOUTH);
  }

  /** While east has no majority. */
  void meanwhile() {
    assertThat(gate.complete(null)).isTrue();
    send("free", Conflicts.none(), SOUTH);
    send("elsewhere", Conflicts.on("a"), WEST);
    send("behind, too", Conflicts.on("a"), SOUTH);
    Await.until("what waits for nothing", () -> heardAll("free", "elsewhere"));
    Await.until("one waits for east", subscription::waitingFor, Map.of(EAST, 1)::equals);
    Await.until("both behind it wait", () -> listeners(SOUTH).held(), held -> held == 3);
    assertThat(listeners(EAST).missing()).isEqualTo(1);
    assertThat(listeners(SOUTH).missing()).isZero();
    assertThat(listeners(WEST).held()).isZero();
    assertThat(heard.payloads())
        .doesNotContain("both", "behind", "behind, too", "filler " + (MORE_THAN_FIT - 1));
  }

  /** When east has a majority again. */
  void afterwards() {
    Await.until("everything", () -> heard.messages().size() >= sent.size());
    assertThat(heard.payloads()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(heard.payloads()).containsSubsequence("both", "behind", "behind, too");
    assertThat(heard.payloads().stream().filter(each -> each.startsWith("filler")))
        .containsExactlyElementsOf(
            sent.stream().filter(each -> each.startsWith("filler")).toList());
    assertThat(heard.gaps()).isEmpty();
    assertThat(subscription.waitingFor()).isEmpty();
    subscription.close();
    assertThat(listeners(EAST).subscriptions()).isZero();
  }

  private ListenerCounts listeners(PartitionId partition) {
    return Inside.partition(cluster.node(4), partition.group(), 1).groupClient().listeners();
  }

  private boolean heardAll(String... payloads) {
    return heard.payloads().containsAll(List.of(payloads));
  }

  private void send(String payload, Conflicts conflicts, PartitionId... to) {
    channel.multicast(Partitions.of(to), conflicts, payload);
    sent.add(payload);
  }
}
