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

import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Serializer;
import java.util.Collections;
import java.util.LinkedHashSet;

/**
 * Encodes and decodes what users send.
 *
 * @param channel the name of the channel, for errors
 * @param serializer the serializer of payloads
 */
record MessageCodec<E>(String channel, Serializer serializer) {
  byte[] encode(E payload) {
    try {
      return serializer.encode(payload);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Channel '"
              + channel
              + "': a payload of "
              + payload.getClass()
              + " cannot be encoded: "
              + e.getMessage()
              + "; name its classes with withElementType and withExtraTypes",
          e);
    }
  }

  ChannelMessage<E> decode(PartitionId partition, StoredMessage stored) {
    Envelope envelope = stored.envelope();
    E payload;
    try {
      payload = serializer.decode(envelope.payload());
    } catch (RuntimeException e) {
      throw new PrimitiveException(
          "Channel '"
              + channel
              + "', partition "
              + PartitionFinder.text(partition)
              + ": the message at position "
              + stored.position()
              + " cannot be decoded: "
              + e.getMessage()
              + "; name the classes of payloads with withElementType and withExtraTypes, or go on"
              + " from position "
              + (stored.position() + 1));
    }
    return new ChannelMessage<>(
        partition,
        stored.position(),
        envelope.id(),
        Collections.unmodifiableSet(new LinkedHashSet<>(envelope.destinations())),
        envelope.conflicts(),
        payload);
  }
}
