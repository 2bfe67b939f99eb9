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
package io.atomix.mcast.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HarnessTest {

  /** A cluster that has been used and closed; in a method of its own, whose frame holds no node. */
  private record Closed(Path folder, WeakReference<Atomix> node) {
    static Closed afterUse() {
      try (TestCluster cluster =
              TestCluster.builder(Backend.selected()).withMembers(1).withPartitions(1).start();
          Primitives primitives = new Primitives(cluster)) {
        AtomicValue<String> value = primitives.open(1, "value", Atomix::<String>atomicValueBuilder);
        value.set("a");
        assertThat(value.get()).isEqualTo("a");
        assertThat(cluster.folder()).isNotEmptyDirectory();
        return new Closed(cluster.folder(), new WeakReference<>(cluster.node(1)));
      }
    }
  }

  @Test
  void aClosedClusterLeavesNoFilesThreadsOrNodes() {
    Closed cluster = Closed.afterUse();

    assertThat(Files.exists(cluster.folder)).isFalse();
    Await.garbage("the stopped node", cluster.node);
  }

  @Test
  void waitingInVainTellsWhatWasSeen() {
    AtomicInteger reading = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Await.until(
                    "the moon to fall",
                    Duration.ofMillis(100),
                    () -> Math.min(reading.incrementAndGet(), 2),
                    seen -> seen > 2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the moon to fall")
        .hasMessageContaining(" ms: 1")
        .hasMessageContaining(" ms: 2");
  }

  @Test
  void aFailureInOneOfTheParallelTasksFailsTheTest() {
    assertThatThrownBy(
            () ->
                Parallel.run(
                    List.of(
                        () -> "fine",
                        () -> {
                          throw new IllegalStateException("not fine");
                        })))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not fine");
  }
}
