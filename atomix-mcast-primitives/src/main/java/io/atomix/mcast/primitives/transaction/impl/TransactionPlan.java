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
package io.atomix.mcast.primitives.transaction.impl;

import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A transaction with nothing missing, or the part of one in a partition. It is not changed once it
 * is made.
 *
 * @param <K> type of the keys
 * @param <C> type of the conditions
 * @param <W> type of the changes
 * @param conditions all of them; no two contradict each other
 * @param then what to do if they hold
 * @param otherwise what to do if one does not; may be empty
 */
public record TransactionPlan<K, C extends KeyCondition<K, C>, W>(
    List<C> conditions, TransactionBranch<K, W> then, TransactionBranch<K, W> otherwise) {

  /** Returns a transaction without conditions. */
  public static <K, C extends KeyCondition<K, C>, W> TransactionPlan<K, C, W> unconditional(
      TransactionBranch<K, W> then) {
    return new TransactionPlan<K, C, W>(List.of(), then, TransactionBranch.empty());
  }

  /** Returns the branch that is done if the conditions hold, or if they do not. */
  public TransactionBranch<K, W> branch(boolean held) {
    return held ? then : otherwise;
  }

  /** Returns the keys to read: those of both branches are read, whichever is done. */
  public Set<K> reads() {
    return union(then.reads(), otherwise.reads());
  }

  /** Returns the keys that one of the branches changes. */
  public Set<K> changed() {
    return union(then.changes().keySet(), otherwise.changes().keySet());
  }

  /** Returns all keys that it names. */
  public Set<K> keys() {
    Set<K> keys = union(reads(), changed());
    conditions.forEach(each -> keys.add(each.key()));
    return keys;
  }

  private static <K> Set<K> union(Set<K> some, Set<K> others) {
    Set<K> union = new LinkedHashSet<>(some);
    union.addAll(others);
    return union;
  }

  /**
   * Returns it with other names for its keys.
   *
   * @param names the name of each key
   * @param renaming makes the condition on a key one on its name
   */
  public <N, D extends KeyCondition<N, D>> TransactionPlan<N, D, W> named(
      Function<? super K, N> names, Function<? super C, D> renaming) {
    List<D> renamed = new ArrayList<>();
    conditions.forEach(each -> renamed.add(renaming.apply(each)));
    return new TransactionPlan<>(renamed, then.named(names), otherwise.named(names));
  }

  /** Returns the parts of it in the partitions of its keys. */
  public Map<PartitionId, TransactionPlan<K, C, W>> byPartition(
      Function<? super K, PartitionId> partitions) {
    Map<PartitionId, TransactionPlan<K, C, W>> parts = new LinkedHashMap<>();
    Function<K, TransactionPlan<K, C, W>> part =
        key -> parts.computeIfAbsent(partitions.apply(key), each -> growing());
    conditions.forEach(each -> part.apply(each.key()).conditions.add(each));
    then.reads().forEach(key -> part.apply(key).then.reads().add(key));
    otherwise.reads().forEach(key -> part.apply(key).otherwise.reads().add(key));
    then.changes().forEach((key, change) -> part.apply(key).then.changes().put(key, change));
    otherwise
        .changes()
        .forEach((key, change) -> part.apply(key).otherwise.changes().put(key, change));
    return parts;
  }

  private static <K, C extends KeyCondition<K, C>, W> TransactionPlan<K, C, W> growing() {
    return new TransactionPlan<K, C, W>(
        new ArrayList<>(),
        new TransactionBranch<>(new LinkedHashSet<>(), new LinkedHashMap<>()),
        new TransactionBranch<>(new LinkedHashSet<>(), new LinkedHashMap<>()));
  }
}
