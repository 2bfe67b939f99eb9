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

import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Encodes and decodes what users send.
 *
 * @param channel the name of the channel, for errors
 * @param serializer the serializer of payloads
 */
record MessageCodec<E>(String channel, ValueSerializer serializer) {
  /**
   * Encodes a payload.
   *
   * @throws IllegalArgumentException if it cannot be encoded, or could not be read back
   */
  byte[] encode(E payload) {
    try {
      return serializer.encode(payload);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Channel '" + channel + "': a payload: " + e.getMessage(), e);
    }
  }

  /**
   * Decodes a message.
   *
   * @throws UnreadableValueException if its payload cannot be read here
   */
  ChannelMessage<E> decode(PartitionId partition, StoredMessage stored) {
    Envelope envelope = stored.envelope();
    E payload;
    try {
      payload = serializer.decode(envelope.payload());
    } catch (UnreadableValueException e) {
      throw new UnreadableValueException(
          "Channel '"
              + channel
              + "', partition "
              + PartitionFinder.text(partition)
              + ": the message at position "
              + stored.position()
              + " cannot be read here: "
              + e.getMessage()
              + "; use a program that has the class and the serializer of its payload",
          e);
    }
    return new ChannelMessage<>(
        partition,
        stored.position(),
        envelope.id(),
        Collections.unmodifiableSet(new LinkedHashSet<>(envelope.destinations())),
        envelope.conflicts(),
        payload);
  }

  /** Returns what is told of a message instead of it. */
  static UnreadableMessage unreadable(
      PartitionId partition, StoredMessage stored, UnreadableValueException reason) {
    return new UnreadableMessage(partition, stored.position(), stored.envelope().id(), reason);
  }

  /** Reads a piece of the history; what cannot be read here is named in it. */
  ChannelHistory<E> history(PartitionId partition, HistoryAnswer answer) {
    List<ChannelMessage<E>> messages = new ArrayList<>();
    List<UnreadableMessage> unreadable = new ArrayList<>();
    for (StoredMessage stored : answer.messages()) {
      try {
        messages.add(decode(partition, stored));
      } catch (UnreadableValueException e) {
        unreadable.add(unreadable(partition, stored, e));
      }
    }
    return new ChannelHistory<>(messages, unreadable, answer.oldest(), answer.newest());
  }
}
