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
package io.atomix.mcast.primitives.channel.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** An executor that keeps tasks until it is let go, and then gives them to another, in order. */
final class HeldBackExecutor implements Executor {
  private final Executor executor;
  private List<Runnable> kept = new ArrayList<>();

  HeldBackExecutor(Executor executor) {
    this.executor = executor;
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (kept == null) {
      executor.execute(task);
    } else {
      kept.add(task);
    }
  }

  /** Gives the tasks to the other executor, and those that come from now on. */
  synchronized void letGo() {
    kept.forEach(executor::execute);
    kept = null;
  }
}
