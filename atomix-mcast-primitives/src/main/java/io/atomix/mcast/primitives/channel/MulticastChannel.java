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

import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Sends messages to several partitions at once, and receives them.
 *
 * <p>A message goes to the partitions that its sender names, to all of them or to none, and says
 * what it conflicts with. Every partition gives each of its messages a position, and all
 * subscribers of a partition hear its messages by position, each once. Two messages that conflict
 * have the same order in all partitions that they share; that order has no cycle over any number of
 * messages and partitions, and a message that was sent after another had been told to be sure of
 * delivery comes after it. Messages that do not conflict do not wait for each other.
 *
 * <p>A subscriber of several partitions that asks for {@link DeliveryOrder#ordered} hears each
 * message once, in an order in which no two subscribers disagree about messages that conflict. With
 * {@link DeliveryOrder#perPartition} it hears a message once in each partition that it went to,
 * with the same {@link ChannelMessage#id}: {@link ChannelMessage#destinations} says where else it
 * comes. Each partition is in order for itself then; what is heard of one may be ahead of another.
 *
 * <p>Each partition keeps its latest messages, as many as {@link
 * MulticastChannelConfig#getHistorySize} and {@link MulticastChannelConfig#getHistoryBytes} say. A
 * subscriber is sent no more than its backlog holds ({@link MulticastChannelConfig#getBacklogSize})
 * before it has dealt with it. One that is slower is told ({@link ChannelListener#onOverrun}) and
 * goes on from the history; what is gone from there is told as well ({@link
 * ChannelListener#onGap}). The same happens when its session is lost.
 *
 * <p>Payloads are of the classes of {@code docs/values.md}; what could not be read back is refused
 * when it is sent. A subscriber that cannot read a payload, for example because its program lacks
 * the class, gets a call of {@link ChannelListener#onUnreadable} in its place, and goes on.
 *
 * <p>Thread-safe. Calls wait for the operation's end, and throw what {@link AsyncMulticastChannel}
 * says, {@link PrimitiveException.Timeout} if it takes too long.
 *
 * @param <E> the type of the payloads
 */
public interface MulticastChannel<E> extends SyncPrimitive {
  /**
   * Sends a message to all of these partitions, or to none. Returns when it is sure to be
   * delivered.
   *
   * @param destinations where it goes
   * @param conflicts what it conflicts with there
   * @param payload what is sent; not null
   */
  void multicast(Partitions destinations, Conflicts conflicts, E payload);

  /**
   * Sends a message and returns its position in each partition, in the order of their groups and
   * numbers.
   */
  Map<PartitionId, Long> multicastAndGetPositions(
      Partitions destinations, Conflicts conflicts, E payload);

  /** Subscribes to the messages that come, in all partitions. */
  default Subscription subscribe(ChannelListener<E> listener) {
    return subscribe(Partitions.all(), From.now(), listener);
  }

  /**
   * Subscribes to partitions. Returns when every message that is sent from now on to one of them is
   * going to be heard. The listener is called by threads of the node that are for callers' code: it
   * may take its time, and call primitives and wait. This is {@link DeliveryOrder#perPartition}.
   */
  Subscription subscribe(Partitions partitions, From from, ChannelListener<E> listener);

  /** Subscribes to partitions, with an executor that calls the listener, one call at a time. */
  Subscription subscribe(
      Partitions partitions, From from, ChannelListener<E> listener, Executor executor);

  /**
   * Subscribes to partitions in an order. Returns when every message that is sent from now on to
   * one of them is going to be heard. With {@link DeliveryOrder#ordered} each message is heard
   * once, in one order over all of them, and {@link Subscription#position} is a position to go on
   * behind.
   */
  Subscription subscribe(
      Partitions partitions, From from, DeliveryOrder delivery, ChannelListener<E> listener);

  /** Subscribes in an order, with an executor that calls the listener, one call at a time. */
  Subscription subscribe(
      Partitions partitions,
      From from,
      DeliveryOrder delivery,
      ChannelListener<E> listener,
      Executor executor);

  /**
   * Reads messages that a partition still holds; those whose payload cannot be read here are named
   * in {@link ChannelHistory#unreadable}.
   *
   * @param from the position to begin with, at least 1; the oldest that is there if it is older
   * @param limit how many messages at most, at least 1; there may be fewer: {@link
   *     ChannelHistory#next} says where to go on
   */
  ChannelHistory<E> history(PartitionId partition, long from, int limit);

  /** Returns the channel's partitions, in the order of their groups and numbers. */
  List<PartitionId> partitions();

  /** Returns the partition that a destination key is in. */
  PartitionId partitionOf(String key);

  @Override
  AsyncMulticastChannel<E> async();
}
