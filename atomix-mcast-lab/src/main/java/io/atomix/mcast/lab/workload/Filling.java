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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** Writes what must be there before something is measured. */
public final class Filling {
  private static final int AT_ONCE = 256;

  private Filling() {}

  /** Makes the writes 0 to count - 1, some at once, and waits for them. */
  public static void fill(int count, IntFunction<CompletableFuture<?>> write) {
    Semaphore free = new Semaphore(AT_ONCE);
    CompletableFuture<?>[] writes = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      free.acquireUninterruptibly();
      writes[i] = write.apply(i);
      writes[i].whenComplete((done, error) -> free.release());
    }
    CompletableFuture.allOf(writes).join();
  }
}
