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
package io.atomix.mcast.exchange;

import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Schedules of a log's thread and of a change of leadership at a {@link CoalescingExecutor}. */
class CoalescingExecutorSchedulesTest {
  /** An executor that runs one task at a time. */
  private static final class OneAtATime implements Executor {
    @Override
    public synchronized void execute(Runnable task) {
      task.run();
    }
  }

  @Test
  void aNewLeaderTakesNoteOfEachChangeOnceAndInOrder() {
    Schedules.explore(
        300,
        () -> {
          CoalescingExecutor changes = new CoalescingExecutor(new OneAtATime());
          ThreadNotes<String> seen = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> {
                changes.add(() -> seen.add("first"));
                changes.add(() -> seen.add("second"));
              },
              () -> {
                changes.urgent(true);
                changes.execute(() -> {});
              });
          Schedules.same("changes", List.of("first", "second"), seen.all());
        });
  }
}
