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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A transaction in the making, with its conditions so far.
 *
 * @param ending how to carry it out
 * @param conditions no two of which contradict each other
 */
record TransactionStages<K, V, R, U>(Ending<K, V, R, U> ending, List<MapCondition> conditions)
    implements MapTransaction.Conditional<K, V, R, U> {

  /** Carries out transactions of a map, and makes the results that their callers get. */
  record Ending<K, V, R, U>(
      Codec<K, V> codec,
      Function<Plan, CompletableFuture<MapResult<K, V>>> commit,
      Function<Plan, CompletableFuture<VersionedMapResult<K, V>>> commitWithVersions,
      Function<CompletableFuture<MapResult<K, V>>, R> result,
      Function<CompletableFuture<VersionedMapResult<K, V>>, U> versionedResult) {}

  @Override
  public Conditional<K, V, R, U> ifEquals(K key, V value) {
    return with(key, MapCondition.equalTo(codec().encodeKey(key), codec().encodeValue(key, value)));
  }

  @Override
  public Conditional<K, V, R, U> ifAbsent(K key) {
    return with(key, MapCondition.absent(codec().encodeKey(key)));
  }

  @Override
  public Conditional<K, V, R, U> ifPresent(K key) {
    return with(key, MapCondition.present(codec().encodeKey(key)));
  }

  @Override
  public Conditional<K, V, R, U> ifVersion(K key, long version) {
    return with(key, MapCondition.version(codec().encodeKey(key), version));
  }

  @Override
  public MapTransaction.Alternative<K, V, R, U> then(
      UnaryOperator<MapOperations<K, V>> operations) {
    return new Complete<>(this, branch("then", operations), Branch.empty(codec()));
  }

  private Codec<K, V> codec() {
    return ending.codec();
  }

  private TransactionStages<K, V, R, U> with(K key, MapCondition condition) {
    for (MapCondition other : conditions) {
      if (other.key().equals(condition.key()) && condition.contradicts(other)) {
        throw new IllegalArgumentException(
            "Transaction on map '%s': the conditions on key '%s' contradict each other: %s, and %s%s"
                .formatted(
                    codec().map(),
                    key,
                    other.describe(),
                    other.describe().equals(condition.describe()) ? "another: " : "",
                    condition.describe()));
      }
    }
    List<MapCondition> more = new ArrayList<>(conditions);
    if (!more.contains(condition)) {
      more.add(condition);
    }
    return new TransactionStages<>(ending, Collections.unmodifiableList(more));
  }

  private Branch<K, V> branch(String name, UnaryOperator<MapOperations<K, V>> operations) {
    Objects.requireNonNull(operations, name);
    MapOperations<K, V> built = operations.apply(Branch.empty(codec()));
    if (built instanceof Branch<K, V> branch && branch.codec() == codec() && !branch.isEmpty()) {
      return branch;
    }
    throw new IllegalArgumentException(
        "Transaction on map '%s': %s does nothing; return what its last operation gave"
            .formatted(codec().map(), name));
  }

  private record Complete<K, V, R, U>(
      TransactionStages<K, V, R, U> stages, Branch<K, V> thenBranch, Branch<K, V> otherwiseBranch)
      implements MapTransaction.Alternative<K, V, R, U> {

    @Override
    public MapTransaction.Committable<R, U> otherwise(
        UnaryOperator<MapOperations<K, V>> operations) {
      return new Complete<>(stages, thenBranch, stages.branch("otherwise", operations));
    }

    @Override
    public R commit() {
      return stages.ending.result.apply(stages.ending.commit.apply(plan()));
    }

    @Override
    public U commitWithVersions() {
      return stages.ending.versionedResult.apply(stages.ending.commitWithVersions.apply(plan()));
    }

    private Plan plan() {
      return new Plan(stages.conditions, Plan.part(thenBranch), Plan.part(otherwiseBranch));
    }
  }
}
