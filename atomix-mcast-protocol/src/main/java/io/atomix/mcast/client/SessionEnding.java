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

import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.PrimitiveException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The end of a primitive's session in one group: whether it has come and why, and who is to be
 * told. Thread-safe.
 */
final class SessionEnding {
  private final String primitive;
  private final GroupId group;
  private final Executor callers;
  private final EventWaiters waiters = new EventWaiters();
  private volatile EndReason reason;

  /** Reasons why a session is over, as its callers are told. */
  enum EndReason {
    /** Its instance was closed. */
    CLOSED("was closed: open it again to use it"),
    /** Somebody has deleted the primitive. */
    DELETED(
        "was deleted: what was stored, held or waited for in it is gone; open it to begin anew"),
    /** The Raft session that carried it is lost, and its recovery strategy is to close. */
    LOST(
        "is closed, because its session was lost and its recoveryStrategy is close: open it again"),
    /** The session could not be opened. */
    NOT_OPENED("could not be opened, as the exception of its opening says"),
    /** The node was stopped. */
    STOPPED("cannot be used any more: this node was stopped");

    private final String what;

    EndReason(String what) {
      this.what = what;
    }
  }

  /**
   * Creates an end that has not come.
   *
   * @param callers where callers' code may run
   */
  SessionEnding(String primitive, GroupId group, Executor callers) {
    this.primitive = primitive;
    this.group = group;
    this.callers = callers;
  }

  /** Looks after the calls that wait for events in a proxy of Atomix's. */
  void lookAfter(Object proxy) {
    waiters.add(proxy);
  }

  boolean isOver() {
    return reason != null;
  }

  /** The session ends; returns false if it was over already. */
  synchronized boolean end(EndReason why) {
    boolean first = reason == null;
    if (first) {
      reason = why;
    }
    return first;
  }

  /** Returns the exception for calls that come, or still wait, after the end. */
  PrimitiveException.ClosedSession exception() {
    EndReason why = reason == null ? EndReason.CLOSED : reason;
    return new PrimitiveException.ClosedSession(
        "Primitive '" + primitive + "' " + why.what + " (group " + group + ")");
  }

  /**
   * Returns what a call is told that comes too late: with it goes whatever has begun to wait for an
   * event since the end.
   */
  PrimitiveException.ClosedSession refusal() {
    PrimitiveException.ClosedSession refusal = exception();
    waiters.fail(refusal, true);
    return refusal;
  }

  /**
   * Fails the calls that wait for an event, because the session is over; events before come first.
   */
  void failWaiters() {
    failWaiters(exception(), true);
  }

  /** Fails what waits for an event if the call fails with which it began to wait. */
  void watch(String operation, CompletableFuture<?> call) {
    if (!waiters.isEmpty()) {
      call.whenComplete(
          (done, error) -> {
            if (error != null) {
              waiters.failed(
                  operation, error instanceof CompletionException ? error.getCause() : error);
            }
          });
    }
  }

  /**
   * Fails the calls that wait for an event in a session that is lost; the next one knows nothing of
   * it.
   */
  void failWaitersOfLost() {
    failWaiters(
        new PrimitiveException.Unavailable(
            "The session of primitive '"
                + primitive
                + "' in group "
                + group
                + " was lost while a call waited in it; the call does not hold what it"
                + " waited for: repeat it"),
        false);
  }

  private void failWaiters(PrimitiveException why, boolean forGood) {
    if (!waiters.isEmpty()) {
      callers.execute(() -> waiters.fail(why, forGood));
    }
  }
}
