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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The multicast messages of this client in one group whose place in the order is not settled yet:
 * another destination group may give them a higher timestamp. A later operation of this client that
 * conflicts with one must not be submitted before, because it could be ordered between the vote and
 * the final timestamp, and so take effect before what was called first. Not thread-safe.
 */
final class UnsettledMulticasts {
  private final Map<String, OfPrimitive> primitives = new HashMap<>();

  /** How a message touches a key. */
  private record Touch(long sequence, Access access) {}

  /** By number, as are the lists. */
  private static final class OfPrimitive {
    private final TreeMap<Long, Footprint> messages = new TreeMap<>();
    private final TreeMap<Long, Footprint> ofWhole = new TreeMap<>();
    private final Map<Long, List<Touch>> ofKeys = new HashMap<>();
  }

  /** Adds a message, whose number must be the highest so far. */
  void add(long sequence, Footprint footprint) {
    OfPrimitive unsettled =
        primitives.computeIfAbsent(footprint.primitive(), name -> new OfPrimitive());
    unsettled.messages.put(sequence, footprint);
    if (footprint.whole() != null) {
      unsettled.ofWhole.put(sequence, footprint);
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      unsettled
          .ofKeys
          .computeIfAbsent(key.getKey(), touched -> new ArrayList<>(1))
          .add(new Touch(sequence, key.getValue()));
    }
  }

  void settled(long sequence, String primitive) {
    OfPrimitive unsettled = primitives.get(primitive);
    Footprint footprint = unsettled == null ? null : unsettled.messages.remove(sequence);
    if (footprint == null) {
      return;
    }
    unsettled.ofWhole.remove(sequence);
    for (Long key : footprint.keys().keySet()) {
      List<Touch> touches = unsettled.ofKeys.get(key);
      touches.removeIf(touch -> touch.sequence() == sequence);
      if (touches.isEmpty()) {
        unsettled.ofKeys.remove(key);
      }
    }
    if (unsettled.messages.isEmpty()) {
      primitives.remove(primitive);
    }
  }

  /**
   * Returns the number of the last message that an operation with this footprint has to wait for,
   * or 0.
   */
  long blocking(Footprint footprint) {
    OfPrimitive unsettled = primitives.get(footprint.primitive());
    if (unsettled == null) {
      return 0;
    }
    // Else a message that touches keys only is found by its keys.
    long last =
        lastConflicting(
            footprint.whole() == null ? unsettled.ofWhole : unsettled.messages, footprint);
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      List<Touch> touches = unsettled.ofKeys.getOrDefault(key.getKey(), List.of());
      for (int i = touches.size() - 1; i >= 0 && touches.get(i).sequence() > last; i--) {
        if (touches.get(i).access().conflictsWith(key.getValue())) {
          last = touches.get(i).sequence();
        }
      }
    }
    return last;
  }

  /** Returns the last of the messages with which the footprint conflicts as a whole, or 0. */
  private static long lastConflicting(TreeMap<Long, Footprint> messages, Footprint footprint) {
    for (Map.Entry<Long, Footprint> message : messages.descendingMap().entrySet()) {
      Footprint other = message.getValue();
      if (conflict(other.whole(), footprint) || conflict(footprint.whole(), other)) {
        return message.getKey();
      }
    }
    return 0;
  }

  /** Returns whether all messages of a primitive up to a number are settled. */
  boolean settledUpTo(long sequence, String primitive) {
    OfPrimitive unsettled = primitives.get(primitive);
    return unsettled == null || unsettled.messages.firstKey() > sequence;
  }

  private static boolean conflict(Access whole, Footprint other) {
    return whole != null
        && (other.whole() != null && whole.conflictsWith(other.whole())
            || other.keys().values().stream().anyMatch(whole::conflictsWith));
  }
}
