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

import io.atomix.core.set.impl.DistributedTreeSetService;

/**
 * The conflict relation of sorted and navigable sets. An operation that depends on the order of the
 * elements reads or writes the whole set: any element that comes or goes may change it.
 */
public final class DistributedTreeSetRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public DistributedTreeSetRelation() {
    super(DistributedTreeSetService.class, operations());
  }

  private static OperationTable operations() {
    return DistributedSetRelation.operations()
        .with(Touch.READS_ALL, "first", "last", "lower", "floor", "ceiling", "higher")
        .with(Touch.READS_ALL, "subSetFirst", "subSetLast", "subSetSize")
        .with(Touch.READS_ALL, "subSetLower", "subSetFloor", "subSetCeiling", "subSetHigher")
        .with(
            Touch.WRITES_ALL,
            "pollFirst",
            "pollLast",
            "subSetPollFirst",
            "subSetPollLast",
            "subSetClear")
        .with(Touch.NOTHING, "iterateDescending", "subSetIterate", "subSetIterateDescending");
  }
}
