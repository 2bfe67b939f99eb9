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

import io.atomix.mcast.primitives.channel.AsyncMulticastChannel;
import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Synchronous;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A channel whose calls wait. */
final class BlockingMulticastChannel<E> extends Synchronous<AsyncMulticastChannel<E>>
    implements MulticastChannel<E> {
  private final AsyncMulticastChannel<E> channel;
  private final BlockingCalls calls;

  BlockingMulticastChannel(AsyncMulticastChannel<E> channel, BlockingCalls calls) {
    super(channel);
    this.channel = channel;
    this.calls = calls;
  }

  @Override
  public void multicast(Partitions destinations, Conflicts conflicts, E payload) {
    calls.complete(channel.multicast(destinations, conflicts, payload));
  }

  @Override
  public Map<PartitionId, Long> multicastAndGetPositions(
      Partitions destinations, Conflicts conflicts, E payload) {
    return calls.complete(channel.multicastAndGetPositions(destinations, conflicts, payload));
  }

  @Override
  public Subscription subscribe(Partitions partitions, From from, ChannelListener<E> listener) {
    return begun(channel.subscribe(partitions, from, listener));
  }

  @Override
  public Subscription subscribe(
      Partitions partitions, From from, ChannelListener<E> listener, Executor executor) {
    return begun(channel.subscribe(partitions, from, listener, executor));
  }

  @Override
  public Subscription subscribe(
      Partitions partitions, From from, DeliveryOrder delivery, ChannelListener<E> listener) {
    return begun(channel.subscribe(partitions, from, delivery, listener));
  }

  @Override
  public Subscription subscribe(
      Partitions partitions,
      From from,
      DeliveryOrder delivery,
      ChannelListener<E> listener,
      Executor executor) {
    return begun(channel.subscribe(partitions, from, delivery, listener, executor));
  }

  private Subscription begun(CompletableFuture<Subscription> beginning) {
    try {
      return calls.complete(beginning);
    } catch (PrimitiveException.Timeout | PrimitiveException.Interrupted e) {
      // Nobody could ever close it.
      beginning.thenAccept(Subscription::close);
      throw e;
    }
  }

  @Override
  public ChannelHistory<E> history(PartitionId partition, long from, int limit) {
    return calls.complete(channel.history(partition, from, limit));
  }

  @Override
  public List<PartitionId> partitions() {
    return channel.partitions();
  }

  @Override
  public PartitionId partitionOf(String key) {
    return channel.partitionOf(key);
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    channel.addStateChangeListener(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    channel.removeStateChangeListener(listener);
  }

  @Override
  public void delete() {
    calls.complete(channel.delete());
  }

  @Override
  public void close() {
    calls.complete(channel.close());
  }

  @Override
  public AsyncMulticastChannel<E> async() {
    return channel;
  }
}
