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

import io.atomix.core.map.impl.AtomicMapService;

/**
 * The conflict relation of {@code AtomicMap} and {@code DistributedMap}: operations on different
 * keys do not conflict.
 */
public final class AtomicMapRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public AtomicMapRelation() {
    super(AtomicMapService.class, operations());
  }

  /**
   * A fresh table, for the sorted kin to add to. Removing a key reads which transactions run: their
   * steps write everything.
   */
  static OperationTable operations() {
    return new OperationTable()
        .with(Touch.READS_ALL, "size", "isEmpty", "containsValue", "keySet", "values", "entrySet")
        .with(Touch.WRITES_ALL, "clear")
        .with(Touch.READS_KEY, "containsKey", "get", "getOrDefault")
        .with(Touch.READS_KEYS, "containsKeys", "getAllPresent")
        .with(
            Touch.WRITES_KEY,
            "put",
            "putWithTtl",
            "putAndGet",
            "putAndGetWithTtl",
            "putIfAbsent",
            "putIfAbsentWithTtl")
        .with(
            Touch.WRITES_KEY,
            "remove",
            "removeValue",
            "removeVersion",
            "replace",
            "replaceValue",
            "replaceVersion")
        .with(Touch.NOTHING, "listen", "unlisten")
        .with(Touch.NOTHING, "iterateKeys", "nextKeys", "closeKeys")
        .with(Touch.NOTHING, "iterateValues", "nextValues", "closeValues")
        .with(Touch.NOTHING, "iterateEntries", "nextEntries", "closeEntries")
        .with(Touch.TRANSACTION_STEP, "begin", "prepare", "prepareAndCommit", "commit", "rollback");
  }
}
