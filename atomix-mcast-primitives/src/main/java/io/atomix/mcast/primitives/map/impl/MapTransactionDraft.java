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
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionDraft;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import java.time.Duration;
import java.util.List;

/** Words of transactions on a map: conditions and operations, encoded as they are named. */
final class MapTransactionDraft<K, V, R, U>
    extends TransactionDraft<String, MapCondition, MapChange, MapOperations<K, V>, R, U>
    implements MapTransaction.MapConditions<K, V, R, U> {
  private final Codec<K, V> codec;

  private MapTransactionDraft(
      Codec<K, V> codec,
      Committer<TransactionPlan<String, MapCondition, MapChange>, R, U> committer,
      List<MapCondition> conditions) {
    super("Transaction on map '" + codec.map() + "'", committer, conditions);
    this.codec = codec;
  }

  static <K, V, R, U> MapTransactionDraft<K, V, R, U> empty(
      Codec<K, V> codec,
      Committer<TransactionPlan<String, MapCondition, MapChange>, R, U> committer) {
    return new MapTransactionDraft<>(codec, committer, List.of());
  }

  @Override
  public MapTransactionDraft<K, V, R, U> ifEquals(K key, V value) {
    return with(key, MapCondition.equalTo(codec.encodeKey(key), codec.encodeValue(key, value)));
  }

  @Override
  public MapTransactionDraft<K, V, R, U> ifAbsent(K key) {
    return with(key, MapCondition.absent(codec.encodeKey(key)));
  }

  @Override
  public MapTransactionDraft<K, V, R, U> ifPresent(K key) {
    return with(key, MapCondition.present(codec.encodeKey(key)));
  }

  @Override
  public MapTransactionDraft<K, V, R, U> ifVersion(K key, long version) {
    return with(key, MapCondition.version(codec.encodeKey(key), version));
  }

  private MapTransactionDraft<K, V, R, U> with(K key, MapCondition condition) {
    return new MapTransactionDraft<>(codec, committer(), conditionsAnd(condition, key));
  }

  @Override
  protected MapOperations<K, V> nothing() {
    return after(TransactionBranch.empty());
  }

  /** Returns a list of operations that does this already. */
  MapOperations<K, V> after(TransactionBranch<String, MapChange> branch) {
    return new DraftedMapOperations<>(this, branch);
  }

  @Override
  protected TransactionBranch<String, MapChange> branch(MapOperations<K, V> operations) {
    return operations instanceof DraftedMapOperations<K, V> ours && ours.draft.codec == codec
        ? ours.branch
        : null;
  }

  private record DraftedMapOperations<K, V>(
      MapTransactionDraft<K, V, ?, ?> draft, TransactionBranch<String, MapChange> branch)
      implements MapOperations<K, V> {

    @Override
    public MapOperations<K, V> get(K key) {
      return new DraftedMapOperations<>(draft, branch.reading(draft.codec.encodeKey(key)));
    }

    @Override
    public MapOperations<K, V> put(K key, V value) {
      Codec<K, V> codec = draft.codec;
      return with(key, MapChange.put(codec.encodeKey(key), codec.encodeValue(key, value)));
    }

    @Override
    public MapOperations<K, V> put(K key, V value, Duration ttl) {
      Codec<K, V> codec = draft.codec;
      String encoded = codec.encodeKey(key);
      long millis = codec.millis(key, ttl);
      return with(key, MapChange.put(encoded, codec.encodeValue(key, value), millis));
    }

    @Override
    public MapOperations<K, V> touch(K key, Duration ttl) {
      Codec<K, V> codec = draft.codec;
      return with(key, MapChange.touch(codec.encodeKey(key), codec.millis(key, ttl)));
    }

    @Override
    public MapOperations<K, V> remove(K key) {
      return with(key, MapChange.remove(draft.codec.encodeKey(key)));
    }

    private MapOperations<K, V> with(K key, MapChange change) {
      return new DraftedMapOperations<>(
          draft, branch.changing(change.key(), change, draft.subject(), key));
    }
  }
}
