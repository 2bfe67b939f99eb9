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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.concurrent.AtomixFuture;
import io.atomix.utils.concurrent.BlockingAwareThreadPoolContextFactory;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class CallbackThreadsTest {
  private static final int SIZE = 2;
  private static final int LIMIT = 256;

  private final ThreadContextFactory protocol =
      new BlockingAwareThreadPoolContextFactory(
          "protocol-%d", 1, LoggerFactory.getLogger(CallbackThreadsTest.class));
  private final CallbackThreads threads =
      new CallbackThreads("data", SIZE, protocol.createContext());

  /** However slow this machine is, events do not pass a callback that waits. */
  private final CallbackThreads patient =
      new CallbackThreads("data", SIZE, protocol.createContext(), Integer.MAX_VALUE);

  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    threads.close();
    patient.close();
    protocol.close();
  }

  @Test
  void tasksOfAContextRunOneAtATimeInTheirOrder() throws Exception {
    ThreadContext context = threads.createContext();
    List<Integer> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1000);
    for (int i = 0; i < 1000; i++) {
      int number = i;
      context.execute(
          () -> {
            ran.add(number);
            done.countDown();
          });
    }
    await(done);
    assertThat(ran).isEqualTo(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheContext() throws Exception {
    ThreadContext context = threads.createContext();
    CountDownLatch done = new CountDownLatch(1);
    context.execute(
        () -> {
          throw new IllegalStateException("thrown by the test");
        });
    context.execute(done::countDown);
    await(done);
  }

  @Test
  void asManyContextsAsOneLikesMaySleepWhileOthersRun() throws Exception {
    CountDownLatch held = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      threads
          .createContext()
          .execute(
              () -> {
                held.countDown();
                sleepUntilTheEnd();
              });
    }
    await(held);
    CountDownLatch done = new CountDownLatch(1);
    threads.createContext().execute(done::countDown);
    await(done);
  }

  @Test
  void theAnswerThatACallbackWaitsForPassesWhatCameBefore() throws Exception {
    ThreadContext context = patient.createContext();
    CompletableFuture<String> operation = new CompletableFuture<>();
    CountDownLatch queued = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(2);
    context.execute(
        () -> {
          CompletableFuture<String> answer = Completion.on(context, operation);
          await(queued);
          order.add(answer.join());
          done.countDown();
        });
    context.execute(
        () -> {
          order.add("event");
          done.countDown();
        });
    queued.countDown();
    operation.complete("answer");
    await(done);
    assertThat(order).containsExactly("answer", "event");
  }

  @Test
  void soItDoesForFuturesThatAtomixDoesNotKnow() throws Exception {
    ThreadContext context = patient.createContext();
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    CountDownLatch called = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(2);
    context.execute(
        () -> {
          CompletableFuture<?>[] answers = {
            Completion.on(context, first), Completion.on(context, second)
          };
          called.countDown();
          CompletableFuture.allOf(answers).join();
          order.add("answers");
          done.countDown();
        });
    context.execute(
        () -> {
          order.add("event");
          done.countDown();
        });
    await(called);
    first.complete(null);
    second.complete(null);
    await(done);
    assertThat(order).containsExactly("answers", "event");
  }

  @Test
  void theAnswerToAnotherCallerWaitsForWhatCameBefore() throws Exception {
    ThreadContext context = patient.createContext();
    CompletableFuture<Void> operation = new CompletableFuture<>();
    CompletableFuture<Void> answer = Completion.on(context, operation);
    CompletableFuture<Void> ofCallback = new CompletableFuture<>();
    CountDownLatch called = new CountDownLatch(1);
    AtomicInteger events = new AtomicInteger();
    CompletableFuture<Integer> seen = answer.thenApply(done -> events.get());
    context.execute(
        () -> {
          CompletableFuture<Void> wanted = Completion.on(context, ofCallback);
          called.countDown();
          wanted.join();
        });
    context.execute(events::incrementAndGet);
    await(called);
    operation.complete(null);
    ofCallback.complete(null);
    assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void callAfterCallWorksInEveryThreadAtOnce() throws Exception {
    int contexts = 20;
    CountDownLatch done = new CountDownLatch(contexts);
    for (int i = 0; i < contexts; i++) {
      ThreadContext context = threads.createContext();
      context.execute(
          () -> {
            for (int call = 0; call < 50; call++) {
              CompletableFuture<Integer> operation = new CompletableFuture<>();
              CompletableFuture<Integer> answer =
                  Completion.on(context, operation).thenApply(value -> value + 1);
              int value = call;
              CompletableFuture.runAsync(() -> operation.complete(value));
              assertThat(answer.join()).isEqualTo(call + 1);
            }
            done.countDown();
          });
    }
    await(done);
  }

  @Test
  void whatTheAnswerLeadsToIsWaitedForAsWell() throws Exception {
    ThreadContext context = patient.createContext();
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(2);
    context.execute(
        () -> {
          CompletableFuture<String> both =
              Completion.on(context, first)
                  .thenCompose(
                      one -> Completion.on(context, second).thenApply(another -> one + another));
          called.countDown();
          order.add(both.join());
          done.countDown();
        });
    context.execute(
        () -> {
          order.add("event");
          done.countDown();
        });
    await(called);
    first.complete("a");
    second.complete("b");
    await(done);
    assertThat(order).containsExactly("ab", "event");
  }

  @Test
  void callbacksThatWaitForEachOtherAnswersOfTwoContextsGoOn() throws Exception {
    ThreadContext one = threads.createContext();
    ThreadContext other = threads.createContext();
    CompletableFuture<Void> ofOne = new CompletableFuture<>();
    CompletableFuture<Void> ofOther = new CompletableFuture<>();
    CountDownLatch called = new CountDownLatch(2);
    CountDownLatch done = new CountDownLatch(2);
    one.execute(
        () -> {
          CompletableFuture<Void> answer = Completion.on(other, ofOther);
          called.countDown();
          answer.join();
          done.countDown();
        });
    other.execute(
        () -> {
          CompletableFuture<Void> answer = Completion.on(one, ofOne);
          called.countDown();
          answer.join();
          done.countDown();
        });
    await(called);
    ofOne.complete(null);
    ofOther.complete(null);
    await(done);
  }

  @Test
  void aFutureThatALaterEventCompletesIsWaitedFor() throws Exception {
    ThreadContext context = threads.createContext();
    CompletableFuture<Void> locked = new AtomixFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    context.execute(
        () -> {
          locked.join();
          done.countDown();
        });
    context.execute(() -> locked.complete(null));
    await(done);
  }

  @Test
  void soIsOneThatAtomixDoesNotKnowAfterACall() throws Exception {
    ThreadContext context = threads.createContext();
    CompletableFuture<Void> locked = new CompletableFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    context.execute(
        () -> {
          Completion.on(context, CompletableFuture.completedFuture("asked for the lock"));
          locked.join();
          done.countDown();
        });
    context.execute(() -> locked.complete(null));
    await(done);
  }

  @Test
  void aListenerThatSleepsIsNotCalledByAnotherThreadMeanwhile() throws Exception {
    ThreadContext context = threads.createContext();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(5);
    for (int i = 0; i < 5; i++) {
      context.execute(
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            sleep(100);
            inside.decrementAndGet();
            done.countDown();
          });
    }
    await(done);
    assertThat(most).hasValue(1);
  }

  @Test
  void whoeverWaitsWhenNoThreadIsLeftToEndItFailsAtOnce() throws Exception {
    CompletableFuture<Void> never = new AtomixFuture<>();
    int room = LIMIT - SIZE;
    AtomicInteger refused = new AtomicInteger();
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (int i = 0; i < room + 1; i++) {
      threads
          .createContext()
          .execute(
              () -> {
                try {
                  waitFor(never, 60_000);
                } catch (PrimitiveException e) {
                  refused.incrementAndGet();
                  failed.completeExceptionally(e);
                }
              });
    }
    assertThatThrownBy(() -> failed.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(PrimitiveException.class)
        .hasMessageContaining("partition group 'data'")
        .hasMessageContaining("async()");
    assertThat(refused).as("of %d that wait", room + 1).hasValue(1);
    never.complete(null);
  }

  @Test
  void whatCallersAreToBeToldAfterTheEndIsTold() throws Exception {
    ThreadContext context = threads.createContext();
    CompletableFuture<String> operation = new CompletableFuture<>();
    CompletableFuture<String> answer = Completion.on(context, operation);
    threads.close();
    operation.completeExceptionally(new PrimitiveException.ClosedSession("closed"));
    assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(PrimitiveException.ClosedSession.class);
  }

  @Test
  void aCallbackThatWaitsForWhatNeverComesIsInterruptedAfterTheEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    threads
        .createContext()
        .execute(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    await(begun);
    threads.close();
    await(interrupted);
  }

  /**
   * Returns whether the time was over; not join(), which Atomix lets one thread at a time enter.
   */
  private static boolean waitFor(CompletableFuture<Void> future, long millis) {
    try {
      future.get(millis, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sleepUntilTheEnd() {
    while (end.getCount() > 0) {
      sleep(10);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
