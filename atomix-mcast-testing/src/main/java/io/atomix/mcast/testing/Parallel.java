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
package io.atomix.mcast.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Runs tasks at the same time, each in a thread of its own. */
public final class Parallel {

  private Parallel() {}

  /**
   * Starts all tasks together and waits for each, at most {@link Await#LIMIT} for one.
   *
   * @return what each task gave, in the order of the tasks
   * @throws AssertionError when a task fails or does not end in time
   */
  public static <T> List<T> run(List<Callable<T>> tasks) {
    CountDownLatch start = new CountDownLatch(1);
    List<FutureTask<T>> running = new ArrayList<>();
    for (Callable<T> task : tasks) {
      FutureTask<T> future =
          new FutureTask<>(
              () -> {
                start.await();
                return task.call();
              });
      running.add(future);
      Thread thread = new Thread(future, "parallel-" + running.size());
      thread.setDaemon(true);
      thread.start();
    }
    start.countDown();
    List<T> results = new ArrayList<>();
    for (int i = 0; i < running.size(); i++) {
      results.add(Await.result("parallel task " + (i + 1), running.get(i)));
    }
    return results;
  }
}
