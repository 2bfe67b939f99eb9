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

import com.google.common.base.Throwables;
import io.atomix.core.map.impl.BlockingAtomicCounterMap;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.counter.CounterUpdate;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.primitive.PrimitiveException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A counter map for callers that wait, with Atomix's errors. */
final class BlockingMulticastCounterMap<K> extends BlockingAtomicCounterMap<K>
    implements MulticastCounterMap<K> {
  private final MulticastCounterMapProxy<K> map;
  private final Duration timeout;

  BlockingMulticastCounterMap(MulticastCounterMapProxy<K> map, Duration timeout) {
    super(map, timeout.toMillis());
    this.map = map;
    this.timeout = timeout;
  }

  @Override
  public void addAll(Map<? extends K, Long> deltas) {
    complete(map.addAll(deltas));
  }

  @Override
  public Map<K, Long> addAllAndGet(Map<? extends K, Long> deltas) {
    return complete(map.addAllAndGet(deltas));
  }

  @Override
  public Map<K, Long> getAll(Collection<? extends K> keys) {
    return complete(map.getAll(keys));
  }

  @Override
  public long sum() {
    return complete(map.sum());
  }

  @Override
  public CounterTransaction<K, CounterResult<K>, CounterUpdate<K>> transaction() {
    return TransactionDraft.empty(new Waiting());
  }

  @Override
  public AsyncMulticastCounterMap<K> async() {
    return map;
  }

  private <T> T complete(CompletableFuture<T> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PrimitiveException.Interrupted();
    } catch (TimeoutException e) {
      throw new PrimitiveException.Timeout();
    } catch (ExecutionException e) {
      Throwable cause = Throwables.getRootCause(e);
      throw cause instanceof PrimitiveException known ? known : new PrimitiveException(cause);
    }
  }

  /** Commits and waits. */
  private final class Waiting implements Committer<K, CounterResult<K>, CounterUpdate<K>> {

    @Override
    public CounterResult<K> commit(Plan<K> plan) {
      return complete(map.transactions().commit(plan));
    }

    @Override
    public CounterUpdate<K> commitAndGet(Plan<K> plan) {
      return complete(map.transactions().commitAndGet(plan));
    }
  }
}
