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

import io.atomix.core.counter.impl.AtomicCounterService;

/**
 * The conflict relation of {@code AtomicCounter}, {@code DistributedCounter} and the id generator,
 * each of them one number.
 */
public final class AtomicCounterRelation extends TableRelation {

  /** Called by {@link java.util.ServiceLoader}. */
  public AtomicCounterRelation() {
    super(AtomicCounterService.class, operations());
  }

  private static OperationTable operations() {
    return new OperationTable()
        .with(Touch.READS_ALL, "get")
        .with(Touch.WRITES_ALL, "set", "compareAndSet")
        .with(
            Touch.ADDS_TO_ALL,
            "incrementAndGet",
            "getAndIncrement",
            "decrementAndGet",
            "getAndDecrement")
        .with(Touch.ADDS_TO_ALL, "addAndGet", "getAndAdd");
  }
}
