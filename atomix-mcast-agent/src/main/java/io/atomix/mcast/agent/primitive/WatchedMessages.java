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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.Subscription;
import java.util.concurrent.BlockingQueue;

/** Prints the messages of a channel, and positions behind them. */
final class WatchedMessages implements ChannelListener<StoredBytes> {
  private final BlockingQueue<Runnable> printing;
  private final StoredValues values;
  private final Results results;
  private final StartOptions start;
  private final Notes notes;

  /** Known before anything else is told. */
  private volatile Subscription subscription;

  /**
   * Creates a listener.
   *
   * @param printing takes what is to be printed, later and by another thread
   */
  WatchedMessages(
      BlockingQueue<Runnable> printing,
      StoredValues values,
      Results results,
      StartOptions start,
      Notes notes) {
    this.printing = printing;
    this.values = values;
    this.results = results;
    this.start = start;
    this.notes = notes;
  }

  @Override
  public void onSubscribed(Subscription begun) {
    subscription = begun;
  }

  @Override
  public void onMessage(ChannelMessage<StoredBytes> message) {
    // On this thread the message that it is called for is in the position.
    String position = start.isPrinting() ? subscription.position().toJson() : null;
    printing.add(
        () -> {
          ChannelCommand.message(results, values, message);
          if (position != null) {
            start.print(results, position);
          }
        });
  }

  @Override
  public void onGap(Gap gap) {
    notes.note(
        "positions %d to %d of %s are lost to this subscriber"
            .formatted(gap.first(), gap.last(), ChannelCommand.name(gap.partition())));
  }

  @Override
  public void onEnd(Throwable why) {
    printing.add(
        () -> {
          throw new CommandException("The subscription has ended", why);
        });
  }
}
