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

import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Submission.SubmissionStage;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.session.SessionClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One Raft session of this node in one group. What callers want while a batch is under way gathers
 * and goes as the next one: one entry at a time, because Atomix's Raft may park a second one for
 * five seconds.
 *
 * <p>It owns the lock, and all that waits as passive data: {@link CallLine} decides what may be
 * sent, so that what was called first takes effect first, and {@link Arrivals} in which order
 * callers are told what has come. Whatever may let something go ends with {@link #goOn}, which
 * looks at the line.
 *
 * <p>Thread-safe. Futures complete on the thread that brings an answer, which is the network's, or
 * that calls: what depends on them must not block, and reaches the application in the context of
 * its session.
 */
public final class Pipeline {
  private final GroupId group;
  private final SessionErrors errors;
  private final LocalClient local;
  private final GroupLink link;
  private final long raftSession;
  private final int maxBatchBytes;
  private final LongSupplier clock;

  private final Object lock = new Object();
  private final Completions completions;

  // Guarded by the lock.
  private final CallLine line = new CallLine();
  private final Arrivals arrivals;
  private final PiggybackedExecutes piggybacked = new PiggybackedExecutes();
  private final Upkeep upkeep;
  private Throwable failure;

  private final Barriers barriers;
  private final GroupReads reads;

  /**
   * Creates a pipeline over an open Raft session.
   *
   * @param events takes events and ends of sessions, in their order, each after the answer to the
   *     command that caused it and before later answers; it must pass them on before it returns
   * @param clock tells the time in nanoseconds of any origin
   */
  public Pipeline(
      GroupId group,
      LocalClient local,
      SessionClient raft,
      int maxEntryBytes,
      Consumer<Notification> events,
      LongSupplier clock) {
    this.group = group;
    this.errors = new SessionErrors(group);
    this.local = local;
    this.link = new GroupLink(group, raft);
    this.raftSession = raft.sessionId().id();
    this.maxBatchBytes = maxEntryBytes - Batch.OVERHEAD;
    this.clock = clock;
    this.upkeep = new Upkeep(clock.getAsLong());
    this.completions = new Completions("group " + group, lock);
    this.arrivals = new Arrivals(completions, events);
    this.barriers = new Barriers(local, this::submitAtOnce, this::settled);
    this.reads = new GroupReads(lock, line, arrivals, completions, link, this::goOn);
  }

  /** Returns the group. */
  public GroupId group() {
    return group;
  }

  /** Returns the number of the Raft session. */
  public long raftSession() {
    return raftSession;
  }

  /**
   * Submits the first, empty batch: from then on the group knows which client this Raft session
   * carries.
   */
  public CompletableFuture<Void> hello() {
    long resolvedBelow = local.resolvedBelow();
    synchronized (lock) {
      upkeep.told(clock.getAsLong(), resolvedBelow);
    }
    SentBatch empty = new SentBatch(List.of(), List.of(), 0);
    return link.send(empty.encode(local.id(), resolvedBelow)).thenAccept(empty::decode);
  }

  /** Submits a command that is for this group alone. */
  public void submit(Submission submission) {
    join(submission, line::add);
    runCompletions();
  }

  /**
   * Submits a command that is for other groups too. Until it is {@link #settled}, later operations
   * that conflict with it wait here. All groups must be given a client's multicast messages in the
   * same order, or two of them might wait for each other; so nothing else is done on the way, and
   * {@link #runCompletions} has to be called when all have it.
   */
  public void enqueueMulticast(Submission submission) {
    submission.barrier().leadsTo(new AllGroupsBarrier.GroupPlace(submission, line, this));
    join(submission, line::addMulticast);
  }

  private void join(Submission submission, Consumer<Submission> add) {
    synchronized (lock) {
      if (failure != null) {
        submission.enter(SubmissionStage.OVER);
        completions.add(() -> submission.fail(errors.notSent(failure)));
      } else {
        arrivals.await(submission);
        add.accept(submission);
        sendNext();
      }
    }
  }

  /**
   * Adds what a multicast message could be made to meet in all groups; see {@link Reach}.
   *
   * @param footprint what it touches in this group
   * @return whether it conflicts with an earlier multicast message that is not settled
   */
  public boolean addPartlyMet(GroupFootprint footprint, Reach reach, Set<Reach> found) {
    synchronized (lock) {
      return line.addPartlyMet(footprint, reach, found);
    }
  }

  /**
   * No later operation can take effect before a multicast message any more, or it never takes
   * effect.
   */
  public void settled(Submission submission) {
    step(
        () -> {
          line.settled(submission);
          sendNext();
        });
  }

  /**
   * It is not known, and nobody will tell, what becomes of a multicast message that this group may
   * have voted on: it is settled behind a barrier.
   */
  public void settleBehind(Barrier barrier) {
    barriers.send(barrier);
  }

  private void submitAtOnce(Submission submission) {
    join(submission, line::addAtOnce);
    runCompletions();
  }

  /**
   * Rule 6: this client knows from the answers to its own message that it is stable. Its next batch
   * says so, before anything else, so that what it calls next does not wait for what it has seen
   * complete, and the groups need not tell each other.
   */
  public void carry(Entry.Execute execution) {
    synchronized (lock) {
      piggybacked.add(execution, clock.getAsLong());
    }
  }

  /** Rule 12: returns what asks queries of several groups in this one. */
  public GroupReads reads() {
    return reads;
  }

  /** Returns whether no batch has been under way for long. */
  public boolean isAnswering() {
    synchronized (lock) {
      return failure == null && (!line.isBusy() || !upkeep.isSilent(clock.getAsLong()));
    }
  }

  /** The caller no longer waits for the deferred result of a message. */
  public void forget(long sequence) {
    synchronized (lock) {
      arrivals.forget(sequence);
    }
  }

  /**
   * Rule 7: asks a query at the leader; if it cannot answer at once, the command is submitted
   * instead, in the query's place.
   */
  public CompletableFuture<Result> query(ReadRequest.Query query, Submission instead) {
    return ask(result -> line.add(query, instead, result));
  }

  /** No replica has answered: the leader is asked, as for {@link #query}, in the same place. */
  public CompletableFuture<Result> query(WeakRead read, Submission instead) {
    return ask(result -> line.add(read, instead, result));
  }

  private CompletableFuture<Result> ask(Consumer<CompletableFuture<Result>> add) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    synchronized (lock) {
      if (failure != null) {
        completions.add(() -> result.completeExceptionally(errors.notAnswered(failure)));
      } else {
        add.accept(result);
        sendNext();
      }
    }
    runCompletions();
    return result;
  }

  private void answered(PendingQuery query, Result result) {
    line.settled(query.number(), query.primitive());
    if (result != null) {
      completions.add(() -> query.result().complete(result));
    } else if (failure != null) {
      completions.add(() -> query.result().completeExceptionally(errors.notAnswered(failure)));
    } else {
      arrivals.await(query.instead());
      // Earlier commands of the primitive have been sent, later ones that conflict still wait.
      line.addAtOnce(query.instead());
      query.instead().result().whenComplete(query::complete);
    }
  }

  /**
   * A query that any replica answers is about to be asked, unless a command of the primitive was
   * called before and is not answered yet, or a multicast message that conflicts with it is not
   * settled. Later operations that conflict with it wait until it is {@linkplain #answered
   * answered}, or asked here.
   */
  Optional<WeakRead> beginWeakRead(ReadRequest.Query query) {
    synchronized (lock) {
      return failure == null ? line.begin(query, arrivals.lastIndex()) : Optional.empty();
    }
  }

  /**
   * A query was answered by a replica. Its answer is not told behind the end of the session, whose
   * listeners hear no more of what the answer shows.
   *
   * @param answer what came; its notifications are told before the future completes
   */
  CompletableFuture<Result> answered(WeakRead read, ReadAnswer.QueryResults answer) {
    return ask(
        result -> {
          line.settled(read.number(), read.query().footprint().primitive());
          arrivals.came(answer);
          completions.add(() -> result.complete(answer.results().get(0)));
        });
  }

  /** Returns the number of the last notification that was told, with all before it. */
  long told() {
    synchronized (lock) {
      return arrivals.told();
    }
  }

  /** Takes a delivery; returns the number of the last notification here with all before it. */
  public long deliver(Delivery delivery) {
    long has;
    synchronized (lock) {
      arrivals.came(delivery.notifications());
      arrivals.release(line.isBusy());
      has = arrivals.received();
    }
    runCompletions();
    return has;
  }

  /** Rule 8: a leader says that messages of this client are stable. */
  public void stable(List<Long> sequences) {
    step(() -> arrivals.stable(sequences));
  }

  /**
   * Keeps the line going, called now and then: acknowledges what no batch has acknowledged, says
   * what will not be submitted any more, and asks for results that are late.
   */
  public void tick(long askAgainNanos) {
    boolean ask;
    synchronized (lock) {
      if (failure != null) {
        return;
      }
      long now = clock.getAsLong();
      if (upkeep.hasNews(now, arrivals.unacknowledged(), local.resolvedBelow()) && line.isIdle()) {
        sendBatch(List.of());
      }
      ask = upkeep.mayAsk(now, askAgainNanos) && arrivals.isAnyLate(now, askAgainNanos);
    }
    runCompletions();
    barriers.sendAgain();
    if (ask) {
      askForNotifications();
    }
  }

  private void askForNotifications() {
    long received;
    synchronized (lock) {
      upkeep.asked(clock.getAsLong());
      received = arrivals.received();
    }
    link.notificationsAfter(received).thenAccept(found -> found.ifPresent(this::deliver));
  }

  /** The Raft session is over: whatever is not answered yet fails. */
  public void fail(Throwable reason) {
    synchronized (lock) {
      if (failure != null) {
        return;
      }
      failure = reason;
      line.drainCommands().forEach(submission -> fail(submission, errors.notSent(reason)));
      arrivals
          .drain(line.sending())
          .forEach(submission -> fail(submission, errors.unknown(reason)));
      line.drainQueries().forEach(query -> answered(query, null));
    }
    reads.fail(errors.notAnswered(reason));
    runCompletions();
  }

  /** Nothing more comes for a command; its caller is told why. */
  private void fail(Submission submission, Throwable error) {
    arrivals.over(submission);
    completions.add(() -> submission.fail(error));
  }

  /** Returns whether the Raft session is over. */
  public boolean isFailed() {
    synchronized (lock) {
      return failure != null;
    }
  }

  /** Tells callers what there is to tell, unless this thread holds the lock. */
  public void runCompletions() {
    completions.run();
  }

  /** Something has happened that commands or queries may wait for. */
  private void goOn() {
    step(this::sendNext);
  }

  private void step(Runnable change) {
    synchronized (lock) {
      change.run();
    }
    runCompletions();
  }

  /** Sends all that may be sent now. */
  private void sendNext() {
    if (failure != null) {
      return;
    }
    line.letPass();
    line.takeOpened().forEach(this::wakeBehind);
    List<Submission> withdrawn = new ArrayList<>();
    List<Submission> batch = line.nextBatch(maxBatchBytes, withdrawn);
    withdrawn.forEach(submission -> fail(submission, submission.barrier().withdrawn()));
    if (!batch.isEmpty()) {
      sendBatch(batch);
    }
    List<PendingQuery> queries = line.nextQueries();
    if (!queries.isEmpty()) {
      ask(queries);
    }
  }

  /** Wakes the pipelines in which a message may go now, when the lock is released. */
  private void wakeBehind(AllGroupsBarrier barrier) {
    completions.add(() -> barrier.places().forEach(place -> place.pipeline().wake()));
  }

  private void wake() {
    if (!line.isBusy()) {
      goOn();
    }
  }

  private void sendBatch(List<Submission> submissions) {
    line.sends(submissions).forEach(this::wakeBehind);
    long now = clock.getAsLong();
    long resolvedBelow = local.resolvedBelow();
    upkeep.told(now, resolvedBelow);
    int space = SentBatch.spaceBeside(submissions, maxBatchBytes);
    SentBatch batch = new SentBatch(submissions, piggybacked.take(space, now), arrivals.received());
    link.send(batch.encode(local.id(), resolvedBelow))
        .whenComplete((bytes, error) -> answered(batch, bytes, error));
  }

  private void answered(SentBatch batch, byte[] bytes, Throwable error) {
    Throwable problem = error;
    Answer.AnswerBatch answers = null;
    try {
      answers = error == null ? batch.decode(bytes) : null;
    } catch (RuntimeException e) {
      problem = e;
    }
    boolean tellFirst = problem == null && batch.mayMakeStable();
    synchronized (lock) {
      if (failure != null || !line.sent(batch.submissions())) {
        return;
      }
      if (problem == null) {
        arrivals.answered(batch, answers, clock.getAsLong());
      } else {
        OutcomeUnknownException unknown = errors.refusedByLog(problem);
        batch.submissions().forEach(submission -> fail(submission, unknown));
      }
      arrivals.release(false);
      if (!tellFirst) {
        sendAfter(batch, error);
      }
    }
    runCompletions();
    if (tellFirst) {
      step(() -> sendAfter(batch, error));
    }
  }

  private void sendAfter(SentBatch batch, Throwable error) {
    sendNext();
    if (error != null && !batch.submissions().isEmpty() && !line.isBusy() && failure == null) {
      // Raft answers no query of a session before the command before it, and one that it refused
      // is never done: another takes its place.
      sendBatch(List.of());
    }
  }

  private void ask(List<PendingQuery> queries) {
    link.ask(ReadRequest.OPERATION, PendingQuery.request(queries, arrivals.told()))
        .whenComplete((bytes, error) -> answered(queries, bytes, error));
  }

  private void answered(List<PendingQuery> queries, byte[] bytes, Throwable error) {
    ReadAnswer.QueryResults answer = error == null ? PendingQuery.decode(queries, bytes) : null;
    synchronized (lock) {
      if (!line.answered(queries)) {
        return;
      }
      if (answer != null) {
        arrivals.came(answer);
      }
      for (int i = 0; i < queries.size(); i++) {
        answered(queries.get(i), answer == null ? null : answer.results().get(i));
      }
      sendNext();
    }
    runCompletions();
  }
}
