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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.utils.concurrent.AbstractThreadContext;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InlineContextsTest {
  private final List<String> done = new ArrayList<>();
  private final ManualContext pool = new ManualContext();
  private final ThreadContext context = new InlineContexts(() -> pool).createContext();

  /** Runs what it is given when the test says so. */
  private static final class ManualContext extends AbstractThreadContext {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable command) {
      tasks.add(command);
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable command) {
      execute(command);
      return () -> {};
    }

    @Override
    public Scheduled schedule(Duration delay, Duration interval, Runnable command) {
      return schedule(delay, command);
    }

    @Override
    public void close() {}

    private int runAll() {
      int count = 0;
      for (Runnable next = poll(); next != null; next = poll()) {
        next.run();
        count++;
      }
      return count;
    }

    private synchronized Runnable poll() {
      return tasks.poll();
    }
  }

  private Runnable note(String name) {
    return () -> done.add(name);
  }

  private static void onAnotherThread(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTaskRunsOnTheThreadThatBringsIt() {
    Thread[] ran = {null};
    context.execute(() -> ran[0] = Thread.currentThread());
    assertThat(ran[0]).isSameAs(Thread.currentThread());
    assertThat(pool.runAll()).isZero();
  }

  @Test
  void whatATaskBringsRunsAfterItOnTheSameThread() {
    context.execute(
        () -> {
          context.execute(note("second"));
          done.add("first");
        });
    assertThat(done).containsExactly("first", "second");
    assertThat(pool.runAll()).isZero();
  }

  @Test
  void whatAnotherThreadBringsMeanwhileRunsInThePool() {
    context.execute(
        () -> {
          onAnotherThread(() -> context.execute(note("theirs")));
          context.execute(note("mine, behind it"));
          done.add("mine");
        });
    assertThat(done).as("a thread may hold locks that others' tasks want").containsExactly("mine");
    context.execute(note("later"));
    assertThat(pool.runAll()).isEqualTo(1);
    assertThat(done).containsExactly("mine", "theirs", "mine, behind it", "later");
    context.execute(note("inline again"));
    assertThat(done).last().isEqualTo("inline again");
  }

  @Test
  void itIsTheCurrentContextOfATaskOnly() {
    boolean[] current = {false};
    context.execute(() -> current[0] = context.isCurrentContext());
    assertThat(current[0]).isTrue();
    assertThat(context.isCurrentContext()).isFalse();
  }

  @Test
  void aTaskThatFailsHoldsUpNothing() {
    assertThatThrownBy(
            () ->
                context.execute(
                    () -> {
                      context.execute(note("behind it"));
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    pool.runAll();
    assertThat(done).containsExactly("behind it");
    context.execute(note("next"));
    assertThat(done).containsExactly("behind it", "next");
  }

  @Test
  void whatIsScheduledTakesItsTurn() {
    context.schedule(Duration.ofSeconds(1), note("later"));
    assertThat(done).isEmpty();
    pool.runAll();
    assertThat(done).containsExactly("later");
  }

  @Test
  void tasksOfManyThreadsRunOneAtATimeInTheOrderOfEachThread() throws InterruptedException {
    int threads = 4;
    int tasks = 20_000;
    ExecutorService executor = Executors.newFixedThreadPool(2);
    ThreadContext busy =
        new InlineContexts(
                () ->
                    new AbstractThreadContext() {
                      @Override
                      public void execute(Runnable command) {
                        executor.execute(command);
                      }

                      @Override
                      public Scheduled schedule(Duration delay, Runnable command) {
                        throw new UnsupportedOperationException();
                      }

                      @Override
                      public Scheduled schedule(
                          Duration delay, Duration interval, Runnable command) {
                        throw new UnsupportedOperationException();
                      }

                      @Override
                      public void close() {}
                    })
            .createContext();
    int[] last = new int[threads];
    int[] running = {0};
    Queue<String> problems = new ConcurrentLinkedQueue<>();
    CountDownLatch left = new CountDownLatch(threads * tasks);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      new Thread(
              () -> {
                for (int i = 1; i <= tasks; i++) {
                  int number = i;
                  busy.execute(
                      () -> {
                        if (++running[0] != 1 || ++last[thread] != number) {
                          problems.add("task " + number + " of thread " + thread);
                        }
                        running[0]--;
                        left.countDown();
                      });
                }
              })
          .start();
    }
    left.await();
    executor.shutdown();
    assertThat(problems).isEmpty();
  }
}
