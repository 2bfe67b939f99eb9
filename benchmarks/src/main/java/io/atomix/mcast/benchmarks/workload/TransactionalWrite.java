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
package io.atomix.mcast.benchmarks.workload;

import io.atomix.core.transaction.CommitStatus;
import io.atomix.core.transaction.Transaction;
import io.atomix.core.transaction.TransactionalMap;
import io.atomix.mcast.benchmarks.measure.Operation;
import io.atomix.mcast.benchmarks.measure.Slot;
import java.util.concurrent.CompletableFuture;

/**
 * Writes two keys of a map in one of Atomix's transactions, as its manual shows: begin, open the
 * map, write, commit, with the isolation that is its default. An aborted one is begun anew until it
 * commits.
 */
record TransactionalWrite(Stage stage, String map, Pairs pairs, Values values)
    implements Operation {

  @Override
  public CompletableFuture<?> start(Slot slot) {
    Pairs.Pair pair = pairs.next(slot);
    while (!write(slot, pair)) {
      slot.aborted();
    }
    return CompletableFuture.completedFuture(null);
  }

  private boolean write(Slot slot, Pairs.Pair pair) {
    Transaction transaction =
        stage.client().transactionBuilder().build().async().sync(Stage.PATIENCE);
    transaction.begin();
    TransactionalMap<String, byte[]> entries =
        transaction
            .<String, byte[]>mapBuilder(Contender.TRANSACTION.text() + "-" + map)
            .withProtocol(Stage.protocol(Contender.TRANSACTION))
            .build()
            .async()
            .sync(Stage.PATIENCE);
    entries.put(pair.first(), values.next(slot));
    entries.put(pair.second(), values.next(slot));
    return transaction.commit() == CommitStatus.SUCCESS;
  }
}
