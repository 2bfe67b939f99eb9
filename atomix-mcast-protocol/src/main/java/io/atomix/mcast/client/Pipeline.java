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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Raft session of this node in one group. What callers want while a batch is under way gathers
 * and goes as the next one: one entry at a time, because Atomix's Raft may park a second one for
 * five seconds.
 *
 * <p>What was called first takes effect first: at any time, whatever has been sent to the group
 * comes behind all earlier calls that conflict with it and take effect at all, here and in all
 * their other groups. For that,
 *
 * <ul>
 *   <li>every group has one line, which a call joins when it is called: at the entrance of its
 *       session while that is being opened ({@link HostedSessionClient#whenOpen}), then here;
 *   <li>commands of a primitive keep their order, since one batch goes at a time;
 *   <li>a multicast message is sent to no group before it may be sent to all ({@link Gate}), and
 *       until its place is settled everywhere, what conflicts with it waits in each of its groups
 *       ({@link UnsettledCalls}), but for multicast messages that conflict with it in all of them:
 *       these are sent behind it. A lost answer settles nothing: the groups that are left tell what
 *       became of it, or a barrier finds it out ({@link #settleBehind});
 *   <li>a query without an entry is asked behind the commands that were called before it, and what
 *       conflicts with it is sent when it is answered;
 *   <li>nothing of a lost session is applied any more once the next one has begun, and the opening
 *       of a primitive's session waits, in the group's order, for all that conflicts with anything
 *       in the primitive: what follows in the new session needs to know nothing of the old one.
 * </ul>
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

  /** A group that does not answer for so long may be without a leader. */
  private static final long SILENT_NANOS = Duration.ofMillis(250).toNanos();

  private final GroupId group;
  private final SessionErrors errors;
  private final LocalClient local;
  private final SessionClient raft;
  private final long raftSession;
  private final int maxBatchBytes;
  private final Consumer<Item> events;
  private final LongSupplier clock;

  private final Object lock = new Object();

  private final SendQueue queue = new SendQueue(this::passage);
  private final Map<Long, Submission> awaited = new LinkedHashMap<>();

  /** Multicast messages that need not stand aside any more; others add to it without the lock. */
  private final Queue<Submission> released = new ConcurrentLinkedQueue<>();

  private final UnsettledCalls unsettled = new UnsettledCalls();

  private final Inbox inbox = new Inbox();
  private final KnownExecutions knownExecutions = new KnownExecutions();
  private final ReadQueue reads;

  private final Completions completions;
  private final Barriers barriers;

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
   *     command that caused it and before later answers; it must pass them on before it returns
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
    this.completions = new Completions(group, lock);
    this.barriers = new Barriers(local, this::submitAtOnce);
    this.reads = new ReadQueue(lock, raft, true, new Carried(), this::mayAsk, this::runCompletions);
  }

  long raftSession() {
    return raftSession;
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
  void submit(Submission submission) {
    enqueue(submission, false);
    runCompletions();
  }

  /**
   * Submits a command that is for other groups too. Until it is {@link #settled}, later operations
   * that conflict with it wait here. All groups must be given a client's multicast messages in the
   * same order, or two of them might wait for each other; so nothing else is done on the way, and
   * {@link #runCompletions} has to be called when all have it.
   */
  void enqueueMulticast(Submission submission) {
    enqueue(submission, true);
  }

  /**
   * Adds what a multicast message could be made to meet in all groups; see {@link Reach}.
   *
   * @param footprint what it touches in this group
   */
  void addPartlyMet(Footprint footprint, Reach reach, Set<Reach> found) {
    synchronized (lock) {
      unsettled.addPartlyMet(footprint, reach, found);
    }
  }

  private void enqueue(Submission submission, boolean multicast) {
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> submission.fail(errors.notSent(failure)));
      } else {
        submission.after(unsettled.blocking(submission.footprint(), submission.reach()));
        if (multicast && !submission.isSettled()) {
          submission.place(
              unsettled.add(submission.footprint(), submission.reach(), submission.after()));
        }
        awaited.put(submission.sequence(), submission);
        queue.add(submission);
        sendNext();
      }
    }
  }

  /** A multicast message may be sent to all its groups: it goes with the next batch. */
  void release(Submission submission) {
    released.add(submission);
  }

  /**
   * No later operation can take effect before a multicast message any more, or it never takes
   * effect.
   */
  void settled(Submission submission) {
    synchronized (lock) {
      submission.markSettled();
      unsettled.settled(submission.place(), submission.primitive());
      if (submission.gate().withdrawn() != null) {
        queue.release(submission);
      }
    }
    goOn();
  }

  /**
   * It is not known, and nobody will tell, what becomes of a multicast message that this group may
   * have voted on: it is settled behind a barrier.
   *
   * @param session the session of the primitive that the message was submitted in
   */
  void settleBehind(Submission submission, long session) {
    barriers.submit(submission, session, () -> settled(submission));
  }

  private void submitAtOnce(Submission submission) {
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> submission.fail(errors.notSent(failure)));
      } else {
        awaited.put(submission.sequence(), submission);
        queue.addAtOnce(submission);
        sendNext();
      }
    }
    runCompletions();
  }

  /**
   * Rule 6: this client knows from the answers to its own message that it is stable. Its next batch
   * says so, before anything else, so that what it calls next does not wait for what it has seen
   * complete, and the groups need not tell each other.
   */
  void carry(Entry.Execute execution) {
    synchronized (lock) {
      knownExecutions.add(execution, clock.getAsLong());
    }
  }

  /** Returns whether no batch has been under way for long. */
  boolean isAnswering() {
    synchronized (lock) {
      return failure == null && (sending == null || clock.getAsLong() - lastTold < SILENT_NANOS);
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
        && unsettled.areSettled(query.after(), query.query().footprint());
  }

  private SendQueue.Passage passage(Submission submission) {
    Gate gate = submission.gate();
    if (gate != null && gate.withdrawn() != null) {
      return SendQueue.Passage.PASSES;
    }
    if (!unsettled.areSettled(submission.after(), submission.footprint())) {
      return SendQueue.Passage.WAITS;
    }
    if (gate == null) {
      return SendQueue.Passage.PASSES;
    }
    if (gate.arrive()) {
      completions.add(gate::open);
    }
    if (!gate.isOpen()) {
      return SendQueue.Passage.STEPS_ASIDE;
    }
    // What was called before and is met everywhere may be sent to all groups by now as well.
    takeReleased();
    return SendQueue.Passage.PASSES;
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
        long after = unsettled.blocking(query.footprint());
        Submission before = queue.lastOf(query.footprint().primitive());
        if (before != null && !before.isSent()) {
          before.markWanted();
          sendNext();
        }
        ask(query, instead, unsettled.add(query.footprint()), before, after, future);
      }
    }
    runCompletions();
    return future;
  }

  private void ask(
      ReadRequest.Query query,
      Submission instead,
      long number,
      Submission before,
      long after,
      CompletableFuture<Result> future) {
    reads.add(
        new ReadQueue.Waiting(
            query,
            before,
            after,
            (waiting, result) -> queried(number, query, instead, future, result)));
  }

  private void queried(
      long number,
      ReadRequest.Query query,
      Submission instead,
      CompletableFuture<Result> future,
      Optional<Result> result) {
    unsettled.settled(number, query.footprint().primitive());
    if (result.isPresent()) {
      completions.add(() -> future.complete(result.get()));
    } else if (failure != null) {
      completions.add(() -> future.completeExceptionally(errors.notAnswered(failure)));
    } else {
      awaited.put(instead.sequence(), instead);
      // Earlier commands of the primitive have been sent, later ones that conflict still wait.
      queue.addAtOnce(instead);
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
   * A query that any replica answers is about to be asked, unless a command of the primitive was
   * called before and is not answered yet, or a multicast message that conflicts with it is not
   * settled. Later operations that conflict with it wait until it is {@linkplain #answered
   * answered}, or asked here.
   */
  Optional<WeakRead> beginWeakRead(ReadRequest.Query query) {
    Footprint footprint = query.footprint();
    synchronized (lock) {
      return failure == null
              && queue.isAnswered(footprint.primitive())
              && unsettled.blocking(footprint) == 0
          ? Optional.of(
              new WeakRead(query, unsettled.add(footprint), Math.max(lastIndex, reads.index())))
          : Optional.empty();
    }
  }

  /**
   * A query on its way to any replica.
   *
   * @param notBefore the log index that the replica must have applied, because an answer to this
   *     client was as of it
   */
  record WeakRead(ReadRequest.Query query, long number, long notBefore) {}

  /**
   * A query was answered by a replica. Its answer is not told behind the end of the session, whose
   * listeners hear no more of what the answer shows.
   *
   * @param answer what came from the replica; its items are told before the future completes
   */
  CompletableFuture<Result> answered(WeakRead read, ReadAnswer.Results answer) {
    CompletableFuture<Result> future = new CompletableFuture<>();
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> future.completeExceptionally(errors.notAnswered(failure)));
      } else {
        unsettled.settled(read.number(), read.query().footprint().primitive());
        new Carried().take(answer.items(), answer.index());
        completions.add(() -> future.complete(answer.results().get(0)));
      }
    }
    goOn();
    return future;
  }

  /** No replica has answered: the leader is asked, as for {@link #query}, in the same place. */
  CompletableFuture<Result> query(WeakRead read, Submission instead) {
    CompletableFuture<Result> future = new CompletableFuture<>();
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> future.completeExceptionally(errors.notAnswered(failure)));
      } else {
        ask(read.query(), instead, read.number(), null, 0, future);
      }
    }
    runCompletions();
    return future;
  }

  /** Tells what a group has told, with the lock: it is told in the order of these calls. */
  private void tell(Item item) {
    if (item instanceof Item.Deferred deferred) {
      Submission submission = awaited.remove(deferred.sequence());
      if (submission != null) {
        completions.add(() -> submission.deferred().complete(deferred.result()));
      }
    } else {
      completions.add(() -> events.accept(item));
    }
  }

  /** Items that come along with an answer, which are told before it. */
  private final class Carried implements ReadQueue.Items {
    @Override
    public long told() {
      return inbox.told();
    }

    @Override
    public void take(List<Item> items, long index) {
      items.forEach(inbox::take);
      if (!items.isEmpty()) {
        inbox.releaseUpTo(items.get(items.size() - 1).number(), Pipeline.this::tell);
      }
      // What was acknowledged and is held back does not come along again.
      inbox.release(index, Pipeline.this::tell);
    }
  }

  /** Returns the number of the last item that was told, with all before it. */
  long told() {
    synchronized (lock) {
      return inbox.told();
    }
  }

  /** Takes a delivery and returns the number of the last item that is here with all before it. */
  long deliver(Delivery delivery) {
    long has;
    synchronized (lock) {
      delivery.items().forEach(inbox::take);
      releaseEvents();
      has = inbox.received();
    }
    runCompletions();
    return has;
  }

  /** Rule 8: a leader says that messages of this client are stable. */
  void stable(List<Long> sequences) {
    synchronized (lock) {
      for (long sequence : sequences) {
        Submission submission = awaited.get(sequence);
        if (submission != null) {
          completions.add(submission::stable);
        }
      }
    }
    runCompletions();
  }

  /**
   * Keeps the line going, called now and then: acknowledges what no batch has acknowledged, says
   * what will not be submitted any more, and asks for results that are late.
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
    barriers.submitAgain();
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
                    "Client of group {} could not read the answer to a read request: {}",
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

  private void releaseEvents() {
    inbox.release(sending == null ? Long.MAX_VALUE : lastIndex, this::tell);
  }

  /** Tells callers what there is to tell, unless this thread holds the lock. */
  void runCompletions() {
    completions.run();
  }

  private void sendNext() {
    if (failure != null) {
      return;
    }
    takeReleased();
    queue.letPass();
    if (sending == null && queue.isWorthABatch()) {
      List<Submission> batch = queue.nextBatch(maxBatchBytes, this::withdraw);
      if (!batch.isEmpty()) {
        sendBatch(batch);
      }
    }
    reads.sendNext();
  }

  private void takeReleased() {
    for (Submission next = released.poll(); next != null; next = released.poll()) {
      queue.release(next);
    }
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
    boolean tellFirst = problem == null && mayMakeStable(batch);
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
      if (!tellFirst) {
        sendAfter(batch, error);
      }
    }
    runCompletions();
    if (tellFirst) {
      synchronized (lock) {
        sendAfter(batch, error);
      }
      runCompletions();
    }
  }

  /**
   * Returns whether the answer may make a message of the batch stable; that is told with the next
   * batch, ahead of what it holds.
   */
  private static boolean mayMakeStable(List<Submission> batch) {
    for (Submission submission : batch) {
      if (submission.gate() != null) {
        return true;
      }
    }
    return false;
  }

  private void sendAfter(List<Submission> batch, Throwable error) {
    sendNext();
    if (error != null && !batch.isEmpty() && sending == null && failure == null) {
      // Raft answers no query of a session before the command before it, and one that it refused
      // is never done: another takes its place.
      sendBatch(List.of());
    }
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
    int told = 0;
    for (int i = 0; i < batch.size(); i++) {
      told = tellBefore(carried + i, answers.items(), told);
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
    tellBefore(Long.MAX_VALUE, answers.items(), told);
  }

  /** Tells, from an index on, what comes before one more answer than these. */
  private int tellBefore(long answers, List<Answer.Carried> items, int from) {
    int next = from;
    while (next < items.size() && items.get(next).after() <= answers) {
      inbox.take(items.get(next++).item());
    }
    if (next > from) {
      inbox.releaseUpTo(items.get(next - 1).item().number(), this::tell);
    }
    return next;
  }

  private static <T> void complete(CompletableFuture<T> future, T value, Throwable error) {
    if (error != null) {
      future.completeExceptionally(error);
    } else {
      future.complete(value);
    }
  }
}
