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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.primitive.partition.PartitionId;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A subscription that tells of each partition by itself, at once. */
final class PartitionwiseSubscription<E> extends ChannelSubscription<E> {
  PartitionwiseSubscription(
      MessageCodec<E> codec,
      ChannelListener<E> listener,
      Executor executor,
      Consumer<ChannelSubscription<E>> forget) {
    super(codec, listener, executor, forget);
  }

  @Override
  void deal(PartitionId partition, Received received) {
    if (isClosed()) {
      return;
    }
    received.accept(new Dealer(partition));
    part(partition).dealtWith(received);
  }

  @Override
  public long position(PartitionId partition) {
    return named(partition).position();
  }

  @Override
  public ChannelPosition position() {
    throw new UnsupportedOperationException(
        "Channel '"
            + channel()
            + "': a position over several partitions, of a subscription that is in order for each"
            + " by itself; subscribe with DeliveryOrder.ordered(), or ask for the position of"
            + " each");
  }

  @Override
  public Map<PartitionId, Integer> waitingFor() {
    return Map.of();
  }

  /** Calls the listener for what came from one partition. */
  private final class Dealer implements Received.ReceivedVisitor {
    private final PartitionId partition;

    private Dealer(PartitionId partition) {
      this.partition = partition;
    }

    @Override
    public void message(Received.ReceivedMessage received) {
      hear(partition, received.message());
    }

    @Override
    public void lost(Received.Lost received) {
      tellGap(partition, received.first(), received.last());
    }

    @Override
    public void late(Received.Late received) {
      tellOverrun(partition, received);
    }
  }
}
