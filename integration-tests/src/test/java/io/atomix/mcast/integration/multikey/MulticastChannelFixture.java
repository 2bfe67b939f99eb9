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

import io.atomix.core.Atomix;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A channel on a shared cluster, opened for each test on member 1. */
@ExtendWith(SharedCluster.class)
abstract class MulticastChannelFixture {
  TestCluster cluster;
  Primitives primitives;
  MulticastChannel<String> channel;
  final Recording recording = new Recording();

  @BeforeEach
  void openChannel(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    channel = open(1);
  }

  MulticastChannel<String> open(int member) {
    return open(member, builder -> builder.withHistorySize(20).withBacklogSize(8));
  }

  MulticastChannel<String> open(
      int member, UnaryOperator<MulticastChannelBuilder<String>> options) {
    return primitives.open(
        member, "channel", (Atomix node, String name) -> options.apply(builder(node, name)));
  }

  static MulticastChannelBuilder<String> builder(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastChannelType.<String>instance());
  }

  static PartitionId partition(int number) {
    return PartitionId.from(TestCluster.DATA, number);
  }

  void send(int partition, int count) {
    for (int i = 0; i < count; i++) {
      channel.multicast(Partitions.numbered(partition), Conflicts.all(), "message " + i);
    }
  }

  static List<Long> positions(List<ChannelMessage<String>> messages) {
    return messages.stream().map(ChannelMessage::position).toList();
  }

  static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
