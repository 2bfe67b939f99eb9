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

import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of a channel. The methods of one listener are called one at a time for each
 * of its subscriptions, by threads of the subscription's executor; they may block, and may use the
 * channel. Exceptions that they throw are logged and change nothing.
 *
 * @param <E> the type of the payloads
 */
public interface ChannelListener<E> {
  /**
   * Called once, before anything else, with the subscription. By default this does nothing. A
   * listener that keeps {@link Subscription#position} has it from here.
   */
  default void onSubscribed(Subscription subscription) {}

  /**
   * Called for each message. If the subscription is {@link DeliveryOrder#ordered}, once and in one
   * order, with partition and position of the first of its partitions here. Otherwise for each
   * message of a partition, by position: a message that went to several partitions of the
   * subscription comes once for each, with the same {@link ChannelMessage#id}.
   */
  void onMessage(ChannelMessage<E> message);

  /**
   * Called in the place of messages that are lost to this subscriber; it goes on behind them. In an
   * ordered subscription also for a message of which a half is lost, in each partition that has
   * another half of it.
   */
  void onGap(Gap gap);

  /**
   * Called when this subscriber was too slow for its backlog, behind the last message that fitted.
   * The next messages are from the history. By default this does nothing. An ordered subscription
   * does not call it where messages wait for their other halves.
   */
  default void onOverrun(Overrun overrun) {}

  /**
   * Called in the place of a message whose payload cannot be read here; the subscription goes on
   * behind it. By default this logs a warning.
   */
  default void onUnreadable(UnreadableMessage message) {
    LoggerFactory.getLogger(ChannelListener.class)
        .warn("A subscription goes on without a message: {}", message.reason().getMessage());
  }

  /**
   * Called once when the subscription has ended without having been closed: the channel was
   * deleted, or its session was lost and is not to be recovered. By default this logs a warning.
   */
  default void onEnd(Throwable why) {
    LoggerFactory.getLogger(ChannelListener.class).warn("A subscription has ended", why);
  }

  /** Returns a listener that passes on messages and gaps, and does the rest as by default. */
  static <E> ChannelListener<E> of(Consumer<ChannelMessage<E>> messages, Consumer<Gap> gaps) {
    Objects.requireNonNull(messages, "messages");
    Objects.requireNonNull(gaps, "gaps");
    return new ChannelListener<>() {
      @Override
      public void onMessage(ChannelMessage<E> message) {
        messages.accept(message);
      }

      @Override
      public void onGap(Gap gap) {
        gaps.accept(gap);
      }
    };
  }
}
