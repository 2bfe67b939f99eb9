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

import io.atomix.mcast.primitives.impl.BlockingCalls;
import java.util.concurrent.CompletableFuture;

/**
 * Carries out transactions, for callers that wait or for those that do not.
 *
 * @param <P> type of the plans
 * @param <R> what {@code commit} returns
 * @param <U> what {@code commitAndGet} returns
 */
public interface Committer<P, R, U> {

  /** Carries out a transaction, and returns whether the conditions held, and what was read. */
  R commit(P plan);

  /** Carries out a transaction, and returns what has become of the changed keys, too. */
  U commitAndGet(P plan);

  /** Returns a committer that waits for what another does. */
  static <P, R, U> Committer<P, R, U> waiting(
      Committer<P, CompletableFuture<R>, CompletableFuture<U>> async, BlockingCalls calls) {
    return new Committer<>() {
      @Override
      public R commit(P plan) {
        return calls.complete(async.commit(plan));
      }

      @Override
      public U commitAndGet(P plan) {
        return calls.complete(async.commitAndGet(plan));
      }
    };
  }
}
