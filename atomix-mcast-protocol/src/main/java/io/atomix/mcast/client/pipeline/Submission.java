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

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A command on its way into a group's log. Guarded by the lock of its pipeline, but for its futures
 * and for {@link #isSent}.
 */
public final class Submission {
  private final Command command;
  private final long sequence;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<Result> deferred = new CompletableFuture<>();
  private final AllGroupsBarrier barrier;
  private final GroupFootprint footprint;
  private final Reach reach;
  private volatile SubmissionStage stage = SubmissionStage.IN_LINE;
  private volatile Runnable ifStable;
  private long after;
  private long place;
  private boolean settled;
  private boolean wanted;
  private long loggedAt;

  /** Stages of a command in one group, in their order; some are left out, and none comes again. */
  enum SubmissionStage {
    /**
     * The call has its place: it comes before all later ones that conflict with it. Something is
     * before it that it must not overtake, so nobody has sent it to any group.
     */
    IN_LINE,

    /**
     * A multicast message before which nothing stands in this group any more. In another of its
     * groups something does, so nobody has sent it to any group.
     */
    ASIDE,

    /**
     * Nothing stands before it in any of its groups. Not sent to this one; if it goes to others,
     * they may have it. If it was withdrawn meanwhile, it is not sent any more.
     */
    READY,

    /** It is in a batch that is under way: the group may have it in its log. */
    SENT,

    /** The group has it in its log, and has answered; its result comes later. */
    LOGGED,

    /**
     * Nothing more comes for it: it has its result, or an answer that is all there is, or was never
     * sent, or what became of it is unknown. Its futures say which.
     */
    OVER
  }

  /** Creates a command of a message for one group. */
  public Submission(Command command, long sequence, GroupFootprint footprint) {
    this(command, sequence, footprint, null, null);
  }

  /**
   * Creates a command of a message that goes to other groups as well, all through one barrier.
   *
   * @param reach what it touches in all groups
   */
  public Submission(
      Command command,
      long sequence,
      GroupFootprint footprint,
      Reach reach,
      AllGroupsBarrier barrier) {
    this.reach = reach;
    this.command = command;
    this.sequence = sequence;
    this.footprint = footprint;
    this.barrier = barrier;
  }

  Command command() {
    return command;
  }

  /** Returns the number of the message. */
  public long sequence() {
    return sequence;
  }

  /** Completes with what the entry said, exceptionally if that is not known. */
  public CompletableFuture<Answer> answer() {
    return answer;
  }

  /**
   * Completes with a result that comes later than the answer; only where the answer does not hold
   * it.
   */
  public CompletableFuture<Result> deferred() {
    return deferred;
  }

  /** Returns the one result of a local message, whether it comes with the answer or later. */
  public CompletableFuture<Result> result() {
    return answer.thenCompose(
        told ->
            told instanceof Answer.Finished finished
                ? CompletableFuture.completedFuture(finished.result())
                : deferred);
  }

  /** Sets what is to be done when a leader says that the message is stable (rule 8). */
  public void ifStable(Runnable action) {
    ifStable = action;
  }

  /** A leader says that the message is stable. */
  void stable() {
    Runnable action = ifStable;
    if (action != null) {
      action.run();
    }
  }

  /** Returns what it touches in all groups, or null if it goes to one. */
  Reach reach() {
    return reach;
  }

  /** Returns what it touches in the group. */
  public GroupFootprint footprint() {
    return footprint;
  }

  /** Returns the primitive that it names first. */
  String primitive() {
    return footprint.primitive();
  }

  /** Returns all primitives that it is on. */
  List<String> primitives() {
    return footprint.primitives();
  }

  /**
   * Returns the number of the last call before it that conflicts with it and must be settled before
   * this is sent, or 0.
   */
  long after() {
    return after;
  }

  void after(long number) {
    after = number;
  }

  /** Returns its own number among the calls that later ones must not overtake, or 0. */
  long place() {
    return place;
  }

  /** It takes the place of this number, or none if it is 0. */
  public void place(long number) {
    place = number;
  }

  /** Later calls need not wait for it, now or when it comes. */
  void markSettled() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  /** Returns the barrier of a multicast message, or null. */
  AllGroupsBarrier barrier() {
    return barrier;
  }

  /** It enters a stage, unless it is beyond. */
  void enter(SubmissionStage next) {
    if (next.compareTo(stage) > 0) {
      stage = next;
    }
  }

  /** Returns whether it is in a batch that is under way, or was, or never will be. Any thread. */
  boolean isSent() {
    return stage.compareTo(SubmissionStage.SENT) >= 0;
  }

  /** Something waits until it is sent to this group, whatever the others do. */
  void markWanted() {
    wanted = true;
  }

  boolean isWanted() {
    return wanted;
  }

  /** The group has answered, at this time, that the result comes later. */
  void logged(long now) {
    loggedAt = now;
    enter(SubmissionStage.LOGGED);
  }

  /** Returns whether the result has been to come for longer than this. */
  boolean isLate(long now, long nanos) {
    return stage == SubmissionStage.LOGGED && now - loggedAt > nanos;
  }

  /** Fails its futures, those that are not done. */
  void fail(Throwable error) {
    answer.completeExceptionally(error);
    deferred.completeExceptionally(error);
  }
}
