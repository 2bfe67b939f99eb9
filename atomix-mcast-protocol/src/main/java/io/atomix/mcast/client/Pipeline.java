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

import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Raft session of this node in one group. What callers want while a batch is under way gathers
 * and goes as the next one: one entry at a time, because Atomix's Raft may park a second one for
 * five seconds. Commands keep the order in which they were called; a query without an entry neither
 * overtakes an earlier command of the same primitive nor is overtaken by a later one that conflicts
 * with it.
 *
 * <p>Thread-safe. Futures complete on the thread that brings an answer, which is the network's, or
 * that calls: what depends on them must not block, and reaches the application in the context of
 * its session.
 */
final class Pipeline {
  private static final Logger LOGGER = LoggerFactory.getLogger(Pipeline.class);
  private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

  /** An entry for it would hold up what is called next; until then the group keeps the items. */
  private static final long UNACKNOWLEDGED_NANOS = Duration.ofSeconds(2).toNanos();

  private static final int UNACKNOWLEDGED_ITEMS = 1000;

  private final GroupId group;
  private final SessionErrors errors;
  private final LocalClient local;
  private final SessionClient raft;
  private final long raftSession;
  private final int maxBatchBytes;
  private final Consumer<Item> events;
  private final LongSupplier clock;

  private final Object lock = new Object();

  private final SendQueue queue = new SendQueue(this::mayPass);
  private final Map<Long, Submission> awaited = new LinkedHashMap<>();

  private final OutstandingReads outstandingReads = new OutstandingReads();
  private final UnsettledMulticasts unsettled = new UnsettledMulticasts();
  private final Inbox inbox = new Inbox();
  private final KnownExecutions knownExecutions = new KnownExecutions();
  private final ReadQueue reads;

  /**
   * What callers are told, in this order, once the lock is released: their code may call any
   * pipeline.
   */
  private final Queue<Runnable> completions = new ConcurrentLinkedQueue<>();

  private final AtomicInteger completing = new AtomicInteger();

  /** The batch that is under way, or null. */
  private volatile List<Submission> sending;

  private long acknowledged;
  private long lastIndex;
  private long lastAsked;
  private long lastTold;
  private long toldResolvedBelow;
  private Throwable failure;

  /**
   * Creates a pipeline over an open Raft session.
   *
   * @param events takes events and ends of sessions, in their order, each after the answer to the
   *     command that caused it
   * @param clock tells the time in nanoseconds of any origin
   */
  Pipeline(
      GroupId group,
      LocalClient local,
      SessionClient raft,
      int maxEntryBytes,
      Consumer<Item> events,
      LongSupplier clock) {
    this.group = group;
    this.errors = new SessionErrors(group);
    this.local = local;
    this.raft = raft;
    this.raftSession = raft.sessionId().id();
    this.maxBatchBytes = maxEntryBytes - Batch.OVERHEAD;
    this.events = events;
    this.clock = clock;
    this.lastAsked = clock.getAsLong();
    this.lastTold = lastAsked;
    this.reads = new ReadQueue(lock, raft, true, () -> 0, this::mayAsk, this::runCompletions);
  }

  long raftSession() {
    return raftSession;
  }

  /** Returns how large a command may be. */
  int maxCommandBytes() {
    return maxBatchBytes;
  }

  /**
   * Submits the first, empty batch: from then on the group knows which client this Raft session
   * carries.
   */
  CompletableFuture<Void> hello() {
    long resolvedBelow = local.resolvedBelow();
    synchronized (lock) {
      toldResolvedBelow = resolvedBelow;
    }
    byte[] batch = new Batch(local.id(), resolvedBelow, 0, List.of()).encode();
    return execute(GroupService.BATCH, batch).thenAccept(bytes -> decode(0, bytes));
  }

  /** Submits a command that is for this group alone. */
  void submit(Submission submission, Footprint footprint) {
    enqueue(submission, footprint, false);
    runCompletions();
  }

  /**
   * Submits a command that is for other groups too. Until it is {@link #settled}, later operations
   * that conflict with it wait here. All groups must be given a client's multicast messages in the
   * same order, or two of them might wait for each other; so nothing else is done on the way, and
   * {@link #runCompletions} has to be called when all have it.
   */
  void enqueueMulticast(Submission submission, Footprint footprint) {
    enqueue(submission, footprint, true);
  }

