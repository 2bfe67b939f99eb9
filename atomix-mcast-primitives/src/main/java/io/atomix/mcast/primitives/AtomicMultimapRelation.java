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

import io.atomix.core.multimap.impl.AtomicMultimapService;

/**
 * The conflict relation of {@code AtomicMultimap} and {@code DistributedMultimap}: a key stands for
 * all its values.
 */
public final class AtomicMultimapRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public AtomicMultimapRelation() {
    super(AtomicMultimapService.class, operations());
  }

  private static OperationTable operations() {
    return new OperationTable()
        .with(Touch.READS_ALL, "size", "isEmpty", "containsValue", "keyCount", "entryCount")
        .with(Touch.WRITES_ALL, "clear")
        .with(Touch.READS_KEY, "containsKey", "containsEntry", "get")
        .with(Touch.READS_KEYS, "containsKeys")
        .with(
            Touch.WRITES_KEY,
            "put",
            "putAll",
            "remove",
            "removeAll",
            "removeAllValues",
            "replaceValues")
        .with(Touch.WRITES_KEYS_OF_MAP, "putAllMapping", "removeAllMapping")
        .with(Touch.NOTHING, "listen", "unlisten")
        .with(Touch.NOTHING, "iterateKeySet", "nextKeySet", "closeKeySet")
        .with(Touch.NOTHING, "iterateKeys", "nextKeys", "closeKeys")
        .with(Touch.NOTHING, "iterateValues", "nextValues", "closeValues")
        .with(Touch.NOTHING, "iterateValuesSet", "nextValuesSet", "closeValuesSet")
        .with(Touch.NOTHING, "iterateEntries", "nextEntries", "closeEntries");
  }
}
