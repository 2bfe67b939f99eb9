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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.config.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a channel refuses: bad input, options that make no sense, messages that are too large, and
 * calls when it is closed.
 */
class MulticastChannelLimitsTest extends MulticastChannelFixture {
  @Test
  void badInputFailsBeforeAnythingIsSent() {
    Partitions one = Partitions.numbered(1);
    assertThatThrownBy(() -> channel.multicast(one, Conflicts.none(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("payload");
    assertThatThrownBy(() -> channel.multicast(null, Conflicts.none(), "x"))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("partitions");
    assertThatThrownBy(() -> channel.multicast(one, null, "x"))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("conflicts");
    assertThatThrownBy(() -> channel.multicast(Partitions.numbered(4), Conflicts.none(), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no partition number 4")
        .hasMessageContaining(primitives.name("channel"));
    assertThatThrownBy(
            () ->
                channel.multicastAndGetPositions(
                    Partitions.of(partition(1), PartitionId.from("other", 1)),
                    Conflicts.none(),
                    "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(() -> channel.subscribe(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> channel.subscribe(one, From.position(2), recording))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 2")
        .hasMessageContaining("newest message is at 0");
    assertThatThrownBy(
            () -> channel.subscribe(one, From.positions(Map.of(partition(2), 1L)), recording))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each partition");
    assertThatThrownBy(() -> channel.history(partition(1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from position = 0");
    assertThatThrownBy(() -> channel.history(partition(1), 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit = 0");
    assertThatThrownBy(() -> channel.history(partition(9), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no partition data/9");
    for (int i = 1; i <= 3; i++) {
      assertThat(channel.history(partition(i), 1, 1).newest()).isZero();
    }
  }

  @Test
  void aMessageLargerThanAnEntryIsDeliveredNowhere() {
    String large = "x".repeat(2 * 1024 * 1024);
    for (Partitions to : List.of(Partitions.numbered(1), Partitions.all())) {
      assertThatThrownBy(() -> channel.multicast(to, Conflicts.none(), large))
          .isInstanceOf(NotAppliedException.class)
          .hasMessageContaining("storage.maxEntrySize");
    }
    channel.multicast(Partitions.all(), Conflicts.none(), "small");
    for (int i = 1; i <= 3; i++) {
      assertThat(channel.history(partition(i), 1, 10).messages()).hasSize(1);
    }
  }

  @Test
  void aClosedChannelSaysThatItIsClosed() {
    Subscription subscription = channel.subscribe(recording);
    channel.close();
    assertThat(subscription.isClosed()).isTrue();
    assertThatThrownBy(() -> channel.multicast(Partitions.all(), Conflicts.none(), "x"))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining(primitives.name("channel"));
    assertThatThrownBy(() -> channel.subscribe(recording))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
    assertThatThrownBy(() -> channel.history(partition(1), 1, 1))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
    open(2).multicast(Partitions.all(), Conflicts.none(), "x");
    assertThat(recording.messages()).isEmpty();
    assertThat(recording.ends().soFar()).isEmpty();
  }

  @Test
  void aReadOnlyChannelListens() {
    MulticastChannel<String> reading = open(2, MulticastChannelBuilder::withReadOnly);
    reading.subscribe(recording);
    assertThatThrownBy(() -> reading.multicast(Partitions.all(), Conflicts.none(), "x"))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(reading::delete).isExactlyInstanceOf(UnsupportedOperationException.class);
    send(1, 1);
    Await.until("the message", recording::messages, seen -> seen.size() == 1);
    assertThat(reading.history(partition(1), 1, 1).messages()).hasSize(1);
  }

  @Test
  void optionsThatMakeNoSenseFail() {
    assertThatThrownBy(() -> open(1, builder -> builder.withHistorySize(0)))
        .hasMessageContaining("historySize = 0")
        .hasMessageContaining(primitives.name("channel"));
    assertThatThrownBy(() -> open(1, builder -> builder.withBacklogSize(-1)))
        .hasMessageContaining("backlogSize = -1");
  }

  @Test
  void anotherProtocolIsRefused() {
    assertThatThrownBy(
            () ->
                builder(cluster.node(1), primitives.name("channel"))
                    .withProtocol(new RaftGroups().protocol(TestCluster.MANAGEMENT))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("generic-multicast");
  }
}
