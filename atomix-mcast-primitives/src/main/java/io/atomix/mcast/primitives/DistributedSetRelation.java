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
package io.atomix.mcast.primitives;

import io.atomix.core.set.impl.DistributedSetService;

/** The conflict relation of {@code DistributedSet}: its keys are its elements. */
public final class DistributedSetRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public DistributedSetRelation() {
    super(DistributedSetService.class, operations());
  }

  /** A fresh table, for the sorted kin to add to. Retaining some elements writes all the others. */
  static OperationTable operations() {
    return new OperationTable()
        .with(Touch.READS_ALL, "size", "isEmpty")
        .with(Touch.WRITES_ALL, "clear", "retainAll")
        .with(Touch.READS_KEY, "contains")
        .with(Touch.READS_KEYS, "containsAll")
        .with(Touch.WRITES_KEY, "add", "removeValue")
        .with(Touch.WRITES_KEYS, "addAll", "removeAll")
        .with(Touch.NOTHING, "listen", "unlisten", "iterate", "next", "close")
        .with(Touch.TRANSACTION_STEP, "prepare", "prepareAndCommit", "commit", "rollback");
  }
}
