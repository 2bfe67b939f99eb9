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
package io.atomix.mcast.lab.workload;

import io.atomix.core.transaction.CommitStatus;
import io.atomix.core.transaction.Isolation;
import io.atomix.core.transaction.Transaction;
import io.atomix.core.transaction.TransactionalMap;
import io.atomix.mcast.lab.measure.Slot;
import java.util.List;

/**
 * Atomix's transactions on one map, as its manual shows: begin, open the map, read or write,
 * commit. An aborted one is begun anew until it commits.
 */
record Transactions(Stage stage, String map) {

  /** Writes to each of these keys. */
  void write(Slot slot, List<String> keys, SizedValues values) {
    while (!commit(begunWrite(slot, keys, values))) {
      slot.aborted();
    }
  }

  /** Reads these keys. */
  void read(Slot slot, List<String> keys) {
    while (!readOnce(keys)) {
      slot.aborted();
    }
  }

  /** A transaction that has yet to be committed. */
  Transaction begunWrite(Slot slot, List<String> keys, SizedValues values) {
    Transaction transaction = begun(Isolation.READ_COMMITTED);
    TransactionalMap<String, byte[]> entries = entries(transaction);
    keys.forEach(key -> entries.put(key, values.next(slot)));
    return transaction;
  }

  static boolean commit(Transaction transaction) {
    return transaction.commit() == CommitStatus.SUCCESS;
  }

  private boolean readOnce(List<String> keys) {
    Transaction transaction = begun(Isolation.REPEATABLE_READS);
    TransactionalMap<String, byte[]> entries = entries(transaction);
    keys.forEach(entries::get);
    return commit(transaction);
  }

  private Transaction begun(Isolation isolation) {
    Transaction transaction =
        stage
            .client()
            .transactionBuilder()
            .withIsolation(isolation)
            .build()
            .async()
            .sync(Stage.PATIENCE);
    transaction.begin();
    return transaction;
  }

  private TransactionalMap<String, byte[]> entries(Transaction transaction) {
    return transaction
        .<String, byte[]>mapBuilder(Contender.TRANSACTION.text() + "-" + map)
        .withProtocol(Stage.protocol(Contender.TRANSACTION))
        .build()
        .async()
        .sync(Stage.PATIENCE);
  }
}
