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
package io.atomix.mcast.primitives.channel;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.primitive.AsyncPrimitive;
import io.atomix.primitive.DistributedPrimitive;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Sends messages to several partitions at once, and hears them: see {@link MulticastChannel}, which
 * is this with calls that wait. Thread-safe.
 *
 * <p>Futures fail with {@link NullPointerException} and {@link IllegalArgumentException} for
 * arguments that make no sense, and payloads that could not be read back, before anything is sent;
 * with {@link NotAppliedException} if a message was delivered nowhere and never will be, for
 * example because it is larger than a log entry; with {@link OutcomeUnknownException} if that is
 * not known; with {@link PrimitiveException.ClosedSession} on a channel that is closed; with {@link
 * UnsupportedOperationException}, and nothing is sent, if a channel that was opened read-only is to
 * send or to be deleted. Methods that return a future throw nothing.
 *
 * @param <E> the type of the payloads
 */
public interface AsyncMulticastChannel<E> extends AsyncPrimitive {
  /**
   * Sends a message to all these partitions, or to none. Completes when it is sure to be delivered;
   * without conflicts that takes no longer than a write to one partition.
   *
   * @param destinations where it goes
   * @param conflicts what it conflicts with there
   * @param payload what is sent; not null
   */
  CompletableFuture<Void> multicast(Partitions destinations, Conflicts conflicts, E payload);

  /**
   * Sends a message as {@link #multicast} does, and completes with its position in each partition,
   * in the order of their groups and numbers. With several partitions that takes a second round
   * between them: messages that do not conflict take positions in the meantime.
   */
  CompletableFuture<Map<PartitionId, Long>> multicastAndGetPositions(
      Partitions destinations, Conflicts conflicts, E payload);

  /** Subscribes to the messages that come, in all partitions. */
  default CompletableFuture<Subscription> subscribe(ChannelListener<E> listener) {
    return subscribe(Partitions.all(), From.now(), listener);
  }

  /**
   * Subscribes to partitions. Completes when every message that is sent from now on to one of them
   * is going to be heard. The listener is called by threads of the node that are for callers' code:
   * it may take its time, and call primitives and wait.
   *
   * <p>In each partition the listener hears every message once and by position, whatever becomes of
   * sessions and leaders; what the history does not hold any more is told as a {@link Gap}, and
   * what cannot be read here as an {@link UnreadableMessage}. There is no order between what it
   * hears of different partitions: this is {@link DeliveryOrder#perPartition}; new code says {@link
   * DeliveryOrder#ordered}, as a rule.
   */
  CompletableFuture<Subscription> subscribe(
      Partitions partitions, From from, ChannelListener<E> listener);

  /** Subscribes to partitions, with an executor that calls the listener, one call at a time. */
  CompletableFuture<Subscription> subscribe(
      Partitions partitions, From from, ChannelListener<E> listener, Executor executor);

  /**
   * Subscribes to partitions in an order. Completes when every message that is sent from now on to
   * one of them is going to be heard. With {@link DeliveryOrder#ordered} each message is heard
   * once, in one order over all of them, and {@link Subscription#position} is a position to go on
   * behind.
   */
  CompletableFuture<Subscription> subscribe(
      Partitions partitions, From from, DeliveryOrder delivery, ChannelListener<E> listener);

  /** Subscribes in an order, with an executor that calls the listener, one call at a time. */
  CompletableFuture<Subscription> subscribe(
      Partitions partitions,
      From from,
      DeliveryOrder delivery,
      ChannelListener<E> listener,
      Executor executor);

  /**
   * Reads messages that a partition still holds; those whose payload cannot be read here are named
   * in {@link ChannelHistory#unreadable}. Every message that was sent to it before, and told to be
   * sure of delivery, counts.
   *
   * @param from the position to begin with, at least 1; the oldest that is there if it is older
   * @param limit how many messages at most, at least 1; there may be fewer, so that an answer stays
   *     small: {@link ChannelHistory#next} says where to go on
   */
  CompletableFuture<ChannelHistory<E>> history(PartitionId partition, long from, int limit);

  /** Returns the channel's partitions, in the order of their groups and numbers. */
  List<PartitionId> partitions();

  /** Returns the partition that a destination key is in. */
  PartitionId partitionOf(String key);

  @Override
  default MulticastChannel<E> sync() {
    return sync(Duration.ofMillis(DistributedPrimitive.DEFAULT_OPERATION_TIMEOUT_MILLIS));
  }

  @Override
  MulticastChannel<E> sync(Duration operationTimeout);
}
