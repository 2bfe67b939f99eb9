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

import io.atomix.core.map.impl.AtomicCounterMapService;
import io.atomix.mcast.ResultAtVote;
import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;
import java.util.Collection;
import java.util.Map;

/**
 * Operations of one partition of a {@code MulticastCounterMap}. Each operation names counters of
 * that partition only.
 */
public interface MulticastCounterMapService extends AtomicCounterMapService {

  /** Adds to counters. */
  @Command
  void addAll(Map<String, Long> deltas);

  /** Adds to counters and returns their new values. */
  @Command
  @ResultAtVote("valuesAfterAddAll")
  Map<String, Long> addAllAndGet(Map<String, Long> deltas);

  /** Returns what {@link #addAllAndGet} would return now. */
  @Query
  Map<String, Long> valuesAfterAddAll(Map<String, Long> deltas);

  /** Returns the values of counters, 0 for those that were never set. */
  @Query
  Map<String, Long> getAll(Collection<String> keys);

  /** Returns the sum of all counters of the partition, which may have wrapped around. */
  @Query
  long sum();

  /**
   * Returns whether each of these counters is within its bounds.
   *
   * @param least the least value allowed, by key
   * @param most the greatest value allowed, by key
   */
  @Query
  boolean within(Map<String, Long> least, Map<String, Long> most);

  /**
   * Does what a branch of a transaction does, and returns the new values of what it names (of
   * removed counters 0). No key may be in two of the arguments.
   *
   * @param deltas what to add to counters, by key
   * @param values what to set counters to, by key
   * @param removed counters to remove
   */
  @Command
  @ResultAtVote("valuesAfterChange")
  Map<String, Long> change(
      Map<String, Long> deltas, Map<String, Long> values, Collection<String> removed);

  /** Returns what {@link #change} would return now. */
  @Query
  Map<String, Long> valuesAfterChange(
      Map<String, Long> deltas, Map<String, Long> values, Collection<String> removed);
}
