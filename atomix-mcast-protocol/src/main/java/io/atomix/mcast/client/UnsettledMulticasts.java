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
package io.atomix.mcast.client;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Footprint;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The multicast messages of this client in one group whose place in the order is not settled yet:
 * another destination group may give them a higher timestamp. A later operation of this client that
 * conflicts with one must not be submitted before, because it could be ordered between the vote and
 * the final timestamp, and so take effect before what was called first. Not thread-safe.
 */
final class UnsettledMulticasts {
  private final Map<String, TreeMap<Long, Footprint>> primitives = new HashMap<>();

  void add(long sequence, Footprint footprint) {
    primitives
        .computeIfAbsent(footprint.primitive(), name -> new TreeMap<>())
        .put(sequence, footprint);
  }

  void settled(long sequence, String primitive) {
    TreeMap<Long, Footprint> messages = primitives.get(primitive);
    if (messages != null) {
      messages.remove(sequence);
      if (messages.isEmpty()) {
        primitives.remove(primitive);
      }
    }
  }

  /**
   * Returns the number of the last message that an operation with this footprint has to wait for,
   * or 0.
   */
  long blocking(Footprint footprint) {
    TreeMap<Long, Footprint> messages = primitives.get(footprint.primitive());
    if (messages != null) {
      for (Map.Entry<Long, Footprint> message : messages.descendingMap().entrySet()) {
        if (conflict(message.getValue(), footprint)) {
          return message.getKey();
        }
      }
    }
    return 0;
  }

  /** Returns whether all messages of a primitive up to a number are settled. */
  boolean settledUpTo(long sequence, String primitive) {
    TreeMap<Long, Footprint> messages = primitives.get(primitive);
    return messages == null || messages.firstKey() > sequence;
  }

  private static boolean conflict(Footprint one, Footprint other) {
    return conflict(one.whole(), other) || conflict(other.whole(), one) || keysConflict(one, other);
  }

  private static boolean conflict(Access whole, Footprint other) {
    return whole != null
        && (other.whole() != null && whole.conflictsWith(other.whole())
            || other.keys().values().stream().anyMatch(whole::conflictsWith));
  }

  private static boolean keysConflict(Footprint one, Footprint other) {
    return one.keys().entrySet().stream()
        .anyMatch(
            key -> {
              Access access = other.keys().get(key.getKey());
              return access != null && access.conflictsWith(key.getValue());
            });
  }
}
