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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.ConditionalOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Part of a transaction in one partition, with keys as the service knows them. */
final class PartOfPlan {
  private final Map<String, Long> least = new HashMap<>();
  private final Map<String, Long> most = new HashMap<>();
  private final Set<String> reads = new HashSet<>();
  private final Changes then = new Changes();
  private final Changes otherwise = new Changes();

  /** Adds a condition. */
  void check(String key, Range range) {
    if (range.least() > Long.MIN_VALUE) {
      least.put(key, range.least());
    }
    // A condition that allows every value is kept too: the counter is named, so it takes part.
    if (range.most() < Long.MAX_VALUE || range.least() == Long.MIN_VALUE) {
      most.put(key, range.most());
    }
  }

  /** Adds a read: the reads of both branches are done, whichever is. */
  void read(String key) {
    reads.add(key);
  }

  /** Returns the changes of the branch that is done if the conditions hold, or if they do not. */
  Changes changes(boolean held) {
    return held ? then : otherwise;
  }

  /** Returns it as what the protocol takes. */
  ConditionalOperation<MulticastCounterMapService, Map<String, Long>, Map<String, Long>>
      operation() {
    return new ConditionalOperation<>(
        least.isEmpty() && most.isEmpty() ? null : service -> service.within(least, most),
        reads.isEmpty() ? null : service -> service.getAll(reads),
        then.operation(),
        otherwise.operation());
  }

  /** Changes that a branch makes. */
  static final class Changes {
    private final Map<String, Long> deltas = new HashMap<>();
    private final Map<String, Long> values = new HashMap<>();
    private final Set<String> removed = new HashSet<>();

    void add(String key, long delta) {
      deltas.put(key, delta);
    }

    void put(String key, long value) {
      values.put(key, value);
    }

    void remove(String key) {
      removed.add(key);
    }

    private Function<MulticastCounterMapService, Map<String, Long>> operation() {
      return deltas.isEmpty() && values.isEmpty() && removed.isEmpty()
          ? null
          : service -> service.change(deltas, values, removed);
    }
  }
}
