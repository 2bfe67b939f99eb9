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
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Synchronous;
import io.atomix.primitive.partition.PartitionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A channel whose calls wait. */
final class BlockingMulticastChannel<E> extends Synchronous<AsyncMulticastChannel<E>>
    implements MulticastChannel<E> {
  private final AsyncMulticastChannel<E> channel;
  private final Duration timeout;

  BlockingMulticastChannel(AsyncMulticastChannel<E> channel, Duration timeout) {
    super(channel);
    this.channel = channel;
    this.timeout = timeout;
  }

  @Override
  public void multicast(Partitions destinations, Conflicts conflicts, E payload) {
    complete("a message", channel.multicast(destinations, conflicts, payload));
  }

  @Override
  public Map<PartitionId, Long> multicastAndGetPositions(
      Partitions destinations, Conflicts conflicts, E payload) {
    return complete(
        "a message", channel.multicastAndGetPositions(destinations, conflicts, payload));
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

  private Subscription begun(CompletableFuture<Subscription> beginning) {
    try {
      return complete("a subscription", beginning);
    } catch (PrimitiveException.Timeout | PrimitiveException.Interrupted e) {
      // Nobody could ever close it.
      beginning.thenAccept(Subscription::close);
      throw e;
    }
  }

  @Override
  public ChannelHistory<E> history(PartitionId partition, long from, int limit) {
    return complete("a read of the history", channel.history(partition, from, limit));
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
  public AsyncMulticastChannel<E> async() {
    return channel;
  }

  private <T> T complete(String what, CompletableFuture<T> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PrimitiveException.Interrupted();
    } catch (TimeoutException e) {
      PrimitiveException.Timeout late = new PrimitiveException.Timeout();
      late.initCause(
          new TimeoutException(
              "Channel '" + name() + "': " + what + " took longer than " + timeout));
      throw late;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof RuntimeException failure ? failure : new PrimitiveException(cause);
    }
  }
}
