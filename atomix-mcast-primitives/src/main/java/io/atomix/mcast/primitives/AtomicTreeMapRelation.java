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

import io.atomix.core.map.impl.AtomicTreeMapService;

/**
 * The conflict relation of sorted and navigable maps, atomic and distributed. An operation that
 * depends on the order of the keys (first, next, a range) reads or writes the whole map: any key
 * that comes or goes may change it.
 */
public final class AtomicTreeMapRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public AtomicTreeMapRelation() {
    super(AtomicTreeMapService.class, operations());
  }

  private static OperationTable operations() {
    return AtomicMapRelation.operations()
        .with(Touch.READS_ALL, "firstKey", "lastKey", "firstEntry", "lastEntry")
        .with(Touch.READS_ALL, "lowerKey", "floorKey", "ceilingKey", "higherKey")
        .with(Touch.READS_ALL, "lowerEntry", "floorEntry", "ceilingEntry", "higherEntry")
        .with(
            Touch.READS_ALL,
            "subMapFirstKey",
            "subMapLastKey",
            "subMapFirstEntry",
            "subMapLastEntry",
            "subMapSize")
        .with(
            Touch.READS_ALL,
            "subMapLowerKey",
            "subMapFloorKey",
            "subMapCeilingKey",
            "subMapHigherKey")
        .with(
            Touch.READS_ALL,
            "subMapLowerEntry",
            "subMapFloorEntry",
            "subMapCeilingEntry",
            "subMapHigherEntry")
        .with(Touch.WRITES_ALL, "pollFirstKey", "pollLastKey", "pollFirstEntry", "pollLastEntry")
        .with(
            Touch.WRITES_ALL,
            "subMapPollFirstKey",
            "subMapPollLastKey",
            "subMapPollFirstEntry",
            "subMapPollLastEntry")
        .with(Touch.WRITES_ALL, "subMapClear")
        .with(Touch.NOTHING, "subMapIterateKeys", "subMapIterateValues", "subMapIterateEntries")
        .with(Touch.NOTHING, "subMapIterateDescendingKeys", "subMapIterateDescendingEntries");
  }
}
