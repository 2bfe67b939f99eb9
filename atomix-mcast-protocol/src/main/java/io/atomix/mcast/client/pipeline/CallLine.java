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

import io.atomix.mcast.client.pipeline.Submission.SubmissionStage;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The line of calls to one group: decides who may be sent next, and that is decided nowhere else.
 *
 * <p>What was called first takes effect first: at any time, whatever has been sent to the group
 * comes behind all earlier calls that conflict with it and take effect at all, here and in all
 * their other groups. For that,
 *
 * <ul>
 *   <li>every group has one line, which a call joins when it is called: at the entrance of its
 *       session while that is being opened, then here;
 *   <li>commands of a primitive keep their order, and one batch is under way at a time;
 *   <li>a multicast message is sent to no group before it may be sent to all: one before which
 *       nothing stands here any more steps aside until the same is so in its other groups ({@link
 *       AllGroupsBarrier}). Until its place is settled everywhere, what conflicts with it waits in
 *       each of its groups ({@link UnsettledCalls}), and nothing else does, but for multicast
 *       messages that conflict with it in all of them: these are sent behind it. A lost answer
 *       settles nothing: the groups that are left tell what became of it, or a barrier finds it out
 *       ({@link Barrier});
 *   <li>a query without an entry is asked behind the commands of its primitive that were called
 *       before it, and what conflicts with it is sent when it is answered; one request with queries
 *       is under way at a time;
 *   <li>nothing of a lost session is applied any more once the next one has begun, and the opening
 *       of a primitive's session waits, in the group's order, for all that conflicts with anything
 *       in the primitive: what follows in the new session needs to know nothing of the old one.
 * </ul>
 *
 * <p>Passive: whatever may have changed the decision has {@link Pipeline#goOn} look at it. Guarded
 * by the pipeline's lock, but for {@link #isBusy} and {@link #release}.
 */
final class CallLine {
  private static final int QUERIES_PER_REQUEST = 2000;

  private final SendQueue commands = new SendQueue();
  private final ReadQueue queries = new ReadQueue();
  private final UnsettledCalls unsettled = new UnsettledCalls();

  /** Multicast messages that need not stand aside any more; others add to it without the lock. */
  private final Queue<Submission> released = new ConcurrentLinkedQueue<>();

  /** Gates through which messages may go since the last look. */
  private List<AllGroupsBarrier> opened = new ArrayList<>();

  /** The batch that is under way, or null. */
  private volatile List<Submission> sending;

  /** Adds a command for this group alone, called after all that is here. */
  void add(Submission submission) {
    submission.after(unsettled.blocking(submission.footprint(), submission.reach()));
    enter(submission);
  }

  /**
   * Adds a command for other groups too. Until it is {@link #settled}, later operations that
   * conflict with it wait here. It may take {@link #beginAlone the place of a query}, which waits
   * for nothing any more.
   */
  void addMulticast(Submission submission) {
    if (submission.place() > 0) {
      addAtOnce(submission);
      return;
    }
    GroupFootprint footprint = submission.footprint();
    submission.after(unsettled.blocking(footprint, submission.reach()));
    if (!submission.isSettled()) {
      submission.place(unsettled.add(footprint, submission.reach(), submission.after()));
    }
    enter(submission);
  }

  private void enter(Submission submission) {
    boolean waits = commands.isAnyInLinesOf(submission);
    commands.add(submission, waits ? SubmissionStage.IN_LINE : stageOf(submission));
  }

  /** Adds a command that goes with the next batch, whatever waits here. */
  void addAtOnce(Submission submission) {
    commands.addAtOnce(submission);
  }

  /** Adds a query, called after all that is here. */
  void add(ReadRequest.Query query, Submission instead, CompletableFuture<Result> result) {
    long after = unsettled.blocking(query.footprint());
    Submission before = commands.lastOf(query.footprint().primitive());
    if (before != null && !before.isSent()) {
      before.markWanted();
    }
    long number = unsettled.add(query.footprint());
    queries.add(new PendingQuery(query, instead, number, before, after, result));
  }

  /** Adds a query that {@link #begin began} to be asked elsewhere, in the same place. */
  void add(WeakRead read, Submission instead, CompletableFuture<Result> result) {
    queries.add(new PendingQuery(read.query(), instead, read.number(), null, 0, result));
  }

  /**
   * Begins a query that any replica answers, unless it has to wait for something. Later operations
   * that conflict with it wait until it is {@linkplain #settled(long, String) settled}.
   *
   * @param notBefore the log index that the replica must have applied
   */
  Optional<WeakRead> begin(ReadRequest.Query query, long notBefore) {
    GroupFootprint footprint = query.footprint();
    return commands.isAnswered(footprint.primitive()) && unsettled.blocking(footprint) == 0
        ? Optional.of(new WeakRead(query, unsettled.add(footprint), notBefore))
        : Optional.empty();
  }

  /**
   * Begins a query of several groups, unless it has to wait for something here. Later operations
   * that conflict with it wait until it is {@linkplain #settled(long, String) settled}.
   *
   * @return the number of its place, or 0
   */
  long beginAlone(GroupFootprint footprint) {
    Submission before = commands.lastOf(footprint.primitive());
    return (before == null || before.isSent()) && unsettled.blocking(footprint) == 0
        ? unsettled.add(footprint)
        : 0;
  }

  /**
   * Adds what a multicast message could be made to meet in all groups; see {@link Reach}.
   *
   * @param footprint what it touches in this group
   */
  boolean addPartlyMet(GroupFootprint footprint, Reach reach, Set<Reach> found) {
    return unsettled.addPartlyMet(footprint, reach, found);
  }

  /** No later operation can take effect before a multicast message any more, now or ever. */
  void settled(Submission submission) {
    submission.markSettled();
    settled(submission.place(), submission.primitive());
    if (submission.barrier().withdrawn() != null) {
      commands.release(submission);
    }
  }

  /** Nothing can overtake the call of this number any more. */
  void settled(long number, String primitive) {
    unsettled.settled(number, primitive);
  }

  /** A multicast message may be sent to all its groups: it goes with the next batch. Any thread. */
  void release(Submission submission) {
    released.add(submission);
  }

  private void takeReleased() {
    for (Submission next = released.poll(); next != null; next = released.poll()) {
      commands.release(next);
    }
  }

  /** Returns where a command belongs that is the first in its primitive's line. */
  private SubmissionStage stageOf(Submission submission) {
    AllGroupsBarrier barrier = submission.barrier();
    if (barrier != null && barrier.withdrawn() != null) {
      return SubmissionStage.READY;
    }
    if (!unsettled.areSettled(submission.after(), submission.footprint())) {
      return SubmissionStage.IN_LINE;
    }
    if (barrier == null) {
      return SubmissionStage.READY;
    }
    if (barrier.arrive()) {
      opened.add(barrier);
    }
    if (!barrier.isOpen()) {
      return SubmissionStage.ASIDE;
    }
    // What was called before and is met everywhere may be sent to all groups by now as well.
    takeReleased();
    return SubmissionStage.READY;
  }

  /** Lets go what waits for nothing any more; the order within a primitive stays. */
  void letPass() {
    takeReleased();
    Deque<String> primitives = new ArrayDeque<>(commands.primitivesInLine());
    for (String next = primitives.poll(); next != null; next = primitives.poll()) {
      letPass(next, primitives);
    }
  }

  /**
   * Lets go what waits for nothing any more in the line of a primitive.
   *
   * @param more takes the other primitives of those that went, in whose lines others may go now
   */
  private void letPass(String primitive, Deque<String> more) {
    for (Submission first = commands.firstInLine(primitive);
        first != null;
        first = commands.firstInLine(primitive)) {
      SubmissionStage stage =
          commands.isFirstInAllLines(first) ? stageOf(first) : SubmissionStage.IN_LINE;
      if (stage == SubmissionStage.IN_LINE) {
        break;
      }
      commands.moveFirst(first, stage);
      if (first.footprint().isJoint()) {
        more.addAll(first.primitives());
      }
    }
  }

  /** Returns the gates through which messages may go since the last call. */
  List<AllGroupsBarrier> takeOpened() {
    if (opened.isEmpty()) {
      return List.of();
    }
    List<AllGroupsBarrier> taken = opened;
    opened = new ArrayList<>();
    return taken;
  }

  /**
   * Returns whether a batch is under way, so that commands have to wait for the next. Any thread.
   */
  boolean isBusy() {
    return sending != null;
  }

  /** Returns whether no batch is under way, and no command waits for one. */
  boolean isIdle() {
    return sending == null && commands.isEmpty();
  }

  /**
   * Returns the commands that are to be sent now, none if one batch is under way or if nothing is
   * worth one.
   *
   * @param withdrawn is given those that must not be sent any more
   */
  List<Submission> nextBatch(int maxBytes, List<Submission> withdrawn) {
    if (sending != null || !commands.isWorthABatch()) {
      return List.of();
    }
    List<Submission> batch = commands.nextBatch(maxBytes, withdrawn);
    withdrawn.forEach(commands::answered);
    return batch;
  }

  /**
   * These commands, or none, are being sent.
   *
   * @return the gates behind which other groups have waited for that
   */
  List<AllGroupsBarrier> sends(List<Submission> batch) {
    sending = batch;
    batch.forEach(submission -> submission.enter(SubmissionStage.SENT));
    return batch.stream().map(Submission::barrier).filter(CallLine::isHeldBack).toList();
  }

  private static boolean isHeldBack(AllGroupsBarrier barrier) {
    return barrier != null && barrier.heldBack();
  }

  /** A batch was answered, or never will be; returns false if that means nothing any more. */
  boolean sent(List<Submission> batch) {
    if (sending != batch) {
      return false;
    }
    sending = null;
    batch.forEach(commands::answered);
    return true;
  }

  /** Returns the queries that are to be asked now, none if some are under way. */
  List<PendingQuery> nextQueries() {
    if (!queries.hasNext()) {
      return List.of();
    }
    List<PendingQuery> next = new ArrayList<>();
    for (Iterator<PendingQuery> i = queries.waiting();
        i.hasNext() && next.size() < QUERIES_PER_REQUEST; ) {
      PendingQuery query = i.next();
      if (mayAsk(query)) {
        next.add(query);
        i.remove();
      }
    }
    if (!next.isEmpty()) {
      queries.asked(next);
    }
    return next;
  }

  private boolean mayAsk(PendingQuery query) {
    return (query.afterCommand() == null || query.afterCommand().isSent())
        && unsettled.areSettled(query.after(), query.query().footprint());
  }

  /** Queries were answered; returns false if that means nothing any more. */
  boolean answered(List<PendingQuery> asked) {
    return queries.answered(asked);
  }

  /** Takes out all commands that were not sent. */
  List<Submission> drainCommands() {
    return commands.drain();
  }

  /** Returns the commands of the batch that is under way. */
  List<Submission> sending() {
    List<Submission> batch = sending;
    return batch == null ? List.of() : batch;
  }

  /** Takes out all queries that were not answered. */
  List<PendingQuery> drainQueries() {
    return queries.drain();
  }
}
