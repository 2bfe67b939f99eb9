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

import java.util.UUID;

/**
 * The identity of a message: the same in all partitions that it went to, and of no other message.
 *
 * @param sender the channel instance that sent it
 * @param number counts the messages of that sender, from 1
 */
public record ChannelMessageId(UUID sender, long number) implements Comparable<ChannelMessageId> {
  @Override
  public int compareTo(ChannelMessageId that) {
    int bySender = sender.compareTo(that.sender);
    return bySender != 0 ? bySender : Long.compare(number, that.number);
  }

  @Override
  public String toString() {
    return sender + "/" + number;
  }
}
