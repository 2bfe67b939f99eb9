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

import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.concurrent.CompletableFuture;

/** A command on its way into a group's log. */
final class Submission {
  private final Command command;
  private final long sequence;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<Result> deferred = new CompletableFuture<>();
  private final Gate gate;
  private final Footprint footprint;
  private final Reach reach;
  private long after;
  private long place;
  private boolean settled;
  private volatile boolean sent;
  private volatile Runnable ifStable;
  private boolean wanted;
  private boolean waiting;
  private long waitingSince;

  Submission(Command command, long sequence, Footprint footprint) {
    this(command, sequence, footprint, null, null);
  }

  /**
   * Creates a command of a message that goes to other groups as well, all through one gate.
   *
   * @param reach what it touches in all groups
   */
  Submission(Command command, long sequence, Footprint footprint, Reach reach, Gate gate) {
    this.reach = reach;
    this.command = command;
    this.sequence = sequence;
    this.footprint = footprint;
    this.gate = gate;
  }

  Command command() {
    return command;
  }

  long sequence() {
    return sequence;
  }

  /** Completes with what the entry said, exceptionally if that is not known. */
  CompletableFuture<Answer> answer() {
    return answer;
  }

  /**
   * Completes with a result that comes later than the answer; only where the answer does not hold
   * it.
   */
  CompletableFuture<Result> deferred() {
    return deferred;
  }

  /** Sets what is to be done when a leader says that the message is stable (rule 8). */
  void ifStable(Runnable action) {
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
  Footprint footprint() {
    return footprint;
  }

  String primitive() {
    return footprint.primitive();
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

  void place(long number) {
    place = number;
  }

  /** Later calls need not wait for it, now or when it comes. */
  void markSettled() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  /** Returns the gate of a multicast message, or null. */
  Gate gate() {
    return gate;
  }

  /** It is in a batch that is under way, or was, or it never will be. */
  void markSent() {
    sent = true;
  }

  boolean isSent() {
    return sent;
  }

  /** Something waits until it is sent to this group, whatever the others do. */
  void markWanted() {
    wanted = true;
  }

  boolean isWanted() {
    return wanted;
  }

  /** The answer said at this time that the result comes later. */
  void waitingSince(long now) {
    waitingSince = now;
    waiting = true;
  }

  /** Returns whether the result has been to come for longer than this. */
  boolean isLate(long now, long nanos) {
    return waiting && now - waitingSince > nanos;
  }

  void fail(Throwable error) {
    answer.completeExceptionally(error);
    deferred.completeExceptionally(error);
  }
}