  private void enqueue(Submission submission, Footprint footprint, boolean multicast) {
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> submission.fail(errors.notSent(failure)));
      } else {
        submission.afterRead(outstandingReads.blocking(footprint));
        submission.afterMulticast(unsettled.blocking(footprint));
        if (multicast) {
          unsettled.add(submission.sequence(), footprint);
        }
        awaited.put(submission.sequence(), submission);
        queue.add(submission, footprint);
        sendNext();
      }
    }
  }

  /**
   * No later operation can take effect before a multicast message any more, or it never takes
   * effect.
   */
  void settled(long sequence, String primitive) {
    synchronized (lock) {
      unsettled.settled(sequence, primitive);
    }
    goOn();
  }

  /**
   * Rule 6: this client knows from the answers to its own message that it is ready in every group.
   * Its next batch says so, before anything else, so that what it calls next does not wait for what
   * it has seen complete, and the groups need not tell each other.
   */
  void carry(Entry.Execute execution) {
    synchronized (lock) {
      knownExecutions.add(execution, clock.getAsLong());
    }
  }

  /** Returns whether a batch is under way, so that commands have to wait for the next one. */
  boolean isBusy() {
    return sending != null;
  }

  /** Something has happened that commands or queries may wait for. */
  void goOn() {
    synchronized (lock) {
      sendNext();
    }
    runCompletions();
  }

  private boolean mayAsk(ReadQueue.Waiting query) {
    return (query.afterCommand() == null || query.afterCommand().isSent())
        && unsettled.settledUpTo(query.afterMulticast(), query.query().footprint().primitive());
  }

  private boolean mayPass(Submission submission) {
    Gate gate = submission.gate();
    if (gate != null && gate.withdrawn() != null) {
      return true;
    }
    if (!outstandingReads.answeredUpTo(submission.afterRead())
        || !unsettled.settledUpTo(
            submission.afterMulticast(), SendQueue.primitive(submission.command()))) {
      return false;
    }
    if (gate == null) {
      return true;
    }
    if (submission.arrives() && gate.arrive()) {
      completions.add(gate::open);
    }
    return gate.isOpen();
  }

  /** The caller no longer waits for the deferred result of a message. */
  void forget(long sequence) {
    synchronized (lock) {
      awaited.remove(sequence);
    }
  }

  /**
   * Rule 7: asks a query at the leader; if it cannot answer at once, the command is submitted
   * instead, in the query's place.
   */
  CompletableFuture<Result> query(ReadRequest.Query query, Submission instead) {
    CompletableFuture<Result> future = new CompletableFuture<>();
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> future.completeExceptionally(errors.notAnswered(failure)));
      } else {
        long number = outstandingReads.add(query.footprint());
        Submission before = queue.lastOf(query.footprint().primitive());
        if (before != null && !before.isSent()) {
          before.markWanted();
          sendNext();
        }
        reads.add(
            new ReadQueue.Waiting(
                query,
                before,
                unsettled.blocking(query.footprint()),
                (waiting, result) -> queried(number, query, instead, future, result)));
      }
    }
    runCompletions();
    return future;
  }

  private void queried(
      long number,
      ReadRequest.Query query,
      Submission instead,
      CompletableFuture<Result> future,
      Optional<Result> result) {
    outstandingReads.remove(number, query.footprint());
    if (result.isPresent()) {
      completions.add(() -> future.complete(result.get()));
    } else if (failure != null) {
      completions.add(() -> future.completeExceptionally(errors.notAnswered(failure)));
    } else {
      awaited.put(instead.sequence(), instead);
      queue.addInsteadOfQuery(instead);
      resultOf(instead).whenComplete((found, error) -> complete(future, found, error));
    }
    sendNext();
  }

  /** Returns the one result of a local message, whether it comes with the answer or later. */
  static CompletableFuture<Result> resultOf(Submission submission) {
    return submission
        .answer()
        .thenCompose(
            answer ->
                answer instanceof Answer.Finished finished
                    ? CompletableFuture.completedFuture(finished.result())
                    : submission.deferred());
  }

  /**
   * Returns the log index that a weaker read of this client must not be older than, because an
   * answer was as of it, or -1 if a command that the client called before is not answered yet.
   */
  long indexFor(String primitive) {
    synchronized (lock) {
      return queue.lastOf(primitive) == null && unsettled.settledUpTo(Long.MAX_VALUE, primitive)
          ? Math.max(lastIndex, reads.index())
          : -1;
    }
  }

  private void take(Item.Deferred deferred) {
    Submission submission = awaited.remove(deferred.sequence());
    if (submission != null) {
      completions.add(() -> submission.deferred().complete(deferred.result()));
    }
  }

  /** Takes a delivery and returns the number of the last item that is here with all before it. */
  long deliver(Delivery delivery) {
    long has;
    synchronized (lock) {
      for (Item item : delivery.items()) {
        inbox.take(item, this::take);
      }
      releaseEvents();
      has = inbox.received();
    }
    runCompletions();
    return has;
  }

  /**
   * To be called now and then: acknowledges what no batch has acknowledged, says what will not be
   * submitted any more, and asks for results that are late.
   */
  void tick(long askAgainNanos) {
    boolean ask;
    synchronized (lock) {
      if (failure != null) {
        return;
      }
      long now = clock.getAsLong();
      long unacknowledged = inbox.received() - acknowledged;
      boolean news =
          unacknowledged > 0 && now - lastTold > UNACKNOWLEDGED_NANOS
              || unacknowledged >= UNACKNOWLEDGED_ITEMS
              // A group keeps its refusals for as long as it has not heard this.
              || local.resolvedBelow() > toldResolvedBelow && now - lastTold > IDLE_NANOS;
      if (news && sending == null && queue.isEmpty()) {
        sendBatch(List.of());
      }
      ask =
          now - lastAsked > askAgainNanos
              && awaited.values().stream()
                  .anyMatch(submission -> submission.isLate(now, askAgainNanos));
    }
    runCompletions();
    if (ask) {
      askForItems();
    }
  }

  private void askForItems() {
    byte[] request;
    synchronized (lock) {
      lastAsked = clock.getAsLong();
      request = new ReadRequest.Items(inbox.received()).encode();
    }
    execute(GroupService.READ, request)
        .whenComplete(
            (bytes, error) -> {
              try {
                if (error == null && ReadAnswer.decode(bytes) instanceof ReadAnswer.Items items) {
                  deliver(items.delivery());
                }
              } catch (RuntimeException e) {
                LOGGER.warn(
                    "Client of group {} could not read what it had asked for: {}",
                    group,
                    e.getMessage());
              }
            });
  }

  /** The Raft session is over: whatever is not answered yet fails. */
  void fail(Throwable reason) {
    synchronized (lock) {
      if (failure != null) {
        return;
      }
      failure = reason;
      for (Submission submission : queue.drain()) {
        awaited.remove(submission.sequence());
        completions.add(() -> submission.fail(errors.notSent(failure)));
      }
      Set<Submission> unanswered = new LinkedHashSet<>(awaited.values());
      if (sending != null) {
        unanswered.addAll(sending);
      }
      awaited.clear();
      unanswered.forEach(
          submission -> completions.add(() -> submission.fail(errors.unknown(reason))));
      reads.drain().forEach(waiting -> waiting.done().accept(waiting, Optional.empty()));
    }
    runCompletions();
  }

  /** Returns whether the Raft session is over. */
  boolean isFailed() {
    synchronized (lock) {
      return failure != null;
    }
  }

  private void run(Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException e) {
      LOGGER.warn("Client of group {} could not pass something on", group, e);
    }
  }

  private void releaseEvents() {
    inbox.release(
        sending == null ? Long.MAX_VALUE : lastIndex,
        event -> completions.add(() -> events.accept(event)));
  }

  /**
   * Runs completions in their order; if another thread is at it, that one runs these as well. Who
   * holds the lock leaves it to whoever releases it.
   */
  void runCompletions() {
    if (Thread.holdsLock(lock)) {
      return;
    }
    if (completing.getAndIncrement() == 0) {
      int seen = 1;
      do {
        for (Runnable next = completions.poll(); next != null; next = completions.poll()) {
          run(next);
        }
        seen = completing.addAndGet(-seen);
      } while (seen != 0);
    }
  }

  private void sendNext() {
    if (failure != null) {
      return;
    }
    queue.letPass();
    if (sending == null && queue.isWorthABatch()) {
      List<Submission> batch = queue.nextBatch(maxBatchBytes, this::withdraw);
      if (!batch.isEmpty()) {
        sendBatch(batch);
      }
    }
    reads.sendNext();
  }

  private void withdraw(Submission submission) {
    submission.markSent();
    done(submission);
    completions.add(() -> submission.fail(submission.gate().withdrawn()));
  }

  /** Nothing more comes for a command than what its caller is told now. */
  private void done(Submission submission) {
    awaited.remove(submission.sequence());
    queue.answered(submission);
  }

  private void sendBatch(List<Submission> batch) {
    sending = batch;
    batch.forEach(this::markSent);
    long acknowledging = inbox.received();
    toldResolvedBelow = local.resolvedBelow();
    lastTold = clock.getAsLong();
    List<Command> commands = new ArrayList<>(knownExecutions.take(spaceBeside(batch), lastTold));
    int carried = commands.size();
    batch.forEach(submission -> commands.add(submission.command()));
    Batch encoded = new Batch(local.id(), toldResolvedBelow, acknowledging, commands);
    execute(GroupService.BATCH, encoded.encode())
        .whenComplete((bytes, error) -> answered(batch, carried, acknowledging, bytes, error));
  }

  private void markSent(Submission submission) {
    submission.markSent();
    Gate gate = submission.gate();
    if (gate != null && gate.heldBack()) {
      completions.add(gate::open);
    }
  }

  private int spaceBeside(List<Submission> batch) {
    return maxBatchBytes - batch.stream().mapToInt(submission -> submission.command().size()).sum();
  }

  private CompletableFuture<byte[]> execute(OperationId operation, byte[] value) {
    try {
      return raft.execute(PrimitiveOperation.operation(operation, value));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(
      List<Submission> batch, int carried, long acknowledging, byte[] bytes, Throwable error) {
    Throwable problem = error;
    Answer.Batch answers = null;
    if (problem == null) {
      try {
        answers = decode(carried + batch.size(), bytes);
      } catch (RuntimeException e) {
        problem = e;
      }
    }
    synchronized (lock) {
      if (sending != batch || failure != null) {
        return;
      }
      sending = null;
      if (problem == null) {
        acknowledged = Math.max(acknowledged, acknowledging);
        lastIndex = Math.max(lastIndex, answers.index());
        distribute(batch, carried, answers);
      } else {
        OutcomeUnknownException unknown = errors.refusedByLog(problem);
        for (Submission submission : batch) {
          done(submission);
          completions.add(() -> submission.fail(unknown));
        }
      }
      releaseEvents();
      sendNext();
      if (error != null && !batch.isEmpty() && sending == null && failure == null) {
        // Raft answers no query of a session before the command before it, and one that it refused
        // is never done: another takes its place.
        sendBatch(List.of());
      }
    }
    runCompletions();
  }

  private static Answer.Batch decode(int commands, byte[] bytes) {
    Answer.Batch answers = Answer.Batch.decode(bytes);
    int expected = answers.understood() ? commands : 1;
    if (answers.answers().size() != expected) {
      throw new WireException(
          "The answer to a batch of "
              + commands
              + " commands holds "
              + answers.answers().size()
              + " answers");
    }
    return answers;
  }

  private void distribute(List<Submission> batch, int carried, Answer.Batch answers) {
    long now = clock.getAsLong();
    for (int i = 0; i < batch.size(); i++) {
      Submission submission = batch.get(i);
      Answer answer = answers.answers().get(answers.understood() ? carried + i : 0);
      queue.answered(submission);
      if (answer instanceof Answer.Finished) {
        awaited.remove(submission.sequence());
      } else {
        submission.waitingSince(now);
      }
      completions.add(() -> submission.answer().complete(answer));
    }
  }

  private static <T> void complete(CompletableFuture<T> future, T value, Throwable error) {
    if (error != null) {
      future.completeExceptionally(error);
    } else {
      future.complete(value);
    }
  }
}
