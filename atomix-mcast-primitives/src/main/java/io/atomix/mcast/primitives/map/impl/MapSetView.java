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

import io.atomix.core.set.AsyncDistributedSet;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.set.DistributedSetType;
import io.atomix.core.set.impl.SetUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.primitive.PrimitiveType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A map as a set of its keys or entries. */
abstract class MapSetView<K, V, E> extends MapView<K, V, E> implements AsyncDistributedSet<E> {

  MapSetView(DefaultAsyncMulticastMap<K, V> map) {
    super(map);
  }

  @Override
  public PrimitiveType<?, ?, ?> type() {
    return DistributedSetType.instance();
  }

  @Override
  public CompletableFuture<Boolean> prepare(TransactionLog<SetUpdate<E>> transactionLog) {
    return unsupported("take a transaction through");
  }

  @Override
  public CompletableFuture<Void> commit(TransactionId transactionId) {
    return unsupported("take a transaction through");
  }

  @Override
  public CompletableFuture<Void> rollback(TransactionId transactionId) {
    return unsupported("take a transaction through");
  }

  @Override
  public DistributedSet<E> sync(Duration operationTimeout) {
    return new BlockingMapSet<>(this, blocking(operationTimeout));
  }
}
