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
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.Overrun;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.OrderedExecutor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription: calls its listener, one call at a time, with what its partitions tell. */
abstract class ChannelSubscription<E> implements Subscription {
  private static final Logger LOGGER = LoggerFactory.getLogger(ChannelSubscription.class);

  private final MessageCodec<E> codec;
  private final ChannelListener<E> listener;
  private final Executor executor;
  private final Consumer<ChannelSubscription<E>> forget;
  private final Map<PartitionId, PartitionSubscription> parts = new LinkedHashMap<>();
  private volatile boolean over;

  /**
   * Creates a subscription without partitions.
   *
   * @param executor calls the listener
   * @param forget called when the subscription is over, once or more often
   */
  ChannelSubscription(
      MessageCodec<E> codec,
      ChannelListener<E> listener,
      Executor executor,
      Consumer<ChannelSubscription<E>> forget) {
    this.codec = codec;
    this.listener = listener;
    this.executor = new OrderedExecutor(executor);
    this.forget = forget;
  }

  /** Adds a partition, before the subscription begins. */
  final void add(PartitionId partition, PartitionSubscription part) {
    parts.put(partition, part);
  }

  final PartitionSubscription part(PartitionId partition) {
    return parts.get(partition);
  }

  /** Returns what takes what a partition tells. */
  final Sink sink(PartitionId partition) {
    return new Sink() {
      @Override
      public void take(Received received) {
        execute(() -> deal(partition, received));
      }

      @Override
      public void end(Throwable why) {
        ChannelSubscription.this.end(why);
      }
    };
  }

  /** Runs something on the listener's thread. */
  final void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RuntimeException e) {
      LOGGER.warn(
          "A listener of channel '{}' has no thread to run on any more", codec.channel(), e);
      over = true;
      forget.accept(this);
    }
  }

  /** Takes what a partition tells, on the listener's thread. */
  abstract void deal(PartitionId partition, Received received);

  /** Calls the listener with a message. */
  final void hear(PartitionId partition, StoredMessage stored) {
    ChannelMessage<E> message;
    try {
      message = codec.decode(partition, stored);
    } catch (UnreadableValueException e) {
      call(stored, () -> listener.onUnreadable(MessageCodec.unreadable(partition, stored, e)));
      return;
    }
    call(stored, () -> listener.onMessage(message));
  }

  /** Tells the listener of lost positions. */
  final void tellGap(PartitionId partition, long first, long last) {
    Gap gap = new Gap(partition, first, last);
    call(gap, () -> listener.onGap(gap));
  }

  /** Tells the listener that it was too slow. */
  final void tellOverrun(PartitionId partition, Received.Late late) {
    call(late, () -> listener.onOverrun(new Overrun(partition, late.next(), late.newest())));
  }

  /** Tells the listener that it is subscribed. */
  final void tellSubscribed() {
    call(this, () -> listener.onSubscribed(this));
  }

  private void call(Object told, Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOGGER.warn(
          "A listener of channel '{}' failed: {}, told of {}", codec.channel(), listener, told, e);
    }
  }

  private void end(Throwable why) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    closeAsync();
    execute(() -> call(why, () -> listener.onEnd(why)));
  }

  @Override
  public final Set<PartitionId> partitions() {
    return Collections.unmodifiableSet(parts.keySet());
  }

  /** Returns the part that a caller names. */
  final PartitionSubscription named(PartitionId partition) {
    PartitionSubscription part = parts.get(partition);
    if (part == null) {
      throw new IllegalArgumentException(
          "Channel '"
              + codec.channel()
              + "': the subscription is on "
              + PartitionFinder.text(parts.keySet())
              + ", not on "
              + PartitionFinder.text(partition));
    }
    return part;
  }

  final String channel() {
    return codec.channel();
  }

  @Override
  public final boolean isClosed() {
    return over;
  }

  @Override
  public final void close() {
    closeAsync();
  }

  /** Ends it without telling the partitions. */
  final void closeHere() {
    synchronized (this) {
      over = true;
    }
    parts.values().forEach(PartitionSubscription::stop);
    forget.accept(this);
  }

  @Override
  public final CompletableFuture<Void> closeAsync() {
    closeHere();
    return CompletableFuture.allOf(
        parts.values().stream()
            .map(PartitionSubscription::close)
            .toArray(CompletableFuture[]::new));
  }
}
