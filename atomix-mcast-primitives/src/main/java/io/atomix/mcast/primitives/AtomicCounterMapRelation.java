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

import io.atomix.core.map.impl.AtomicCounterMapService;

/**
 * The conflict relation of {@code AtomicCounterMap}: counters conflict with themselves only, and
 * additions without result not even so.
 */
public final class AtomicCounterMapRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public AtomicCounterMapRelation() {
    super(AtomicCounterMapService.class, operations());
  }

  private static OperationTable operations() {
    return new OperationTable()
        .with(Touch.READS_ALL, "size", "isEmpty")
        .with(Touch.WRITES_ALL, "clear")
        .with(Touch.READS_KEY, "get")
        .with(Touch.WRITES_KEY, "put", "putIfAbsent", "replace", "remove", "removeValue")
        .with(
            Touch.ADDS_TO_KEY,
            "incrementAndGet",
            "getAndIncrement",
            "decrementAndGet",
            "getAndDecrement")
        .with(Touch.ADDS_TO_KEY, "addAndGet", "getAndAdd");
  }
}
