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
import java.util.TreeSet;

/**
 * The queries that a client has sent, or is about to send, without a log entry, and that are not
 * answered yet. A later command of the same client that conflicts with one of them must not
 * overtake it. Not thread-safe.
 */
final class OutstandingReads {
  private final Map<String, Reads> primitives = new HashMap<>();
  private final TreeSet<Long> numbers = new TreeSet<>();
  private long last;

  /** Adds a query and returns its number. */
  long add(Footprint footprint) {
    primitives.computeIfAbsent(footprint.primitive(), name -> new Reads()).count(footprint, 1);
    numbers.add(++last);
    return last;
  }

  /** A query was answered. */
  void remove(long number, Footprint footprint) {
    if (numbers.remove(number)) {
      Reads reads = primitives.get(footprint.primitive());
      reads.count(footprint, -1);
      if (reads.total == 0) {
        primitives.remove(footprint.primitive());
      }
    }
  }

  /**
   * Returns the number of the last query so far if a command with this footprint has to wait, or 0.
   */
  long blocking(Footprint footprint) {
    Reads reads = primitives.get(footprint.primitive());
    return reads != null && reads.conflictWith(footprint) ? last : 0;
  }

  /** Returns whether all queries up to a number are answered. */
  boolean answeredUpTo(long number) {
    return numbers.isEmpty() || numbers.first() > number;
  }

  /** Counts of one primitive's queries. */
  private static final class Reads {
    private final Map<Long, Integer> keys = new HashMap<>();
    private int total;
    private int whole;

    private void count(Footprint footprint, int by) {
      total += by;
      if (footprint.whole() != null) {
        whole += by;
      }
      footprint
          .keys()
          .keySet()
          .forEach(
              key -> keys.merge(key, by, (old, change) -> old + change == 0 ? null : old + change));
    }

    private boolean conflictWith(Footprint footprint) {
      if (footprint.whole() != null && footprint.whole().conflictsWith(Access.READ)) {
        return true;
      }
      return footprint.keys().entrySet().stream()
          .anyMatch(
              key ->
                  key.getValue().conflictsWith(Access.READ)
                      && (whole > 0 || keys.containsKey(key.getKey())));
    }
  }
}
