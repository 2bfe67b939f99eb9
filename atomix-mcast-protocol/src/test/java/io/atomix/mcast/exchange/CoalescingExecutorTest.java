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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescingExecutorTest {
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final CoalescingExecutor coalescing = new CoalescingExecutor(tasks::add);

  @Test
  void aFollowerIsNotWokenForAChange() {
    coalescing.add(() -> seen.add("change"));
    assertThat(tasks).isEmpty();
  }

  @Test
  void aTaskSeesAllChangesBeforeIt() {
    coalescing.add(() -> seen.add("first"));
    coalescing.add(() -> seen.add("second"));
    coalescing.execute(() -> seen.add("task"));
    coalescing.add(() -> seen.add("third"));
    tasks.get(0).run();
    assertThat(seen).containsExactly("first", "second", "third", "task");
  }

  @Test
  void aLeaderTakesNoteAtOnce() {
    coalescing.urgent(true);
    coalescing.add(() -> seen.add("change"));
    assertThat(tasks).hasSize(1);
    tasks.get(0).run();
    assertThat(seen).containsExactly("change");
  }

  @Test
  void whatAFollowerHasNotSeenALeaderSeesWithItsFirstTask() {
    coalescing.add(() -> seen.add("change"));
    coalescing.urgent(true);
    coalescing.execute(() -> seen.add("leading"));
    tasks.get(0).run();
    assertThat(seen).containsExactly("change", "leading");
  }
}
