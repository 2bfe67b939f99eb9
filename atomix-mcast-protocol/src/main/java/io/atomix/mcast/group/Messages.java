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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.OrderingCodec;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The messages that a group has accepted and not executed, in the order of their ids. */
final class Messages {
  private final TreeMap<MessageId, MessageWork> messages = new TreeMap<>();

  /** The number of messages that end a session of a primitive, or the primitive. */
  private final Map<String, Integer> endings = new HashMap<>();

  int size() {
    return messages.size();
  }

  /** Returns a message, or null if it is not held. */
  MessageWork get(MessageId id) {
    return messages.get(id);
  }

  boolean contains(MessageId id) {
    return messages.containsKey(id);
  }

  void forEach(BiConsumer<MessageId, MessageWork> action) {
    messages.forEach(action);
  }

  void hold(MessageId id, MessageWork message) {
    if (messages.put(id, message) == null && message.isEnding()) {
      endings.merge(message.primitive(), 1, Integer::sum);
    }
  }

  /** Returns a message that is held no longer, or null if it was not held. */
  MessageWork release(MessageId id) {
    MessageWork message = messages.remove(id);
    if (message != null && message.isEnding()) {
      endings.computeIfPresent(message.primitive(), (name, count) -> count > 1 ? count - 1 : null);
    }
    return message;
  }

  /** Returns whether a message is held that ends a session of the primitive, or the primitive. */
  boolean isEnding(String primitive) {
    return endings.containsKey(primitive);
  }

  /** Returns whether a multicast message of the session has not been executed. */
  boolean hasMulticastOf(long session) {
    return messages.values().stream()
        .anyMatch(
            message ->
                message instanceof MessageWork.Invoke invoke
                    && invoke.multicast()
                    && invoke.isIn(session));
  }

  void write(WireWriter out) {
    out.writeAll(
        messages.entrySet(),
        (each, message) -> {
          OrderingCodec.writeId(each, message.getKey());
          message.getValue().write(each);
        });
  }

  /** Writes what a checksum covers. */
  void writeIds(WireWriter out) {
    out.writeAll(messages.keySet(), OrderingCodec::writeId);
  }

  /**
   * Takes the messages that {@link #write} wrote.
   *
   * @param reserving whether they say what index is reserved
   */
  void restore(WireReader in, boolean reserving) {
    in.readAll(each -> Map.entry(OrderingCodec.readId(each), MessageWork.read(each, reserving)))
        .forEach(message -> hold(message.getKey(), message.getValue()));
  }
}
