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
package io.atomix.mcast.client.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import io.atomix.primitive.session.SessionId;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/**
 * One pipeline and many threads: callers, a group that answers on others, deliveries, and the loss
 * of the session.
 */
@Timeout(120)
class PipelineThreadsTest {
  private static final int CALLERS = 4;
  private static final int CALLS = 300;
  private static final int AT_ONCE = 20;
  private static final long RAFT_SESSION = 7;

  private final LocalClient local = new LocalClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 3);
  private final AtomicInteger batchesUnderWay = new AtomicInteger();
  private final AtomicLong index = new AtomicLong();
  private final AtomicLong notifications = new AtomicLong();
  private final Map<Long, Long> lastSequenceOf = new ConcurrentHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Pipeline pipeline =
      new Pipeline(
          Lab.G, local, session(), Lab.MAX_ENTRY_BYTES, notification -> {}, System::nanoTime);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private SessionClient session() {
    return (SessionClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SessionClient.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "sessionId" -> SessionId.from(RAFT_SESSION);
                  case "execute" -> execute((PrimitiveOperation) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    if (operation.id().type() == OperationType.QUERY) {
      threads.execute(() -> answer.complete(read(operation.value())));
    } else {
      if (batchesUnderWay.incrementAndGet() > 1) {
        problem("two batches are under way");
      }
      threads.execute(
          () -> {
            byte[] answers = apply(Batch.decode(operation.value()));
            batchesUnderWay.decrementAndGet();
            answer.complete(answers);
          });
    }
    return answer;
  }

  private synchronized void problem(String problem) {
    problems.add(problem);
  }

  private byte[] read(byte[] request) {
    List<Result> results = new ArrayList<>();
    ((ReadRequest.Queries) ReadRequest.decode(request))
        .queries()
        .forEach(query -> results.add(results.size() % 3 == 0 ? null : Lab.value(1)));
    return new ReadAnswer.QueryResults(index.get(), results).encode();
  }

  private byte[] apply(Batch batch) {
    List<Answer> answers = new ArrayList<>();
    for (Command command : batch.commands()) {
      Command.Local call = (Command.Local) command;
      long caller = call.footprint().keys().firstKey();
      Long before = lastSequenceOf.put(caller, call.sequence());
      if (before != null && before > call.sequence()) {
        problem("message " + call.sequence() + " came after " + before);
      }
      if (call.sequence() % 4 == 0) {
        Notification later =
            new Notification.Deferred(
                notifications.incrementAndGet(), call.sequence(), Lab.value(1));
        threads.execute(() -> pipeline.deliver(new Delivery(RAFT_SESSION, List.of(later))));
        answers.add(Lab.waiting());
      } else {
        answers.add(Lab.finished(1));
      }
    }
    return new Answer.AnswerBatch(index.incrementAndGet(), true, answers).encode();
  }

  /** Makes calls on a key of its own, a few at once, and returns how many succeeded. */
  private int call(long key, Random random) throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE);
    AtomicInteger succeeded = new AtomicInteger();
    for (int i = 0; i < CALLS; i++) {
      room.acquire();
      boolean query = random.nextBoolean();
      CompletableFuture<Result> call = query ? query(key) : write(key);
      call.whenComplete(
          (result, error) -> {
            if (error == null) {
              succeeded.incrementAndGet();
            } else if (!(Lab.failureOf(call) instanceof NotAppliedException)
                && !(Lab.failureOf(call) instanceof OutcomeUnknownException)) {
              problem("a call failed with " + error);
            }
            room.release();
          });
    }
    assertThat(room.tryAcquire(AT_ONCE, 60, TimeUnit.SECONDS)).as("every call ends").isTrue();
    return succeeded.get();
  }

  private synchronized CompletableFuture<Result> write(long key) {
    long sequence = local.next();
    GroupFootprint footprint = Lab.writes("map", key);
    HostedOperation operation = new HostedOperation("put", OperationType.COMMAND, new byte[20]);
    Submission submission =
        new Submission(new Command.Local(sequence, 3, operation, footprint), sequence, footprint);
    pipeline.submit(submission);
    return ended(sequence, submission.result());
  }

  private synchronized CompletableFuture<Result> query(long key) {
    long sequence = local.next();
    GroupFootprint footprint = Lab.reads("map", key);
    HostedOperation operation = new HostedOperation("get", OperationType.QUERY, null);
    Submission instead =
        new Submission(
            new Command.Local(sequence, 3, operation, Lab.reads("map", 1000 + sequence)),
            sequence,
            footprint);
    return ended(sequence, pipeline.query(new ReadRequest.Query(3, operation, footprint), instead));
  }

  private CompletableFuture<Result> ended(long sequence, CompletableFuture<Result> call) {
    return call.whenComplete((result, error) -> local.resolved(sequence));
  }

  @RepeatedTest(4)
  void everyCallEndsAlsoWhenTheSessionIsLostMeanwhile(RepetitionInfo repetition)
      throws InterruptedException, ExecutionException {
    List<Future<Integer>> callers = new ArrayList<>();
    ExecutorService calling = Executors.newFixedThreadPool(CALLERS);
    try {
      for (int i = 0; i < CALLERS; i++) {
        long key = i;
        callers.add(calling.submit(() -> call(key, new Random(key))));
      }
      boolean loses = repetition.getCurrentRepetition() % 2 == 0;
      if (loses) {
        while (index.get() < 3 && !callers.get(0).isDone()) {
          Thread.onSpinWait();
        }
        pipeline.fail(new IllegalStateException("its Raft session expired"));
      }
      int succeeded = 0;
      for (Future<Integer> caller : callers) {
        succeeded += caller.get();
      }
      assertThat(succeeded).isGreaterThanOrEqualTo(loses ? 1 : CALLERS * CALLS);
    } finally {
      calling.shutdownNow();
    }
    assertThat(problems).isEmpty();
    assertThat(local.resolvedBelow()).isEqualTo(local.next());
  }
}
