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
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The calls of this client in one group that a later one could still overtake, in the order in
 * which they were called: queries without an entry that are not answered, and multicast messages
 * whose place in the order is not settled, because another destination group may give them a higher
 * timestamp. A later operation that conflicts with one is not sent before: it could be ordered
 * between the vote and the final timestamp, and so take effect before what was called first. Not
 * thread-safe.
 */
final class UnsettledCalls {
  private final Map<String, OfPrimitive> primitives = new HashMap<>();
  private long last;

  /** How a call touches a key. */
  private record Touch(long number, Access access) {}

  /** By number, as are the lists. */
  private static final class OfPrimitive {
    private final TreeMap<Long, Footprint> calls = new TreeMap<>();
    private final TreeMap<Long, Footprint> ofWhole = new TreeMap<>();
    private final Map<Long, List<Touch>> ofKeys = new HashMap<>();
  }

  /** Adds a call that comes after all others, and returns its number. */
  long add(Footprint footprint) {
    long number = ++last;
    OfPrimitive unsettled =
        primitives.computeIfAbsent(footprint.primitive(), name -> new OfPrimitive());
    unsettled.calls.put(number, footprint);
    if (footprint.whole() != null) {
      unsettled.ofWhole.put(number, footprint);
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      unsettled
          .ofKeys
          .computeIfAbsent(key.getKey(), touched -> new ArrayList<>(1))
          .add(new Touch(number, key.getValue()));
    }
    return number;
  }

  /** Nothing can overtake a call any more. */
  void settled(long number, String primitive) {
    OfPrimitive unsettled = primitives.get(primitive);
    Footprint footprint = unsettled == null ? null : unsettled.calls.remove(number);
    if (footprint == null) {
      return;
    }
    unsettled.ofWhole.remove(number);
    for (Long key : footprint.keys().keySet()) {
      List<Touch> touches = unsettled.ofKeys.get(key);
      touches.removeIf(touch -> touch.number() == number);
      if (touches.isEmpty()) {
        unsettled.ofKeys.remove(key);
      }
    }
    if (unsettled.calls.isEmpty()) {
      primitives.remove(primitive);
    }
  }

  /**
   * Returns the number of the last call that an operation with this footprint has to wait for, or
   * 0.
   */
  long blocking(Footprint footprint) {
    OfPrimitive unsettled = primitives.get(footprint.primitive());
    if (unsettled == null) {
      return 0;
    }
    // Else a call that touches keys only is found by its keys.
    long latest = firstConflicting(wholes(unsettled, footprint).descendingMap(), footprint);
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      List<Touch> touches = unsettled.ofKeys.getOrDefault(key.getKey(), List.of());
      for (int i = touches.size() - 1; i >= 0 && touches.get(i).number() > latest; i--) {
        if (touches.get(i).access().conflictsWith(key.getValue())) {
          latest = touches.get(i).number();
        }
      }
    }
    return latest;
  }

  /** Returns whether all calls up to a number are settled that conflict with this footprint. */
  boolean areSettled(long number, Footprint footprint) {
    OfPrimitive unsettled = number == 0 ? null : primitives.get(footprint.primitive());
    if (unsettled == null || unsettled.calls.firstKey() > number) {
      return true;
    }
    if (firstConflicting(wholes(unsettled, footprint).headMap(number, true), footprint) != 0) {
      return false;
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      for (Touch touch : unsettled.ofKeys.getOrDefault(key.getKey(), List.of())) {
        if (touch.number() > number) {
          break;
        } else if (touch.access().conflictsWith(key.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the calls that may conflict with the footprint without a common key. */
  private static NavigableMap<Long, Footprint> wholes(OfPrimitive unsettled, Footprint footprint) {
    return footprint.whole() == null ? unsettled.ofWhole : unsettled.calls;
  }

  /** Returns the first of the calls with which the footprint conflicts as a whole, or 0. */
  private static long firstConflicting(NavigableMap<Long, Footprint> calls, Footprint footprint) {
    for (Map.Entry<Long, Footprint> call : calls.entrySet()) {
      Footprint other = call.getValue();
      if (conflict(other.whole(), footprint) || conflict(footprint.whole(), other)) {
        return call.getKey();
      }
    }
    return 0;
  }

  private static boolean conflict(Access whole, Footprint other) {
    return whole != null
        && (other.whole() != null && whole.conflictsWith(other.whole())
            || other.keys().values().stream().anyMatch(whole::conflictsWith));
  }
}
