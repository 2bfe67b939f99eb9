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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.client.pipeline.Pipeline;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.testing.Await;
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
import java.util.Collections;
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
 * Two pipelines and many threads: callers whose messages go to one group or to both, on few keys,
 * and groups that answer on other threads. Whatever waits in one line for the other is woken.
 */
@Timeout(120)
class MulticastThreadsTest {
  private static final int CALLERS = 4;
  private static final int CALLS = 250;
  private static final int AT_ONCE = 20;
  private static final int KEYS = 3;
  private static final long RAFT_SESSION = 7;

  private final LocalClient local = new LocalClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  /** How many groups have yet to vote on a message. */
  private final Map<Long, AtomicInteger> missing = new ConcurrentHashMap<>();

  private final Group one = new Group(Lab.G, 0);
  private final Group two = new Group(Lab.H, 1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** A group that answers late, and votes differently on two thirds of the messages. */
  private final class Group {
    private final int number;
    private final AtomicLong index = new AtomicLong();
    private final AtomicLong notifications = new AtomicLong();
    private final Pipeline pipeline;

    private Group(GroupId id, int number) {
      this.number = number;
      this.pipeline =
          new Pipeline(
              id, local, session(), Lab.MAX_ENTRY_BYTES, notification -> {}, System::nanoTime);
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
      threads.execute(
          () ->
              answer.complete(
                  operation.id().type() == OperationType.QUERY
                      ? read(operation.value())
                      : apply(Batch.decode(operation.value()))));
      return answer;
    }

    private byte[] read(byte[] request) {
      List<Result> results = new ArrayList<>();
      ((ReadRequest.Queries) ReadRequest.decode(request))
          .queries()
          .forEach(query -> results.add(results.size() % 3 == 0 ? null : Lab.value(1)));
      return new ReadAnswer.QueryResults(index.get(), results).encode();
    }

    private byte[] apply(Batch batch) {
      List<Answer> answers = batch.commands().stream().map(this::answer).toList();
      return new Answer.AnswerBatch(index.incrementAndGet(), true, answers).encode();
    }

    private Answer answer(Command command) {
      if (!(command instanceof Command.Multicast multicast)) {
        return Lab.finished(1);
      }
      long sequence = multicast.sequence();
      boolean last =
          missing
                  .computeIfAbsent(
                      sequence, key -> new AtomicInteger(multicast.destinations().size()))
                  .decrementAndGet()
              == 0;
      if (sequence % 3 == 0) {
        return Lab.voted(0, new Result.Done(null));
      }
      if (last) {
        threads.execute(() -> one.executed(sequence));
        threads.execute(() -> two.executed(sequence));
      }
      return Lab.votedNotFirst(1 + number);
    }

    private synchronized void executed(long sequence) {
      Notification result =
          new Notification.Deferred(notifications.incrementAndGet(), sequence, Lab.value(1));
      pipeline.deliver(new Delivery(RAFT_SESSION, List.of(result)));
    }

    private HostedSessionClient.OpenedSession open() {
      return new HostedSessionClient.OpenedSession(pipeline, Lab.HOSTED_SESSION);
    }
  }

  private CompletableFuture<?> call(Random random) {
    GroupFootprint footprint = Lab.writes("map", random.nextInt(KEYS));
    Group group = random.nextBoolean() ? one : two;
    return switch (random.nextInt(4)) {
      case 0 -> write(group, footprint);
      case 1 -> query(group, Lab.reads("map", random.nextInt(KEYS)));
      default -> both(footprint, Lab.writes("map", random.nextInt(KEYS)), random.nextBoolean());
    };
  }

  private CompletableFuture<?> both(
      GroupFootprint inOne, GroupFootprint inTwo, boolean resultWanted) {
    HostedOperation operation = new HostedOperation("swap", OperationType.COMMAND, null);
    return MulticastCall.submit(
        local,
        MulticastMessage.to(
            List.of(
                new Destination(one.open(), operation, inOne),
                new Destination(two.open(), operation, inTwo)),
            resultWanted,
            !resultWanted),
        true,
        group -> null);
  }

  private CompletableFuture<?> write(Group group, GroupFootprint footprint) {
    Submission submission = submission(footprint, OperationType.COMMAND);
    group.pipeline.submit(submission);
    return ended(submission, submission.result());
  }

  private CompletableFuture<?> query(Group group, GroupFootprint footprint) {
    Submission instead = submission(footprint, OperationType.QUERY);
    ReadRequest.Query query =
        new ReadRequest.Query(
            Lab.HOSTED_SESSION, new HostedOperation("get", OperationType.QUERY, null), footprint);
    return ended(instead, group.pipeline.query(query, instead));
  }

  private Submission submission(GroupFootprint footprint, OperationType type) {
    long sequence = local.next();
    HostedOperation operation = new HostedOperation("op", type, null);
    return new Submission(
        new Command.Local(sequence, Lab.HOSTED_SESSION, operation, footprint), sequence, footprint);
  }

  private CompletableFuture<?> ended(Submission submission, CompletableFuture<?> call) {
    return call.whenComplete((result, error) -> local.resolved(submission.sequence()));
  }

  private void callOften(Random random) throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE);
    for (int i = 0; i < CALLS; i++) {
      room.acquire();
      CompletableFuture<?> call = call(random);
      call.whenComplete(
          (result, error) -> {
            if (error != null
                && !(Lab.failureOf(call) instanceof NotAppliedException)
                && !(Lab.failureOf(call) instanceof OutcomeUnknownException)) {
              problems.add("a call failed with " + error);
            }
            room.release();
          });
    }
    assertThat(room.tryAcquire(AT_ONCE, 60, TimeUnit.SECONDS)).as("every call ends").isTrue();
  }

  @RepeatedTest(4)
  void everyCallEndsAlsoWhenASessionIsLostMeanwhile(RepetitionInfo repetition)
      throws InterruptedException, ExecutionException {
    ExecutorService calling = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Random random = new Random(i);
        callers.add(
            calling.submit(
                () -> {
                  callOften(random);
                  return null;
                }));
      }
      if (repetition.getCurrentRepetition() % 2 == 0) {
        while (one.index.get() < 10 && !callers.get(0).isDone()) {
          Thread.onSpinWait();
        }
        one.pipeline.fail(new IllegalStateException("its Raft session expired"));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    } finally {
      calling.shutdownNow();
    }
    assertThat(problems).isEmpty();
    // A call may be complete by what one group tells, before the answer of another is taken.
    long next = local.next();
    Await.until("all calls are resolved", local::resolvedBelow, below -> below == next);
  }
}
