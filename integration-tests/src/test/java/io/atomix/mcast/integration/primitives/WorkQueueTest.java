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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.workqueue.Task;
import io.atomix.core.workqueue.WorkQueue;
import io.atomix.core.workqueue.WorkQueueStats;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class WorkQueueTest {

  private final ExecutorService workers = Executors.newFixedThreadPool(4);

  @AfterEach
  void stopWorkers() {
    workers.shutdownNow();
  }

  private static WorkQueue<String> queue(Primitives primitives, int member) {
    return primitives.open(member, "work", Atomix::<String>workQueueBuilder);
  }

  @Test
  void aTaskIsDoneOnceByTheWorkerThatTookIt(Primitives primitives) {
    WorkQueue<String> producer = queue(primitives, 1);
    WorkQueue<String> worker = queue(primitives, 2);
    WorkQueue<String> other = queue(primitives, 3);
    producer.addOne("a");
    producer.addMultiple(List.of("b", "c"));

    Task<String> first = worker.take();
    Collection<Task<String>> rest = other.take(10);

    assertThat(first.payload()).isEqualTo("a");
    assertThat(rest).extracting(Task::payload).containsExactly("b", "c");
    assertThat(producer.take()).isNull();
    other.complete(first.taskId());
    assertThat(producer.stats().totalCompleted()).as("not its task").isZero();
    worker.complete(first.taskId());
    WorkQueueStats stats = producer.stats();
    assertThat(stats.totalCompleted()).isEqualTo(1);
    assertThat(stats.totalInProgress()).isEqualTo(2);
    assertThat(stats.totalPending()).isZero();
  }

  @Test
  void processorsOnTwoNodesShareTheTasks(Primitives primitives) {
    Heard<String> done = new Heard<>();
    queue(primitives, 2).registerTaskProcessor(done::add, 2, workers);
    queue(primitives, 3).registerTaskProcessor(done::add, 2, workers);
    WorkQueue<String> producer = queue(primitives, 1);
    List<String> tasks = IntStream.range(0, 40).mapToObj(i -> "task-" + i).toList();

    producer.addMultiple(tasks.subList(0, 20));
    tasks.subList(20, 40).forEach(producer::addOne);

    Await.until("all tasks are completed", () -> producer.stats().totalCompleted() == 40);
    assertThat(done.soFar()).containsExactlyInAnyOrderElementsOf(tasks);
  }

  @Test
  void tasksOfAWorkerThatClosesAreGivenToAnother(Primitives primitives) {
    WorkQueue<String> producer = queue(primitives, 1);
    WorkQueue<String> leaves = queue(primitives, 2);
    WorkQueue<String> stays = queue(primitives, 3);
    producer.addMultiple(List.of("a", "b"));
    Collection<Task<String>> taken = leaves.take(2);
    assertThat(taken).hasSize(2);
    leaves.complete(taken.iterator().next().taskId());

    leaves.close();

    Task<String> again =
        Await.until("the unfinished task again", stays::take, task -> task != null);
    assertThat(again.payload()).isEqualTo("b");
    stays.complete(again.taskId());
    assertThat(producer.stats().totalCompleted()).isEqualTo(2);
  }

  @Test
  void aProcessorThatStoppedIsNotOfferedNewTasks(Primitives primitives) {
    Heard<String> done = new Heard<>();
    WorkQueue<String> worker = queue(primitives, 2);
    worker.registerTaskProcessor(done::add, 1, workers);
    WorkQueue<String> producer = queue(primitives, 1);
    producer.addOne("before");
    Await.until("the first task is completed", () -> producer.stats().totalCompleted() == 1);

    worker.stopProcessing();
    producer.addOne("after");

    assertThat(producer.take().payload()).isEqualTo("after");
    assertThat(done.soFar()).containsExactly("before");
  }
}
