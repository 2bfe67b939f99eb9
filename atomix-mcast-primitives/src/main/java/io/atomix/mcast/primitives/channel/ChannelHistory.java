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

import java.util.List;

/**
 * A piece of what a partition still holds of its messages.
 *
 * @param messages the messages, by position and without holes, but for those in {@code unreadable}
 * @param unreadable the messages in their midst that cannot be read here, by position
 * @param oldest the oldest position that the partition held; one more than {@code newest} if it
 *     held none
 * @param newest the newest position that the partition held; 0 if there never was a message
 * @param <E> the type of the payloads
 */
public record ChannelHistory<E>(
    List<ChannelMessage<E>> messages,
    List<UnreadableMessage> unreadable,
    long oldest,
    long newest) {
  /** Copies the messages. */
  public ChannelHistory {
    messages = List.copyOf(messages);
    unreadable = List.copyOf(unreadable);
  }

  /** Returns the position to go on reading from. */
  public long next() {
    if (messages.isEmpty() && unreadable.isEmpty()) {
      return newest + 1;
    }
    long last = messages.isEmpty() ? 0 : messages.get(messages.size() - 1).position();
    long lastUnreadable =
        unreadable.isEmpty() ? 0 : unreadable.get(unreadable.size() - 1).position();
    return Math.max(last, lastUnreadable) + 1;
  }

  /** Returns whether there was more to read. */
  public boolean hasMore() {
    return next() <= newest;
  }
}
