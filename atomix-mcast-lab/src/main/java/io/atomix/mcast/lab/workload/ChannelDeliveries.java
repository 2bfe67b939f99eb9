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
package io.atomix.mcast.lab.workload;

import static io.atomix.mcast.lab.workload.Contender.GENERIC_MULTICAST;

import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.MeasurementException;
import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.primitives.channel.AsyncMulticastChannel;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages of a channel to two of three partitions, each from its sending until a subscriber of all
 * has heard it: in one order once, or in each of the two partitions.
 */
final class ChannelDeliveries {
  private static final List<Integer> OUTSTANDING = List.of(128);
  private static final int PARTITIONS = 3;
  private static final int TO = 2;
  private static final int KEYS = 3_333;
  private static final int PAYLOAD_BYTES = 64;

  /** The delivery that the other is compared with, in the same round. */
  private static final String PER_PARTITION = "channel-per-partition";

  private ChannelDeliveries() {}

  static List<Workload> all() {
    return List.of(
        workload(PER_PARTITION, "in each", DeliveryOrder.perPartition(), null),
        workload("channel-ordered", "in one order", DeliveryOrder.ordered(), PER_PARTITION));
  }

  private static Workload workload(
      String name, String heard, DeliveryOrder delivery, String baseline) {
    return new Workload(
        name,
        "message of 64 bytes to two of three partitions, heard by a subscriber of all " + heard,
        0,
        OUTSTANDING,
        Map.of(
            GENERIC_MULTICAST,
            stage -> stage.once(name, () -> new HeardMessages(stage, name, delivery))),
        baseline);
  }

  /** A channel, its subscriber, and the messages that it has not heard. */
  private static final class HeardMessages implements MeasuredOperation, ChannelListener<byte[]> {
    private final AsyncMulticastChannel<byte[]> channel;
    private final int copies;
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, Awaited> awaited = new ConcurrentHashMap<>();

    /** A message on its way. */
    private record Awaited(AtomicInteger copies, CompletableFuture<Void> heard) {}

    private HeardMessages(Stage stage, String name, DeliveryOrder delivery) {
      copies = delivery == DeliveryOrder.ORDERED ? 1 : TO;
      channel =
          stage
              .client()
              .primitiveBuilder(name, MulticastChannelType.<byte[]>instance())
              .withProtocol(Stage.protocol(GENERIC_MULTICAST))
              .withHistorySize(100_000)
              .build()
              .async();
      channel.sync(Stage.PATIENCE).subscribe(Partitions.all(), From.now(), delivery, this);
    }

    @Override
    public CompletableFuture<?> start(Slot slot) {
      long number = last.incrementAndGet();
      byte[] payload = ByteBuffer.allocate(PAYLOAD_BYTES).putLong(number).array();
      int left = 1 + slot.random().nextInt(PARTITIONS);
      int first = left == 1 ? 2 : 1;
      CompletableFuture<Void> heard = new CompletableFuture<>();
      awaited.put(number, new Awaited(new AtomicInteger(copies), heard));
      Conflicts conflicts = Conflicts.on("k" + slot.random().nextInt(KEYS));
      channel
          .multicast(Partitions.numbered(first, 1 + 2 + 3 - left - first), conflicts, payload)
          .whenComplete(
              (done, error) -> {
                if (error != null) {
                  awaited.remove(number);
                  heard.completeExceptionally(error);
                }
              });
      return heard;
    }

    @Override
    public void onMessage(ChannelMessage<byte[]> message) {
      long number = ByteBuffer.wrap(message.payload()).getLong();
      Awaited one = awaited.get(number);
      if (one != null && one.copies().decrementAndGet() == 0) {
        awaited.remove(number);
        one.heard().complete(null);
      }
    }

    @Override
    public void onGap(Gap gap) {
      awaited
          .values()
          .forEach(
              each ->
                  each.heard()
                      .completeExceptionally(
                          new MeasurementException("The subscriber has lost " + gap, null)));
    }
  }
}
